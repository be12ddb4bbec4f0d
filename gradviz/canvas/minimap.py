"""Minimap: the whole graph, small, with a frame around the part that is in view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gradviz.canvas.camera import Camera
from gradviz.canvas.ink import ink
from gradviz.canvas.map_ground import MapRoom
from gradviz.canvas.map_picture import MapPicture
from gradviz.canvas.marks import Marks, paint_marks_on_map
from gradviz.canvas.overlay import update_with_canvas
from gradviz.canvas.scene import Scene
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.theme import Theme

_FRAME = 1.5
_LEAST_FRAME = 8.0
"""A frame smaller than this couldn't be seen, or taken hold of."""


class Minimap(QWidget):
    """The map itself. Press anywhere to look there, drag the frame to pan.

    Its picture is kept; a moving camera only moves the frame.
    """

    pointed = Signal(QPointF)
    """A person wants this layout point in the middle of the view."""

    def __init__(self, parent: QWidget, canvas: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._theme = theme
        self._scene: Scene | None = None
        self._marks: Marks | None = None
        self._view = QRectF()
        self._picture = MapPicture()
        self._dots = QPixmap()
        self._marked: object = None
        self._look: object = None
        self._grip: QPointF | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Map of the graph")
        self.setToolTip("The whole graph; click or drag to move the view")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_scene(self, scene: Scene, view: QRectF, marks: Marks | None) -> None:
        """A scene, the part of its layout that is in view, and what of it is marked."""
        self._scene, self._view, self._marks = scene, view, marks
        if not self.isVisible():
            return  # to be shown is to be painted
        colors, dpr = ink(self._theme), self.devicePixelRatioF()
        map_look = self._picture.look(scene, self._camera, self.size(), dpr, colors)
        look = map_look, view.getRect(), marks
        if look != self._look:
            self._look = look
            update_with_canvas(self, self._canvas)

    def sizeHint(self) -> QSize:
        return QSize(*METRICS.minimap_size)

    @property
    def frame(self) -> QRectF:
        """The part in view, on the map."""
        frame = self._camera.rect_to_widget(self._view)
        grow_x, grow_y = (
            max(0.0, _LEAST_FRAME - side) / 2 for side in (frame.width(), frame.height())
        )
        return frame.adjusted(-grow_x, -grow_y, grow_x, grow_y)

    @property
    def _camera(self) -> Camera:
        """From layout px to px of the map."""
        if self._scene is None:
            return Camera()
        return MapRoom(self.width(), self.height(), 1.0).camera(self._scene.layout)

    # --- events -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._scene is None:
            event.accept()
            return
        at = event.position()
        self._grip = self.frame.center() - at if self.frame.contains(at) else QPointF()
        self._point(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _point(self, at: QPointF) -> None:
        if self._grip is not None and self._scene is not None:
            self.pointed.emit(self._camera.to_layout(at + self._grip))

    def paintEvent(self, event: QPaintEvent) -> None:
        scene = self._scene
        if scene is None:
            return
        painter = QPainter(self)
        colors, dpr = ink(self._theme), self.devicePixelRatioF()
        self._picture.paint(painter, scene, self._camera, self.size(), dpr, colors)
        if self._marks is not None:
            self._paint_marks(painter, self._marks)
        inner = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        frame = self.frame.intersected(inner)
        color = self._theme.color("minimap.view")
        paint_box(painter, frame, METRICS.radius_tag / 2, None, color, _FRAME)

    def _paint_marks(self, painter: QPainter, marks: Marks) -> None:
        dpr = self.devicePixelRatioF()
        key = marks, self._camera, self._theme, self.size(), dpr
        if key != self._marked:
            self._dots, self._marked = QPixmap(self.size() * dpr), key
            self._dots.setDevicePixelRatio(dpr)
            self._dots.fill(Qt.GlobalColor.transparent)
            with QPainter(self._dots) as on_dots:
                paint_marks_on_map(on_dots, marks, self._camera, ink(self._theme))
        painter.drawPixmap(0, 0, self._dots)
