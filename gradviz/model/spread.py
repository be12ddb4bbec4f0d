"""Spread: how the magnitudes of many numbers are distributed, by powers of ten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gradviz.model.graph import Floats, Ints

_PARTS = 2
"""Bars for each decade."""


@dataclass(frozen=True, eq=False)
class Spread:
    """Of |x| over n numbers; what isn't finite counts in `not_finite` alone.

    `smallest` is the smallest that isn't zero. All three are 0 where there is none.
    """

    count: int
    largest: float
    median: float
    smallest: float
    zeros: int
    not_finite: int

    @classmethod
    def of(cls, numbers: Floats) -> Spread:
        sizes = np.abs(numbers)
        finite = sizes[np.isfinite(sizes)]
        told = finite[finite > 0.0]
        return cls(
            count=len(sizes),
            largest=float(finite.max()) if len(finite) else 0.0,
            median=float(np.median(finite)) if len(finite) else 0.0,
            smallest=float(told.min()) if len(told) else 0.0,
            zeros=int((sizes == 0.0).sum()),
            not_finite=len(sizes) - len(finite),
        )


def histogram(numbers: Floats, low: int, high: int) -> Ints:
    """(b,) how many magnitudes lie in each half decade from 10**low to 10**high; what lies
    beyond counts in the outermost, zero and what isn't finite not at all."""
    bars = _PARTS * (high - low)
    sizes = np.abs(numbers)
    told = sizes[np.isfinite(sizes) & (sizes > 0.0)]
    place = np.floor((np.log10(told) - low) * _PARTS).astype(np.int64)
    return np.bincount(np.clip(place, 0, bars - 1), minlength=bars).astype(np.int32)
