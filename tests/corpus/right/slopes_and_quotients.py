# verdict: correct
"""A quotient made of a power and a product, by slopes that each value keeps."""

class Scalar:
    def __init__(self, value, made_of=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.made_of = made_of
        self.slopes = slopes

    def __add__(self, other):
        return Scalar(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.value * other.value, (self, other), (other.value, self.value))

    def __pow__(self, k):
        return Scalar(self.value**k, (self,), (k * self.value ** (k - 1),))

    def __sub__(self, other):
        return self + other * -1

    def __truediv__(self, other):
        return self * other**-1

    def backward(self):
        order, seen = [], set()

        def walk(v):
            if v not in seen:
                seen.add(v)
                for part in v.made_of:
                    walk(part)
                order.append(v)

        walk(self)
        self.grad = 1.0
        for v in reversed(order):
            for part, slope in zip(v.made_of, v.slopes):
                part.grad += slope * v.grad


a = Scalar(2.5)
share = a / (a + a * a)
share.backward()
