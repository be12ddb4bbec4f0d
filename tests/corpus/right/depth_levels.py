# verdict: correct
# Values know their depth; backward goes level by level from the deepest.
import math
from collections import defaultdict


class Unit:
    def __init__(self, val, childs=(), oper=""):
        self.val = val
        self._grad = 0.0
        self._childs = frozenset(childs)
        self._oper = oper
        self.depth = 1 + max((c.depth for c in childs), default=-1)
        self._step = lambda: None

    @property
    def grad(self):
        return self._grad

    def __add__(self, o):
        o = o if isinstance(o, Unit) else Unit(o)
        out = Unit(self.val + o.val, (self, o), "add")

        def step():
            self._grad += out._grad
            o._grad += out._grad

        out._step = step
        return out

    def __mul__(self, o):
        o = o if isinstance(o, Unit) else Unit(o)
        out = Unit(self.val * o.val, (self, o), "mul")

        def step():
            self._grad += out._grad * o.val
            o._grad += out._grad * self.val

        out._step = step
        return out

    def cos(self):
        out = Unit(math.cos(self.val), (self,), "cos")

        def step():
            self._grad -= out._grad * math.sin(self.val)

        out._step = step
        return out

    def backward(self):
        levels = defaultdict(set)
        stack = [self]
        while stack:
            u = stack.pop()
            if u not in levels[u.depth]:
                levels[u.depth].add(u)
                stack.extend(u._childs)
        self._grad = 1.0
        for depth in sorted(levels, reverse=True):
            for u in levels[depth]:
                u._step()


a, b = Unit(1.1), Unit(-0.6)
c = a * b
d = (c + a).cos() * c + b * b + a
d.backward()
print(a.grad, b.grad)
