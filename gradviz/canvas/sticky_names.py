"""Sticky names: an open group that reaches beyond the upper or left edge of what is seen is named
at that edge, as an editor keeps the head of the block that one has scrolled into.

They stay at the edge while the picture moves, so they lie on the kept frame.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.frame_names import PLATE_HEIGHT, have_room, lay_plate, plate_width
from gradviz.canvas.geometry import frame_index
from gradviz.canvas.ink import Ink
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout

_INSET = 4.0
"""px from the edge."""
_MOST = 60
"""Of more frames that reach beyond the edge, only so many outer ones are asked."""


class StickyName(NamedTuple):
    group: int
    rect: QRectF  # widget px


def sticky_names(
    drawing: Drawing, layout: Layout, camera: Camera, area: QRectF, free: QRectF
) -> list[StickyName]:
    """Outer ones first, side by side where they would lie on one another. `area` is what is
    seen, `free` what of it nothing covers; both in widget px."""
    if not len(drawing.frames):
        return []
    assert drawing.fold is not None
    edges = [
        QRectF(area.left(), area.top(), area.width(), 0.0),
        QRectF(area.left(), area.top(), 0.0, area.height()),
    ]
    found = frame_index(layout).touching_any([camera.rect_to_layout(edge) for edge in edges])
    size = layout.frame[found, 2:] * camera.zoom
    found = found[have_room(size)]
    if len(found) > _MOST:
        depth = drawing.fold.groups.depth[drawing.frames[found]]
        found = np.sort(found[np.argsort(depth, kind="stable")[:_MOST]])
    out: list[StickyName] = []
    for index in found.tolist():
        group = int(drawing.frames[index])
        whole = camera.rect_to_widget(QRectF(*layout.frame[index].tolist()))
        spot = _spot(whole, plate_width(drawing.fold.groups.names[group]), area, free, out)
        if spot is not None:
            out.append(StickyName(group, spot))
    return out


def _spot(
    whole: QRectF, width: float, area: QRectF, free: QRectF, others: list[StickyName]
) -> QRectF | None:
    """Where a frame's name goes that isn't seen in its corner; None where there is no room."""
    is_cut = whole.left() < area.left() or whole.top() < area.top()
    left = max(whole.left(), area.left() + _INSET)
    top = max(whole.top(), free.top())
    spot = QRectF(round(left), round(top), width, PLATE_HEIGHT)
    for other in others:
        if spot.intersects(other.rect):
            spot.moveLeft(other.rect.right() + _INSET / 2)
    seen = whole.intersected(area)
    size = np.array([[seen.width(), seen.height()]])
    has_room = seen.adjusted(-1, -1, 0, 0).contains(spot) and bool(have_room(size, width)[0])
    return spot if is_cut and has_room else None


def paint_sticky_names(
    painter: QPainter,
    drawing: Drawing,
    layout: Layout,
    camera: Camera,
    area: QRectF,
    free: QRectF,
    ink: Ink,
) -> None:
    for group, rect in sticky_names(drawing, layout, camera, area, free):
        assert drawing.fold is not None
        groups = drawing.fold.groups
        lay_plate(painter, rect, groups.names[group], int(groups.depth[group]), ink)
