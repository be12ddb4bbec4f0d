# verdict: wrong
# One op object among others is wrong: the cosine's slope has the wrong sign.
import math


class Op:
    def __init__(self, *inputs):
        self.inputs = inputs


class AddOp(Op):
    def backward(self, out):
        a, b = self.inputs
        a.der += out.der
        b.der += out.der


class MulOp(Op):
    def backward(self, out):
        a, b = self.inputs
        a.der += b.v * out.der
        b.der += a.v * out.der


class CosOp(Op):
    def backward(self, out):
        (a,) = self.inputs
        a.der += math.sin(a.v) * out.der  # <- wrong-local-derivative


class Scalar:
    def __init__(self, v, op=None):
        self.v = v
        self.der = 0.0
        self.op = op

    def __add__(self, o):
        return Scalar(self.v + o.v, AddOp(self, o))

    def __mul__(self, o):
        return Scalar(self.v * o.v, MulOp(self, o))

    def cos(self):
        return Scalar(math.cos(self.v), CosOp(self))

    def backprop(self):
        order, seen = [], set()

        def visit(s):
            if id(s) in seen:
                return
            seen.add(id(s))
            if s.op:
                for i in s.op.inputs:
                    visit(i)
            order.append(s)

        visit(self)
        self.der = 1.0
        for s in reversed(order):
            if s.op:
                s.op.backward(s)


x, y = Scalar(0.7), Scalar(-1.3)
z = (x * y).cos() + x
z.backprop()
print(x.der, y.der)
