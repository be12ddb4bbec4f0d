# verdict: correct, unverified
# Values know each other by number in a list of all.
import math

ALL = []


class Num:
    def __init__(self, data, sources=()):
        self.index = len(ALL)
        ALL.append(self)
        self.data, self.sources, self.grad = data, sources, 0.0

    def __add__(self, other):
        return Num(self.data + other.data, ((self.index, 1.0), (other.index, 1.0)))

    def __mul__(self, other):
        return Num(self.data * other.data, ((self.index, other.data), (other.index, self.data)))

    def exp(self):
        e = math.exp(self.data)
        return Num(e, ((self.index, e),))

    def backward(self):
        self.grad = 1.0
        for num in reversed(ALL[: self.index + 1]):
            for index, slope in num.sources:
                ALL[index].grad += slope * num.grad


a, b = Num(0.5), Num(-1.25)
c = (a * b).exp() + a * a
c.backward()
print(a.grad, b.grad)
