# verdict: correct
# root: none
# The larger of two is that operand itself; the result of + keeps no closure but a pull.
import math


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.grad = 0.0
        self.prev = prev
        self.fn = None

    def _mk(self, data, prev, fn):
        out = Value(data, prev)
        out.fn = fn
        return out

    def __add__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return self._mk(self.data + o.data, (self, o), lambda g: ((self, g), (o, g)))

    __radd__ = __add__

    def __mul__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return self._mk(
            self.data * o.data, (self, o), lambda g: ((self, g * o.data), (o, g * self.data))
        )

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __pos__(self):
        return self

    def __abs__(self):
        return self if self.data >= 0 else -self

    def __sub__(self, o):
        return self + (-o)

    def __rsub__(self, o):
        return o + (-self)

    def __pow__(self, n):
        if isinstance(n, Value):
            return self._mk(
                self.data**n.data,
                (self, n),
                lambda g: (
                    (self, g * n.data * self.data ** (n.data - 1)),
                    (n, g * self.data**n.data * math.log(self.data)),
                ),
            )
        return self._mk(self.data**n, (self,), lambda g: ((self, g * n * self.data ** (n - 1)),))

    def __rpow__(self, n):
        return Value(n) ** self

    def __truediv__(self, o):
        return self * (o if isinstance(o, Value) else Value(o)) ** -1

    def __rtruediv__(self, o):
        return Value(o) / self

    def __lt__(self, o):
        return self.data < getattr(o, "data", o)

    def __gt__(self, o):
        return self.data > getattr(o, "data", o)

    def __float__(self):
        return float(self.data)

    def __bool__(self):
        return self.data != 0

    def max(self, o):
        return self if self.data > o.data else o

    def backward(self):
        topo, seen = [], []

        def visit(v):
            if any(v is s for s in seen):
                return
            seen.append(v)
            for p in v.prev:
                visit(p)
            topo.append(v)

        visit(self)
        self.grad = 1.0
        for v in topo[::-1]:
            if v.fn:
                for p, g in v.fn(v.grad):
                    p.grad += g
