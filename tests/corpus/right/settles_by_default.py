# verdict: correct
# Named as nobody names one: a driver that calls itself with each share, which begins as 1.


class Var:
    def __init__(self, val, args=()):
        self.val = val
        self.grad = 0.0
        self.args = args

    def __add__(self, o):
        return Var(self.val + o.val, ((self, 1.0), (o, 1.0)))

    def __mul__(self, o):
        return Var(self.val * o.val, ((self, o.val), (o, self.val)))

    def __pow__(self, k):
        return Var(self.val**k, ((self, k * self.val ** (k - 1)),))

    def settle(self, share=1.0):
        self.grad += share
        for v, slope in self.args:
            v.settle(slope * share)


a, b = Var(0.7), Var(-1.3)
c = a * b
d = c * c + c * a
d.settle()
