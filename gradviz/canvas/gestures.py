"""Gestures: what a pressed mouse button is doing, each kind as an object.

There is always one gesture; it is told where the pointer goes and answers with the gesture
to go on with. `IDLE` is the one that does nothing.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt


class Surface(Protocol):
    """What gestures do things to."""

    def pan_by(self, by: QPointF) -> None:
        """Move the picture by so many widget px."""

    def click(self, at: QPointF) -> None:
        """A person pressed and released here without moving."""


class Gesture:
    """Nothing pressed. Also the base of the others: by default nothing happens."""

    cursor: Qt.CursorShape | None = None
    """The pointer's shape while it lasts; None leaves what hovering shows."""

    def move(self, to: QPointF) -> Gesture:
        return self

    def release(self) -> None:
        pass


IDLE = Gesture()


class Press(Gesture):
    """The left button is down and hasn't moved: a click, unless it becomes a pan."""

    def __init__(self, surface: Surface, at: QPointF, threshold: float) -> None:
        self._surface = surface
        self._start = at
        self._threshold = threshold

    def move(self, to: QPointF) -> Gesture:
        if (to - self._start).manhattanLength() < self._threshold:
            return self
        return Pan(self._surface, self._start).move(to)

    def release(self) -> None:
        self._surface.click(self._start)


class Pan(Gesture):
    """The picture follows the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, surface: Surface, at: QPointF) -> None:
        self._surface = surface
        self._last = at

    def move(self, to: QPointF) -> Gesture:
        self._surface.pan_by(to - self._last)
        self._last = to
        return self
