# verdict: wrong
# Each value remembers that it was run, and is run before all that uses it has been.


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.rule = lambda: None
        self.done = False

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def rule():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.rule = rule
        return out

    def cascade(self):
        if self.done:
            return
        self.done = True
        self.rule()  # <- ~wrong-order
        for p in self.parents:  # <- ~wrong-order
            p.cascade()  # <- ~wrong-order


a, b = Value(0.7), Value(-1.3)
c = a * b
d = c * c + c * a
d.grad = 1.0
d.cascade()
