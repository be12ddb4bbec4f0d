# verdict: correct
# A value is made with every part named; nothing may be given by its place alone.
import math


class Scalar:
    __slots__ = ("amount", "slope", "made_of", "shares", "name")

    def __init__(self, *, amount, name, made_of=(), shares=()):
        self.amount = amount
        self.slope = 0.0
        self.made_of = made_of
        self.shares = shares
        self.name = name

    @staticmethod
    def of(x):
        return x if isinstance(x, Scalar) else Scalar(amount=x, name="constant")

    def __add__(self, other):
        other = Scalar.of(other)
        total = self.amount + other.amount
        return Scalar(amount=total, name="+", made_of=(self, other), shares=(1.0, 1.0))

    def __mul__(self, other):
        other = Scalar.of(other)
        shares = (other.amount, self.amount)
        product = self.amount * other.amount
        return Scalar(amount=product, name="*", made_of=(self, other), shares=shares)

    def __pow__(self, k):
        shares = (k * self.amount ** (k - 1),)
        return Scalar(amount=self.amount**k, name="power", made_of=(self,), shares=shares)

    def exp(self):
        e = math.exp(self.amount)
        return Scalar(amount=e, name="exp", made_of=(self,), shares=(e,))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Scalar.of(other))

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        order, known = [], set()

        def visit(x):
            if id(x) in known:
                return
            known.add(id(x))
            for part in x.made_of:
                visit(part)
            order.append(x)

        visit(self)
        self.slope = 1.0
        for x in reversed(order):
            for part, share in zip(x.made_of, x.shares):
                part.slope += share * x.slope


a = Scalar(amount=0.4, name="a")
b = Scalar(amount=-1.2, name="b")
loss = (a * b + 2).exp() * a - b**3
loss.backward()
print(a.slope, b.slope)
