"""Where arrows cross, so that the lower one can be cut beside the upper one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from gradviz.canvas.arrow_shapes import polyline_path
from gradviz.canvas.polylines import Routes, routes
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats

MOST_ARROWS = 1500
"""Beyond this, crossings aren't looked for: nobody could tell them apart either."""

MOST_PAIRS = 2_000_000
"""Pairs of short pieces that are tried; where arrows run in bundles there are many more than
arrows."""

_NEAR_END = 14.0  # arrows that meet at a box don't cross there
_HALF_PIECE = 8.0


@dataclass(frozen=True, eq=False)
class Crossing:
    """Two arrows that cross, each with the short piece of its line around the crossing."""

    arrows: tuple[int, int]
    pieces: tuple[QPainterPath, QPainterPath]


@lru_cache(maxsize=4)
def crossings(layout: Layout) -> tuple[Crossing, ...]:
    """Every crossing of a layout; found once for each layout."""
    lines = routes(layout)
    count = len(lines)
    if count > MOST_ARROWS:
        return ()
    points, owner = lines.all.points, lines.all.owner
    begins = np.flatnonzero(owner[:-1] == owner[1:])  # points where a segment begins
    low = np.minimum(points[begins], points[begins + 1])
    high = np.maximum(points[begins], points[begins + 1])
    out: list[Crossing] = []
    pairs = 0
    for one in range(count):
        left, top, right, bottom = lines.rects[one]
        near = (low[:, 0] <= right) & (high[:, 0] >= left)
        near &= (low[:, 1] <= bottom) & (high[:, 1] >= top)
        near &= owner[begins] > one
        others = begins[near]
        pairs += len(others) * len(lines.of(one))
        if pairs > MOST_PAIRS:
            return ()
        out += _with(lines, one, others)
    return tuple(out)


def _with(lines: Routes, one: int, others: NDArray[np.intp]) -> list[Crossing]:
    """The crossings of one arrow with the segments that begin at the points `others`."""
    a = lines.of(one)
    p, r = a[:-1, None, :], np.diff(a, axis=0)[:, None, :]
    q = lines.all.points[others][None]
    s = lines.all.points[others + 1][None] - q
    cross = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        d = q - p
        t = (d[..., 0] * s[..., 1] - d[..., 1] * s[..., 0]) / cross
        u = (d[..., 0] * r[..., 1] - d[..., 1] * r[..., 0]) / cross
        hit = (t >= 0) & (t < 1) & (u >= 0) & (u < 1)
    out = []
    for i, k in np.argwhere(hit).tolist():
        at = a[i] + t[i, k] * (a[i + 1] - a[i])
        other = int(lines.all.owner[others[k]])
        b = lines.of(other)
        ends = np.array([a[0], a[-1], b[0], b[-1]])
        if np.hypot(*(ends - at).T).min() < _NEAR_END:
            continue
        segment = int(others[k]) - int(lines.all.start[other])
        pieces = (_piece(a, i, at), _piece(b, segment, at))
        out.append(Crossing((one, other), pieces))
    return out


def _piece(line: Floats, segment: int, at: Floats) -> QPainterPath:
    """A few px of a polyline to either side of a point on one of its segments."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    middle = reached[segment] + float(np.hypot(*(at - line[segment])))
    begin, end = max(0.0, middle - _HALF_PIECE), min(reached[-1], middle + _HALF_PIECE)
    inner = reached[(reached > begin) & (reached < end)]
    marks = np.concatenate([[begin], inner, [end]])
    points = np.column_stack([np.interp(marks, reached, line[:, k]) for k in (0, 1)])
    return polyline_path(points)
