"""Player: steps by itself at a speed, until the end or until told to stop."""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from gradviz.app.document import Document
from gradviz.look.metrics import METRICS

FASTEST = math.inf
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, FASTEST)
"""Times the usual one; the fastest plays the whole recording in `WHOLE` seconds."""

WHOLE = 2.0
_FRAME = 16
"""ms between two pictures at the fastest speed."""


class Player(QObject):
    """One step every 800 ms at speed 1. `changed`: it started, stopped, or took another speed.

    At the fastest speed as many steps at once as time has passed for, at least one.
    """

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._speed = 1.0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        document.graph_opened.connect(self.stop)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        return self._speed

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        self._timer.setInterval(self._interval)
        self.changed.emit()

    def change_speed(self, by: int) -> None:
        """So many places up or down the list of speeds."""
        at = SPEEDS.index(self._speed) + by
        self.set_speed(SPEEDS[min(max(at, 0), len(SPEEDS) - 1)])

    def toggle(self) -> None:
        if self.is_playing:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """Play from here; from the end, play again from the start."""
        if self._document.at_end:
            self._document.to_start()
        self._clock.restart()
        self._timer.start(self._interval)
        self.changed.emit()
        self._document.step()

    def stop(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    @property
    def _interval(self) -> int:
        if self._speed == FASTEST:
            return _FRAME
        return round(METRICS.motion.step_total / self._speed)

    def _tick(self) -> None:
        if self._speed == FASTEST:
            passed = self._clock.restart() / 1000.0
            steps = round(self._document.recording.length * passed / WHOLE)
            self._document.seek(self._document.position + max(1, steps))
        else:
            self._document.step()
        if self._document.at_end:
            self.stop()
