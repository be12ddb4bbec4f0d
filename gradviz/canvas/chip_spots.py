"""Where on each arrow a chip would best sit, before anything else is taken into account.

In the middle; at 30 % from the operand where the arrow crosses others, so that a chip never
hides a crossing if it can help it.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.polylines import Routes, routes
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats

Spot = tuple[float, float]

_STEP = 6.0  # px between two places that are tried
_MOST_SPOTS = 41
_FOREIGN_COST = 0.12
"""A place over another arrow is as bad as one so much of the arrow's length further away."""

_HALF_CHIP = (30.0, 14.0)  # half the usual chip, with a little air
_MOST_OTHERS, _MOST_ARROWS = 200, 5000
"""With more other arrows than this near by, or more in all, every place is as good."""


class ChipSpots:
    """The places on every arrow of a layout, best first."""

    def __init__(self, layout: Layout) -> None:
        self._routes: Routes = routes(layout)
        self._spots: dict[int, list[Spot]] = {}

    def of(self, arrow: int) -> list[Spot]:
        if arrow not in self._spots:
            self._spots[arrow] = self._ranked(arrow)
        return self._spots[arrow]

    def _ranked(self, arrow: int) -> list[Spot]:
        line = self._routes.of(arrow)
        reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        length = float(reached[-1])
        count = int(np.clip(length / _STEP, 5, _MOST_SPOTS)) | 1  # odd: one is the middle
        if len(self._routes) > _MOST_ARROWS:
            fraction = _middle_first(count)
            at = fraction * length
            along = [np.interp(at, reached, line[:, k]).tolist() for k in (0, 1)]
            return list(zip(*along, strict=True))
        fraction = np.linspace(0.02, 0.98, count)
        at = fraction * length
        places = np.column_stack([np.interp(at, reached, line[:, k]) for k in (0, 1)])
        foreign = self._foreign(arrow, places)
        wanted = 0.3 if np.any(foreign[np.abs(fraction - 0.5) < 0.12]) else 0.5
        cost = np.abs(fraction - wanted) + _FOREIGN_COST * foreign
        order = np.argsort(np.round(cost, 6), kind="stable")
        return [(x, y) for x, y in places[order].tolist()]

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
