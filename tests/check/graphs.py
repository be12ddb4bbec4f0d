"""Small graphs to run an engine on, written once for every engine and for gradviz's Value.

Each is a function of its leaves; an engine that lacks an op raises, and the graph is left out
for it. The numbers are awkward on purpose: round ones let one fault look like another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# What an engine's values can do differs from engine to engine.
Build = Callable[..., Any]


@dataclass(frozen=True)
class SmallGraph:
    build: Build
    leaves: tuple[float, ...]


def _deep_diamonds(a: Any, b: Any) -> Any:
    for _ in range(5):
        a = a * b + a
    return a


def _mixed(a: Any, b: Any) -> Any:
    c = a + b
    d = a * b + b * b
    e = c * d + c
    return e * e + d


def _unary(name: str, first: float, second: float) -> SmallGraph:
    """An op on an inner value that is used elsewhere too, and of which the root isn't the op;
    with an adjoint below 0 at one use."""

    def build(a: Any, b: Any) -> Any:
        c = a * b
        y = getattr(c, name)()
        z = getattr(a + c * c, name)()
        return y * c + (y * a) * y + z * b * c

    return SmallGraph(build, (first, second))


def _power(a: Any, b: Any) -> Any:
    c = a * a
    d = a * b
    y = c**d
    return y * c * d + c**b


def _fixed_powers(a: Any, b: Any) -> Any:
    c = a * b
    return c**2 * c + (c * a) ** 3


def _inner(a: Any, b: Any, of: Callable[[Any, Any], Any]) -> Any:
    """A two-operand op between inner values that nothing else leads to."""
    c = of(a * b, a + b)
    d = of(a * a, b * b)
    e = of(c, d)
    return e * of(e, e + a) * c


GRAPHS: tuple[SmallGraph, ...] = (
    SmallGraph(lambda a: a + a, (1.3,)),
    SmallGraph(lambda a: a * a, (-1.7,)),
    SmallGraph(lambda a, b: a * b + a, (1.3, -0.7)),
    SmallGraph(lambda a, b: (a * b) * (a + b), (-2.1, 3.3)),
    SmallGraph(_deep_diamonds, (0.9, 0.4)),
    SmallGraph(_mixed, (0.8, -1.6)),
    SmallGraph(lambda a, b: (a - b) * (b - a * b), (1.9, 0.6)),
    SmallGraph(lambda a, b: a / b + b / (a * a), (1.9, 0.6)),
    SmallGraph(lambda a: a**2 * a**3 + a**0.5 * a**-1, (1.45,)),
    SmallGraph(lambda a, b: a**3 * (b + a**2), (-1.2, 0.7)),
    SmallGraph(lambda a: (a + 2.5) * (a * 3.5) * a, (0.55,)),
    SmallGraph(lambda a: (2.5 + a) * (3.5 * a) * a, (0.55,)),
    SmallGraph(lambda a: (a - 2.5) * (2.5 - a) * a, (0.55,)),
    SmallGraph(lambda a: (a / 2.5) * (2.5 / a) + 0.5 / a, (0.55,)),
    SmallGraph(lambda a, b: (-a) * b + (-(a * b)) * a, (0.55, -1.1)),
    SmallGraph(lambda a, b: (a * b).tanh() * b + a.tanh(), (0.6, -0.9)),
    SmallGraph(lambda a, b: (a * b).exp() * b + a.exp() * a, (0.6, -0.9)),
    SmallGraph(lambda a, b: (a * b).log() * b + a.log(), (1.6, 0.9)),
    SmallGraph(lambda a, b: (a * b).relu() * b + (a * a).relu() * a, (0.6, -0.9)),
    SmallGraph(lambda a, b: (a * b).sigmoid() * b + a.sigmoid(), (0.6, -0.9)),
    SmallGraph(lambda a, b: (a * b).sin() * b + a.cos() * a, (0.6, -0.9)),
    SmallGraph(lambda a, b: (a * b).sin() * b, (0.6, -0.9)),
    SmallGraph(lambda a, b: (a * b).cos() * b, (0.6, -0.9)),
    SmallGraph(lambda a, b: (a * b).sqrt() * b, (0.6, 0.9)),
    SmallGraph(lambda a, b: (a**b) * b, (1.6, 0.9)),
    SmallGraph(lambda a: 2.5**a * a, (1.6,)),
    SmallGraph(lambda a, b: (a * b) ** (a + b) * (a**b), (1.6, 0.4)),
    SmallGraph(lambda a, b: (a * b) ** (a + b) * (a**b), (0.6, 0.4)),
    SmallGraph(lambda a, b: (a * a) ** (b * b) * a + (a * b) ** a, (0.6, 1.4)),
    SmallGraph(_power, (1.6, 0.4)),
    SmallGraph(_power, (1.6, -0.7)),
    SmallGraph(_fixed_powers, (1.6, -0.7)),
    _unary("tanh", 0.6, -0.9),
    _unary("exp", 0.6, -0.9),
    _unary("log", 0.6, 1.9),
    _unary("relu", 0.6, -0.9),
    _unary("relu", 0.6, 0.9),
    _unary("relu", -1.2, -0.4),
    _unary("sigmoid", 0.6, -0.9),
    _unary("sin", 0.6, -0.9),
    _unary("cos", 0.6, -0.9),
    _unary("sqrt", 0.6, 0.9),
    SmallGraph(lambda a, b: _inner(a, b, lambda x, y: x + y), (0.6, -0.7)),
    SmallGraph(lambda a, b: _inner(a, b, lambda x, y: x * y), (0.6, -0.7)),
    SmallGraph(lambda a, b: _inner(a, b, lambda x, y: x - y), (0.6, -0.7)),
    SmallGraph(lambda a, b: _inner(a, b, lambda x, y: x / y), (0.6, -0.7)),
    SmallGraph(lambda a, b: _inner(a, b, lambda x, y: x / y) * (a / b), (1.6, 0.4)),
    SmallGraph(lambda a, b, c: (a * b + c) * (a * b + c) + (a * b) * c, (0.3, 1.7, -0.8)),
    SmallGraph(lambda a, b, c, d: (a * b + c * d) * (a + b + c + d) * a, (0.3, 1.7, -0.8, 2.2)),
    SmallGraph(lambda a, b: (a * b + (b + (a + b) * a) * b) * (b * b), (0.9, -1.4)),
)
