# verdict: correct
# The learning rate is what backward begins with, path by path; inputs keep their sums.
class Var:
    def __init__(self, val, parents=()):
        self.val = val
        self.parents = parents
        self.grad = 0.0

    def backprop(self, share):
        self.grad += share
        for parent, slope in self.parents:
            parent.backprop(slope * share)

    def __add__(self, other):
        return Var(self.val + other.val, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Var(self.val * other.val, [(self, other.val), (other, self.val)])


def fit(epochs):
    w, minus = Var(0.2), Var(-1.0)
    samples = [(Var(x), Var(3.0 * x)) for x in (0.5, 1.0, 1.5)]
    for _ in range(epochs):
        loss = Var(0.0)
        for x, y in samples:
            error = w * x + minus * y
            loss = loss + error * error
        loss.backprop(0.05)
        w.val -= w.grad
        w.grad = 0.0
    return w.val


print(fit(20))
