"""The picture on the minimap: every card as a block in the colour of its state.

Small graphs are drawn box by box, with their arrows. Large ones pixel by pixel: a pixel shows
the gravest thing under it, and nothing runs once for each box in Python.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from gradviz.canvas.bulk import draw_lines
from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import box_rect, box_rects
from gradviz.canvas.ink import Ink
from gradviz.canvas.overview import arrow_lines
from gradviz.canvas.scene import Scene
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.paint import paint_box, paint_ring
from gradviz.model.graph import Ints

_MOST_BOXES = 600
"""Up to so many boxes each is drawn by itself."""
_MOST_ARROWS, _FEW_ARROWS = 200, 30
"""Up to so many arrows are drawn, and fainter where they aren't few."""
_LEAST_SIDE = 2.0
_LEAST_ROUND = 4.0
"""Something smaller than this would only become faint by being rounded."""
_LEAST_CURRENT = 5.0

_PENDING, _DONE, _WRONG = 1, 2, 3
"""What a pixel shows; the higher one wins."""


def map_picture(scene: Scene, camera: Camera, size: QSize, dpr: float, ink: Ink) -> QPixmap:
    """All of a scene seen through `camera`, `size` device-independent px large."""
    picture = QPixmap(size * dpr)
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if scene.drawing.box_count <= _MOST_BOXES:
        _paint_arrows(painter, scene, camera, ink)
        _paint_boxes(painter, scene, camera, ink)
    else:
        pixels = _pixels(scene, camera, size * dpr, dpr, ink)
        painter.drawImage(QRectF(QPointF(), size.toSizeF()), pixels)
    _paint_current(painter, scene, camera, ink)
    painter.end()
    return picture


def _paint_arrows(painter: QPainter, scene: Scene, camera: Camera, ink: Ink) -> None:
    count = scene.drawing.arrow_count
    if count <= _MOST_ARROWS:
        color = QColor(ink.edge_pending)
        color.setAlphaF(0.6 if count <= _FEW_ARROWS else 0.35)
        arrows = np.arange(count, dtype=np.int32)
        draw_lines(painter, arrow_lines(scene.layout, camera, arrows), color, 1.0)


def _paint_boxes(painter: QPainter, scene: Scene, camera: Camera, ink: Ink) -> None:
    """Rounded cards and round ops, on whole px."""
    drawing = scene.drawing
    offset = np.array([camera.dx, camera.dy])
    bounds = box_rects(drawing, scene.layout) * camera.zoom
    corners = np.round(bounds[:, :2] + offset).tolist()
    sizes = np.maximum(np.round(bounds[:, 2:] - bounds[:, :2]), _LEAST_SIDE).tolist()
    state = _states(scene).tolist()
    colors = {_PENDING: ink.map_pending, _DONE: ink.edge, _WRONG: ink.error.line}
    painter.setPen(Qt.PenStyle.NoPen)
    for box, ((x, y), (width, height)) in enumerate(zip(corners, sizes, strict=True)):
        is_op = drawing.is_op_box(box)
        shown = state[drawing.node_of(box)]
        painter.setBrush(colors[_DONE if is_op and shown == _WRONG else shown])
        radius = height / 2 if is_op else min(2.0, height / 4)
        if height < _LEAST_ROUND:
            radius = 0.0
        painter.drawRoundedRect(QRectF(x, y, width, height), radius, radius)


def _states(scene: Scene) -> NDArray[np.uint8]:
    """(n,) what a node's card shows, but for the current one."""
    done = scene.recording.done(scene.position)
    state = np.where(done, _DONE, _PENDING).astype(np.uint8)
    wrong = scene.recording.wrong_nodes
    state[wrong[done[wrong]]] = _WRONG
    return state


def _paint_current(painter: QPainter, scene: Scene, camera: Camera, ink: Ink) -> None:
    """The selection's ring, and the current card above everything else."""
    if scene.selected is not None:
        for box in scene.drawing.boxes_of(scene.selected).tolist():
            rect = _seen(scene, camera, box, _LEAST_CURRENT - 1.0)
            paint_ring(painter, rect, 2.0, ink.ring, 1.5, 1.0)
    current = scene.recording.step(scene.position).node
    if current >= 0:
        rect = _seen(scene, camera, scene.drawing.card_box(current), _LEAST_CURRENT)
        phase = ink.phase(scene.position > len(scene.recording.graph))
        paint_box(painter, rect, min(2.0, rect.height() / 4), phase.line)


def _seen(scene: Scene, camera: Camera, box: int, least: float) -> QRectF:
    rect = camera.rect_to_widget(box_rect(scene.drawing, scene.layout, box))
    grow_x, grow_y = (max(0.0, least - side) / 2 for side in (rect.width(), rect.height()))
    return rect.adjusted(-grow_x, -grow_y, grow_x, grow_y)


# --- large graphs -----------------------------------------------------------------------


def _pixels(scene: Scene, camera: Camera, size: QSize, dpr: float, ink: Ink) -> QImage:
    width, height = size.width(), size.height()
    covered, first, nodes = _card_pixels(scene.drawing, scene.layout, camera, dpr, (width, height))
    shown = np.zeros(width * height, np.uint8)
    shown[covered] = np.maximum.reduceat(_states(scene)[nodes], first)
    colors = [color.rgba() for color in (ink.map_pending, ink.edge, ink.error.line)]
    rgba = np.array([0, *colors], np.uint32)[shown]
    return QImage(rgba.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


@lru_cache(maxsize=2)
def _card_pixels(
    drawing: Drawing, layout: Layout, camera: Camera, dpr: float, size: tuple[int, int]
) -> tuple[Ints, Ints, Ints]:
    """The pixels that cards cover, and of each the nodes of the cards there: those from where
    its own begin to where the next pixel's do."""
    n = len(drawing.items)
    offset = np.array([camera.dx, camera.dy])
    bounds = (box_rects(drawing, layout)[:n].reshape(n, 2, 2) * camera.zoom + offset) * dpr
    corner = np.floor(bounds[:, 0]).astype(np.int64)
    side = np.maximum(np.ceil((bounds[:, 1] - bounds[:, 0]).max(axis=0)), _LEAST_SIDE)
    columns, rows = np.meshgrid(np.arange(side[0]), np.arange(side[1]))
    x = np.clip(corner[:, :1] + columns.ravel().astype(np.int64), 0, size[0] - 1)
    y = np.clip(corner[:, 1:] + rows.ravel().astype(np.int64), 0, size[1] - 1)
    owner = np.repeat(np.arange(n, dtype=np.int64), x.shape[1])
    pairs = np.unique((y * size[0] + x).ravel() * n + owner)
    covered, first = np.unique(pairs // n, return_index=True)
    nodes = drawing.item_node[pairs % n].astype(np.int32)
    return covered.astype(np.int32), first.astype(np.int32), nodes
