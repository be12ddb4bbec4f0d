"""Backing: the last frame, kept, so that only what is new in the next one is painted.

Panning shows what was there already at another place, and a strip that wasn't. A step changes
a few boxes and arrows, and only these are painted again. What is asked for again unchanged,
since something that lies on the canvas moved, isn't painted at all. And where a frame takes
long, zooming stretches the one there is, until there is time for another.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from time import perf_counter

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QRegion

from gradviz.canvas.background import paint_background
from gradviz.canvas.camera import Camera
from gradviz.canvas.changes import UNCHANGED, Difference, difference
from gradviz.canvas.ink import ink
from gradviz.canvas.kept_frame import KeptFrame
from gradviz.canvas.overview import MOST_EXACT
from gradviz.canvas.paint_scene import Painted, paint_base, paint_scene
from gradviz.canvas.paint_steps import paint_boxes_over, paint_marks
from gradviz.canvas.scene import AT_REST, Detail, Scene
from gradviz.look.theme import Theme

_WHOLE = 1e-6
"""px; a shift that is so near to whole pixels is one of whole pixels."""

_DEAR = 0.008
"""s; a frame that takes longer isn't painted anew at every turn of the wheel."""
_MOST_STRETCHED, _LEAST_SEEN = 1.7, 0.5
"""How much larger than it was a frame may be seen, and the part of the widget it must cover."""


