"""Motion: the animation of a finished step, and of the camera.

State moves first; motion only decorates. So an animation can be cut short at any moment and
nothing is lost, and it is never started where nobody sees it. Both use Qt's animation clock,
which stops by itself: an idle canvas has no timer running.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QPointF, QVariantAnimation

from gradviz.canvas.camera import Camera
from gradviz.canvas.scene import AT_REST, Motion
from gradviz.look.metrics import METRICS, Curve

FASTEST_ANIMATED = 4.0
"""Above this speed only final states are drawn."""


def easing(curve: Curve) -> QEasingCurve:
    """A CSS cubic-bezier as Qt's easing curve."""
    x1, y1, x2, y2 = curve
    out = QEasingCurve(QEasingCurve.Type.BezierSpline)
    out.addCubicBezierSegment(QPointF(x1, y1), QPointF(x2, y2), QPointF(1.0, 1.0))
    return out


_STANDARD = easing(METRICS.motion.ease_standard)
_OUT = easing(METRICS.motion.ease_out)

_CHIPS_END = METRICS.motion.edge_flow + 40
"""The chips come in while the pulse arrives, and are there just after it."""
_STRIP_END = _CHIPS_END + METRICS.motion.count_up
_HALO_END = _STRIP_END + METRICS.motion.settle


def motion_at(ms: float) -> Motion:
    """The parts of a step's animation, so long after it began at speed 1.

    0    the pulse leaves
    220  the chips begin to appear
    320  the pulse has arrived
    360  the chips are there, the strip begins to add up
    540  the strip has its sum, the halo begins to settle
    700  everything is at rest
    """
    if ms >= _HALO_END:
        return AT_REST
    return Motion(
        pulse=_part(ms, 0.0, METRICS.motion.edge_flow, _STANDARD),
        chips=_part(ms, _CHIPS_END - METRICS.motion.chip_in, _CHIPS_END, _OUT),
        strip=_part(ms, _CHIPS_END, _STRIP_END, _OUT),
        halo=_part(ms, _STRIP_END, _HALO_END, _STANDARD),
    )


def _part(ms: float, start: float, end: float, curve: QEasingCurve) -> float:
    progress = (ms - start) / (end - start)
    return curve.valueForProgress(min(max(progress, 0.0), 1.0))


class _Timeline(QVariantAnimation):
    """A clock from 0 to `duration` that tells how far it is, and its end exactly once."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setStartValue(0.0)
        self.setEndValue(1.0)

    @property
    def is_running(self) -> bool:
        return self.state() is QAbstractAnimation.State.Running

    def run(self, milliseconds: float) -> None:
        self.stop()
        self.setDuration(max(1, round(milliseconds)))
        self.start()


class StepMotion(QObject):
    """Plays one step's animation. `now` is what to draw; `changed` is called when it moved."""

    def __init__(self, parent: QObject, changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.now = AT_REST
        self._changed = changed
        self._timeline = _Timeline(self)
        self._timeline.valueChanged.connect(self._show)
        self._timeline.finished.connect(self.finish)

    @property
    def is_running(self) -> bool:
        return self._timeline.is_running

    def play(self, speed: float) -> None:
        """From the beginning, the whole in `_HALO_END / speed` ms."""
        if speed > FASTEST_ANIMATED:
            self.finish()
            return
        self.now = motion_at(0.0)
        self._timeline.run(_HALO_END / speed)

    def finish(self) -> None:
        """To the end at once; nothing happens if it is there."""
        self._timeline.stop()
        if self.now is not AT_REST:
            self.now = AT_REST
            self._changed()

    def _show(self, progress: float) -> None:
        self.now = motion_at(progress * _HALO_END)
        self._changed()


class CameraMotion(QObject):
    """Moves a camera to a target. `target` is where it is going or, at rest, where it is."""

    def __init__(self, parent: QObject, changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.now = Camera()
        self.target = Camera()
        self._start = Camera()
        self._changed = changed
        self._timeline = _Timeline(self)
        self._timeline.valueChanged.connect(self._show)
        self._timeline.finished.connect(self.finish)

    @property
    def is_running(self) -> bool:
        return self._timeline.is_running

    def go(self, target: Camera, milliseconds: float) -> None:
        """0 ms: at once."""
        self._start, self.target = self.now, target
        if milliseconds <= 0 or target == self.now:
            self._timeline.stop()
            self.now = target
            self._changed()
        else:
            # Told where else to go while on its way, it doesn't start from rest again: it
            # would never get away under a timeline that is being dragged.
            self._timeline.setEasingCurve(_OUT if self.is_running else _STANDARD)
            self._timeline.run(milliseconds)

    def finish(self) -> None:
        """To the target at once."""
        self._timeline.stop()
        if self.now != self.target:
            self.now = self.target
            self._changed()

    def _show(self, progress: float) -> None:
        self.now = between(self._start, self.target, progress)
        self._changed()


def between(a: Camera, b: Camera, progress: float) -> Camera:
    """From camera `a` (0) to `b` (1).

    The zoom grows by equal factors, and the one point that both cameras show at the same
    place stays there: a zoom at the cursor doesn't drift on its way.
    """
    if progress <= 0.0:
        return a
    if progress >= 1.0:
        return b
    zoom = a.zoom * (b.zoom / a.zoom) ** progress
    # How far the zoom is, counted in zoom and not in time; without a change of zoom, time.
    share = progress if a.zoom == b.zoom else (zoom - a.zoom) / (b.zoom - a.zoom)
    return Camera(zoom, a.dx + (b.dx - a.dx) * share, a.dy + (b.dy - a.dy) * share)
