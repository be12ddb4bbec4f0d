"""Player: steps by itself at a speed, until the end or until told to stop."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gradviz.app.document import Document
from gradviz.look.metrics import METRICS

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


class Player(QObject):
    """One step every 800 ms at speed 1. `changed`: it started, stopped, or took another speed."""

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._speed = 1.0
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
        self._timer.setInterval(round(METRICS.motion.step_total / speed))
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
        self._timer.start(round(METRICS.motion.step_total / self._speed))
        self.changed.emit()
        self._document.step()

    def stop(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def _tick(self) -> None:
        self._document.step()
        if self._document.at_end:
            self.stop()
