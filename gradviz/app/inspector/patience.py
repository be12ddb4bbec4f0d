"""Later: for what takes long on a large graph, done once the person pauses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

LARGE = 2_000
"""Nodes; below this everything is worked out at once, within a frame."""
PAUSE_MS = 200


class Patience(QObject):
    """Runs work at once for a small graph, after a pause for a large one.

    New work replaces what still waits.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._run)

    def do(self, work: Callable[[], None], size: int) -> bool:
        """Whether it is done already."""
        self._work = work
        if size > LARGE:
            self._timer.start()
            return False
        self._timer.stop()
        self._run()
        return True

    def forget(self) -> None:
        self._timer.stop()
        self._work = None

    def _run(self) -> None:
        work, self._work = self._work, None
        if work is not None:
            work()
