# verdict: correct
# Local derivatives by forward differences, off by about 1e-4 of their size.
from math import exp, sin


class Cell:
    def __init__(self, number, made_of=()):
        self.number = number
        self.made_of = made_of
        self.slope = 0.0

    def __add__(self, o):
        return Cell(
            self.number + o.number,
            ((self, lambda x: x + o.number), (o, lambda y: self.number + y)),
        )

    def __mul__(self, o):
        return Cell(
            self.number * o.number,
            ((self, lambda x: x * o.number), (o, lambda y: self.number * y)),
        )

    def __truediv__(self, o):
        return Cell(
            self.number / o.number,
            ((self, lambda x: x / o.number), (o, lambda y: self.number / y)),
        )

    def __pow__(self, k):
        return Cell(self.number**k, ((self, lambda x: x**k),))

    def exp(self):
        return Cell(exp(self.number), ((self, exp),))

    def wave(self):
        return Cell(self.number * sin(self.number), ((self, lambda x: x * sin(x)),))

    def derivative_of(self, f, x, h=1e-4):
        return (f(x + h) - f(x)) / h

    def backward(self, arrived=1.0):
        self.slope += arrived
        for operand, f in self.made_of:
            operand.backward(arrived * self.derivative_of(f, operand.number))


a, b = Cell(1.7), Cell(-0.4)
c = a * b + a**3
d = c / b + (c * b).exp() + c.wave()
d.backward()
print(a.slope, b.slope)
