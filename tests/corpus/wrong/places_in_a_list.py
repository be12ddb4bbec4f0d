# verdict: wrong
# Values that can't change know their place in a list; a pass returns a list of gradients.
import math
from dataclasses import dataclass

made = []


@dataclass(frozen=True)
class Entry:
    index: int
    value: float
    parents: tuple = ()
    slopes: tuple = ()

    def __add__(self, other):
        return entry(self.value + other.value, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        return entry(self.value - other.value, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        return entry(self.value * other.value, (self, other), (other.value, self.value))

    def exp(self):
        e = math.exp(self.value)
        return entry(e, (self,), (e,))


def entry(value, parents=(), slopes=()):
    made.append(Entry(len(made), value, parents, slopes))
    return made[-1]


def backward(root):
    grads = [0.0] * len(made)
    grads[root.index] = 1.0
    for each in reversed(made[: root.index + 1]):
        for parent, slope in zip(each.parents, each.slopes):
            grads[parent.index] = slope * grads[each.index]  # <- overwritten-gradient
    return grads


a, b = entry(2.0), entry(-3.0)
grads = backward((a * b + a).exp())
print(grads[a.index], grads[b.index])
