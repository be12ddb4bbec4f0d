# verdict: correct
# Generic, a number by its abstract base, and operators that are dispatched by type.
import math
import numbers
from functools import singledispatchmethod
from typing import Generic, TypeVar

T = TypeVar("T", bound=numbers.Real)


class Traced(Generic[T]):
    def __init__(self, data, prev=()):
        self.data, self.prev, self.grad = data, prev, 0.0
        self.pull = lambda: None

    @singledispatchmethod
    def __mul__(self, other):
        return self._product(other)

    @__mul__.register
    def _(self, other: numbers.Real):
        return self._product(Traced(other))

    @singledispatchmethod
    def __add__(self, other):
        return self._sum(other)

    @__add__.register
    def _(self, other: numbers.Real):
        return self._sum(Traced(other))

    def _product(self, other):
        out = Traced(self.data * other.data, (self, other))

        def pull():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pull = pull
        return out

    def _sum(self, other):
        out = Traced(self.data + other.data, (self, other))

        def pull():
            self.grad += out.grad
            other.grad += out.grad

        out.pull = pull
        return out

    def softplus(self):
        out = Traced(math.log1p(math.exp(self.data)), (self,))

        def pull():
            self.grad += out.grad / (1 + math.exp(-self.data))

        out.pull = pull
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if id(v) not in seen:
                seen.add(id(v))
                for c in v.prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v.pull()


a, b = Traced(0.2), Traced(-1.1)
c = (a * b + 1).softplus() * a * 2
c.backward()
print(a.grad, b.grad)
