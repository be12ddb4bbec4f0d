"""How a number is written: four decimals on cards, the shortest form on chips, `repr` in full.

All texts are ASCII, so they can be copied and typed back; the window draws the minus sign.
"""

from __future__ import annotations

import math


def card_text(x: float) -> str:
    """Four decimals as in the lecture; scientific where that would hide the value.

    >>> card_text(0.70710678), card_text(1e-5), card_text(-1e-9), card_text(1234567.0)
    ('0.7071', '1.000e-05', '-1.000e-09', '1.235e+06')
    """
    if not math.isfinite(x):
        return plain_text(x)
    if x == 0.0:
        return "0.0000"
    if 5e-3 <= abs(x) < 1e5 or (abs(x) < 1e5 and float(f"{x:.4f}") == x):
        return f"{x:.4f}"
    return f"{x:.3e}"


def short_text(x: float) -> str:
    """Four significant digits, no trailing zeros: '3', '-0.7071', '1e-05'."""
    if not math.isfinite(x):
        return plain_text(x)
    return f"{x + 0.0:.4g}" if x else "0"


def narrow_text(x: float) -> str:
    """For a narrow column: two significant digits where four would need more than eight
    places, rather than a number cut off at its end.

    >>> narrow_text(0.70710678), narrow_text(-0.0032831), narrow_text(-1.234e-05)
    ('0.7071', '-0.0033', '-1.2e-05')
    """
    text = short_text(x)
    return text if len(text) <= 8 else f"{x:.2g}"


def signed_text(x: float) -> str:
    """`short_text` with a plus sign in front of what is not negative."""
    text = short_text(x)
    return text if text.startswith("-") or text == "nan" else f"+{text}"


def plain_text(x: float) -> str:
    """Python's `repr`: every bit, and what `float()` reads back."""
    return repr(float(x))


def brief_text(x: float) -> str:
    """`repr` where that is short ('-6.0', '0.25'), else four significant digits."""
    text = plain_text(x)
    return text if len(text) <= 8 else short_text(x)


def told_apart(x: float, y: float) -> tuple[str, str]:
    """Two numbers as short as still tells the one from the other."""
    short = short_text(x), short_text(y)
    return short if short[0] != short[1] else (plain_text(x), plain_text(y))


def parse_number(text: str) -> float | None:
    """A Python float literal as a person types it, or None.

    >>> parse_number("-2"), parse_number(" 1e-3 "), parse_number("inf"), parse_number("two")
    (-2.0, 0.001, inf, None)
    """
    try:
        return float(text.strip().replace("−", "-"))
    except ValueError:
        return None
