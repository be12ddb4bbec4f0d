# verdict: correct
# Who made a scalar is one level down, in its history; rules are static methods of functions.
import math
from dataclasses import dataclass, field


@dataclass
class Context:
    saved: tuple = ()

    def save(self, *values):
        self.saved = values


@dataclass
class History:
    fn: type = None
    ctx: Context = None
    inputs: list = field(default_factory=list)


class Function:
    @classmethod
    def apply(cls, *args):
        args = [a if isinstance(a, Scalar) else Scalar(a) for a in args]
        ctx = Context()
        return Scalar(cls.forward(ctx, *(a.data for a in args)), History(cls, ctx, args))


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
        ctx.save(a, b)
        return a * b

    @staticmethod
    def backward(ctx, d):
        a, b = ctx.saved
        return b * d, a * d


class Neg(Function):
    @staticmethod
    def forward(ctx, a):
        return -a

    @staticmethod
    def backward(ctx, d):
        return (-d,)


class Inv(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save(a)
        return 1.0 / a

    @staticmethod
    def backward(ctx, d):
        (a,) = ctx.saved
        return (-d / (a * a),)


class Exp(Function):
    @staticmethod
    def forward(ctx, a):
        e = math.exp(a)
        ctx.save(e)
        return e

    @staticmethod
    def backward(ctx, d):
        return (ctx.saved[0] * d,)


class Scalar:
    def __init__(self, data, history=None):
        self.data = float(data)
        self.history = history or History()
        self.derivative = None

    def __add__(self, b):
        return Add.apply(self, b)

    def __mul__(self, b):
        return Mul.apply(self, b)

    def __neg__(self):
        return Neg.apply(self)

    def __sub__(self, b):
        return Add.apply(self, Neg.apply(b))

    def __truediv__(self, b):
        return Mul.apply(self, Inv.apply(b))

    def __rtruediv__(self, b):
        return Mul.apply(b, Inv.apply(self))

    __radd__ = __add__
    __rmul__ = __mul__

    def exp(self):
        return Exp.apply(self)

    def accumulate_derivative(self, d):
        if self.derivative is None:
            self.derivative = 0.0
        self.derivative += d

    def backward(self, d=1.0):
        order, seen = [], set()

        def visit(s):
            if id(s) in seen:
                return
            seen.add(id(s))
            for i in s.history.inputs:
                visit(i)
            order.append(s)

        visit(self)
        pending = {id(self): d}
        for s in reversed(order):
            g = pending.pop(id(s), 0.0)
            s.accumulate_derivative(g)
            if s.history.fn is None:
                continue
            for i, gi in zip(s.history.inputs, s.history.fn.backward(s.history.ctx, g)):
                pending[id(i)] = pending.get(id(i), 0.0) + gi


a = Scalar(1.5)
b = Scalar(-0.25)
c = a * b + (a - b).exp() / (a + 2)
d = c * c + 1 / a
d.backward()
print(a.derivative, b.derivative)
