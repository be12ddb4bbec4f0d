"""Dual numbers: derivatives carried forward with the value, an arithmetic of its own.

Nothing is read from the op table, and the formulas are written differently on purpose: a
slip in the table can't be repeated here. A Dual has the operators of a Value, so that one
program runs on both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Dual:
    """`data` and its derivative by whatever variable was started with `slope=1`."""

    data: float
    slope: float = 0.0

    def _chain(self, value: float, derivative: float) -> Dual:
        return Dual(value, derivative * self.slope)

    def __add__(self, other: Dual | float) -> Dual:
        other = lift(other)
        return Dual(self.data + other.data, self.slope + other.slope)

    def __neg__(self) -> Dual:
        return Dual(-self.data, -self.slope)

    def __sub__(self, other: Dual | float) -> Dual:
        other = lift(other)
        return Dual(self.data - other.data, self.slope - other.slope)

    def __mul__(self, other: Dual | float) -> Dual:
        other = lift(other)
        return Dual(self.data * other.data, self.slope * other.data + self.data * other.slope)

    def __truediv__(self, other: Dual | float) -> Dual:
        other = lift(other)
        quotient = self.data / other.data
        return Dual(quotient, (self.slope - quotient * other.slope) / other.data)

    def __pow__(self, other: Dual | float) -> Dual:
        """A whole exponent is a repeated product; any other goes by exp(y · log x)."""
        if not isinstance(other, Dual) and float(other).is_integer():
            product = Dual(1.0)
            for _ in range(abs(int(other))):
                product = product * self
            return product if other >= 0 else Dual(1.0) / product
        return (lift(other) * self.log()).exp()

    def __radd__(self, other: float) -> Dual:
        return lift(other) + self

    def __rsub__(self, other: float) -> Dual:
        return lift(other) - self

    def __rmul__(self, other: float) -> Dual:
        return lift(other) * self

    def __rtruediv__(self, other: float) -> Dual:
        return lift(other) / self

    def __rpow__(self, other: float) -> Dual:
        return lift(other) ** self

    def __abs__(self) -> Dual:
        return self.abs()

    def relu(self) -> Dual:
        return self if self.data > 0.0 else Dual(0.0)

    def abs(self) -> Dual:
        return -self if self.data < 0.0 else self

    def max(self, other: Dual | float) -> Dual:
        other = lift(other)
        return self if self.data > other.data else other

    def min(self, other: Dual | float) -> Dual:
        other = lift(other)
        return self if self.data < other.data else other

    def exp(self) -> Dual:
        return self._chain(math.exp(self.data), math.exp(self.data))

    def log(self) -> Dual:
        return self._chain(math.log(self.data), 1.0 / self.data)

    def sin(self) -> Dual:
        return self._chain(math.sin(self.data), math.sin(self.data + math.pi / 2))

    def cos(self) -> Dual:
        return self._chain(math.cos(self.data), math.cos(self.data + math.pi / 2))

    def tanh(self) -> Dual:
        return self._chain(math.tanh(self.data), math.cosh(self.data) ** -2.0)

    def sigmoid(self) -> Dual:
        """½ + ½ tanh(x/2), whose slope is 1 / (4 cosh²(x/2))."""
        half = self.data / 2
        return self._chain(0.5 + math.tanh(half) / 2, 0.25 * math.cosh(half) ** -2.0)

    def sqrt(self) -> Dual:
        root = math.sqrt(self.data)
        return self._chain(root, root / (2.0 * self.data))


def lift(x: Dual | float) -> Dual:
    return x if isinstance(x, Dual) else Dual(float(x))
