# verdict: wrong
# (operand, local gradient) pairs; the logarithm's is upside down.
import math


class Var:
    def __init__(self, value, children=()):
        self.value = value
        self.children = children
        self.derivative = 0.0

    def __add__(self, other):
        return Var(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Var(self.value * other.value, ((self, other.value), (other, self.value)))

    def log(self):
        return Var(math.log(self.value), ((self, self.value),))  # <- wrong-local-derivative

    def backprop(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for c, _ in v.children:
                    visit(c)
                order.append(v)

        visit(self)
        self.derivative = 1.0
        for v in reversed(order):
            for c, local in v.children:
                c.derivative += local * v.derivative


x, y = Var(3.0), Var(0.5)
z = (x * y).log() * x
z.backprop()
print(x.derivative, y.derivative)
