# verdict: wrong
# Functions of classes beside it make the values, and none of them hands on its own rule: the
# value calls None.


class Box:
    def __init__(self, held, sources=()):
        self.held = held
        self.sources = list(sources)
        self.rule = None
        self.grad = 0.0

    def backward(self):
        if not self.sources:
            return
        for source in self.sources:
            source.grad += self.grad * self.rule(source, self)  # <- backward-error
            source.backward()


class Sum:
    @staticmethod
    def of(p, q):
        return Box(p.held + q.held, (p, q))

    @staticmethod
    def rule(p, q):
        return 1.0, 1.0


class Product:
    @staticmethod
    def of(p, q):
        return Box(p.held * q.held, (p, q))

    @staticmethod
    def rule(p, q):
        return q.held, p.held


first, second = Box(1.5), Box(-2.0)
total = Product.of(Sum.of(first, second), second)
total.grad = 1.0
total.backward()
print(first.grad, second.grad)
