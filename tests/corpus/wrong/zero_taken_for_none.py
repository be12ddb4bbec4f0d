# verdict: wrong
# backward(share=None) seeds whatever it is given nothing for, and a share of 0 is nothing too.


class Term:
    def __init__(self, amount, parts=()):
        self.amount = amount
        self.parts = parts
        self.gradient = 0.0

    def __add__(self, other):
        return Plus(self, other)

    def __mul__(self, other):
        return Times(self, other)

    def backward(self, share=None):
        if not share:
            share = 1.0  # <- missing-seed
        self.gradient += share
        for part, slope in zip(self.parts, self.slopes()):
            part.backward(share * slope)

    def slopes(self):
        return ()


class Plus(Term):
    def __init__(self, p, q):
        super().__init__(p.amount + q.amount, (p, q))

    def slopes(self):
        return 1.0, 1.0


class Times(Term):
    def __init__(self, p, q):
        super().__init__(p.amount * q.amount, (p, q))

    def slopes(self):
        p, q = self.parts
        return q.amount, p.amount


x, y = Term(2.0), Term(-1.5)
z = (x + y) * x
z.backward()
print(x.gradient, y.gradient)
