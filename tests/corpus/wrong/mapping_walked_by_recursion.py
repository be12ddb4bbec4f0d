# verdict: wrong
# root: none
# Slopes in a mapping by operand, so that an operand used twice by one op is there once; the
# walk tells by a flag, not by a gradient, whether it is at the result.


class Quantity:
    def __init__(self, amount, slopes=None):
        self.amount = float(amount)
        self.slopes = slopes or {}
        self.grad = 0

    def __add__(self, other):
        return plus(self, other)

    def __mul__(self, other):
        return times(self, other)

    def backprop(self, is_result=True):
        if is_result:
            self.grad = 1
        for below in self.slopes:
            below.grad += self.grad * self.slopes[below]  # <- ~double-visit
            below.backprop(False)  # <- ~double-visit


def plus(p, q):
    return Quantity(p.amount + q.amount, {p: 1.0, q: 1.0})  # <- lost-edge/missing-contribution


def times(p, q):
    return Quantity(p.amount * q.amount, {p: q.amount, q: p.amount})  # <- ~lost-edge
