# verdict: correct
"""Operands and slopes that are set once a result is made."""

class Num:
    def __init__(self, x):
        self.x = x
        self.grad = 0.0
        self.operands = []
        self.slopes = []

    def __add__(self, other):
        out = Num(self.x + other.x)
        out.operands = [self, other]
        out.slopes = [1.0, 1.0]
        return out

    def __mul__(self, other):
        out = Num(self.x * other.x)
        out.operands = [self, other]
        out.slopes = [other.x, self.x]
        return out

    def backward(self, share=1.0):
        self.grad += share
        for operand, slope in zip(self.operands, self.slopes):
            operand.backward(share * slope)


a, b = Num(3.0), Num(-2.0)
y = a * b + a
z = y * y
z.backward()
