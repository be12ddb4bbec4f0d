"""Arithmetic that answers as IEEE 754 does where Python raises, or leaves the real numbers."""

import math


def ieee_pow(x: float, y: float) -> float:
    """`x ** y` on floats: 0 ** -1 is inf, (-8) ** (1/3) is nan, overflow is an infinity."""
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0.0 and y % 2.0 == 1.0 else math.inf
    except ValueError:  # a zero to a negative power, or a negative to a fraction
        if x != 0.0:
            return math.nan
        return math.copysign(math.inf, x) if y % 2.0 == 1.0 else math.inf


def ieee_div(x: float, y: float) -> float:
    """`x / y`, with 1/0 = inf, -1/0 = -inf and 0/0 = nan."""
    if y != 0.0:
        return x / y
    if x == 0.0 or x != x:
        return math.nan
    return math.copysign(math.inf, x) * math.copysign(1.0, y)


def ieee_log(x: float) -> float:
    """`log x`, with log 0 = -inf and nan below."""
    if x > 0.0:
        return math.log(x)
    return -math.inf if x == 0.0 else math.nan
