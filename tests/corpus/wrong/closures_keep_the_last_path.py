# verdict: wrong
# No driver and no operands kept: each closure runs those of the values it was made from. What
# lies between the leaves keeps the gradient of its last path only.


class Adjoint:
    def __init__(self, value):
        self.value = value
        self.bar = 0.0

    def push(self, bar):
        self.bar += bar

    def __add__(self, other):
        out = Adjoint(self.value + other.value)

        def push(bar):
            out.bar = bar  # <- ~overwritten-gradient
            self.push(bar)
            other.push(bar)

        out.push = push
        return out

    def __mul__(self, other):
        out = Adjoint(self.value * other.value)

        def push(bar):
            out.bar = bar  # <- overwritten-gradient
            to_self = bar * other.value
            to_other = bar * self.value
            self.push(to_self)
            other.push(to_other)

        out.push = push
        return out


a = Adjoint(1.5)
b = Adjoint(-0.5)
c = a * b
d = c * c + c
d.push(1.0)
print(a.bar, b.bar, c.bar)
