# verdict: correct
# Two operand attributes, an Enum for the op, a rule method per op, and Kahn's algorithm.
import math
from enum import Enum


class Op(Enum):
    LEAF = 0
    ADD = 1
    MUL = 2
    TANH = 3


class Scalar:
    def __init__(self, value, left=None, right=None, op=Op.LEAF):
        self._value = float(value)
        self._left = left
        self._right = right
        self._op = op
        self._gradient = 0.0

    def __add__(self, other):
        return Scalar(self._value + _lift(other)._value, self, _lift_same(other), Op.ADD)

    def __mul__(self, other):
        other = _lift_same(other)
        return Scalar(self._value * other._value, self, other, Op.MUL)

    __radd__ = __add__
    __rmul__ = __mul__

    def tanh(self):
        return Scalar(math.tanh(self._value), self, None, Op.TANH)

    def _spread(self):
        g = self._gradient
        if self._op is Op.ADD:
            self._left._gradient += g
            self._right._gradient += g
        elif self._op is Op.MUL:
            self._left._gradient += g * self._right._value
            self._right._gradient += g * self._left._value
        elif self._op is Op.TANH:
            self._left._gradient += g * (1.0 - self._value ** 2)

    def backward(self):
        waiting = {}
        stack = [self]
        seen = {id(self)}
        while stack:
            n = stack.pop()
            for o in (n._left, n._right):
                if o is not None:
                    waiting[id(o)] = waiting.get(id(o), 0) + 1
                    if id(o) not in seen:
                        seen.add(id(o))
                        stack.append(o)
        self._gradient = 1.0
        ready = [self]
        while ready:
            n = ready.pop()
            n._spread()
            for o in (n._left, n._right):
                if o is not None:
                    waiting[id(o)] -= 1
                    if waiting[id(o)] == 0:
                        ready.append(o)


def _lift(x):
    return x if isinstance(x, Scalar) else Scalar(x)


_lift_same = _lift

x = Scalar(0.5)
y = Scalar(-1.5)
p = x * y
q = (p + x) * (p + 2).tanh() + x * x
q.backward()
print(x._gradient, y._gradient)
