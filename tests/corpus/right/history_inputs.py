# verdict: correct
# A history object holds function, context and inputs; a function beside the class drives.
import math
from dataclasses import dataclass, field


class Context:
    def __init__(self):
        self.saved = ()

    def save_for_backward(self, *xs):
        self.saved = xs


@dataclass
class History:
    last_fn: object = None
    ctx: Context = None
    inputs: list = field(default_factory=list)


class Function:
    @classmethod
    def apply(cls, *vals):
        scalars = [v if isinstance(v, Scalar) else Scalar(v) for v in vals]
        ctx = Context()
        out = cls.forward(ctx, *[s.data for s in scalars])
        return Scalar(out, History(cls, ctx, scalars))


class Add(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def backward(ctx, d):
        return d, d


class Mul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, d):
        a, b = ctx.saved
        return b * d, a * d


class Sigmoid(Function):
    @staticmethod
    def forward(ctx, a):
        s = 1 / (1 + math.exp(-a))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, d):
        (s,) = ctx.saved
        return (s * (1 - s) * d,)


class Scalar:
    def __init__(self, data, history=None):
        self.data = data
        self.derivative = None
        self.history = history if history is not None else History()

    def __add__(self, b):
        return Add.apply(self, b)

    def __radd__(self, b):
        return Add.apply(b, self)

    def __mul__(self, b):
        return Mul.apply(self, b)

    def __rmul__(self, b):
        return Mul.apply(b, self)

    def __neg__(self):
        return Mul.apply(self, -1.0)

    def __sub__(self, b):
        return self + (-b)

    def sigmoid(self):
        return Sigmoid.apply(self)

    def accumulate_derivative(self, x):
        if self.derivative is None:
            self.derivative = 0.0
        self.derivative += x

    def backward(self, d_output=1.0):
        backpropagate(self, d_output)


def backpropagate(variable, deriv):
    order, seen = [], set()

    def visit(v):
        if id(v) in seen:
            return
        seen.add(id(v))
        for i in v.history.inputs:
            visit(i)
        order.append(v)

    visit(variable)
    derivs = {id(variable): deriv}
    for v in reversed(order):
        d = derivs.get(id(v), 0.0)
        if v.history.last_fn is None:
            v.accumulate_derivative(d)
            continue
        for i, di in zip(v.history.inputs, v.history.last_fn.backward(v.history.ctx, d)):
            derivs[id(i)] = derivs.get(id(i), 0.0) + di


w = Scalar(0.7)
x = Scalar(-1.1)
h = (w * x + 0.3).sigmoid()
loss = (h - 1.0) * (h - 1.0) + w * w
loss.backward()
print(w.derivative, x.derivative)
