# verdict: correct
# No driver and no operands kept: each closure runs those of the values it was made from, and
# hands each its share.


class Adjoint:
    def __init__(self, value):
        self.value = value
        self.bar = 0.0

    def push(self, bar):
        self.bar += bar

    def __sub__(self, other):
        out = Adjoint(self.value - other.value)

        def push(bar):
            out.bar += bar
            to_self = bar * 1.0
            to_other = bar * -1.0
            self.push(to_self)
            other.push(to_other)

        out.push = push
        return out

    def __mul__(self, other):
        out = Adjoint(self.value * other.value)

        def push(bar):
            out.bar += bar
            self.push(bar * other.value)
            other.push(bar * self.value)

        out.push = push
        return out


a = Adjoint(1.5)
b = Adjoint(-0.5)
c = a * b
d = c * c - c
d.push(1.0)
print(a.bar, b.bar, c.bar)
