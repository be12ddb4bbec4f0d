# verdict: correct
"""A history on each value: the function, what it kept, its inputs."""

import math


class Ctx:
    def __init__(self):
        self.stash = None


class History:
    def __init__(self, last_fn=None, ctx=None, inputs=()):
        self.last_fn = last_fn
        self.ctx = ctx
        self.inputs = list(inputs)


class Var:
    def __init__(self, value, history=None):
        self.value = value
        self.grad = 0.0
        self.history = history or History()

    def __add__(self, other):
        return apply(AddFn, self, other)

    def __sub__(self, other):
        return apply(SubFn, self, other)

    def __mul__(self, other):
        return apply(MulFn, self, other)

    def __truediv__(self, other):
        return apply(DivFn, self, other)

    def __radd__(self, other):
        return apply(AddFn, other, self)

    def __rsub__(self, other):
        return apply(SubFn, other, self)

    def __rmul__(self, other):
        return apply(MulFn, other, self)

    def tanh(self):
        return apply(TanhFn, self)

    def square(self):
        return apply(SquareFn, self)

    def backward(self):
        order, seen = [], set()

        def walk(v):
            if v in seen:
                return
            seen.add(v)
            for parent in v.history.inputs:
                walk(parent)
            order.append(v)

        walk(self)
        self.grad = 1.0
        for v in reversed(order):
            fn = v.history.last_fn
            if fn is None:
                continue
            grads = fn.backward(v.history.ctx, v.grad)
            for parent, g in zip(v.history.inputs, grads):
                parent.grad += g


def apply(fn, *args):
    inputs = [a if isinstance(a, Var) else Var(a) for a in args]
    ctx = Ctx()
    value = fn.forward(ctx, *[i.value for i in inputs])
    return Var(value, History(fn, ctx, inputs))


class AddFn:
    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def backward(ctx, grad):
        return grad, grad


class SubFn:
    @staticmethod
    def forward(ctx, a, b):
        return a - b

    @staticmethod
    def backward(ctx, grad):
        return grad, -grad


class MulFn:
    @staticmethod
    def forward(ctx, a, b):
        ctx.stash = (a, b)
        return a * b

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.stash
        return grad * b, grad * a


class DivFn:
    @staticmethod
    def forward(ctx, a, b):
        ctx.stash = (a, b)
        return a / b

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.stash
        return grad / b, -grad * a / (b * b)


class TanhFn:
    @staticmethod
    def forward(ctx, a):
        t = math.tanh(a)
        ctx.stash = t
        return t

    @staticmethod
    def backward(ctx, grad):
        t = ctx.stash
        return (grad * (1 - t * t),)


class SquareFn:
    @staticmethod
    def forward(ctx, a):
        ctx.stash = a
        return a * a

    @staticmethod
    def backward(ctx, grad):
        a = ctx.stash
        return (2 * a * grad,)


a = Var(1.5)
b = Var(-0.5)
c = a * b + a
d = (c - b).tanh() * c + a.square() / b
d.backward()
print(a.grad, b.grad)
