# verdict: correct
# root: none
# Exact fractions in the place of floats.
from fractions import Fraction


class Q:
    def __init__(self, value, prev=(), op=""):
        self.value = Fraction(value)
        self.grad = Fraction(0)
        self.prev = prev
        self.op = op
        self.back = lambda: None

    def __add__(self, other):
        out = Q(self.value + other.value, (self, other), "+")

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out.back = back
        return out

    def __mul__(self, other):
        out = Q(self.value * other.value, (self, other), "*")

        def back():
            self.grad += other.value * out.grad
            other.grad += self.value * out.grad

        out.back = back
        return out

    def __truediv__(self, other):
        out = Q(self.value / other.value, (self, other), "/")

        def back():
            self.grad += out.grad / other.value
            other.grad -= self.value / other.value**2 * out.grad

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for p in v.prev:
                    build(p)
                order.append(v)

        build(self)
        self.grad = Fraction(1)
        for v in reversed(order):
            v.back()
