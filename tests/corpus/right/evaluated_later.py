# verdict: correct
# An expression has no number before it is evaluated, and only its variables keep a gradient.


class Formula:
    def __add__(self, other):
        return Plus(self, other)

    def __mul__(self, other):
        return Times(self, other)


class Unknown(Formula):
    def __init__(self, value):
        self.value = value
        self.partial = 0.0

    def evaluate(self):
        return self.value

    def derive(self, seed):
        self.partial += seed


class Plus(Formula):
    def __init__(self, left_side, right_side):
        self.left_side, self.right_side = left_side, right_side
        self.value = None

    def evaluate(self):
        self.value = self.left_side.evaluate() + self.right_side.evaluate()
        return self.value

    def derive(self, seed):
        self.left_side.derive(seed)
        self.right_side.derive(seed)


class Times(Formula):
    def __init__(self, left_side, right_side):
        self.left_side, self.right_side = left_side, right_side
        self.value = None

    def evaluate(self):
        self.value = self.left_side.evaluate() * self.right_side.evaluate()
        return self.value

    def derive(self, seed):
        self.left_side.derive(self.right_side.value * seed)
        self.right_side.derive(self.left_side.value * seed)


m, n = Unknown(2.0), Unknown(3.5)
k = m * (m + n) + n * n
print(k.evaluate())
k.derive(1.0)
print(m.partial, n.partial)
