"""Where things are on the canvas, in layout px: boxes, fields, arrows, and what is at a point."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from gradviz.canvas.polylines import routes
from gradviz.canvas.rects import RectIndex, Rects, rects_of
from gradviz.layout.drawing import BoxSizes, Drawing
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Floats, Ints

TAG_GAP = 10.0
"""From a card (or its strip) to the tag hanging below it."""

EXPECTED_HEIGHT = 24.0
"""Above a card with a wrong gradient: what it should be."""

HEADER_HEIGHT = 32.0
"""The part of a full card that holds label, role and state."""

BOX_SIZES = BoxSizes(
    card=(float(METRICS.card_size[0]), float(METRICS.card_size[1])),
    op=(float(METRICS.op_size), float(METRICS.op_size)),
    strip=float(METRICS.strip_height),
    tag_above=EXPECTED_HEIGHT,
    tag_below=TAG_GAP + METRICS.chip_height,
)
"""What a layout must leave room for."""

_FIELD = QRectF(44.0, 38.0, 86.0, 22.0)  # from the card's top left corner
_MOST_CANDIDATES = 400
"""Where more arrows than this may pass by a point, nobody could tell which one is meant."""


# --- boxes ------------------------------------------------------------------------------


def box_rect(drawing: Drawing, layout: Layout, box: int) -> QRectF:
    """The box itself, without what may hang below or stand above it."""
    width, height = drawing.box_size[box].tolist()
    x, y = layout.centre[box].tolist()
    return QRectF(x - width / 2, y - height / 2, width, height)


def card_rect(drawing: Drawing, layout: Layout, node: int) -> QRectF:
    """The card of a node, or of the closed group it is in."""
    return box_rect(drawing, layout, drawing.card_box(node))


def group_rects(drawing: Drawing, layout: Layout, group: int) -> list[QRectF]:
    """The frame of an open group, the card of a closed one, or all of its labels; none where it
    is hidden in another."""
    frame = drawing.frame_of(group)
    if frame is not None:
        return [QRectF(*layout.frame[frame].tolist())]
    items = np.flatnonzero(drawing.item_group == group)
    return [box_rect(drawing, layout, item) for item in items.tolist()]


def group_rect(drawing: Drawing, layout: Layout, group: int) -> QRectF | None:
    """The first of these; None if there is none."""
    return next(iter(group_rects(drawing, layout, group)), None)


def data_field_rect(card: QRectF) -> QRectF:
    """Where a leaf's card shows its editable number; an editor is laid exactly here."""
    return QRectF(_FIELD).translated(card.topLeft())


def strip_rect(card: QRectF) -> QRectF:
    """The accumulation strip, joined to the lower edge of a card."""
    return QRectF(card.bottomLeft(), QSizeF(card.width(), METRICS.strip_height))


def box_rects(drawing: Drawing, layout: Layout) -> Rects:
    """(b, 4) left, top, right, bottom of every box."""
    return box_index(drawing, layout).rects


@lru_cache(maxsize=4)
def box_index(drawing: Drawing, layout: Layout) -> RectIndex:
    """Every box, by where it is."""
    half = drawing.box_size / 2
    return RectIndex(rects_of(layout.centre - half, layout.centre + half))


@lru_cache(maxsize=4)
def frame_index(layout: Layout) -> RectIndex:
    """The frame around every open group, outer ones first, by where it is."""
    corner, size = layout.frame[:, :2], layout.frame[:, 2:]
    return RectIndex(rects_of(corner, corner + size))


def boxes_in(drawing: Drawing, layout: Layout, area: QRectF) -> Ints:
    """The boxes that touch an area, in order."""
    return box_index(drawing, layout).touching(area)


def box_at(drawing: Drawing, layout: Layout, point: QPointF) -> int | None:
    """The box under a point; an op's box is round."""
    spot = QRectF(point, QSizeF(0.0, 0.0))
    for box in reversed(boxes_in(drawing, layout, spot).tolist()):
        if not drawing.is_op_box(box):
            return int(box)
        x, y = layout.centre[box].tolist()
        radius = float(drawing.box_size[box, 0]) / 2
        if (point.x() - x) ** 2 + (point.y() - y) ** 2 <= radius**2:
            return int(box)
    return None


# --- arrows -----------------------------------------------------------------------------


def arrow_path(layout: Layout, arrow: int) -> QPainterPath:
    """The arrow's curves, from the border of its tail box to the border of its head box."""
    controls = layout.arrow_route(arrow).tolist()
    out = QPainterPath(QPointF(*controls[0]))
    for i in range(1, len(controls) - 2, 3):
        out.cubicTo(*(QPointF(*point) for point in controls[i : i + 3]))
    return out


def arrow_at(drawing: Drawing, layout: Layout, point: QPointF, tolerance: float) -> int | None:
    """The arrow nearest to a point, if it comes within `tolerance`."""
    lines = routes(layout)
    spot = QRectF(point, QSizeF(0.0, 0.0)).adjusted(-tolerance, -tolerance, tolerance, tolerance)
    best, nearest = None, tolerance
    candidates = lines.in_area(spot)
    if len(candidates) > _MOST_CANDIDATES:
        return None
    for arrow in candidates.tolist():
        distance = _distance(lines.of(arrow), point.x(), point.y())
        if distance <= nearest:
            best, nearest = int(arrow), distance
    return best


def _distance(polyline: Floats, x: float, y: float) -> float:
    """From a point to the nearest of the polyline's segments."""
    start, along = polyline[:-1], np.diff(polyline, axis=0)
    to_point = np.array([x, y]) - start
    squared = np.maximum((along**2).sum(axis=1), 1e-12)
    t = np.clip((to_point * along).sum(axis=1) / squared, 0.0, 1.0)[:, None]
    return float(np.sqrt((((to_point - t * along) ** 2).sum(axis=1)).min()))
