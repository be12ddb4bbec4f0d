# verdict: correct
# Gradients are None until they are cleared, and functions with capitals make the values.
import math


class Quantity:
    def __init__(self, val, maker=None):
        self.val = val
        self.grad = None
        self.maker = maker

    def ZeroGrad(self):
        self.grad = 0.0
        if self.maker is not None:
            self.maker.ZeroGrad()

    def Backward(self, s=1.0):
        self.grad += s
        if self.maker is not None:
            self.maker.Backward(s)


class Op:
    def __init__(self, *args):
        self.args = args

    def ZeroGrad(self):
        for a in self.args:
            a.ZeroGrad()

    def make(self):
        return Quantity(self.number(*(a.val for a in self.args)), self)


class PlusOp(Op):
    def number(self, a, b):
        return a + b

    def Backward(self, s=1.0):
        for a in self.args:
            a.Backward(s)


class MulOp(Op):
    def number(self, a, b):
        return a * b

    def Backward(self, s=1.0):
        a, b = self.args
        a.Backward(s * b.val)
        b.Backward(s * a.val)


class LogOp(Op):
    def number(self, a):
        return math.log(a)

    def Backward(self, s=1.0):
        self.args[0].Backward(s / self.args[0].val)


def Plus(a, b):
    return PlusOp(a, b).make()


def Mul(a, b):
    return MulOp(a, b).make()


def Log(a):
    return LogOp(a).make()


g, h = Quantity(1.5), Quantity(4.0)
out = Plus(Mul(g, h), Log(h))
out.ZeroGrad()
out.Backward()
print(g.grad, h.grad)
