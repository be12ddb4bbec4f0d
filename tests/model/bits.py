"""Comparing numbers to the last bit."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def bits(x: float) -> bytes:
    """The eight bytes of a float; every nan is the same one, since signs of nans mean nothing."""
    return struct.pack("<d", math.nan if x != x else x)


def all_bits(numbers: Iterable[float]) -> list[bytes]:
    return [bits(x) for x in numbers]
