"""Heat: magnitudes on a logarithmic scale, one scale for a whole recording.

|grad| 0.001 and 10 are four decades apart; a colour or a length tells where in between a
gradient lies. Exactly zero is off the scale: it is hatched, since no colour could say it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gradviz.model.graph import Floats
from gradviz.model.recording import Recording

_COMMON = (2.0, 98.0)
"""Percentiles: a single extreme value doesn't decide the scale."""
_LEAST_DECADES = 2
_USUAL = (-3, 1)
"""The decades shown where there is nothing to measure."""


@dataclass(frozen=True)
class HeatScale:
    """From 10**low to 10**high; what lies beyond is shown as the end."""

    low: int
    high: int

    @classmethod
    def of(cls, sizes: Floats) -> HeatScale:
        """Whole decades around nearly all of these magnitudes."""
        told = sizes[np.isfinite(sizes) & (sizes > 0.0)]
        if not len(told):
            return cls(*_USUAL)
        first, last = np.log10(np.percentile(told, _COMMON))
        low, high = math.floor(first + 1e-9), math.ceil(last - 1e-9)
        lacking = max(0, _LEAST_DECADES - (high - low))
        return cls(low - (lacking + 1) // 2, high + lacking // 2)

    def levels(self, sizes: Floats) -> Floats:
        """0 to 1 of each magnitude; nan for exactly zero, 1 for what isn't finite."""
        with np.errstate(divide="ignore", invalid="ignore"):
            level = (np.log10(sizes) - self.low) / (self.high - self.low)
        level = np.where(np.isfinite(sizes), np.clip(level, 0.0, 1.0), 1.0)
        out: Floats = np.where(sizes == 0.0, np.nan, level)
        return out

    def level(self, size: float) -> float:
        return float(self.levels(np.array([size]))[0])


@lru_cache(maxsize=4)
def gradient_scale(recording: Recording) -> HeatScale:
    """One scale from the first step to the last, so that colours can be compared."""
    return HeatScale.of(np.abs(recording.final_grads))
