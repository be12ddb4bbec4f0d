# verdict: correct
# Leaves are of subclasses; constants take no gradient.
from __future__ import annotations


class Tensor0:
    def __init__(self, data, src=(), name=None):
        self.data = float(data)
        self.grad = 0.0
        self.src = tuple(src)
        self.name = name
        self.ctx = None

    @property
    def wants(self):
        return any(s.wants for s in self.src)

    def take(self, g):
        if self.wants:
            self.grad += g

    def __add__(self, other):
        other = other if isinstance(other, Tensor0) else Constant(other)
        out = Tensor0(self.data + other.data, (self, other))
        out.ctx = lambda: (self.take(out.grad), other.take(out.grad))
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Tensor0) else Constant(other)
        out = Tensor0(self.data * other.data, (self, other))
        out.ctx = lambda: (self.take(out.grad * other.data), other.take(out.grad * self.data))
        return out

    def backward(self):
        order, seen = [], set()

        def visit(t):
            if t in seen:
                return
            seen.add(t)
            for s in t.src:
                visit(s)
            order.append(t)

        visit(self)
        self.grad = 1.0
        for t in reversed(order):
            if t.ctx is not None:
                t.ctx()


class Parameter(Tensor0):
    wants = True


class Constant(Tensor0):
    wants = False


w = Parameter(0.5, name="w")
b = Parameter(-1.0, name="b")
x = Constant(3.0)
miss = w * x + b + -2.0
loss = miss * miss
loss.backward()
print(w.grad, b.grad, x.grad)
