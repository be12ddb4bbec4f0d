# verdict: wrong
# Pairs of a slope and an operand, gone down by recursion: the end of it, which ought to do
# nothing, is given the 1 that the beginning lacks.
import math


class Scalar:
    def __init__(self, value, children=None, op=None):
        self.value = value
        self.grad = 0
        self.children = children or []
        self.op = op

    def __add__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.value + other.value, [(1, self), (1, other)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.value * other.value, [(other.value, self), (self.value, other)], "*")

    def __neg__(self):
        return Scalar(-self.value, [(-1, self)], "neg")

    def exp(self):
        e = math.exp(self.value)
        return Scalar(e, [(e, self)], "exp")

    def backward(self):
        if not self.children:
            self.grad = 1  # <- missing-seed
            return
        for slope, child in self.children:
            child.grad += slope * self.grad
            child.backward()


a, b = Scalar(2.0), Scalar(-3.0)
c = -(a * b) + a
c.backward()
