# verdict: correct
# A leaf's backward is a method, a result's a closure in its place; each hands its operands
# what they are due, once for every path.
import math


class Variable:
    def __init__(self, value):
        self.value = value
        self.adjoint = 0.0

    def backward(self, adjoint):
        self.adjoint += adjoint

    def __add__(self, other):
        out = Variable(self.value + other.value)

        def backward(adjoint):
            out.adjoint += adjoint
            self.backward(adjoint)
            other.backward(adjoint)

        out.backward = backward
        return out

    def __mul__(self, other):
        out = Variable(self.value * other.value)

        def backward(adjoint):
            out.adjoint += adjoint
            self.backward(adjoint * other.value)
            other.backward(adjoint * self.value)

        out.backward = backward
        return out


def cos(x):
    out = Variable(math.cos(x.value))

    def backward(adjoint):
        out.adjoint += adjoint
        x.backward(-math.sin(x.value) * adjoint)

    out.backward = backward
    return out


s, t = Variable(0.7), Variable(2.1)
y = cos(s) * t + s * t
y.backward(1.0)
print(s.adjoint, t.adjoint)
