"""The shapes of arrows: the line, its head, and the gradient's lane beside it.

Made when first asked for and kept as long as their layout is in use.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.look.paint import HEAD_NOTCH, arrowhead
from gradviz.model.graph import Floats, Ints

LANE_HEAD = (11.0, 9.0)
"""Length and width of the head of an active arrow."""

NOTCH = 0.7  # a line stops this part of the head's length before the tip
_LANE_SAMPLES = 24
_INTO_BOX = 2.0  # a lane begins under the box it comes from, and its tip touches the other


class ArrowShapes:
    """Lines, heads and lanes of one layout's arrows."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lines: dict[int, QPainterPath] = {}
        self._heads: dict[int, QPolygonF] = {}
        self._bold_heads: dict[int, QPolygonF] = {}
        self._lanes: dict[int, Floats] = {}

    def line(self, arrow: int) -> QPainterPath:
        """The curve, stopping inside its head."""
        if arrow not in self._lines:
            route = self._layout.arrow_route(arrow).tolist()
            self._lines[arrow] = _curve(shortened(route, METRICS.arrow[0] * NOTCH))
        return self._lines[arrow]

    def head(self, arrow: int) -> QPolygonF:
        """The head at the op or result the arrow points to."""
        return self._heads[arrow]

    def keep_heads(self, arrows: Ints) -> None:
        """Make the heads of some arrows all at once, for `head`."""
        new = [arrow for arrow in arrows.tolist() if arrow not in self._heads]
        if not new:
            return
        self._heads.update(
            zip(new, self._made(np.array(new, np.int32), *METRICS.arrow), strict=True)
        )

    def _ends(self, arrows: Ints) -> tuple[Floats, Floats]:
        """(k, 2) the tips of arrows, and points before them in the direction they come from."""
        route, start = self._layout.route, self._layout.route_start
        tip, back = route[start[arrows + 1] - 1], route[start[arrows + 1] - 2]
        is_one = np.hypot(*(tip - back).T) <= 0.01
        return tip, np.where(is_one[:, None], route[start[arrows]], back)

    def bold_head(self, arrow: int) -> QPolygonF:
        """The head of an active arrow."""
        if arrow not in self._bold_heads:
            self._bold_heads[arrow] = self._made(np.array([arrow], np.int32), *LANE_HEAD)[0]
        return self._bold_heads[arrow]

    def _made(self, arrows: Ints, length: float, width: float) -> list[QPolygonF]:
        """Heads of these arrows: see `arrowhead`."""
        tip, back = self._ends(arrows)
        along = (tip - back) / np.hypot(*(tip - back).T)[:, None]
        side = np.column_stack([-along[:, 1], along[:, 0]]) * (width / 2)
        end, notch = tip - along * length, tip - along * (length * HEAD_NOTCH)
        corners = np.stack([tip, end + side, notch, end - side], axis=1).tolist()
        return [QPolygonF([QPointF(x, y) for x, y in points]) for points in corners]

    def lane(self, arrow: int) -> Floats:
        """(k, 2) the gradient's lane, from the op back to the operand."""
        if arrow not in self._lanes:
            self._lanes[arrow] = _lane(self._layout.arrow_route(arrow))
        return self._lanes[arrow]


@lru_cache(maxsize=4)
def arrow_shapes(layout: Layout) -> ArrowShapes:
    """The shapes of a layout's arrows, the same object every time."""
    return ArrowShapes(layout)


def part_of(points: Floats, fraction: float, stop_before: float = 0.0) -> Floats:
    """The first part of a polyline, by length, less `stop_before` px at the end."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    end = max(0.0, reached[-1] * fraction - stop_before)
    kept = points[reached < end]
    x, y = np.interp(end, reached, points[:, 0]), np.interp(end, reached, points[:, 1])
    return np.vstack([kept, [x, y]]) if len(kept) else np.array([points[0], [x, y]])


def polyline_path(points: Floats) -> QPainterPath:
    """A polyline as a path."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
    return path


def lane_head(points: Floats) -> QPolygonF:
    """The head at the end of a lane."""
    tip = points[-1]
    back = part_of(points, 1.0, LANE_HEAD[0])[-1]
    return arrowhead(_point(tip), _point(tip - back), *LANE_HEAD)


def shortened(route: list[list[float]], by: float) -> list[list[float]]:
    """The curves without their last `by` px."""
    cut = _cut(route[-4:], by)
    if cut is None:
        return route
    a, b, c, d = route[-4:]  # de Casteljau's construction, up to `cut`
    ab, bc, cd = _between(a, b, cut), _between(b, c, cut), _between(c, d, cut)
    abc, bcd = _between(ab, bc, cut), _between(bc, cd, cut)
    return [*route[:-4], a, ab, abc, _between(abc, bcd, cut)]


_CUT_STEPS = 32


def _cut(curve: list[list[float]], by: float) -> float | None:
    """Where on a curve, from 0 to 1, the tip is `by` px away; None if it isn't so long.

    In plain Python: it ends after a few steps, and there are hundreds of arrows.
    """
    (ax, ay), (bx, by_), (cx, cy), (dx, dy) = curve
    left, x, y = 0.0, dx, dy
    for step in range(_CUT_STEPS - 1, -1, -1):
        t = step / _CUT_STEPS
        s = 1.0 - t
        wa, wb, wc, wd = s * s * s, 3 * t * s * s, 3 * t * t * s, t * t * t
        to_x, to_y = wa * ax + wb * bx + wc * cx + wd * dx, wa * ay + wb * by_ + wc * cy + wd * dy
        further = left + math.hypot(to_x - x, to_y - y)
        if further > by:
            return t + (further - by) / (further - left) / _CUT_STEPS
        left, x, y = further, to_x, to_y
    return None


def _between(a: Sequence[float], b: Sequence[float], t: float) -> list[float]:
    return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]


def _lane(route: Floats) -> Floats:
    t = np.linspace(0.0, 1.0, _LANE_SAMPLES + 1)
    pieces = [_at(route[i : i + 4], t)[(i > 0) :] for i in range(0, len(route) - 1, 3)]
    points = np.vstack(pieces)
    along = np.gradient(points, axis=0)
    norm = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    along = along / norm
    right = np.column_stack([-along[:, 1], along[:, 0]])
    lane = points + right * METRICS.edge_lane_gap
    lane[0] -= along[0] * (_INTO_BOX - 1.0)
    lane[-1] += along[-1] * (_INTO_BOX + 1.0)
    back: Floats = np.ascontiguousarray(lane[::-1])
    return back


def _at(curve: Floats, t: Floats) -> Floats:
    """Points of one Bézier curve."""
    t = t[:, None]
    a, b, c, d = curve
    out: Floats = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
    return out


def _curve(route: list[list[float]]) -> QPainterPath:
    """From plain numbers: a point for Qt takes longer to make than a piece of the path."""
    path = QPainterPath()
    path.moveTo(*route[0])
    for i in range(1, len(route) - 2, 3):
        path.cubicTo(*route[i], *route[i + 1], *route[i + 2])
    return path


def _point(xy: Floats) -> QPointF:
    return QPointF(float(xy[0]), float(xy[1]))
