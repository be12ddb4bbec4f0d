"""Frames of open groups, outer ones first, below everything else."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from gradviz.canvas.bulk import draw_rects
from gradviz.canvas.camera import Camera
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import frame_index
from gradviz.canvas.group_cards import (
    FRAME_RADIUS,
    has_readable_header,
    near,
    paint_frame,
    paint_frame_header,
)
from gradviz.canvas.round_rects import draw_round_rects, outlines
from gradviz.canvas.stamps import is_on_screen
from gradviz.layout.layout import Layout
from gradviz.layout.nested import HEADER
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Floats, Ints

SMALL_FRAME = 40.0
"""px on screen; a smaller frame has no room for its name, and no round corners."""
_MOST_ROUND = 60
"""Of more large frames in sight than this, only those that stand out have round corners."""
_LEAST_FRAME = 4.0
"""px on screen; a smaller one is covered by what is in it."""


def paint_frames(frame: Frame, areas: list[QRectF], ground: int, *, in_bulk: bool) -> None:
    """Those that touch one of the areas and lie deeper than the ground; in widget px.

    There may be thousands, so all that look the same are painted at once, depth by depth. In
    bulk, those around the current node are marked later: see `paint_steps`.
    """
    scene, drawing, zoom = frame.scene, frame.scene.drawing, frame.camera.zoom
    seen = frame_index(scene.layout).touching_any(areas)
    if not len(seen):
        return
    assert drawing.fold is not None
    depth = drawing.fold.groups.depth[drawing.frames[seen]]
    size = scene.layout.frame[seen, 2:] * zoom
    is_shown = (size.max(axis=1) >= _LEAST_FRAME) & (depth > ground)
    seen, size, depth = seen[is_shown], size[is_shown], depth[is_shown]
    is_small = size.min(axis=1) < SMALL_FRAME
    current = [] if in_bulk else _around_current(frame)
    is_special = ~is_small & (_stands_out(frame, seen, current) | has_readable_header(zoom))
    if are_square(scene.layout, frame.camera, frame.sight):
        is_small = ~is_special
    for level in np.unique(depth).tolist():
        here = depth == level
        _draw_small(frame, seen[here & is_small], level)
        _draw_plain(frame, seen[here & ~is_small & ~is_special], level)
        for index in seen[here & is_special].tolist():
            _paint_one(frame, index, level, current)


def are_square(layout: Layout, camera: Camera, sight: QRectF) -> bool:
    """Whether frames that don't stand out are painted as plain rectangles; `sight` is what is
    seen of the layout."""
    return _large_in(layout, camera.zoom, sight.getRect()) > _MOST_ROUND


@lru_cache(maxsize=2)
def _large_in(layout: Layout, zoom: float, sight: tuple[float, float, float, float]) -> int:
    """How many large frames are in sight."""
    seen = frame_index(layout).touching(QRectF(*sight))
    return int((layout.frame[seen, 2:].min(axis=1) * zoom >= SMALL_FRAME).sum())


def _stands_out(frame: Frame, frames: Ints, current: list[int]) -> NDArray[np.bool_]:
    """The frames around the current node, and the one pointed at."""
    hovered = frame.scene.hovered_group
    special = current if hovered is None else [*current, hovered]
    out: NDArray[np.bool_] = np.isin(frame.scene.drawing.frames[frames], special)
    return out


def _around_current(frame: Frame) -> list[int]:
    fold, node = frame.scene.drawing.fold, frame.scene.recording.step(frame.scene.position).node
    return fold.around(node) if fold is not None and node >= 0 else []


def _paint_one(frame: Frame, index: int, depth: int, current: list[int]) -> None:
    scene, camera = frame.scene, frame.camera
    group = int(scene.drawing.frames[index])
    rect = camera.rect_to_widget(QRectF(*scene.layout.frame[index].tolist()))
    border = frame.ink.frame_border
    if group in current:
        border = frame.ink.phase(scene.position > len(scene.recording.graph)).line
    elif group == scene.hovered_group:
        border = frame.ink.border_hovered
    paint_frame(frame.painter, rect, border, depth, frame.ink, frame.viewport)
    header = QRectF(rect.x(), rect.y(), rect.width(), HEADER * camera.zoom)
    if has_readable_header(camera.zoom) and header.intersects(frame.viewport):
        face = frame.faces.group(scene.drawing, group)
        paint_frame_header(frame.painter, rect, face, camera.zoom, frame.ink)


def _draw_small(frame: Frame, frames: Ints, depth: int) -> None:
    """As plain rectangles, small ones one in the other: Qt takes twice as long to draw their
    borders. Of a large one that would be twice the pixels."""
    if not len(frames):
        return
    painter, rects = frame.painter, _rects(frame, frames)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    smaller = np.minimum(rects[:, 2], rects[:, 3])
    is_large = smaller >= SMALL_FRAME
    draw_rects(painter, rects.compress(~is_large, axis=0), frame.ink.frame_border, None)
    inner = (rects + np.array([1.0, 1.0, -2.0, -2.0])).compress(smaller > 2.0, axis=0)
    draw_rects(painter, inner, frame.ink.fill_at(depth), None)
    if is_large.any():
        large = rects.compress(is_large, axis=0)
        draw_rects(painter, outlines(large, 0.0), frame.ink.frame_border, None)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _draw_plain(frame: Frame, frames: Ints, depth: int) -> None:
    """As `paint_frame` paints one that doesn't stand out."""
    if not len(frames):
        return
    painter, rects, fill = frame.painter, _rects(frame, frames), frame.ink.fill_at(depth)
    if not is_on_screen(painter):
        painter.setBrush(fill)
        painter.setPen(QPen(frame.ink.frame_border, METRICS.hairline))
        for rect in rects.tolist():
            draw_round(painter, QRectF(*rect), frame.viewport)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    # Frames of the same shape are equally high, or a pixel more or less.
    radius = np.minimum(FRAME_RADIUS, rects[:, 3] / 8.0)
    for some in np.unique(radius).tolist():
        alike = rects[radius == some]
        draw_round_rects(painter, alike, some, fill, frame.ink.frame_border)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def draw_round(painter: QPainter, rect: QRectF, viewport: QRectF) -> None:
    half = METRICS.hairline / 2
    radius = min(FRAME_RADIUS, rect.height() / 8) - half
    inner = rect.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(near(inner, viewport), radius, radius)


def _rects(frame: Frame, frames: Ints) -> Floats:
    """(k, 4) x, y, width, height in whole widget px."""
    rects = frame.scene.layout.frame[frames] * frame.camera.zoom
    rects[:, 0] += frame.camera.dx
    rects[:, 1] += frame.camera.dy
    far = np.round(rects[:, :2] + rects[:, 2:])
    rects[:, :2] = np.round(rects[:, :2])
    rects[:, 2:] = far - rects[:, :2]
    return rects
