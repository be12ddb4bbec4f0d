"""Pointer: the mouse or touchpad on the canvas. What it is on, and what it is doing."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from gradviz.canvas.gestures import IDLE, Gesture, Pan, Press, Surface
from gradviz.canvas.pick import NOTHING, Pick

_WHEEL_BASE = 1.2
"""One notch of a mouse wheel."""


class Pointed(Surface, Protocol):
    """What the pointer is on: the canvas."""

    def pick(self, at: QPointF) -> Pick: ...

    def zoom_by(self, factor: float, at: QPointF) -> None: ...

    def double_click(self, at: QPointF) -> None: ...

    def pointer_changed(self) -> None:
        """It is on something else, or has another shape."""


class Pointer:
    """The canvas hands every mouse and wheel event on to this."""

    def __init__(self, surface: Pointed) -> None:
        self._surface = surface
        self._gesture: Gesture = IDLE
        self._button = Qt.MouseButton.NoButton
        self.on = NOTHING

    @property
    def is_idle(self) -> bool:
        """No button is down."""
        return self._gesture is IDLE

    @property
    def cursor(self) -> Qt.CursorShape:
        if self._gesture.cursor is not None:
            return self._gesture.cursor
        is_on_node = self.on.node is not None or self.on.group is not None
        return Qt.CursorShape.PointingHandCursor if is_on_node else Qt.CursorShape.OpenHandCursor

    def reset(self) -> None:
        """Elsewhere, with no button down."""
        self._become(IDLE)
        self._hover(NOTHING)

    def leave(self) -> None:
        self._hover(NOTHING)

    def press(self, event: QMouseEvent) -> None:
        if not self.is_idle:
            return
        if event.button() == Qt.MouseButton.LeftButton:
            threshold = QApplication.startDragDistance()
            gesture: Gesture = Press(self._surface, event.position(), threshold)
        elif event.button() == Qt.MouseButton.MiddleButton:
            gesture = Pan(self._surface, event.position())
        else:
            return
        self._button = event.button()
        self._become(gesture)

    def move(self, event: QMouseEvent) -> None:
        if self.is_idle:
            self._hover(self._surface.pick(event.position()))
        else:
            self._become(self._gesture.move(event.position()))

    def release(self, event: QMouseEvent) -> None:
        if self.is_idle or event.button() != self._button:
            return
        gesture = self._gesture
        self._become(IDLE)
        gesture.release()
        self._hover(self._surface.pick(event.position()))

    def double_click(self, event: QMouseEvent) -> None:
        """Qt's second press. On the background it may begin a pan, like the first."""
        on = self._surface.pick(event.position())
        is_on_node = on.node is not None or on.group is not None
        if is_on_node and event.button() == Qt.MouseButton.LeftButton:
            self._surface.double_click(event.position())
        else:
            self.press(event)

    def wheel(self, event: QWheelEvent) -> None:
        """Two fingers pan, a wheel zooms at the pointer; with Ctrl both zoom, and with Shift
        a wheel pans sideways."""
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if has_ctrl or (pixels.isNull() and angle.y() and not has_shift):
            notches = (angle.y() or angle.x() or pixels.y()) / 120  # Alt and some mice turn it
            self._surface.zoom_by(_WHEEL_BASE**notches, event.position())
        elif not pixels.isNull():
            self._surface.pan_by(QPointF(pixels))
        else:
            self._surface.pan_by(QPointF(angle.x() or angle.y(), 0.0))
        self._hover(self._surface.pick(event.position()))

    def _become(self, gesture: Gesture) -> None:
        if gesture is not self._gesture:
            self._gesture = gesture
            self._surface.pointer_changed()

    def _hover(self, on: Pick) -> None:
        if on != self.on:
            self.on = on
            self._surface.pointer_changed()
