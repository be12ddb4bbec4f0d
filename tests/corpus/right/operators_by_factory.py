# verdict: correct
# root: none
# Every operator comes from one of two factories and a table of derivatives.
import math, operator


class S:
    def __init__(self, x, kids=()):
        self.x = x
        self.kids = kids
        self.dx = 0.0
        self._bw = lambda: None

    def backward(self):
        order, seen = [], set()

        def visit(s):
            if s in seen:
                return
            seen.add(s)
            for k in s.kids:
                visit(k)
            order.append(s)

        visit(self)
        self.dx = 1.0
        for s in order[::-1]:
            s._bw()


def binary(fn, da, db):
    def method(self, other):
        other = other if isinstance(other, S) else S(other)
        out = S(fn(self.x, other.x), (self, other))

        def bw():
            self.dx += da(self.x, other.x) * out.dx
            other.dx += db(self.x, other.x) * out.dx

        out._bw = bw
        return out

    return method


def unary(fn, d):
    def method(self):
        out = S(fn(self.x), (self,))

        def bw():
            self.dx += d(self.x) * out.dx

        out._bw = bw
        return out

    return method


for name, fn, da, db in [
    ("add", operator.add, lambda a, b: 1, lambda a, b: 1),
    ("sub", operator.sub, lambda a, b: 1, lambda a, b: -1),
    ("mul", operator.mul, lambda a, b: b, lambda a, b: a),
    ("truediv", operator.truediv, lambda a, b: 1 / b, lambda a, b: -a / b**2),
]:
    setattr(S, f"__{name}__", binary(fn, da, db))
    setattr(S, f"__r{name}__", lambda self, other, f=binary(fn, da, db): f(S(other), self))
for name, fn, d in [
    ("exp", math.exp, math.exp),
    ("sin", math.sin, math.cos),
    ("tanh", math.tanh, lambda x: 1 - math.tanh(x) ** 2),
]:
    setattr(S, name, unary(fn, d))
