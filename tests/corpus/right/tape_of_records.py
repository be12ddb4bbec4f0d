# verdict: correct
# A list in the module has an entry for each value: the op, the operands, the result.
import math
TAPE = []

class Scalar:
    def __init__(self, v):
        self.v = v
        self.g = 0.0
    def __add__(self, o):
        o = lift(o)
        r = Scalar(self.v + o.v)
        TAPE.append(("add", (self, o), r))
        return r
    def __mul__(self, o):
        o = lift(o)
        r = Scalar(self.v * o.v)
        TAPE.append(("mul", (self, o), r))
        return r
    __radd__ = __add__
    __rmul__ = __mul__
    def tanh(self):
        r = Scalar(math.tanh(self.v))
        TAPE.append(("tanh", (self,), r))
        return r

def lift(x):
    return x if isinstance(x, Scalar) else Scalar(float(x))

def backprop(y):
    y.g = 1.0
    for op, ins, out in reversed(TAPE):
        if op == "add":
            a, b = ins
            a.g += out.g
            b.g += out.g
        elif op == "mul":
            a, b = ins
            a.g += b.v * out.g
            b.g += a.v * out.g
        elif op == "tanh":
            (a,) = ins
            a.g += (1 - out.v ** 2) * out.g

a = Scalar(0.5)
b = Scalar(-1.5)
c = a * b + a
d = (c + b * 2).tanh() * c
backprop(d)
print(a.g, b.g)
