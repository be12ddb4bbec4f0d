"""Heat: magnitudes on a logarithmic scale, one scale for a whole recording.

|grad| 0.001 and 10 are four decades apart; a colour or a length tells where in between a
gradient lies. Exactly zero is off the scale: it is hatched, since no colour could say it. So is
what isn't finite, which is crossed out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.drawing import Drawing
from gradviz.model.graph import Floats, Ints
from gradviz.model.kept import kept
from gradviz.model.recording import Recording

_COMMON = (2.0, 98.0)
"""Percentiles: a single extreme value doesn't decide the scale."""
_LEAST_DECADES = 2
_USUAL = (-3, 1)
"""The decades shown where there is nothing to measure."""


NOT_FINITE = 2.0
"""The level of nan and infinity: beyond the end of every scale."""


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
        """0 to 1 of each magnitude; nan for exactly zero, `NOT_FINITE` for what isn't finite."""
        with np.errstate(divide="ignore", invalid="ignore"):
            level = (np.log10(sizes) - self.low) / (self.high - self.low)
        level = np.where(np.isfinite(sizes), np.clip(level, 0.0, 1.0), NOT_FINITE)
        out: Floats = np.where(sizes == 0.0, np.nan, level)
        return out

    def level(self, size: float) -> float:
        return float(self.levels(np.array([size]))[0])


class Colouring(Enum):
    """What the colours on the canvas tell."""

    STATE = "state"
    """Pending, current, done."""
    GRADIENT = "gradient"
    """|grad| of every value, and on arrows the size of the contribution."""
    VALUE = "value"
    """|data|."""


@dataclass(frozen=True, eq=False)
class Heat:
    """The magnitudes of a recording at a position, on their scale.

    `levels_of` and `level_along` answer 0 to 1, nan for exactly zero, and `UNKNOWN` where
    there is nothing to measure yet.
    """

    recording: Recording
    position: int
    colouring: Colouring
    scale: HeatScale

    def levels_of(self, nodes: Ints) -> Floats:
        """(k,) of these nodes."""
        recording, position = self.recording, self.position
        known = nodes < position
        if self.colouring is Colouring.GRADIENT:
            sizes = np.abs(recording.grads_of(nodes, position))
            known = np.full(len(nodes), position > len(recording.graph))
        else:
            sizes = np.abs(recording.values[nodes])
        return np.where(known, self.scale.levels(sizes), UNKNOWN)

    def level_of(self, node: int) -> float:
        return float(self.levels_of(np.array([node], np.int32))[0])

    def levels_along(self, drawing: Drawing, arrows: Ints) -> Floats:
        """(k,) of the largest contribution each arrow carried, or the value it carries."""
        if not len(arrows):
            return np.zeros(0)
        out = np.full(len(arrows), UNKNOWN)
        to_result = ~drawing.have_edges(arrows)
        results = drawing.box_node[drawing.head[arrows[to_result]]]
        out[to_result] = self.levels_of(results)
        plain = np.flatnonzero(~to_result)
        if not len(plain):
            return out
        start, end = drawing.edge_start[arrows[plain]], drawing.edge_start[arrows[plain] + 1]
        counts = end - start
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        edges = drawing.edges[np.repeat(start, counts) + within]
        sizes = self._sizes_along(edges)
        out[plain] = np.maximum.reduceat(sizes, np.cumsum(counts) - counts)
        known = out[plain] >= 0.0
        levels = self.scale.levels(np.where(known, out[plain], 1.0))
        out[plain] = np.where(known, levels, UNKNOWN)
        return out

    def _sizes_along(self, edges: Ints) -> Floats:
        """The magnitude each edge carried, -1 where none has yet."""
        recording = self.recording
        user = recording.graph.edge_user[edges]
        if self.colouring is Colouring.GRADIENT:
            is_over = recording.backward_positions[user] <= self.position
            return np.where(is_over, contributions(recording)[edges], UNKNOWN)
        is_over = user < self.position
        values = np.abs(recording.values[recording.graph.operands[edges]])
        return np.where(is_over, values, UNKNOWN)


UNKNOWN = -1.0
"""The level of what has no magnitude yet."""


@kept()
def contributions(recording: Recording) -> Floats:
    """(m,) |local derivative × adjoint| along each edge; 0 where nothing was passed on."""
    tape = recording.tape
    out = np.zeros(recording.graph.edge_count)
    through = tape.edge >= 0
    with np.errstate(over="ignore", invalid="ignore"):
        out[tape.edge[through]] = np.abs(tape.local[through] * tape.adjoint[through])
    return out


@kept()
def gradient_scale(recording: Recording) -> HeatScale:
    """One scale from the first step to the last, so that colours can be compared."""
    return HeatScale.of(np.abs(recording.final_grads))


@kept()
def value_scale(recording: Recording) -> HeatScale:
    return HeatScale.of(np.abs(recording.values))


def heat_at(recording: Recording, position: int, colouring: Colouring) -> Heat | None:
    """What to colour by; None where colours tell the state."""
    if colouring is Colouring.STATE:
        return None
    is_gradient = colouring is Colouring.GRADIENT
    scale = gradient_scale(recording) if is_gradient else value_scale(recording)
    return Heat(recording, position, colouring, scale)


HEAT_STEPS = 9
"""Colours in the theme's ramp."""


def heat_bins(levels: Floats) -> NDArray[np.int64]:
    """The theme's colour of each level, -1 for none; what isn't finite has the last one."""
    known = levels >= 0.0  # false for nan
    step = (np.where(known, levels, 0.0) * HEAT_STEPS).astype(np.int64)
    return np.where(known, np.minimum(step, HEAT_STEPS - 1), -1)
