"""Marks: rings around values that were found, and around every use of a leaf pointed at.

They lie on the picture and don't belong to it: a frame that is kept stays as it is when a
question is asked, and while one goes from match to match, or from leaf to leaf.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gradviz.canvas.bulk import draw_rects
from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import box_rects
from gradviz.canvas.ink import Ink
from gradviz.canvas.pixels import draw_pixels
from gradviz.canvas.rects import Rects, touching
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
_LEAST = 3.0
"""px on screen; a smaller box is marked as a dot of this size."""
_LEAST_CURRENT = 12.0
_RINGED = 7.0
"""px on screen; a lower box has no room for a ring: it is filled."""
_MOST_ROUND = 150
"""Of more in sight than this the rings have no round corners and no counts."""
_BADGE = 16.0


@dataclass(frozen=True, eq=False)
class Marks:
    """The boxes that show some values: their cards, every label of a busy leaf, and the closed
    groups that hide some of them, with how many they hide."""

    boxes: Ints  # (k,) ascending
    counts: Ints  # (k,) values marked by it; in a group more than one, maybe
    is_group: Ints  # (k,) 1 for a closed group, as a card or as labels
    rects: Rects  # (k, 4) layout px

    @classmethod
    def of(cls, drawing: Drawing, layout: Layout, nodes: Ints) -> Marks:
        count = np.bincount(drawing.item_of_node[nodes], minlength=len(drawing.items))
        # Each label of one leaf stands for the same as the first of them, which is the one told.
        labels = np.flatnonzero(drawing.is_label)
        count[labels] = count[drawing.item_of_node[drawing.item_node[labels]]]
        boxes = np.flatnonzero(count).astype(np.int32)
        is_group = (drawing.item_group[boxes] >= 0).astype(np.int32)
        rects = box_rects(drawing, layout)[boxes]
        return cls(boxes, count[boxes].astype(np.int32), is_group, rects)

    @classmethod
    def of_uses(cls, drawing: Drawing, layout: Layout, leaf: int) -> Marks:
        """Every label of a leaf that is drawn as labels, and the closed groups that use it."""
        users = np.array(drawing.graph.users_of(leaf), np.int32)
        is_hidden = drawing.item_group[drawing.item_of_node[users]] >= 0
        return cls.of(drawing, layout, np.append(users[is_hidden], np.int32(leaf)))


@lru_cache(maxsize=8)
def marks_of_uses(drawing: Drawing, layout: Layout, leaf: int) -> Marks | None:
    """None for what has a card of its own."""
    item = drawing.card_box(leaf)
    is_shown = drawing.is_label[item] and drawing.item_group[item] < 0
    return Marks.of_uses(drawing, layout, leaf) if is_shown else None


def paint_uses(painter: QPainter, marks: Marks, camera: Camera, area: QRectF, ink: Ink) -> None:
    """A thin line around each use of a leaf that is pointed at or selected."""
    seen = touching(marks.rects, camera.rect_to_layout(area))
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
    around = camera.rect_to_layout(area.adjusted(-_BADGE, -_BADGE, _BADGE, _BADGE))
    seen = touching(marks.rects, around)
    rects = _on_screen(marks.rects[seen], camera, _LEAST)
    color = ink.tone("warning").text
    painter.save()
    is_small = rects[:, 3] < _RINGED
    dots = rects[is_small]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_pixels(painter, area, dots, np.zeros(len(dots), np.int64), [color])
    large = seen[~is_small]
    if len(large) > _MOST_ROUND:
        for grown, shade in ((3.0, ink.canvas), (1.0, color), (2.0, color)):
            by = np.array([-grown, -grown, 2 * grown - 1, 2 * grown - 1])
            draw_rects(painter, rects[~is_small] + by, None, shade)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if len(large) <= _MOST_ROUND:
        for at, rect in zip(large.tolist(), rects[~is_small].tolist(), strict=True):
            _paint_ring(painter, QRectF(*rect), color, _WIDTH, ink)
            if marks.is_group[at]:
                _paint_count(painter, QRectF(*rect), int(marks.counts[at]), ink)
    for at in np.flatnonzero(np.isin(marks.boxes[seen], current)).tolist():
        rect = _on_screen(marks.rects[seen[at : at + 1]], camera, _LEAST_CURRENT)[0]
        _paint_ring(painter, QRectF(*rect.tolist()), color, _STRONG, ink)
        if marks.is_group[seen[at]]:
            _paint_count(painter, QRectF(*rect.tolist()), int(marks.counts[seen[at]]), ink)
    painter.restore()


def paint_marks_on_map(painter: QPainter, marks: Marks, camera: Camera, ink: Ink) -> None:
    """As dots, one for all that lie on the same one."""
    rects = _on_screen(marks.rects, camera, _LEAST)
    middle = np.round(rects[:, :2] + rects[:, 2:] / 2 - _LEAST / 2)
    spots = np.unique(middle, axis=0) if len(middle) else middle
    dots = np.hstack([spots, np.full_like(spots, _LEAST)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_rects(painter, dots, ink.tone("warning").text, None)


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
