"""Rest: tells when the numbers have stopped changing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gradviz.app.document import Document
from gradviz.app.player import Player

_PAUSE = 250
"""Milliseconds without a step after which one isn't stepping any more."""


class Rest(QObject):
    """What takes more than a moment to work out anew, such as an order of half a million
    values, waits for `came`: a while after the last step or edit, and never while playing."""

    came = Signal()

    def __init__(self, document: Document, player: Player) -> None:
        super().__init__(document)
        self._player = player
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._end)
        document.cursor_moved.connect(lambda _: self._pause.start())
        document.recording_changed.connect(self._pause.start)
        player.changed.connect(self._pause.start)

    def _end(self) -> None:
        if not self._player.is_playing:
            self.came.emit()
