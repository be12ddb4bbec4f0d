"""The range of a leaf's slider, and how far a nudge goes. No Qt."""

from __future__ import annotations

import math
import sys
from decimal import Decimal

STEPS = 1000
"""Places of the slider from one end to the other; the middle one is exactly 0."""


def limit_for(value: float) -> float:
    """The slider goes from -limit to limit: 5, or 10, 20, 40, … where the value needs it.

    >>> limit_for(-2.0), limit_for(6.88), limit_for(11.0), limit_for(1e-300)
    (5.0, 10.0, 20.0, 5.0)
    """
    size = abs(value)
    if not math.isfinite(value) or size <= 5.0:
        return 5.0
    if size > sys.float_info.max / 4:
        return sys.float_info.max
    limit = 10.0
    while limit < size:
        limit *= 2.0
    return limit


def value_at(place: int, limit: float) -> float:
    """The number at a place of the slider, rounded to six digits: 0.01, not 0.010000000000000009.

    The ends are exact.
    """
    if place <= 0 or place >= STEPS:
        return math.copysign(limit, place - STEPS / 2)
    return float(f"{limit * (2 * place / STEPS - 1):.6g}")


def place_of(value: float, limit: float) -> int:
    """The place nearest to a number; the ends for what lies beyond, the middle for nan."""
    if math.isnan(value):
        return STEPS // 2
    return round((min(max(value / limit, -1.0), 1.0) + 1) * STEPS / 2)


def nudged(value: float, steps: int, limit: float, scale: float) -> float:
    """`value` some steps up or down, a hundredth of the range each, times `scale`.

    Counted in decimals, so that 0.1 and 0.2 make 0.3 and no digit of the value is lost.

    >>> nudged(0.1, 2, 5.0, 1.0), nudged(-2.0, 1, 5.0, 0.1)
    (0.3, -1.99)
    """
    step = Decimal(repr(limit)) / 50 * Decimal(repr(scale))
    result = float(Decimal(repr(value)) + steps * step)
    return result if math.isfinite(result) else math.copysign(sys.float_info.max, steps)
