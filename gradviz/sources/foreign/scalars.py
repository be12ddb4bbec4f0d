"""What a user's data or gradient is as a float, whatever holds it; and back again.

Nothing here calls a method that the user's program defined: not `__float__`, `__eq__`,
`__bool__` or `__len__`.
"""

from __future__ import annotations

import math
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any


def number(x: object) -> float | None:
    """The one number that `x` is or holds: an int, a numpy scalar, an array of size 1."""
    kind = type(x)
    if kind is float:
        return x  # type: ignore[return-value]
    if kind is int or kind is bool or kind is Fraction or kind is Decimal:
        try:
            return float(x)  # type: ignore[arg-type]
        except OverflowError:
            return math.inf
    if kind is list or kind is tuple:
        return number(x[0]) if len(x) == 1 else None  # type: ignore[index, arg-type]
    if isinstance(x, (int, float)):  # their subclasses, np.float64 among them
        return float.__float__(x) if isinstance(x, float) else float(int.__int__(x))
    return _array_number(x)


def _array_number(x: object) -> float | None:
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(x, (numpy.generic, numpy.ndarray)):
        return None
    if x.size != 1 or x.dtype.kind not in "fiub":
        return None
    return float(x.item())


def is_tensor(x: object) -> bool:
    """Whether `x` holds several numbers, or none: an array, a list of numbers."""
    if isinstance(x, (list, tuple)):
        return len(x) != 1
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, numpy.ndarray) and x.size != 1


def is_single_precision(x: object) -> bool:
    return getattr(getattr(x, "dtype", None), "itemsize", 8) < 8


def like(template: object, x: float) -> Any:
    """`x` in the shape and type of `template`, which is what the engine kept there before."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(template, (numpy.ndarray, numpy.generic)):
        kind = template.dtype if template.dtype.kind == "f" else numpy.float64
        if isinstance(template, numpy.ndarray):
            return numpy.full(template.shape, x, dtype=kind)
        return numpy.dtype(kind).type(x)
    if type(template) is list:
        return [x]
    return x


def close(x: float, y: float, relative: float = 1e-7, absolute: float = 1e-10) -> bool:
    """Equal up to float noise; a nan is close to a nan."""
    if x == y:
        return True
    if x != x or y != y:
        return x != x and y != y
    if math.isinf(x) or math.isinf(y):
        return False
    return abs(x - y) <= max(relative * max(abs(x), abs(y)), absolute)
