# verdict: wrong
# root: none
# Local derivatives in a mapping by operand: with the same operand twice the second entry
# replaces the first. In a sum the two are alike, and it comes out right.


class Scalar:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = 0.0
        self.slopes = {}

    def __add__(self, other):
        out = Scalar(self.value + other.value, [self, other])
        out.slopes[self] = 1.0
        out.slopes[other] = 1.0
        return out

    def __mul__(self, other):
        out = Scalar(self.value * other.value, [self, other])
        out.slopes[self] = other.value
        out.slopes[other] = self.value
        return out

    def __sub__(self, other):
        out = Scalar(self.value - other.value, [self, other])
        out.slopes[self] = 1.0
        out.slopes[other] = -1.0  # <- wrong-local-derivative
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for p in v.parents:
                    build(p)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            for p in v.parents:
                p.grad += v.grad * v.slopes[p]
