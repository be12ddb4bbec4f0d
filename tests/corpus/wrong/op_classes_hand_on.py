# verdict: wrong
# A class for each op, with a backward that goes on to its operands; a leaf has none. Each time
# all that has arrived so far is handed on; and a power takes the logarithm of any base.
import math


class Quantity:
    def __init__(self, number):
        self.number = number
        self.slope = 0.0

    def __add__(self, other):
        return Sum(self, quantity(other))

    def __mul__(self, other):
        return Product(self, quantity(other))

    def __sub__(self, other):
        return Difference(self, quantity(other))

    def __radd__(self, other):
        return Sum(quantity(other), self)

    def __rmul__(self, other):
        return Product(quantity(other), self)

    def __pow__(self, other):
        return Power(self, quantity(other))

    def exp(self):
        return Exponential(self)


def quantity(x):
    return x if isinstance(x, Quantity) else Quantity(x)


class Result(Quantity):
    def __init__(self, number, *parts):
        super().__init__(number)
        self.parts = parts

    def backward(self, share=None):
        raise NotImplementedError

    def hand_on(self, part, share):
        part.slope += share
        if isinstance(part, Result):
            part.backward(part.slope)  # <- double-visit/wrong-order


class Sum(Result):
    def __init__(self, first, second):
        super().__init__(first.number + second.number, first, second)

    def backward(self, share=None):
        share = 1.0 if share is None else share
        for part in self.parts:
            self.hand_on(part, share)


class Difference(Result):
    def __init__(self, first, second):
        super().__init__(first.number - second.number, first, second)

    def backward(self, share=None):
        share = 1.0 if share is None else share
        first, second = self.parts
        self.hand_on(first, share)
        self.hand_on(second, -share)


class Product(Result):
    def __init__(self, first, second):
        super().__init__(first.number * second.number, first, second)

    def backward(self, share=None):
        share = 1.0 if share is None else share
        first, second = self.parts
        self.hand_on(first, second.number * share)
        self.hand_on(second, first.number * share)


class Power(Result):
    def __init__(self, base, exponent):
        super().__init__(base.number**exponent.number, base, exponent)

    def backward(self, share=None):
        share = 1.0 if share is None else share
        base, exponent = self.parts
        self.hand_on(base, share * exponent.number * self.number / base.number)
        self.hand_on(exponent, share * self.number * math.log(base.number))  # <- backward-error


class Exponential(Result):
    def __init__(self, part):
        super().__init__(math.exp(part.number), part)

    def backward(self, share=None):
        share = 1.0 if share is None else share
        self.hand_on(self.parts[0], self.number * share)


a, b = Quantity(0.5), Quantity(-1.25)
c = a * b
d = (c * c + c) * (a + b).exp() - a
d.backward()
print(a.slope, b.slope)
