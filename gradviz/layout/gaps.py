"""Gaps: the free strips between the columns of a layered layout, where arrows bend.

The layered layout is made for cards. Between frames, which may be many screens high, arrows
climb far: there the columns move apart, and no arrow bends inside of a column, over a wide
frame's corner, to reach a narrow one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.inside import curve, joined, line
from gradviz.layout.items import Items
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats, Ints
from gradviz.model.repeated import repeated

STEEPEST = 0.36
"""A gap's width to the height that an arrow climbs in it."""
WIDEST, WIDEST_PART, ALL_PART = 240.0, 0.1, 0.4
"""px; or part of the whole height if that is more, all gaps together no more than the last."""
NEAR = 1e-3


@dataclass(frozen=True, eq=False)
class Gaps:
    """A layered layout with wide enough gaps."""

    centre: Floats  # (i, 2)
    route: Floats
    route_start: Ints
    begin: Floats  # (i,) the left border of each item's column

    @classmethod
    def of(cls, items: Items, layout: Layout) -> Gaps:
        n = len(items)
        centre, route = layout.centre[:n].copy(), layout.route.copy()
        half = items.size[:, 0] / 2
        # In a column all items end at the same x.
        right, column = np.unique((centre[:, 0] + half).round(3), return_inverse=True)
        left = np.full(len(right), np.inf)
        np.minimum.at(left, column, centre[:, 0] - half)

        is_last = np.zeros(len(route), bool)
        is_last[layout.route_start[1:] - 1] = True
        corner = np.arange(len(route)) - repeated(
            layout.route_start[:-1], np.diff(layout.route_start)
        )
        first = np.flatnonzero((corner % 3 == 0) & ~is_last)  # of each curve
        x0, x1 = route[first, 0], route[first + 3, 0]
        climb = np.abs(route[first + 3, 1] - route[first, 1])
        gap = np.searchsorted(right, x0 + NEAR, side="right") - 1
        wide = np.zeros(len(right) + 1)
        part = min(WIDEST_PART, ALL_PART / len(right))
        most = max(WIDEST, part * layout.height)
        np.maximum.at(wide, gap, np.minimum(STEEPEST * climb, most))
        more = np.maximum(wide[:-2] - (left[1:] - right[:-1]), 0.0)
        shift = np.concatenate([[0.0], np.cumsum(more)])

        to0 = x0 + shift[np.searchsorted(left[1:], x0 + NEAR, side="right")]
        to1 = x1 + shift[np.searchsorted(left[1:], x1 + NEAR, side="right")]
        stretch = (to1 - to0) / np.where(x1 == x0, 1.0, x1 - x0)
        for handle in (1, 2):
            route[first + handle, 0] = to0 + (route[first + handle, 0] - x0) * stretch
        route[first, 0], route[first + 3, 0] = to0, to1
        centre[:, 0] += shift[column]
        return cls(centre, route, layout.route_start, (left + shift)[column])

    def arrow(self, number: int, head: int) -> Floats:
        """The route of an arrow that leads to the item `head`."""
        route = self.route[self.route_start[number] : self.route_start[number + 1]].copy()
        (x0, y0), (x1, y1), begin = route[-4], route[-1], float(self.begin[head])
        if y0 == y1 or not x0 < begin < x1 - NEAR:
            return route
        bend = joined(curve(x0, y0, begin, y1), line(begin, y1, x1, y1))
        return joined(route[:-3], bend) if len(route) > 4 else bend
