# verdict: wrong
# root: none
# Static rules in classes of functions; the sigmoid's forgets what comes from above.
import math


class Context:
    def save(self, *numbers):
        self.saved = numbers


class Scalar:
    def __init__(self, data, maker=None, ctx=None, inputs=()):
        self.data = data
        self.maker, self.ctx, self.inputs = maker, ctx, inputs
        self.derivative = None

    def __add__(self, other):
        return Add.apply(self, other)

    def __mul__(self, other):
        return Mul.apply(self, other)

    def sigmoid(self):
        return Sigmoid.apply(self)

    def backward(self):
        order, seen = [], set()

        def visit(s):
            if s not in seen:
                seen.add(s)
                for x in s.inputs:
                    visit(x)
                order.append(s)

        visit(self)
        due = {self: 1.0}
        for s in reversed(order):
            if s.maker is None:
                s.derivative = (s.derivative or 0.0) + due.get(s, 0.0)
                continue
            for x, share in zip(s.inputs, s.maker.pull(s.ctx, due[s])):
                due[x] = due.get(x, 0.0) + share


class Function:
    @classmethod
    def apply(cls, *inputs):
        ctx = Context()
        return Scalar(cls.forward(ctx, *(x.data for x in inputs)), cls, ctx, inputs)


class Add(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def pull(ctx, d):
        return d, d


class Mul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save(a, b)
        return a * b

    @staticmethod
    def pull(ctx, d):
        a, b = ctx.saved
        return b * d, a * d


class Sigmoid(Function):
    @staticmethod
    def forward(ctx, a):
        s = 1.0 / (1.0 + math.exp(-a))
        ctx.save(s)
        return s

    @staticmethod
    def pull(ctx, d):
        (s,) = ctx.saved
        return (s * (1.0 - s),)  # <- missing-adjoint
