"""Special constants: 0 and 1, which people's operators treat apart.

`if k == 1: return Value(self.data)` gives the right number and loses the edge, and no other
exponent shows it. To return the operand itself is right, and so is a fresh 0 for `a * 0`, whose
derivative is 0: a constant is suspected only where the derivative is another.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.known_ops import called_by_name
from gradviz.sources.foreign.methods import defines, own_methods
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.uses import Use

NUMBERS = (1.3717, -0.6291)
BEHIND = 0.8314
"""What the result is multiplied by, since with an adjoint of 1 a forgotten one isn't missed."""

_Act = Callable[[Any], Any]

_FORMS: tuple[tuple[str, str, _Act, Callable[[float], float]], ...] = (
    ("__add__", "a + 0", lambda a: a + 0, lambda x: 1.0),
    ("__radd__", "0 + a", lambda a: 0 + a, lambda x: 1.0),
    ("__sub__", "a - 0", lambda a: a - 0, lambda x: 1.0),
    ("__rsub__", "0 - a", lambda a: 0 - a, lambda x: -1.0),
    ("__mul__", "a * 1", lambda a: a * 1, lambda x: 1.0),
    ("__rmul__", "1 * a", lambda a: 1 * a, lambda x: 1.0),
    ("__mul__", "a * 0", lambda a: a * 0, lambda x: 0.0),
    ("__mul__", "a * -1", lambda a: a * -1, lambda x: -1.0),
    ("__truediv__", "a / 1", lambda a: a / 1, lambda x: 1.0),
    ("__rtruediv__", "1 / a", lambda a: 1 / a, lambda x: -1 / (x * x)),
    ("__pow__", "a ** 1", lambda a: a**1, lambda x: 1.0),
    ("__pow__", "a ** 0", lambda a: a**0, lambda x: 0.0),
)


@dataclass
class SpecialUse(Use):
    """An operator with a special constant; `of` does it on a value, and `slope` is its
    derivative at `x`."""

    of: _Act = operator.pos
    x: float = 0.0
    slope: float = 0.0


def special_uses(bench: Bench) -> list[SpecialUse]:
    cls = bench.engine.cls
    uses = [
        _use(bench, method, text, of, x, of(x), slope(x))
        for method, text, of, slope in _FORMS
        if defines(cls, method)
        for x in NUMBERS
    ]
    powers = [n for n in own_methods(cls) if called_by_name(n) == "**"]
    return uses + [
        _use(bench, name, f"a ** {k}", operator.methodcaller(name, k), x, x**k, float(k))
        for name in powers
        for k in (1, 0)
        for x in NUMBERS
    ]


def _use(
    bench: Bench, method: str, text: str, of: _Act, x: float, truth: float, slope: float
) -> SpecialUse:
    return SpecialUse(
        method, text, truth, lambda: of(bench.leaf(x)), optional=True, of=of, x=x, slope=slope
    )


def is_suspect(bench: Bench, use: SpecialUse) -> bool:
    """Whether a pass gives the operand another gradient than this use's derivative, and the
    right one through another constant: else it isn't the special one that spoils it."""
    if not bench.can_drive or _is_right(bench, use.x, use.of, use.slope):
        return False
    return _is_right(bench, use.x, lambda a: a * BEHIND, BEHIND)


def _is_right(bench: Bench, x: float, of: _Act, slope: float) -> bool:
    """Whether a pass through an op and a product behind it gives the operand its derivative.
    What can't be driven in this way isn't told wrong by it."""
    engine = bench.engine
    leaf, behind = engine.leaf(x), engine.leaf(BEHIND)
    made, error = bench.attempt(lambda: of(leaf) * behind)
    if error is not None or not engine.is_value(made):
        return True
    bench.attempt(partial(engine.settle, made))
    seen = bench.backward(made)
    if not engine.grad(behind):
        seen = bench.backward(made, seed=1.0)
    if seen.error is not None or not engine.grad(behind):
        return True
    return close(engine.grad(leaf) or 0.0, slope * BEHIND, 1e-4, 1e-6)
