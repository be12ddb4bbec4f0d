# verdict: wrong
# root: none
# A mapping of gradients by root, where what arrives a second time isn't passed on.
import math


class Quantity:
    def __init__(self, amount, rule=None):
        self.amount = amount
        self.rule = rule
        self.slopes = {}
        self.asked = set()

    def backward(self, of=None, upstream=1.0):
        of = self if of is None else of
        self.slopes[of] = self.slopes.get(of, 0.0) + upstream
        if of in self.asked:  # <- ~missing-contribution
            return
        self.asked.add(of)
        if self.rule is not None:
            for part, share in self.rule(upstream):  # <- ~wrong-order
                part.backward(of, share)  # <- ~wrong-order

    def slope(self, of):
        return self.slopes.get(of, 0.0)


def add(x, y):
    return Quantity(x.amount + y.amount, lambda g: [(x, g), (y, g)])


def mul(x, y):
    return Quantity(x.amount * y.amount, lambda g: [(x, g * y.amount), (y, g * x.amount)])


def tanh(x):
    t = math.tanh(x.amount)
    return Quantity(t, lambda g: [(x, g * (1 - t * t))])