class Backing:
    """One widget's frame. `painted` tells how it was painted; `has_changed`, that it is elsewhere
    or of another step than the one before; `is_patched`, that some of its pixels may differ from
    those of one that is painted as a whole and smooth."""

    def __init__(self) -> None:
        self._frame = KeptFrame(QSize(), 1.0)
        self._key: Hashable = None
        self._detail = Detail.FULL
        self._camera = Camera()
        self._seen_by = Camera()
        """The last one; `_camera` is that for which the frame was painted."""
        self._took = 0.0
        """Seconds, to paint it as a whole."""
        self._scene: Scene | None = None
        self._told: tuple[Hashable, Difference | None] = (None, None)
        self.painted = Painted()
        self.has_changed = False
        self.is_patched = False

    def forget(self) -> None:
        """The next frame is painted as a whole, and at leisure."""
        self._key = None

    def changed(
        self, size: QSize, dpr: float, scene: Scene, camera: Camera, theme: Theme, detail: Detail
    ) -> QRegion | None:
        """The part of the widget (px of it) where this scene looks different from the one that
        was painted last; None for all of it."""
        if _key(scene, theme, size, dpr) != self._key:
            return None
        if (camera, detail) != (self._camera, self._detail):
            return None
        found = self._difference(scene, camera, theme, detail)
        if found is None:
            return None
        if len(found.boxes) > MOST_EXACT:
            return QRegion(QRect(QPoint(), size))
        return _region_of(found.parts) | found.marks if found.parts else found.marks

    def _difference(
        self, scene: Scene, camera: Camera, theme: Theme, detail: Detail
    ) -> Difference | None:
        if self._scene is None:
            return None
        asked = (_moving(scene), camera)
        if scene.motion == AT_REST and asked[0] == _moving(self._scene):
            return UNCHANGED
        if asked != self._told[0]:  # it is asked for before painting, and then again
            kept, in_bulk = self._frame.valid, self.painted.in_bulk
            found = difference(self._scene, scene, camera, kept, theme, detail, in_bulk)
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
        *,
        moving: bool = False,
        exposed: QRegion | None = None,
    ) -> None:
        """A scene into the whole of a widget of this size, or what is seen of it in an `exposed`
        part to which the painter is clipped. One that is `moving` needn't look as it should, nor
        one that takes long: it will, when it was forgotten."""
        area = QRectF(0.0, 0.0, size.width(), size.height())
        if scene.motion != AT_REST:
            self._key = None
            self.painted = paint_scene(painter, scene, camera, area, theme, detail)
            return
        key = _key(scene, theme, size, dpr)
        shift = self._shift(camera, dpr) if (key, detail) == (self._key, self._detail) else None
        found = None
        if shift is not None:
            self._frame.shift(shift)
            found = self._difference(scene, camera, theme, detail)
        if shift is not None and found is not None:
            self._mend(shift, found, scene, camera, theme, detail)
        elif moving and shift is None and self._may_be_stretched(key, area, scene, camera):
            self._paint_stretched(painter, area, scene, camera, theme, detail)
            return
        else:
            at_leisure = self._key is None
            smooth = at_leisure or not (moving or self._took > _DEAR)
            self._begin(size, dpr, scene, camera, theme, detail, smooth=smooth)
            self.has_changed = not at_leisure
        self._key, self._detail, self._camera, self._scene = key, detail, camera, scene
        self._told = (None, None)
        self._seen_by = camera
        self._frame.show(painter)
        if self.painted.in_bulk:
            paint_marks(painter, scene, camera, area, theme, exposed)

    def _begin(
        self, size: QSize, dpr: float, scene: Scene, camera: Camera, theme: Theme, detail: Detail,
        *, smooth: bool,
    ) -> None:  # fmt: skip
        """The frame as a whole."""
        if not self._frame.fits(size, dpr):
            self._frame = KeptFrame(size, dpr)
        self._frame.begin()
        start, area = perf_counter(), self._frame.valid
        with self._frame.painter() as painter:
            painter.setClipRect(area)
            self.painted = paint_base(painter, scene, camera, area, theme, detail, smooth=smooth)
        self._took = perf_counter() - start
        self.is_patched = self.painted.is_rough

    def _mend(
        self, shift: QPoint, found: Difference, scene: Scene, camera: Camera, theme: Theme,
        detail: Detail,
    ) -> None:  # fmt: skip
        """What of the frame is new since it was shifted, and what is different."""
        new, dpr = self._frame.claim(), self._frame.dpr
        # What is rounded to whole widget px isn't rounded alike in between.
        is_whole = (shift.x() / dpr).is_integer() and (shift.y() / dpr).is_integer()
        self.has_changed = shift != QPoint() or bool(found.boxes)
        self.is_patched |= bool(new) and self.painted.is_crowded
        self.is_patched |= len(found.boxes) > MOST_EXACT or not is_whole
        parts, area = [*new, *found.parts], self._frame.valid
        if parts:
            self._paint_parts(parts, area, scene, camera, theme, detail)
        if found.boxes:
            self._paint_over(found.boxes, area, scene, camera, theme)

    def _may_be_stretched(self, key: Hashable, area: QRectF, scene: Scene, camera: Camera) -> bool:
        """Whether a new frame would take long, and the old one shows enough in its place."""
        if key != self._key or self._scene is None or scene.position != self._scene.position:
            return False
        seen = self._stretched(camera).intersected(area)
        is_enough = seen.width() * seen.height() >= _LEAST_SEEN * area.width() * area.height()
        is_fine = camera.zoom < _MOST_STRETCHED * self._camera.zoom
        return self._took > _DEAR and is_enough and is_fine

    def _stretched(self, camera: Camera) -> QRectF:
        """Where in the widget that lies which the frame shows, seen by another camera."""
        return camera.rect_to_widget(self._camera.rect_to_layout(self._frame.valid))

    def _paint_stretched(
        self, painter: QPainter, area: QRectF, scene: Scene, camera: Camera, theme: Theme,
        detail: Detail,
    ) -> None:  # fmt: skip
        """The frame there is, with nothing around it where it is too small."""
        paint_background(painter, camera, area, ink(theme))
        self._frame.show_in(painter, self._stretched(camera))
        self.has_changed, self.is_patched = camera != self._seen_by, True
        self._seen_by = camera
        if self.painted.in_bulk:
            paint_marks(painter, scene, camera, area, theme)

    def _paint_parts(
        self,
        parts: Sequence[QRectF],
        area: QRectF,
        scene: Scene,
        camera: Camera,
        theme: Theme,
        detail: Detail,
    ) -> None:
        """Of the frame, in the manner it was painted in."""
        with self._frame.painter() as painter:
            painter.setClipRegion(_region_of(parts))
            paint_base(painter, scene, camera, area, theme, detail, parts, self.painted)

    def _paint_over(
        self,
        boxes: Sequence[int],
        area: QRectF,
        scene: Scene,
        camera: Camera,
        theme: Theme,
    ) -> None:
        """Blocks that have another colour. One that is done covers all but what is wrong."""
        assert self._scene is not None
        may_uncover = scene.position < self._scene.position or len(scene.recording.wrong_nodes) > 0
        with self._frame.painter() as painter:
            paint_boxes_over(
                painter, scene, camera, area, theme, boxes, with_others=may_uncover
            )  # fmt: skip

    def _shift(self, camera: Camera, dpr: float) -> QPoint | None:
        """How far the frame has moved since it was painted (device px), if by whole ones alone."""
        if camera.zoom != self._camera.zoom:
            return None
        dx, dy = (camera.dx - self._camera.dx) * dpr, (camera.dy - self._camera.dy) * dpr
        if any(abs(x - round(x)) > _WHOLE for x in (dx, dy)):
            return None
        return QPoint(round(dx), round(dy))


def _region_of(parts: Sequence[QRectF]) -> QRegion:
    region = QRegion()
    for part in parts:
        region += part.toAlignedRect()
    return region


def _key(scene: Scene, theme: Theme, size: QSize, dpr: float) -> Hashable:
    """What a frame must have in common with the next to be of any use for it."""
    return (
        scene.recording, scene.drawing, scene.layout, scene.colouring, theme.name,
        size.toTuple(), dpr,
    )  # fmt: skip


def _moving(scene: Scene) -> Hashable:
    """What may differ from the last frame without making it useless."""
    return scene.position, scene.touched
