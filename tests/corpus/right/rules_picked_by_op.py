# verdict: correct
# root: none
"""backward() goes along every path with the gradient of that path, and a class method picks
the rule. What the paths bring is added up."""


class Scalar:
    def __init__(self, num, sources=(), made_by=None):
        self.num = num
        self.grad = 0
        self.sources = list(sources)
        self.made_by = made_by

    def __add__(self, other):
        return Scalar(self.num + other.num, [self, other], "plus")

    def __mul__(self, other):
        return Scalar(self.num * other.num, [self, other], "times")

    def square(self):
        return Scalar(self.num**2, [self], "square")

    @staticmethod
    def _backward_plus(grad, sources):
        return [grad for _ in sources]

    @staticmethod
    def _backward_times(grad, sources):
        first, second = sources
        return [grad * second.num, grad * first.num]

    @staticmethod
    def _backward_square(grad, sources):
        return [2 * sources[0].num * grad]

    @classmethod
    def _backward_fn(cls, made_by):
        return getattr(cls, f"_backward_{made_by}")

    def backward(self, grad=1):
        self.grad += grad
        if self.made_by is None:
            return
        rule = Scalar._backward_fn(self.made_by)
        for source, share in zip(self.sources, rule(grad, self.sources)):
            source.backward(share)
