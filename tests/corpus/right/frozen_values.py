# verdict: correct
# root: none
# Frozen dataclasses; a function beside them returns the gradients by value.
from dataclasses import dataclass, field
import math


@dataclass(frozen=True, eq=False)
class Leafy:
    x: float
    pulls: tuple = ()

    def __add__(s, o):
        return Leafy(s.x + o.x, ((s, lambda g: g), (o, lambda g: g)))

    def __mul__(s, o):
        return Leafy(s.x * o.x, ((s, lambda g: g * o.x), (o, lambda g: g * s.x)))

    def exp(s):
        return Leafy(math.exp(s.x), ((s, lambda g: g * math.exp(s.x)),))


def gradients(root):
    order, seen = [], set()

    def go(n):
        if n in seen:
            return
        seen.add(n)
        for m, _ in n.pulls:
            go(m)
        order.append(n)

    go(root)
    out = {root: 1.0}
    for n in reversed(order):
        for m, pull in n.pulls:
            out[m] = out.get(m, 0.0) + pull(out[n])
    return out
