"""Where on each arrow a chip would best sit, before anything else is taken into account.

In the middle; at 30 % from the operand where the arrow crosses others, so that a chip never
hides a crossing if it can help it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.polylines import Routes, routes
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats, Ints

_STEP = 6.0  # px between two places that are tried
_MOST_SPOTS = 41
_FOREIGN_COST = 0.12
"""A place over another arrow is as bad as one so much of the arrow's length further away."""

_HALF_CHIP = (30.0, 14.0)  # half the usual chip, with a little air
_MOST_OTHERS, _MOST_ARROWS = 200, 5000
"""With more other arrows than this near by, or more in all, every place is as good."""


class Spots(NamedTuple):
    """Places on one arrow, best first. Not as pairs: there may be a hundred thousand, and the
    garbage collector would look at each."""

    x: list[float]
    y: list[float]


class ChipSpots:
    """The places on every arrow of a layout, best first."""

    def __init__(self, layout: Layout) -> None:
        self._routes: Routes = routes(layout)
        self._spots: dict[int, Spots] = {}

    def of(self, arrow: int) -> Spots:
        if arrow not in self._spots:
            self._spots[arrow] = self._ranked(arrow)
        return self._spots[arrow]

    def keep(self, arrows: Ints) -> None:
        """Find the places on some arrows all at once, for `of`."""
        if len(self._routes) <= _MOST_ARROWS:
            self._routes.keep(arrows)
            return
        new = np.array([arrow for arrow in arrows.tolist() if arrow not in self._spots], np.int32)
        if not len(new):
            return
        lines = self._routes.lines(new)
        steps = np.hypot(*np.diff(lines.points, axis=0, prepend=lines.points[:1]).T)
        steps[lines.start[:-1]] = 1.0  # from the end of one to the beginning of the next
        reached = np.cumsum(steps)
        begin, end = reached[lines.start[:-1]], reached[lines.start[1:] - 1]
        fractions = [_middle_first(_count(length)) for length in (end - begin).tolist()]
        counts = [len(some) for some in fractions]
        at = np.repeat(begin, counts) + np.concatenate(fractions) * np.repeat(end - begin, counts)
        x, y = (np.interp(at, reached, lines.points[:, k]).tolist() for k in (0, 1))
        first = 0
        for arrow, count in zip(new.tolist(), counts, strict=True):
            self._spots[arrow] = Spots(x[first : first + count], y[first : first + count])
            first += count

    def _ranked(self, arrow: int) -> Spots:
        if len(self._routes) > _MOST_ARROWS:
            self.keep(np.array([arrow], np.int32))
            return self._spots[arrow]
        line = self._routes.of(arrow)
        reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        length = float(reached[-1])
        count = _count(length)
        fraction = np.linspace(0.02, 0.98, count)
        at = fraction * length
        places = np.column_stack([np.interp(at, reached, line[:, k]) for k in (0, 1)])
        foreign = self._foreign(arrow, places)
        wanted = 0.3 if np.any(foreign[np.abs(fraction - 0.5) < 0.12]) else 0.5
        cost = np.abs(fraction - wanted) + _FOREIGN_COST * foreign
        order = np.argsort(np.round(cost, 6), kind="stable")
        return Spots(*places[order].T.tolist())

    def _foreign(self, arrow: int, places: Floats) -> Floats:
        """How many other arrows a chip at each of the places would cover."""
        half = np.array(_HALF_CHIP)
        low, high = places.min(axis=0) - half, places.max(axis=0) + half
        lines = self._routes
        near = lines.in_area(QRectF(QPointF(*low), QPointF(*high)))
        near = near[near != arrow]
        if not 0 < len(near) <= _MOST_OTHERS:
            return np.zeros(len(places))
        others = lines.lines(near)
        inside = np.all(np.abs(others.points - places[:, None]) <= half, axis=2)
        each = np.logical_or.reduceat(inside, others.start[:-1], axis=1)
        covered: Floats = each.sum(axis=1).astype(float)
        return covered


def _count(length: float) -> int:
    """How many places are tried on an arrow so long; odd: one is the middle."""
    return int(min(max(length / _STEP, 5), _MOST_SPOTS)) | 1


@cache
def _middle_first(count: int) -> Floats:
    """So many fractions of an arrow, those in the middle first."""
    fraction = np.linspace(0.02, 0.98, count)
    out: Floats = fraction[np.argsort(np.round(np.abs(fraction - 0.5), 6), kind="stable")]
    return out


@lru_cache(maxsize=4)
def chip_spots(layout: Layout) -> ChipSpots:
    """The places on a layout's arrows, the same object every time."""
    return ChipSpots(layout)
