"""Progress: what is taking long, for how long it has, and the button that calls it off."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gradviz.app.tasks import Tasks
from gradviz.look.metrics import METRICS

PATIENCE = 0.5
"""Seconds that a person waits without being told anything."""
_TICK = 100


class Progress(QWidget):
    """Part of the status bar; there only while a task takes longer than `PATIENCE`.

    Nothing in it moves by itself but the seconds.
    """

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._text = QLabel()
        self._text.setProperty("role", "secondary")
        self._cancel = QToolButton()
        self._cancel.setText("Cancel")
        self._cancel.setProperty("small", True)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(METRICS.space_2)
        row.addWidget(self._text)
        row.addWidget(self._cancel)
        self.setAccessibleName("Progress")
        self.hide()
        tasks.begun.connect(self._timer.start)
        tasks.idle.connect(self._show)
        self._timer.timeout.connect(self._show)
        self._cancel.clicked.connect(self._call_off)

    @property
    def text(self) -> str:
        return self._text.text()

    def _show(self) -> None:
        oldest = self._tasks.oldest()
        if oldest is None:
            self._timer.stop()
            self.hide()
            return
        title, seconds, cancel = oldest
        if seconds < PATIENCE:
            return
        whole = int(seconds)
        self._text.setText(f"{title} {whole} s" if whole else title)
        self._cancel.setVisible(cancel is not None)
        self._cancel.setAccessibleName(f"Cancel: {title}")
        self._cancel.setToolTip(f"Don't wait for this any longer: {title}")
        self.setAccessibleDescription(self._text.text())
        self.show()

    def _call_off(self) -> None:
        oldest = self._tasks.oldest()
        if oldest is not None and oldest[2] is not None:
            self._text.setText("Stopping…")
            oldest[2]()
