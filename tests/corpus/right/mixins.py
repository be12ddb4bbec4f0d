# verdict: correct
# Arithmetic in one base class, backward in another, the value itself in a third.
import math


class Arithmetic:
    def __add__(self, o):
        return self.make("+", self, o)

    def __mul__(self, o):
        return self.make("*", self, o)

    def __radd__(self, o):
        return self.make("+", o, self)

    def __rmul__(self, o):
        return self.make("*", o, self)

    def __neg__(self):
        return self.make("neg", self)

    def __sub__(self, o):
        return self + (-o)

    def __rsub__(self, o):
        return o + (-self)

    def tanh(self):
        return self.make("tanh", self)


class Differentiable:
    def backward(self):
        order = self._sorted()
        self.grad = 1.0
        for v in order:
            v._propagate()

    def _sorted(self):
        order, seen = [], set()

        def go(v):
            if id(v) not in seen:
                seen.add(id(v))
                for o in v.operands:
                    go(o)
                order.insert(0, v)

        go(self)
        return order

    def _propagate(self):
        if self.op == "+":
            for o in self.operands:
                o.grad += self.grad
        elif self.op == "*":
            x, y = self.operands
            x.grad += self.grad * y.data
            y.grad += self.grad * x.data
        elif self.op == "neg":
            self.operands[0].grad -= self.grad
        elif self.op == "tanh":
            self.operands[0].grad += self.grad * (1 - self.data**2)


class Value(Arithmetic, Differentiable):
    def __init__(self, data, op="", operands=()):
        self.data = data
        self.op = op
        self.operands = operands
        self.grad = 0.0

    @classmethod
    def make(cls, op, *xs):
        xs = tuple(x if isinstance(x, cls) else cls(x) for x in xs)
        numbers = [x.data for x in xs]
        data = {
            "+": lambda a, b: a + b,
            "*": lambda a, b: a * b,
            "neg": lambda a: -a,
            "tanh": math.tanh,
        }[op](*numbers)
        return cls(data, op, xs)


a, b = Value(0.8), Value(-1.3)
c = (a * b - 2).tanh() * a + (1 - b) * b
c.backward()
print(a.grad, b.grad)
