"""Polylines: the curves of arrows as points, made for the arrows that are looked at.

A large layout has some hundred thousand arrows of which a screenful is ever seen at once, so
all that is kept of each is the rectangle it lies in and its two ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gradviz.canvas.rects import RectIndex, Rects, rects_of
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats, Ints

_SAMPLES = 13  # points on each Bézier curve; 12 chords stay within 0.3 px of a usual route


@dataclass(frozen=True, eq=False)
class Lines:
    """Some arrows as polylines: `points[start[i]:start[i + 1]]` for the i-th."""

    points: Floats  # (p, 2)
    start: Ints  # (k + 1,)

    @cached_property
    def owner(self) -> Ints:
        """(p,) the place among them of the arrow each point belongs to."""
        counts = np.diff(self.start)
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts).astype(np.int32)


class Routes:
    """The arrows of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lines: dict[int, Floats] = {}
        start = layout.route_start[:-1]
        if len(start):
            # A curve lies within its control points.
            low, high = (
                # Axis by axis: both at once keep every other thread waiting.
                np.stack([find.reduceat(layout.route[:, axis], start) for axis in (0, 1)], axis=1)
                for find in (np.minimum, np.maximum)
            )
        else:
            low = high = np.zeros((0, 2))
        self.rects: Rects = rects_of(low, high)
        self.index = RectIndex(self.rects)

    def __len__(self) -> int:
        return len(self.rects)

    def of(self, arrow: int) -> Floats:
        """(p, 2) one arrow's polyline."""
        if arrow not in self._lines:
            self._lines[arrow] = self.lines(np.array([arrow], np.int32)).points
        return self._lines[arrow]

    def keep(self, arrows: Ints) -> None:
        """Make the polylines of some arrows all at once, for `of`."""
        new = np.array([arrow for arrow in arrows.tolist() if arrow not in self._lines], np.int32)
        if len(new):
            made = self.lines(new)
            self._lines.update(
                zip(new.tolist(), np.split(made.points, made.start[1:-1]), strict=True)
            )

    def lines(self, arrows: Ints) -> Lines:
        """Some arrows' polylines, in their order."""
        route, first = self._layout.route, self._layout.route_start[arrows]
        curves, controls = self.curves(arrows)
        bends = np.einsum("sk,ckd->csd", _WEIGHTS, controls)
        start = np.concatenate([[0], np.cumsum(curves * (_SAMPLES - 1) + 1)])
        points = np.empty((int(start[-1]), 2))
        is_begin = np.zeros(len(points), bool)
        is_begin[start[:-1]] = True
        points[is_begin] = route[first]
        points[~is_begin] = bends.reshape(-1, 2)
        return Lines(points, start.astype(np.int32))

    def segments_near(self, arrows: Ints, area: QRectF) -> Floats:
        """(k, 4) the pieces of these arrows' polylines, without those of curves that lie wholly
        beside an area: long arrows have hundreds, few of them in sight."""
        _, controls = self.curves(arrows)
        low, high = controls.min(axis=1), controls.max(axis=1)
        is_near = (low[:, 0] <= area.right()) & (high[:, 0] >= area.left())
        is_near &= (low[:, 1] <= area.bottom()) & (high[:, 1] >= area.top())
        controls = controls[is_near]
        bends = np.einsum("sk,ckd->csd", _WEIGHTS, controls)
        points = np.concatenate([controls[:, :1], bends], axis=1)
        return np.concatenate([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 4)

    def curves(self, arrows: Ints) -> tuple[NDArray[np.int64], Floats]:
        """(k,) of how many Bézier curves each arrow is made, and (c, 4, 2) the control points
        of them all."""
        first = self._layout.route_start[arrows].astype(np.int64)
        curves = (self._layout.route_start[arrows + 1] - first - 1) // 3
        begin = np.repeat(first, curves) + 3 * _count_within(curves)
        return curves, self._layout.route[begin[:, None] + np.arange(4)]

    @cached_property
    def all(self) -> Lines:
        """Every arrow; for layouts of which there aren't many."""
        return self.lines(np.arange(len(self), dtype=np.int32))

    def in_area(self, area: QRectF) -> Ints:
        """The arrows whose rectangles touch an area, in order."""
        return self.index.touching(area)

    @cached_property
    def ends(self) -> NDArray[np.float32]:
        """(e, 4) x, y where each arrow begins, and where it ends."""
        route, start = self._layout.route, self._layout.route_start
        return np.hstack([route[start[:-1]], route[start[1:] - 1]]).astype(np.float32)

    @cached_property
    def spans(self) -> NDArray[np.float32]:
        """(e,) how far each arrow reaches, |dx| + |dy| from its beginning to its end."""
        reach: NDArray[np.float32] = np.abs(self.ends[:, :2] - self.ends[:, 2:]).sum(axis=1)
        return reach


@lru_cache(maxsize=4)
def routes(layout: Layout) -> Routes:
    """The arrows of a layout, the same object every time."""
    return Routes(layout)


def _weights() -> Floats:
    """(samples - 1, 4) of the control points; a curve begins where the last one ended."""
    t = np.linspace(0.0, 1.0, _SAMPLES)[1:, None]
    return np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])


_WEIGHTS = _weights()


def _count_within(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, … counts[0] - 1, 0, 1, … counts[1] - 1, and so on."""
    begin = np.cumsum(counts) - counts
    out: NDArray[np.int64] = np.arange(int(counts.sum())) - np.repeat(begin, counts)
    return out
