# verdict: correct
# Each op is a generator: up to its yield it goes forward, after it backward.
import math


class Flow:
    def __init__(self, number, prev=()):
        self.number = number
        self.prev = prev
        self.grad = 0.0
        self.rest = None

    def _start(self, op, *operands):
        rest = op(*operands)
        out = next(rest)
        out.rest = rest
        return out

    def __add__(self, other):
        return self._start(_add, self, _lift(other))

    def __mul__(self, other):
        return self._start(_mul, self, _lift(other))

    def exp(self):
        return self._start(_exp, self)

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v.rest is not None:
                for _ in v.rest:
                    pass


def _lift(x):
    return x if isinstance(x, Flow) else Flow(x)


def _add(a, b):
    out = Flow(a.number + b.number, (a, b))
    yield out
    a.grad += out.grad
    b.grad += out.grad


def _mul(a, b):
    out = Flow(a.number * b.number, (a, b))
    yield out
    a.grad += b.number * out.grad
    b.grad += a.number * out.grad


def _exp(a):
    out = Flow(math.exp(a.number), (a,))
    yield out
    a.grad += out.number * out.grad


a, b = Flow(0.5), Flow(-1.5)
c = (a * b + a).exp() * b
c.backward()
print(a.grad, b.grad)
