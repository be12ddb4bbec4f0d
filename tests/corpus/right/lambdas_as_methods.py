# verdict: correct
# Operators assigned as lambdas; a backprop that recurses along every path.
import math
class S:
    def __init__(self, val, prev=(), local=()):
        self.val = val; self.prev = prev; self.local = local; self.grad = 0
    __add__ = lambda s, o: S(s.val + S.of(o).val, (s, S.of(o)), (1, 1))
    def of(x): return x if isinstance(x, S) else S(x)
    of = staticmethod(of)
    def __mul__(s, o):
        o = S.of(o)
        return S(s.val * o.val, (s, o), (o.val, s.val))
    sqrt = lambda s: S(math.sqrt(s.val), (s,), (0.5 / math.sqrt(s.val),))
    def backprop(self, g=1):
        self.grad += g
        for p, l in zip(self.prev, self.local): p.backprop(g * l)
a, b = S(2.0), S(3.0)
c = (a * b).sqrt() + a * a
c.backprop()
print(a.grad, b.grad)
