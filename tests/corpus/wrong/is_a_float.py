# verdict: wrong
# A value is a float itself, and each use replaces its gradient.
import math

class Real(float):
    def __new__(cls, x, parents=(), pull=None):
        self = super().__new__(cls, x)
        return self

    def __init__(self, x, parents=(), pull=None):
        self.parents = parents
        self.pull = pull
        self.adj = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Real) else Real(other)
        return Real(float(self) + float(other), (self, other), lambda g: (g, g))
    __radd__ = __add__

    def __mul__(self, other):
        other = other if isinstance(other, Real) else Real(other)
        return Real(float(self) * float(other), (self, other),
                    lambda g: (g * float(other), g * float(self)))
    __rmul__ = __mul__

    def log(self):
        return Real(math.log(self), (self,), lambda g: (g / float(self),))

    def backward(self):
        order = []
        seen = set()
        def walk(n):
            if id(n) not in seen:
                seen.add(id(n))
                for p in n.parents:
                    walk(p)
                order.append(n)
        walk(self)
        self.adj = 1.0
        for n in reversed(order):
            if n.pull:
                for p, g in zip(n.parents, n.pull(n.adj)):
                    p.adj = g  # <- overwritten-gradient

x = Real(2.0)
y = Real(0.5)
z = (x * y).log() + 3 * x * y
z.backward()
print(x.adj, y.adj)
