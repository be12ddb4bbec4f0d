"""Sticky names: an open group that reaches beyond the upper or left edge of what is seen is named
at that edge, as an editor keeps the head of the block that one has scrolled into.

They stay at the edge while the picture moves, so they lie on the kept frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.frame_names import PLATE_HEIGHT, have_room, lay_plates, plate_width
from gradviz.canvas.geometry import frame_index
from gradviz.canvas.ink import Ink
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats

_INSET = 4.0
"""px from the edge."""
_MOST = 60
"""Of more frames that reach beyond the edge, only so many outer ones are asked."""


_Rect = tuple[float, float, float, float]


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
    cut, seen = _cut_frames(layout.frame[found] * camera.zoom, camera, area)
    groups, names = drawing.frames[found], drawing.fold.groups.names
    width = np.array([plate_width(names[group]) for group in groups.tolist()])
    is_asked = cut & have_room(seen[:, 2:] - seen[:, :2], width)
    out: list[StickyName] = []
    for group, wide, part in zip(
        groups[is_asked].tolist(), width[is_asked].tolist(), seen[is_asked].tolist(), strict=True
    ):
        spot = _spot(part, wide, area, free, out)
        if spot is not None:
            out.append(StickyName(group, spot))
    return out


def _cut_frames(frames: Floats, camera: Camera, area: QRectF) -> tuple[NDArray[np.bool_], Floats]:
    """Which of these (k, 4: x, y, width, height) reach beyond the upper or left edge, and what
    is seen of each: left, top, right, bottom."""
    offset, edges = np.array([camera.dx, camera.dy]), np.array(area.getCoords())
    low = frames[:, :2] + offset
    seen = np.hstack([np.maximum(low, edges[:2]), np.minimum(low + frames[:, 2:], edges[2:])])
    return (low < edges[:2]).any(axis=1), seen


def _spot(
    seen: Sequence[float], width: float, area: QRectF, free: QRectF, others: list[StickyName]
) -> QRectF | None:
    """Where a frame's name goes of which so much is seen; None where there is no room."""
    left, top, right, bottom = seen
    x, y = max(left, area.left() + _INSET), max(top, free.top())
    spot = QRectF(round(x), round(y), width, PLATE_HEIGHT)
    for other in others:
        if spot.intersects(other.rect):
            spot.moveLeft(other.rect.right() + _INSET / 2)
    whole = QRectF(QPointF(left - 1, top - 1), QPointF(right, bottom))
    return spot if whole.contains(spot) else None


def paint_sticky_names(
    painter: QPainter,
    drawing: Drawing,
    layout: Layout,
    camera: Camera,
    area: QRectF,
    free: QRectF,
    ink: Ink,
) -> None:
    named = _names(drawing, layout, camera, area.getRect(), free.getRect())
    if named:
        assert drawing.fold is not None
        names, depth = drawing.fold.groups.names, drawing.fold.groups.depth
        lay_plates(painter, [(rect, names[g], int(depth[g])) for g, rect in named], ink)


@lru_cache(maxsize=1)
def _names(
    drawing: Drawing, layout: Layout, camera: Camera, area: _Rect, free: _Rect
) -> list[StickyName]:
    """The same at every step, as long as the camera rests."""
    return sticky_names(drawing, layout, camera, QRectF(*area), QRectF(*free))
