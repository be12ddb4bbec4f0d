# verdict: correct
# A global tape of rules, cleared for each function; the last of several results is shown.
import math

TAPE = []


class Quantity:
    def __init__(self, amount):
        self.amount = amount
        self.grad = 0.0

    def __mul__(self, other):
        out = Quantity(self.amount * other.amount)

        def rule(share):
            self.grad += share * other.amount
            other.grad += share * self.amount

        TAPE.append((out, rule))
        return out

    def sin(self):
        out = Quantity(math.sin(self.amount))

        def rule(share):
            self.grad += share * math.cos(self.amount)

        TAPE.append((out, rule))
        return out


def slope(function, at):
    TAPE.clear()
    x = Quantity(at)
    y = function(x)
    y.grad = 1.0
    for out, rule in reversed(TAPE):
        if out.grad:
            rule(out.grad)
    return x.grad


print(slope(lambda x: x * x * x, 2.0))
print(slope(lambda x: x.sin(), 0.5))
