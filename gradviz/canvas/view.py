"""View: the camera in its widget. Where the graph may be, and how one gets to see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF

from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.motion import CameraMotion
from gradviz.canvas.scene import Detail
from gradviz.look.metrics import METRICS

ZOOM_STEP = 1.25
"""One press of a zoom button."""
SELECTION_ZOOM = 1.5
"""The largest that zooming to the selection makes it."""

_KEPT = float(METRICS.space_12)
"""So much of the graph stays in sight, however far one pans."""
_PADDING = float(METRICS.space_6)


class View(QObject):
    """What is seen of `content` (layout px) through `area` (widget px).

    `area` is the widget, `free` the part of it that no overlay covers. `changed` is called
    whenever the picture moves.
    """

    def __init__(self, parent: QObject, changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.content = QRectF()
        self.area = QRectF()
        self.free = QRectF()
        self._is_fitted = True
        self._detail = Detail.FULL
        self._changed = changed
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
    def detail(self) -> Detail:
        return self._detail

    @property
    def is_moving(self) -> bool:
        return self._motion.is_running

    def finish(self) -> None:
        self._motion.finish()

    # --- moves --------------------------------------------------------------------------

    def show_content(self, content: QRectF) -> None:
        """Another graph: all of it, at once, in the fullest detail that its zoom allows."""
        self.content = content
        self._detail = Detail.FULL
        self.fit(0)

    def resize(self, area: QRectF, free: QRectF) -> None:
        """The widget has another size: what was fitted stays fitted, else the middle stays."""
        shift = area.center() - self.area.center()
        self.area, self.free = area, free
        if self._is_fitted:
            self.fit(0)
        else:
            self._go(self.target.panned(shift), 0)

    def fit(self, milliseconds: int) -> None:
        """The whole graph, never above 100 %."""
        self._is_fitted = True
        self._motion.go(Camera.fitting(self.content, self.free), milliseconds)

    def zoom_by(self, factor: float, at: QPointF, milliseconds: int) -> None:
        """The layout point at widget point `at` stays there."""
        self._go(self.target.zoomed(factor, at), milliseconds)

    def zoom_to(self, zoom: float, milliseconds: int) -> None:
        """About the middle of what isn't covered."""
        self.zoom_by(zoom / self.target.zoom, self.free.center(), milliseconds)

    def pan_by(self, by: QPointF) -> None:
        self._go(self.target.panned(by), 0)

    def zoom_to_rect(self, what: QRectF, milliseconds: int) -> None:
        self._go(Camera.fitting(what, self.free, SELECTION_ZOOM), milliseconds)

    def reveal(self, what: QRectF, milliseconds: int) -> None:
        """Into sight, by the shortest way; nothing moves if it is there already."""
        seen = self.target.rect_to_widget(what)
        if self.free.adjusted(-1, -1, 1, 1).contains(seen):
            return
        seen = seen.adjusted(-_PADDING, -_PADDING, _PADDING, _PADDING)
        by = QPointF(
            _shift(seen.left(), seen.right(), self.free.left(), self.free.right()),
            _shift(seen.top(), seen.bottom(), self.free.top(), self.free.bottom()),
        )
        self._go(self.target.panned(by), milliseconds)

    def _go(self, camera: Camera, milliseconds: int) -> None:
        self._is_fitted = False
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


def _shift(low: float, high: float, lowest: float, highest: float) -> float:
    """How far to move the stretch `low`..`high` so that it lies in `lowest`..`highest`."""
    if high - low > highest - lowest:
        return (lowest + highest - low - high) / 2
    return max(lowest - low, 0.0) + min(highest - high, 0.0)
