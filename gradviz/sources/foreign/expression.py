"""Expressions built twice at once: with the user's class, and with numbers that know their
exact derivative.

A `Twin` holds one of the user's values and its truth; an operator on twins is done on both.
The truth is computed from the numbers alone, never from what the engine recorded.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from gradviz.model.ieee import ieee_div, ieee_pow
from gradviz.sources.foreign.known_ops import KnownOp
from gradviz.sources.foreign.methods import called_on


class Twin:
    """A user's value beside its true number. `terms` are (operand, local derivative) pairs."""

    def __init__(
        self, made: list[Twin], obj: Any, x: float, terms: list[tuple[Twin, float]] | None = None
    ) -> None:
        self.made = made
        self.obj = obj
        self.x = x
        self.terms = terms or []
        made.append(self)

    def _with(
        self, other: Twin | float, act: Callable[[Any, Any], Any], x: float,
        mine: float, theirs: float,
    ) -> Twin:  # fmt: skip
        if isinstance(other, Twin):
            return Twin(self.made, act(self.obj, other.obj), x, [(self, mine), (other, theirs)])
        return Twin(self.made, act(self.obj, other), x, [(self, mine)])

    def __add__(self, other: Twin | float) -> Twin:
        return self._with(other, lambda a, b: a + b, self.x + number_of(other), 1.0, 1.0)

    def __sub__(self, other: Twin | float) -> Twin:
        return self._with(other, lambda a, b: a - b, self.x - number_of(other), 1.0, -1.0)

    def __mul__(self, other: Twin | float) -> Twin:
        y = number_of(other)
        return self._with(other, lambda a, b: a * b, self.x * y, y, self.x)

    def __truediv__(self, other: Twin | float) -> Twin:
        y = number_of(other)
        return self._with(other, lambda a, b: a / b, ieee_div(self.x, y), 1 / y, -self.x / (y * y))

    def __pow__(self, k: float) -> Twin:
        x = ieee_pow(self.x, k)
        return self._with(k, lambda a, b: a**b, x, k * ieee_pow(self.x, k - 1), math.nan)

    def power(self, other: Twin) -> Twin:
        x = ieee_pow(self.x, other.x)
        return self._with(
            other,
            lambda a, b: a**b,
            x,
            other.x * ieee_pow(self.x, other.x - 1),
            x * math.log(self.x),
        )

    def reflected(self, symbol: str, c: float) -> Twin:
        """`c - self`, `c / self`, `c ** self`, …"""
        x = self.x
        obj: Any
        if symbol == "+":
            return Twin(self.made, c + self.obj, c + x, [(self, 1.0)])
        if symbol == "-":
            return Twin(self.made, c - self.obj, c - x, [(self, -1.0)])
        if symbol == "*":
            return Twin(self.made, c * self.obj, c * x, [(self, c)])
        if symbol == "/":
            return Twin(self.made, c / self.obj, c / x, [(self, -c / (x * x))])
        obj = c**self.obj
        return Twin(self.made, obj, ieee_pow(c, x), [(self, ieee_pow(c, x) * math.log(c))])

    def __neg__(self) -> Twin:
        return Twin(self.made, -self.obj, -self.x, [(self, -1.0)])

    def apply(self, method: str, op: KnownOp | None, data: Callable[[Any], float | None],
              leaf: Callable[[float], Any]) -> Twin:  # fmt: skip
        """A method of one value; an op nobody knows is differentiated by itself."""
        obj = called_on(self.obj, method)
        if obj is self.obj:
            return self  # `abs(a)` of a positive one: no op at all
        if op is not None:
            return Twin(self.made, obj, op.forward(self.x), [(self, op.local(self.x)[0])])
        slope = nudged(lambda x: data(called_on(leaf(x), method)), self.x)
        x = data(obj)
        return Twin(self.made, obj, math.nan if x is None else x, [(self, slope)])

    def call(self, method: str, op: KnownOp, other: Twin) -> Twin:
        """A method of two values: `a.maximum(b)`."""
        mine, theirs = op.local(self.x, other.x)
        return self._with(
            other,
            lambda a, b: getattr(a, method)(b),
            op.forward(self.x, other.x),
            mine,
            theirs,
        )


def number_of(x: Twin | float) -> float:
    return x.x if isinstance(x, Twin) else float(x)


def nudged(f: Callable[[float], float | None], x: float) -> float:
    """The slope of an operator by itself on nudged operands: central differences of two
    widths, combined so that their errors of second order cancel."""

    def central(h: float) -> float:
        high, low = f(x + h), f(x - h)
        if high is None or low is None:
            return math.nan
        return (high - low) / (2 * h)

    h = 1e-3 * max(1.0, abs(x))
    return (4 * central(h / 2) - central(h)) / 3


def true_gradients(made: list[Twin], root: Twin) -> dict[int, float]:
    """d(root)/d(each twin), by the id of the user's value."""
    grads: dict[int, float] = {id(twin): 0.0 for twin in made}
    grads[id(root)] = 1.0
    for twin in reversed(made):
        for operand, slope in twin.terms:
            grads[id(operand)] += slope * grads[id(twin)]
    out: dict[int, float] = {}
    for twin in made:
        out[id(twin.obj)] = out.get(id(twin.obj), 0.0) + grads[id(twin)]
    return out
