"""Frames of open groups, outer ones first, below everything else."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from gradviz.canvas.bulk import draw_rects
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import frame_index
from gradviz.canvas.group_cards import (
    FRAME_RADIUS,
    has_readable_header,
    paint_frame,
    paint_frame_header,
)
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Floats, Ints

SMALL_FRAME = 40.0
"""px on screen; a smaller frame has no room for its name, and no round corners."""
_MOST_ROUND = 60
"""Of more large frames in sight than this, only those that stand out have round corners."""
_LEAST_FRAME = 4.0
"""px on screen; a smaller one is covered by what is in it."""


def paint_frames(frame: Frame, areas: list[QRectF]) -> None:
    """Those that touch one of the areas; in widget px.

    There may be thousands, so all that look the same are painted at once, depth by depth.
    """
    scene, drawing, zoom = frame.scene, frame.scene.drawing, frame.camera.zoom
    seen = frame_index(scene.layout).touching_any(areas)
    if not len(seen):
        return
    assert drawing.fold is not None
    size = scene.layout.frame[seen, 2:] * zoom
    seen, size = seen[size.max(axis=1) >= _LEAST_FRAME], size[size.max(axis=1) >= _LEAST_FRAME]
    is_small = size.min(axis=1) < SMALL_FRAME
    is_special = ~is_small & (_stands_out(frame, seen) | has_readable_header(zoom))
    if _large_in(scene.layout, zoom, frame.sight.getRect()) > _MOST_ROUND:
        is_small = ~is_special
    depth = drawing.fold.groups.depth[drawing.frames[seen]]
    for level in np.unique(depth).tolist():
        here = depth == level
        _draw_small(frame, seen[here & is_small], level)
        _draw_plain(frame, seen[here & ~is_small & ~is_special], level)
        for index in seen[here & is_special].tolist():
            _paint_one(frame, index, level)


@lru_cache(maxsize=2)
def _large_in(layout: Layout, zoom: float, sight: tuple[float, float, float, float]) -> int:
    """How many large frames are in sight."""
    seen = frame_index(layout).touching(QRectF(*sight))
    return int((layout.frame[seen, 2:].min(axis=1) * zoom >= SMALL_FRAME).sum())


def _stands_out(frame: Frame, frames: Ints) -> NDArray[np.bool_]:
    """The frames around the current node, and the one pointed at."""
    special = _around_current(frame)
    if frame.scene.hovered_group is not None:
        special.append(frame.scene.hovered_group)
    out: NDArray[np.bool_] = np.isin(frame.scene.drawing.frames[frames], special)
    return out


def _around_current(frame: Frame) -> list[int]:
    fold, node = frame.scene.drawing.fold, frame.scene.recording.step(frame.scene.position).node
    return fold.around(node) if fold is not None and node >= 0 else []


def _paint_one(frame: Frame, index: int, depth: int) -> None:
    scene, camera = frame.scene, frame.camera
    group = int(scene.drawing.frames[index])
    rect = camera.rect_to_widget(QRectF(*scene.layout.frame[index].tolist()))
    border = frame.ink.frame_border
    if group in _around_current(frame):
        border = frame.ink.phase(scene.position > len(scene.recording.graph)).line
    elif group == scene.hovered_group:
        border = frame.ink.border_hovered
    paint_frame(frame.painter, rect, border, depth, frame.ink)
    if has_readable_header(camera.zoom):
        face = frame.faces.group(scene.drawing, group)
        paint_frame_header(frame.painter, rect, face, camera.zoom, frame.ink)


def _draw_small(frame: Frame, frames: Ints, depth: int) -> None:
    """As plain rectangles, one in the other: Qt takes twice as long to draw their borders."""
    painter, outer = frame.painter, _rects(frame, frames)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_rects(painter, outer, frame.ink.frame_border, None)
    inner = outer + np.array([1.0, 1.0, -2.0, -2.0])
    draw_rects(painter, inner[inner[:, 2:].min(axis=1) > 0.0], frame.ink.fill_at(depth), None)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _draw_plain(frame: Frame, frames: Ints, depth: int) -> None:
    """As `paint_frame` paints one that doesn't stand out."""
    painter, half = frame.painter, METRICS.hairline / 2
    painter.setBrush(frame.ink.fill_at(depth))
    painter.setPen(QPen(frame.ink.frame_border, METRICS.hairline))
    for x, y, width, height in _rects(frame, frames).tolist():
        radius = min(FRAME_RADIUS, height / 8) - half
        inner = QRectF(x + half, y + half, width - 2 * half, height - 2 * half)
        painter.drawRoundedRect(inner, radius, radius)


def _rects(frame: Frame, frames: Ints) -> Floats:
    """(k, 4) x, y, width, height in whole widget px."""
    rects = frame.scene.layout.frame[frames] * frame.camera.zoom
    rects[:, 0] += frame.camera.dx
    rects[:, 1] += frame.camera.dy
    far = np.round(rects[:, :2] + rects[:, 2:])
    rects[:, :2] = np.round(rects[:, :2])
    rects[:, 2:] = far - rects[:, :2]
    return rects
