"""Ctrl+C in the terminal, and a system that shuts down, end the window without a question."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication


class SignalWatch:
    """Python handles a signal only between two of its own instructions, and Qt's event loop
    runs none while it waits: a byte on a socket wakes it up."""

    def __init__(self, app: QApplication, end: Callable[[], None]) -> None:
        """`end` closes the window, which ends the programs it runs."""
        self._app = app
        self._end_window = end
        self._read, self._write = socket.socketpair()
        for half in (self._read, self._write):
            half.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno())
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._drain)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._read.recv(64)

    def _end(self, *_: object) -> None:
        self._end_window()
        self._app.quit()

    def close(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._read.close()
        self._write.close()
