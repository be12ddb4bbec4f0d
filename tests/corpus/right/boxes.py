# verdict: correct, unverified
# The functional way: `grad(f)(x)` boxes the argument, runs f, and walks back from its result.
import math


class Box:
    def __init__(self, value, parents=(), vjps=()):
        self.value, self.parents, self.vjps = value, parents, vjps

    def __add__(self, other):
        other = unboxed(other)
        return Box(self.value + other.value, (self, other), (lambda g: g, lambda g: g))

    def __mul__(self, other):
        other = unboxed(other)
        x, y = self.value, other.value
        return Box(x * y, (self, other), (lambda g: g * y, lambda g: g * x))

    __radd__, __rmul__ = __add__, __mul__


def unboxed(x):
    return x if isinstance(x, Box) else Box(x)


def sin(x):
    return Box(math.sin(x.value), (x,), (lambda g: g * math.cos(x.value),))


def backward_pass(end):
    order, seen = [], set()

    def visit(b):
        if b not in seen:
            seen.add(b)
            for p in b.parents:
                visit(p)
            order.append(b)

    visit(end)
    outgrads = {end: 1.0}
    for b in reversed(order):
        for p, vjp in zip(b.parents, b.vjps):
            outgrads[p] = outgrads.get(p, 0.0) + vjp(outgrads[b])
    return outgrads


def grad(f):
    def gradient(x):
        box = Box(x)
        return backward_pass(f(box))[box]

    return gradient


print(grad(lambda x: sin(x * x) * 3 + x)(0.7))
