"""Haste: while a picture changes again and again it is painted as quickly as can be; once it
rests, as it should be.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic

from PySide6.QtCore import QObject, QTimer

_REST = 120
"""ms without a change, after which a picture is at rest."""


class Haste:
    """When a picture has changed last, and whether it is still to be painted at leisure."""

    def __init__(self, parent: QObject, at_rest: Callable[[], None]) -> None:
        """`at_rest` is called when a picture painted in haste has come to rest."""
        self._changed_at = -inf  # in seconds
        self._rest = QTimer(parent)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(at_rest)

    @property
    def is_on(self) -> bool:
        """Whether the picture changed just now, and so is likely to change again."""
        return monotonic() - self._changed_at < _REST / 1000

    def painted(self, changed: bool, hasty: bool) -> None:
        """A frame has been painted: whether it shows a change, and whether in haste."""
        if changed:
            self._changed_at = monotonic()
            self._rest.stop()
        if hasty and not self._rest.isActive():
            self._rest.start()

    def end(self) -> None:
        """The next frame is to be painted at leisure."""
        self._changed_at = -inf
