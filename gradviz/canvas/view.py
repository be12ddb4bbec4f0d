"""View: the camera in its widget. Where the graph may be, and how one gets to see it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, QPointF, QRectF

from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.focus import (
    Focus,
    Stage,
    centred,
    into_sight,
    is_in_sight,
    part_to_show,
    uncovered,
)
from gradviz.canvas.motion import CameraMotion
from gradviz.canvas.scene import Detail
from gradviz.look.metrics import METRICS

ZOOM_STEP = 1.25
"""One press of a zoom button."""
SELECTION_ZOOM = 1.5
"""The largest that zooming to the selection makes it."""
READABLE_ZOOM = 0.625
"""Where a graph is opened that is too large to be read as a whole: full cards, small."""

_SMALLEST = 0.1
"""Zooming out by hand ends here, or where the whole graph is seen if that is further."""
_KEPT = float(METRICS.space_12)
"""So much of the graph stays in sight, however far one pans."""


class Stance(Enum):
    """Who decided what is seen; it says what happens when the widget gets another size."""

    FITTED = "fitted"
    """A person asked for the whole graph."""
    OPENED = "opened"
    """The view itself, when the graph was opened: the whole, or a readable part."""
    FREE = "free"
    """A person zoomed or panned."""


class View(QObject):
    """What is seen of `content` (layout px) through `area` (widget px).

    `area` is the widget, `free` the part of it that is kept free at every step; `covers` says
    what lies on it right now. `changed` is called whenever the picture moves.
    """

    def __init__(
        self,
        parent: QObject,
        changed: Callable[[], None],
        covers: Callable[[], tuple[QRectF, ...]],
    ) -> None:
        super().__init__(parent)
        self.content = QRectF()
        self.area = QRectF()
        self.free = QRectF()
        self._stance = Stance.OPENED
        self._detail = Detail.FULL
        self._changed = changed
        self._covers = covers
        self._motion = CameraMotion(self, self._moved)

    @property
    def camera(self) -> Camera:
        """What is seen now."""
        return self._motion.now

    @property
    def target(self) -> Camera:
        """What will be seen when the camera has arrived."""
        return self._motion.target

    @property
    def middle(self) -> QPointF:
        """The layout point in the middle of what will be seen and isn't covered."""
        return self.target.to_layout(self.free.center())

    @property
    def detail(self) -> Detail:
        return self._detail

    @property
    def is_moving(self) -> bool:
        return self._motion.is_running

    @property
    def is_whole(self) -> bool:
        """The whole graph is in view because it was made to fit, not by chance."""
        fits = self._stance is Stance.OPENED and self._is_readable
        return self._stance is Stance.FITTED or fits

    def finish(self) -> None:
        self._motion.finish()

    # --- moves --------------------------------------------------------------------------

    def open(self, content: QRectF, focus: Focus) -> None:
        """Another graph, at once and in the fullest detail that its zoom allows: all of it
        where that can be read, else what is in focus."""
        self.content = content
        self._detail = Detail.FULL
        self._stance = Stance.OPENED
        self._open_at(focus)

    def relay(self, content: QRectF, before: QRectF, after: QRectF, milliseconds: int) -> None:
        """The same graph laid out anew. What was at `before` and is at `after` stays where one
        saw it; if it has become larger, as a group that was opened, all of it comes into view.
        """
        was_whole = self.is_whole
        self.content = content
        at = self.target.to_widget(before.topLeft())
        self._motion.go(self.target.centred_on(after.topLeft(), at), 0)
        if was_whole and self._is_readable:
            self._motion.go(self._fitting, milliseconds)
            return
        self._stance = Stance.FREE
        fitting = Camera.fitting(after, self.free, self.target.zoom)
        has_grown = after.width() * after.height() > before.width() * before.height()
        if has_grown and fitting.zoom < self.target.zoom:
            self._go(fitting, milliseconds)
        elif not has_grown and self._fitting.zoom > self.target.zoom:
            self._go(self._fitting, milliseconds)
        else:
            self.reveal(after, milliseconds)

    def resize(self, area: QRectF, free: QRectF, focus: Focus) -> None:
        """The widget has another size: what was fitted stays fitted, and in the fullest detail
        again, else the middle stays."""
        shift = area.center() - self.area.center()
        self.area, self.free = area, free
        if self._stance is not Stance.FREE:
            self._detail = Detail.FULL
        if self._stance is Stance.FITTED:
            self.fit(0)
        elif self._stance is Stance.OPENED:
            self._open_at(focus)
        else:
            self._go(self.target.panned(shift), 0)

    def fit(self, milliseconds: int) -> None:
        """The whole graph, never above 100 %."""
        self._stance = Stance.FITTED
        self._motion.go(self._fitting, milliseconds)

    def zoom_by(self, factor: float, at: QPointF, milliseconds: int) -> None:
        """The layout point at widget point `at` stays there."""
        smallest = min(_SMALLEST, self._fitting.zoom, self.target.zoom)
        factor = max(factor, smallest / self.target.zoom)
        self._go_by_hand(self.target.zoomed(factor, at), milliseconds)

    def zoom_to(self, zoom: float, milliseconds: int) -> None:
        """About the middle of what isn't covered."""
        self.zoom_by(zoom / self.target.zoom, self.free.center(), milliseconds)

    def pan_by(self, by: QPointF) -> None:
        self._go_by_hand(self.target.panned(by), 0)

    def centre_on(self, point: QPointF) -> None:
        """A layout point to the middle, at once."""
        self._go_by_hand(self.target.centred_on(point, self.area.center()), 0)

    def zoom_to_rect(self, what: QRectF, milliseconds: int) -> None:
        self._go_by_hand(Camera.fitting(what, self.free, SELECTION_ZOOM), milliseconds)

    def reveal(self, what: QRectF, milliseconds: int) -> None:
        """Into sight, by the shortest way; nothing moves if it is there already."""
        if not is_in_sight(self.target, what, self._stage, roomily=False):
            self._go(into_sight(self.target, what, self._stage), milliseconds)

    def follow(self, focus: Focus, milliseconds: int) -> None:
        """Wherever the steps go: it comes into the middle, unless it is well in sight. What is
        around it may be covered if it must, but not the node itself."""
        stage = self._stage
        if is_in_sight(self.target, focus.around.united(focus.what), stage, roomily=True):
            return  # and so is any part of it
        wanted = part_to_show(self.target, focus, stage)
        if is_in_sight(self.target, wanted, stage, roomily=True):
            return
        camera = centred(self.target, wanted, stage, self.content)
        camera = uncovered(camera, focus.what, stage)
        by = QPointF(camera.dx - self.target.dx, camera.dy - self.target.dy)
        if by.manhattanLength() >= 1.0:
            self._go(camera, milliseconds)

    @property
    def _stage(self) -> Stage:
        return Stage(self.free, self._covers())

    @property
    def _fitting(self) -> Camera:
        return Camera.fitting(self.content, self.free)

    @property
    def _is_readable(self) -> bool:
        return self._fitting.zoom >= METRICS.lod.compact

    def _open_at(self, focus: Focus) -> None:
        camera = self._fitting
        if not self._is_readable and not self.free.isEmpty():
            wanted = part_to_show(Camera(READABLE_ZOOM), focus, self._stage)
            near = Camera(READABLE_ZOOM).centred_on(wanted.center(), self.free.center())
            camera = centred(near, wanted, self._stage, self.content)
        self._motion.go(camera, 0)

    def _go_by_hand(self, camera: Camera, milliseconds: int) -> None:
        self._stance = Stance.FREE
        self._go(camera, milliseconds)

    def _go(self, camera: Camera, milliseconds: int) -> None:
        self._motion.go(self._kept_in_sight(camera), milliseconds)

    def _kept_in_sight(self, camera: Camera) -> Camera:
        if self.content.isEmpty() or self.area.isEmpty():
            return camera
        seen = camera.rect_to_widget(self.content)
        left, right = self.area.left() + _KEPT, self.area.right() - _KEPT
        top, bottom = self.area.top() + _KEPT, self.area.bottom() - _KEPT
        return camera.panned(
            QPointF(
                max(left - seen.right(), 0.0) + min(right - seen.left(), 0.0),
                max(top - seen.bottom(), 0.0) + min(bottom - seen.top(), 0.0),
            )
        )

    def _moved(self) -> None:
        self._detail = detail_at(self.camera.zoom, self._detail)
        self._changed()
