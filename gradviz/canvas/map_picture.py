"""The picture on the minimap: every card as a block in the colour of its state.

Small graphs are drawn box by box, with their arrows. Large ones pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from gradviz.canvas.box_states import DONE, PENDING, WRONG, states_of
from gradviz.canvas.bulk import draw_lines
from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import box_rects
from gradviz.canvas.ink import Ink
from gradviz.canvas.map_ground import MapRoom, map_ground
from gradviz.canvas.map_pixels import MapPixels
from gradviz.canvas.overview import arrow_lines
from gradviz.canvas.scene import Scene
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.paint import paint_box, paint_ring

_MOST_BOXES = 600
"""Up to so many boxes each is drawn by itself."""
_MOST_ARROWS, _FEW_ARROWS = 200, 30
"""Up to so many arrows are drawn, and fainter where they aren't few."""
_LEAST_SIDE = 2.0
_LEAST_ROUND = 4.0
"""Something smaller than this would only become faint by being rounded."""
_LEAST_CURRENT = 5.0


def prepare_map(layout: Layout, drawing: Drawing, room: MapRoom) -> None:
    """What the map of a layout will ask for first: in another thread."""
    if drawing.box_count > _MOST_BOXES:
        map_ground(layout, drawing, room)


class MapPicture:
    """All of a scene seen through `camera`, `size` device-independent px large. What lies under
    the current card and the selection is kept, and made anew when it changes."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._kept: QPixmap | MapPixels = QPixmap()

    def look(self, scene: Scene, camera: Camera, size: QSize, dpr: float, ink: Ink) -> Hashable:
        """Of scenes for which this is the same the map looks the same. At most steps it is: a
        hundred thousand boxes share its pixels."""
        turn = self._renew(scene, camera, size, dpr, ink)
        node = scene.recording.step(scene.position).node
        on_map: tuple[int, ...] = ()
        if node >= 0:
            x, y, width, height = _seen(scene, camera, scene.drawing.card_box(node), _LEAST_CURRENT)
            sides = x, y, x + width, y + height
            on_map = tuple([round(side * dpr) for side in sides])
        phase = scene.position > len(scene.recording.graph)
        return self._key, turn, on_map, phase, scene.selected

    def paint(
        self, painter: QPainter, scene: Scene, camera: Camera, size: QSize, dpr: float, ink: Ink
    ) -> None:
        self._renew(scene, camera, size, dpr, ink)
        if isinstance(self._kept, MapPixels):
            painter.drawImage(QPointF(), self._kept.image)
        else:
            painter.drawPixmap(QPointF(), self._kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_current(painter, scene, camera, ink)

    def _renew(self, scene: Scene, camera: Camera, size: QSize, dpr: float, ink: Ink) -> int:
        """Keep what is right for a scene; the answer tells one from another."""
        place = (scene.drawing, scene.layout, ink, camera, size.toTuple(), dpr)
        if scene.drawing.box_count <= _MOST_BOXES:
            if self._key != (place, scene.recording, scene.position):
                self._kept = _box_by_box(scene, camera, size, dpr, ink)
                self._key = place, scene.recording, scene.position
            return 0
        if self._key != place or not isinstance(self._kept, MapPixels):
            room = MapRoom(size.width(), size.height(), dpr)
            self._kept = MapPixels(map_ground(scene.layout, scene.drawing, room), dpr, ink)
            self._key = place
        return self._kept.show(scene.recording, scene.position)


def _box_by_box(scene: Scene, camera: Camera, size: QSize, dpr: float, ink: Ink) -> QPixmap:
    picture = QPixmap(size * dpr)
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_arrows(painter, scene, camera, ink)
        _paint_boxes(painter, scene, camera, ink)
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
    nodes = np.arange(len(scene.recording.graph), dtype=np.int32)
    state = states_of(scene.recording, scene.position, nodes).tolist()
    colors = {PENDING: ink.map_pending, DONE: ink.edge, WRONG: ink.error.line}
    painter.setPen(Qt.PenStyle.NoPen)
    for box, ((x, y), (width, height)) in enumerate(zip(corners, sizes, strict=True)):
        is_op = drawing.is_op_box(box)
        shown = state[drawing.node_of(box)]
        painter.setBrush(colors[DONE if is_op and shown == WRONG else shown])
        radius = height / 2 if is_op else min(2.0, height / 4)
        if height < _LEAST_ROUND:
            radius = 0.0
        painter.drawRoundedRect(QRectF(x, y, width, height), radius, radius)


def _paint_current(painter: QPainter, scene: Scene, camera: Camera, ink: Ink) -> None:
    """The selection's ring, and the current card above everything else."""
    if scene.selected is not None:
        for box in scene.drawing.boxes_of(scene.selected).tolist():
            rect = QRectF(*_seen(scene, camera, box, _LEAST_CURRENT - 1.0))
            paint_ring(painter, rect, 2.0, ink.ring, 1.5, 1.0)
    current = scene.recording.step(scene.position).node
    if current >= 0:
        rect = QRectF(*_seen(scene, camera, scene.drawing.card_box(current), _LEAST_CURRENT))
        phase = ink.phase(scene.position > len(scene.recording.graph))
        paint_box(painter, rect, min(2.0, rect.height() / 4), phase.line)


def _seen(
    scene: Scene, camera: Camera, box: int, least: float
) -> tuple[float, float, float, float]:
    """x, y, width and height of a box on the map, grown to what can be seen; in bare numbers,
    since it is asked for at every step."""
    x, y = scene.layout.centre[box].tolist()
    width, height = scene.drawing.box_size[box].tolist()
    left, top = (
        (x - width / 2) * camera.zoom + camera.dx,
        (y - height / 2) * camera.zoom + camera.dy,
    )
    width, height = width * camera.zoom, height * camera.zoom
    grow_x, grow_y = max(0.0, least - width) / 2, max(0.0, least - height) / 2
    return left - grow_x, top - grow_y, width + 2 * grow_x, height + 2 * grow_y
