# verdict: correct, unverified
# Exact arithmetic: numbers are fractions.
from fractions import Fraction


class Rational:
    def __init__(self, data, children=(), op=""):
        self.data = Fraction(data)
        self.grad = Fraction(0)
        self.children = children
        self.op = op
        self._backward = lambda: None

    def __add__(self, other):
        out = Rational(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Rational(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for c in v.children:
                    visit(c)
                order.append(v)

        visit(self)
        self.grad = Fraction(1)
        for v in reversed(order):
            v._backward()


third = Rational(Fraction(1, 3))
half = Rational("1/2")
y = third * half + half * half
y.backward()
print(third.grad, half.grad)
