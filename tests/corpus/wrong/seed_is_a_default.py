# verdict: wrong
# The seed is the default of an argument, and 0.
import math


class V:
    def __init__(self, value, children=None, op=None):
        self.value = value
        self.grad = 0.0
        self.children = children or []
        self.op = op

    def __add__(self, other):
        other = other if isinstance(other, V) else V(other)
        return V(self.value + other.value, [(1, self), (1, other)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, V) else V(other)
        return V(self.value * other.value, [(other.value, self), (self.value, other)], "*")

    def __neg__(self):
        return V(-self.value, [(-1, self)], "neg")

    def exp(self):
        e = math.exp(self.value)
        return V(e, [(e, self)], "exp")

    def backward(self, g=0.0):  # <- missing-seed
        self.grad += g
        for s, child in self.children:
            child.backward(g * s)


a, b = V(1.5), V(-0.5)
c = a * b + a
d = (c * c).exp() + -c
d.backward()
