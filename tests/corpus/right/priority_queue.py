# verdict: correct
# A heap of the values still to do, the newest first; nothing recursive.
import heapq
import itertools
import math

_count = itertools.count()


class Var:
    def __init__(self, x, prev=(), rule=None):
        self.x = x
        self.adj = 0.0
        self.prev = list(prev)
        self.rule = rule
        self.born = next(_count)

    def __add__(self, o):
        o = _var(o)
        return Var(self.x + o.x, [self, o], lambda: (1.0, 1.0))

    def __mul__(self, o):
        o = _var(o)
        return Var(self.x * o.x, [self, o], lambda: (o.x, self.x))

    def __truediv__(self, o):
        o = _var(o)
        return Var(self.x / o.x, [self, o], lambda: (1 / o.x, -self.x / (o.x * o.x)))

    def sqrt(self):
        root = math.sqrt(self.x)
        return Var(root, [self], lambda: (0.5 / root,))

    def backward(self):
        self.adj = 1.0
        heap, queued = [(-self.born, self)], {self.born}
        while heap:
            _, n = heapq.heappop(heap)
            if n.rule is None:
                continue
            for p, d in zip(n.prev, n.rule()):
                p.adj += d * n.adj
                if p.born not in queued:
                    queued.add(p.born)
                    heapq.heappush(heap, (-p.born, p))


def _var(x):
    return x if isinstance(x, Var) else Var(x)


a, b = Var(2.0), Var(5.0)
c = (a * b + 1) / (a + b)
d = c.sqrt() * a + c
d.backward()
print(a.adj, b.adj)
