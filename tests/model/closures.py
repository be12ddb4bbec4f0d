"""micrograd's Value, written again with a closure per node: the engine to agree with.

The one departure is the order of `backward()`: reverse creation order instead of a
topological sort through sets, whose order changes from run to run.

sigmoid and the functions after it aren't in micrograd; they are written in its manner.
"""

from __future__ import annotations

import math
from collections.abc import Callable

Backward = Callable[[], None]


class ClosureValue:
    """A scalar with a closure that passes its gradient on."""

    made = 0

    def __init__(self, data: float, _children: tuple[ClosureValue, ...] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self._backward: Backward = lambda: None
        self._prev = set(_children)
        self.order = ClosureValue.made
        ClosureValue.made += 1

    def __add__(self, other: ClosureValue | float) -> ClosureValue:
        other = _lift(other)
        out = ClosureValue(self.data + other.data, (self, other))

        def _backward() -> None:
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other: ClosureValue | float) -> ClosureValue:
        other = _lift(other)
        out = ClosureValue(self.data * other.data, (self, other))

        def _backward() -> None:
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other: ClosureValue | float) -> ClosureValue:
        if isinstance(other, ClosureValue):
            return self._pow_value(other)
        out = ClosureValue(self.data**other, (self,))

        def _backward() -> None:
            self.grad += (other * self.data ** (other - 1)) * out.grad

        out._backward = _backward
        return out

    def _pow_value(self, other: ClosureValue) -> ClosureValue:
        out = ClosureValue(self.data**other.data, (self, other))

        def _backward() -> None:
            self.grad += (other.data * self.data ** (other.data - 1)) * out.grad
            other.grad += (self.data**other.data) * math.log(self.data) * out.grad

        out._backward = _backward
        return out

    def relu(self) -> ClosureValue:
        out = ClosureValue(0.0 if self.data < 0 else self.data, (self,))

        def _backward() -> None:
            self.grad += (out.data > 0) * out.grad

        out._backward = _backward
        return out

    def _function(self, data: float, slope: float) -> ClosureValue:
        out = ClosureValue(data, (self,))

        def _backward() -> None:
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def tanh(self) -> ClosureValue:
        t = math.tanh(self.data)
        return self._function(t, 1 - t**2)

    def exp(self) -> ClosureValue:
        e = math.exp(self.data)
        return self._function(e, e)

    def log(self) -> ClosureValue:
        return self._function(math.log(self.data), 1 / self.data)

    def sigmoid(self) -> ClosureValue:
        e = math.exp(-abs(self.data))
        s = 1 / (1 + e) if self.data >= 0 else e / (1 + e)
        return self._function(s, s * (1 - s))

    def sin(self) -> ClosureValue:
        return self._function(math.sin(self.data), math.cos(self.data))

    def cos(self) -> ClosureValue:
        return self._function(math.cos(self.data), -math.sin(self.data))

    def sqrt(self) -> ClosureValue:
        root = math.sqrt(self.data)
        return self._function(root, 1 / (2 * root))

    def abs(self) -> ClosureValue:
        return self._function(abs(self.data), (self.data > 0) - (self.data < 0))

    def max(self, other: ClosureValue | float) -> ClosureValue:
        other = _lift(other)
        return self._choice(other, self.data >= other.data)

    def min(self, other: ClosureValue | float) -> ClosureValue:
        other = _lift(other)
        return self._choice(other, self.data <= other.data)

    def _choice(self, other: ClosureValue, mine: bool) -> ClosureValue:
        out = ClosureValue(self.data if mine else other.data, (self, other))
        share = 0.5 if self.data == other.data else float(mine)

        def _backward() -> None:
            self.grad += share * out.grad
            other.grad += (1 - share) * out.grad

        out._backward = _backward
        return out

    def backward(self) -> None:
        found, stack = {self}, [self]
        while stack:
            for child in stack.pop()._prev:
                if child not in found:
                    found.add(child)
                    stack.append(child)
        self.grad = 1
        for v in sorted(found, key=lambda v: v.order, reverse=True):
            v._backward()

    def __abs__(self) -> ClosureValue:
        return self.abs()

    def __neg__(self) -> ClosureValue:
        return self * -1

    def __radd__(self, other: float) -> ClosureValue:
        return self + other

    def __sub__(self, other: ClosureValue | float) -> ClosureValue:
        return self + (-other)

    def __rsub__(self, other: float) -> ClosureValue:
        return other + (-self)

    def __rmul__(self, other: float) -> ClosureValue:
        return self * other

    def __truediv__(self, other: ClosureValue | float) -> ClosureValue:
        return self * other**-1

    def __rtruediv__(self, other: float) -> ClosureValue:
        return other * self**-1

    def __rpow__(self, other: float) -> ClosureValue:
        return ClosureValue(other) ** self


def _lift(x: ClosureValue | float) -> ClosureValue:
    return x if isinstance(x, ClosureValue) else ClosureValue(x)
