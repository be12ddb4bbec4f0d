"""Backing: the last frame, kept, so that only what is new in the next one is painted.

Panning shows what was there already at another place, and a strip that wasn't. What is asked
for again unchanged, since something that lies on the canvas moved, isn't painted at all.
"""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from gradviz.canvas.camera import Camera
from gradviz.canvas.paint_scene import Painted, paint_scene
from gradviz.canvas.scene import AT_REST, Detail, Scene
from gradviz.look.theme import Theme

_WHOLE = 1e-6
"""px; a shift that is so near to whole pixels is one of whole pixels."""


class Backing:
    """One widget's frame. `painted` tells how the last one was painted."""

    def __init__(self) -> None:
        self._frame = QPixmap()
        self._key: Hashable = None
        self._camera = Camera()
        self.painted = Painted()

    def paint(
        self,
        painter: QPainter,
        size: QSize,
        dpr: float,
        scene: Scene,
        camera: Camera,
        theme: Theme,
        detail: Detail,
    ) -> None:
        """A scene into the whole of a widget of this size."""
        area = QRectF(0.0, 0.0, size.width(), size.height())
        if scene.motion != AT_REST:
            self._key = None
            self.painted = paint_scene(painter, scene, camera, area, theme, detail)
            return
        key = (_content(scene, self.painted.in_bulk), theme.name, detail, size.toTuple(), dpr)
        shift = self._shift(camera, dpr) if key == self._key else None
        if shift is None:
            self._frame = _new_frame(size, dpr)
            self._paint_part(area, scene, camera, theme, detail, None)
        elif not shift.isNull():
            before, self._frame = self._frame, _new_frame(size, dpr)
            with_old = QPainter(self._frame)
            with_old.drawPixmap(shift, before)
            with_old.end()
            for strip in _exposed(area, shift):
                self._paint_part(strip, scene, camera, theme, detail, self.painted)
        self._key, self._camera = key, camera
        painter.drawPixmap(QPointF(), self._frame)

    def _paint_part(
        self,
        part: QRectF,
        scene: Scene,
        camera: Camera,
        theme: Theme,
        detail: Detail,
        like: Painted | None,
    ) -> None:
        painter = QPainter(self._frame)
        painter.setClipRect(part)
        painted = paint_scene(painter, scene, camera, part, theme, detail, like)
        painter.end()
        self.painted = painted if like is None else like

    def _shift(self, camera: Camera, dpr: float) -> QPointF | None:
        """How far the frame has moved since it was painted, if by whole pixels alone."""
        if camera.zoom != self._camera.zoom:
            return None
        dx, dy = camera.dx - self._camera.dx, camera.dy - self._camera.dy
        in_pixels = (dx * dpr, dy * dpr)
        if any(abs(x - round(x)) > _WHOLE for x in in_pixels):
            return None
        return QPointF(round(in_pixels[0]) / dpr, round(in_pixels[1]) / dpr)


def _content(scene: Scene, in_bulk: bool) -> Hashable:
    """What a scene looks like, apart from where it is seen from and from what moves. In bulk,
    what is pointed at looks like all the others."""
    pointed = () if in_bulk else (scene.hovered, scene.hovered_arrow, scene.editing)
    return (
        scene.recording, scene.drawing, scene.layout, scene.position, scene.selected,
        scene.selected_group, scene.hovered_group, scene.focused, scene.colouring, pointed,
    )  # fmt: skip


def _new_frame(size: QSize, dpr: float) -> QPixmap:
    frame = QPixmap(size * dpr)
    frame.setDevicePixelRatio(dpr)
    return frame


def _exposed(area: QRectF, shift: QPointF) -> list[QRectF]:
    """The parts of an area that a shifted copy of it leaves free."""
    kept = area.translated(shift).intersected(area)
    if kept.isEmpty():
        return [area]
    strips = [
        QRectF(area.left(), area.top(), area.width(), kept.top() - area.top()),
        QRectF(area.left(), kept.bottom(), area.width(), area.bottom() - kept.bottom()),
        QRectF(area.left(), kept.top(), kept.left() - area.left(), kept.height()),
        QRectF(kept.right(), kept.top(), area.right() - kept.right(), kept.height()),
    ]
    return [strip for strip in strips if not strip.isEmpty()]
