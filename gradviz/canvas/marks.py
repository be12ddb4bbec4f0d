"""Marks: rings around values that were found, and around every use of one pointed at.

They lie on the picture and don't belong to it: a frame that is kept stays as it is when a
question is asked, and while one goes from match to match, or from leaf to leaf.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gradviz.canvas.bulk import draw_rects
from gradviz.canvas.camera import Camera
from gradviz.canvas.dots import DOT, are_dots, image_of_dots
from gradviz.canvas.geometry import box_rects
from gradviz.canvas.ink import Ink
from gradviz.canvas.pixels import draw_pixels
from gradviz.canvas.rects import RectIndex, Rects, touching
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.fonts import ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_ring
from gradviz.look.runs import Run, paint_runs, text_width
from gradviz.model.graph import Floats, Ints

_WIDTH, _STRONG = 2.0, 3.0
_CASING = 1.0
"""px around a mark in the colour of the canvas: it is seen on a block of any colour."""
_LEAST = float(DOT)
"""px on screen; a smaller box is marked as a dot of this size."""
_LEAST_CURRENT = 12.0
_RINGED = 7.0
"""px on screen; a lower box has no room for a ring: it is filled."""
_MOST_ROUND = 150
"""Of more in sight than this the rings have no round corners and no counts."""
_BADGE = 16.0


@dataclass(frozen=True, eq=False)
class Marks:
    """The boxes that show some values: their cards, every label of a busy one, and the closed
    groups that hide some of them, with how many they hide."""

    boxes: Ints  # (k,) ascending
    counts: Ints  # (k,) values marked by it; in a group more than one, maybe
    is_group: Ints  # (k,) 1 for a closed group, as a card or as labels
    index: RectIndex  # (k, 4) layout px

    @property
    def rects(self) -> Rects:
        return self.index.rects

    @classmethod
    def of(cls, drawing: Drawing, layout: Layout, nodes: Ints) -> Marks:
        count = np.bincount(drawing.item_of_node[nodes], minlength=len(drawing.items))
        # Each label stands for the same as the value's card or first label, the one told.
        labels = np.flatnonzero(drawing.is_label)
        count[labels] = count[drawing.item_of_node[drawing.item_node[labels]]]
        boxes = np.flatnonzero(count).astype(np.int32)
        is_group = (drawing.item_group[boxes] >= 0).astype(np.int32)
        index = RectIndex(np.asfortranarray(box_rects(drawing, layout)[boxes]))
        return cls(boxes, count[boxes].astype(np.int32), is_group, index)

    def showing(self, boxes: Ints, area: QRectF) -> Ints:
        """Which marks are those of some boxes and touch an area (layout px)."""
        at = np.searchsorted(self.boxes, boxes)
        at = at[at < len(self.boxes)]
        at = at[np.isin(self.boxes[at], boxes)]
        found: Ints = at[touching(self.rects[at], area)].astype(np.int32)
        return found

    @classmethod
    def of_uses(cls, drawing: Drawing, layout: Layout, node: int) -> Marks:
        """Every label of a value that is drawn as labels, and the closed groups that use it."""
        users = np.array(drawing.graph.users_of(node), np.int32)
        is_hidden = drawing.item_group[drawing.item_of_node[users]] >= 0
        return cls.of(drawing, layout, np.append(users[is_hidden], np.int32(node)))


@lru_cache(maxsize=8)
def marks_of_uses(drawing: Drawing, layout: Layout, node: int) -> Marks | None:
    """None for what has no labels."""
    item = drawing.card_box(node)
    is_shown = len(drawing.boxes_of(node)) > 1 and drawing.item_group[item] < 0
    return Marks.of_uses(drawing, layout, node) if is_shown else None


def paint_uses(painter: QPainter, marks: Marks, camera: Camera, area: QRectF, ink: Ink) -> None:
    """A thin line around each use of a value that is pointed at or selected."""
    seen = marks.index.touching(camera.rect_to_layout(area))
    rects = _on_screen(marks.rects[seen], camera, _LEAST)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    by = np.array([-1.0, -1.0, 1.0, 1.0])
    is_small = rects[:, 3] < _RINGED
    draw_rects(painter, rects[is_small], ink.ring, None)
    for grown in (0.0, 1.0):
        draw_rects(painter, rects[~is_small] + by * grown, None, ink.ring)
    painter.restore()


def paint_marks(
    painter: QPainter, marks: Marks, current: Ints, camera: Camera, area: QRectF, ink: Ink
) -> None:
    """Around all that is seen in `area` (widget px); `current` are boxes marked more strongly."""
    color = ink.tone("warning").text
    dots, small, large, rects = _in_sight(marks, camera, area.getRect(), color.rgb())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if dots is not None:
        painter.drawImage(area.topLeft(), dots)
    draw_pixels(painter, area, small.astype(np.int32), np.zeros(len(small), np.int64), [color])
    if len(large) > _MOST_ROUND:
        for grown, shade in ((3.0, ink.canvas), (1.0, color), (2.0, color)):
            by = np.array([-grown, -grown, 2 * grown - 1, 2 * grown - 1])
            draw_rects(painter, rects + by, None, shade)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    counted: list[tuple[int, QRectF]] = []
    if len(large) <= _MOST_ROUND:
        counted = [
            (at, QRectF(*rect)) for at, rect in zip(large.tolist(), rects.tolist(), strict=True)
        ]
        for _, rect in counted:
            _paint_ring(painter, rect, color, _WIDTH, ink)
    for at in marks.showing(current, _around(camera, area)).tolist():
        rect = QRectF(*_on_screen(marks.rects[at : at + 1], camera, _LEAST_CURRENT)[0].tolist())
        _paint_ring(painter, rect, color, _STRONG, ink)
        counted.append((at, rect))
    for at, rect in counted:  # over every ring
        if marks.is_group[at]:
            _paint_count(painter, rect, int(marks.counts[at]), ink)
    painter.restore()


class _InSight(NamedTuple):
    dots: QImage | None  # those that are dots, of all that is seen
    small: Floats  # (s, 4) x, y, width, height on screen, of others too small for a ring
    large: Ints  # (m,) which are ringed
    rects: Floats  # (m, 4) and where they are on screen


@lru_cache(maxsize=1)
def _in_sight(
    marks: Marks, camera: Camera, area: tuple[float, float, float, float], color: int
) -> _InSight:
    """Of hundreds of thousands of marks in sight; kept, since while steps go by or one goes from
    match to match the camera often stays."""
    part, dots = QRectF(*area), None
    seen = marks.index.touching(_around(camera, part))
    found = marks.rects if len(seen) == len(marks.boxes) else marks.rects[seen]
    is_dot = are_dots(found, camera.zoom)
    if is_dot.any():
        some = found if is_dot.all() else found[is_dot]
        dots = image_of_dots(some, camera, part, QColor.fromRgb(color))
    ringed = seen[~is_dot]
    rects = _on_screen(marks.rects[ringed], camera, _LEAST)
    is_small = rects[:, 3] < _RINGED
    return _InSight(dots, rects[is_small], ringed[~is_small], rects[~is_small])


def _around(camera: Camera, area: QRectF) -> QRectF:
    """Where a mark may lie that is seen in an area (widget px); in layout px."""
    return camera.rect_to_layout(area.adjusted(-_BADGE, -_BADGE, _BADGE, _BADGE))


def paint_marks_on_map(painter: QPainter, marks: Marks, camera: Camera, ink: Ink) -> None:
    """As dots, one for all that lie on the same one."""
    area = QRectF(painter.window())
    color = ink.tone("warning").text
    painter.drawImage(area.topLeft(), image_of_dots(marks.rects, camera, area, color))


def _paint_ring(painter: QPainter, rect: QRectF, color: QColor, width: float, ink: Ink) -> None:
    radius = min(float(METRICS.radius_node), rect.height() / 4)
    paint_ring(painter, rect, radius, ink.canvas, width + 2 * _CASING, 0.0)
    paint_ring(painter, rect, radius, color, width, _CASING)


def _paint_count(painter: QPainter, rect: QRectF, count: int, ink: Ink) -> None:
    """How many of a group's values are marked, on its upper right corner."""
    tone = ink.tone("warning")
    run = Run(f"{count:,}", tone.text, ui_font(METRICS.text_size.small, 600))
    width = max(_BADGE, text_width(run.text, run.font) + 8.0)
    if rect.width() < width or rect.height() < _BADGE:
        return
    badge = QRectF(rect.right() - width + 6.0, rect.top() - _BADGE + 3.0, width, _BADGE)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    paint_box(painter, badge, _BADGE / 2, tone.fill, tone.text)
    paint_runs(painter, badge, [run], Qt.AlignmentFlag.AlignHCenter)


def _on_screen(rects: Rects, camera: Camera, least: float) -> Floats:
    """(k, 4) x, y, width, height in whole widget px, none smaller than `least`, about the same
    middle."""
    low = rects[:, :2].astype(np.float64) * camera.zoom + np.array([camera.dx, camera.dy])
    size = (rects[:, 2:] - rects[:, :2]).astype(np.float64) * camera.zoom
    wide = np.maximum(np.round(size), least)
    return np.hstack([np.round(low - (wide - size) / 2), wide])
