# verdict: correct
# The tape knows its values by number, and gradients() returns a list by number.
from typing import NamedTuple
import math


class Entry(NamedTuple):
    out: int
    ins: tuple
    partials: tuple


class Tape:
    def __init__(self):
        self.entries = []
        self.n = 0

    def new(self):
        self.n += 1
        return self.n - 1


tape = Tape()


class Var:
    def __init__(self, value):
        self.value = value
        self.index = tape.new()
        self.grad = 0.0

    def _make(self, value, ins, partials):
        out = Var(value)
        tape.entries.append(Entry(out.index, tuple(i.index for i in ins), partials))
        return out

    def __add__(self, o):
        return self._make(self.value + o.value, (self, o), (1.0, 1.0))

    def __mul__(self, o):
        return self._make(self.value * o.value, (self, o), (o.value, self.value))

    def cos(self):
        return self._make(math.cos(self.value), (self,), (-math.sin(self.value),))

    def gradients(self):
        adj = [0.0] * tape.n
        adj[self.index] = 1.0
        for e in reversed(tape.entries):
            for i, p in zip(e.ins, e.partials):
                adj[i] += p * adj[e.out]
        return adj


x = Var(2.0)
y = Var(3.0)
z = x * y + x.cos()
g = z.gradients()
print(g[x.index], g[y.index])
