"""Backing: the last frame, kept, so that only what is new in the next one is painted.

Panning shows what was there already at another place, and a strip that wasn't. A step changes
a few boxes and arrows, and only these are painted again. What is asked for again unchanged,
since something that lies on the canvas moved, isn't painted at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from gradviz.canvas.camera import Camera
from gradviz.canvas.changes import MOST_EXACT, UNCHANGED, Difference, difference
from gradviz.canvas.paint_scene import (
    Painted,
    paint_base,
    paint_boxes_over,
    paint_marks,
    paint_scene,
)
from gradviz.canvas.scene import AT_REST, Detail, Scene
from gradviz.look.theme import Theme

_WHOLE = 1e-6
"""px; a shift that is so near to whole pixels is one of whole pixels."""


class Backing:
    """One widget's frame. `painted` tells how the last one was painted; `is_patched`, that some
    of its pixels may differ from those of a frame painted as a whole."""

    def __init__(self) -> None:
        self._frame = QPixmap()
        self._key: Hashable = None
        self._camera = Camera()
        self._scene: Scene | None = None
        self._told: tuple[Hashable, Difference | None] = (None, None)
        self.painted = Painted()
        self.is_patched = False

    def forget(self) -> None:
        """The next frame is painted as a whole."""
        self._key = None

    def changed(
        self, size: QSize, dpr: float, scene: Scene, camera: Camera, theme: Theme, detail: Detail
    ) -> QRegion | None:
        """The part of the widget (px of it) where this scene looks different from the one that
        was painted last; None for all of it."""
        if _key(scene, theme, detail, size, dpr) != self._key or camera != self._camera:
            return None
        area = QRectF(0.0, 0.0, size.width(), size.height())
        found = self._difference(area, scene, camera, theme, detail)
        if found is None:
            return None
        if len(found.boxes) > MOST_EXACT:
            return QRegion(area.toRect())
        return _region_of([*found.parts, *found.marks])

    def _difference(
        self, area: QRectF, scene: Scene, camera: Camera, theme: Theme, detail: Detail
    ) -> Difference | None:
        if self._scene is None:
            return None
        asked = (_moving(scene), camera)
        if scene.motion == AT_REST and asked[0] == _moving(self._scene):
            return UNCHANGED
        if asked != self._told[0]:  # it is asked for before painting, and then again
            in_bulk = self.painted.in_bulk
            found = difference(self._scene, scene, camera, area, theme, detail, in_bulk)
            self._told = asked, found
        return self._told[1]

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
        key = _key(scene, theme, detail, size, dpr)
        shift = self._shift(camera, dpr) if key == self._key else None
        found = None if shift is None else self._difference(area, scene, camera, theme, detail)
        if shift is None or found is None:
            self._frame = _new_frame(size, dpr)
            self.painted = self._paint_parts((), area, scene, camera, theme, detail)
            self.is_patched = False
        else:
            is_moved = not shift.isNull() and self.painted.is_crowded
            self.is_patched |= is_moved or len(found.boxes) > MOST_EXACT
            parts = [*self._moved(area, shift, dpr), *found.parts]
            if parts:
                self._paint_parts(parts, area, scene, camera, theme, detail)
            if found.boxes:
                self._paint_over(found.boxes, area, scene, camera, theme, detail)
        self._key, self._camera, self._scene = key, camera, scene
        self._told = (None, None)
        painter.drawPixmap(QPointF(), self._frame)
        if self.painted.in_bulk:
            paint_marks(painter, scene, camera, area, theme, detail)

    def _moved(self, area: QRectF, shift: QPointF, dpr: float) -> list[QRectF]:
        """Put what stays of the frame in its new place; the parts that are still to be painted."""
        if shift.isNull():
            return []
        dx, dy = round(shift.x() * dpr), round(shift.y() * dpr)
        self._frame.scroll(dx, dy, self._frame.rect())  # where it lies: no other is filled
        return _exposed(area, shift)

    def _paint_parts(
        self,
        parts: Sequence[QRectF],
        area: QRectF,
        scene: Scene,
        camera: Camera,
        theme: Theme,
        detail: Detail,
    ) -> Painted:
        """Of the frame, in the manner it was painted in; all of it if there are none."""
        with QPainter(self._frame) as painter:
            if parts:
                painter.setClipRegion(_region_of(parts))
            like = self.painted if parts else None
            return paint_base(painter, scene, camera, area, theme, detail, parts, like)

    def _paint_over(
        self,
        boxes: Sequence[int],
        area: QRectF,
        scene: Scene,
        camera: Camera,
        theme: Theme,
        detail: Detail,
    ) -> None:
        """Blocks that have another colour. One that is done covers all but what is wrong."""
        assert self._scene is not None
        may_uncover = scene.position < self._scene.position or len(scene.recording.wrong_nodes) > 0
        others = may_uncover and len(boxes) <= MOST_EXACT
        with QPainter(self._frame) as painter:
            paint_boxes_over(
                painter, scene, camera, area, theme, detail, boxes, with_others=others
            )  # fmt: skip

    def _shift(self, camera: Camera, dpr: float) -> QPointF | None:
        """How far the frame has moved since it was painted, if by whole pixels alone."""
        if camera.zoom != self._camera.zoom:
            return None
        dx, dy = camera.dx - self._camera.dx, camera.dy - self._camera.dy
        in_pixels = (dx * dpr, dy * dpr)
        if any(abs(x - round(x)) > _WHOLE for x in in_pixels):
            return None
        return QPointF(round(in_pixels[0]) / dpr, round(in_pixels[1]) / dpr)


def _region_of(parts: Sequence[QRectF]) -> QRegion:
    region = QRegion()
    for part in parts:
        region += part.toAlignedRect()
    return region


def _key(scene: Scene, theme: Theme, detail: Detail, size: QSize, dpr: float) -> Hashable:
    """What a frame must have in common with the next to be of any use for it."""
    return (
        scene.recording, scene.drawing, scene.layout, scene.colouring, theme.name, detail,
        size.toTuple(), dpr,
    )  # fmt: skip


def _moving(scene: Scene) -> Hashable:
    """What may differ from the last frame without making it useless."""
    return (
        scene.position, scene.selected, scene.selected_group, scene.hovered, scene.hovered_group,
        scene.hovered_arrow, scene.editing, scene.focused,
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
