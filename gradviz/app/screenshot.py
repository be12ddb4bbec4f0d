"""A picture of the real window, without a screen."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from gradviz.app.window import MainWindow

_PATIENCE_MS = 60_000


def take_screenshot(window: MainWindow, path: Path) -> int:
    """Wait until the shown window has settled, save it as PNG; 0, or 1 if that failed."""
    window.set_reduced_motion(True)
    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not window.is_settled:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        if deadline.hasExpired():
            print("gradviz: the window did not settle within a minute.", file=sys.stderr)
            window.close()
            return 1
    for _ in range(3):  # a text that came last asks for a layout, which asks for a paint
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    window.canvas.settle()
    saved = window.grab().save(str(path), "PNG")
    window.close()
    if not saved:
        print(
            f"gradviz: could not write {path}. Is the folder there and writable?", file=sys.stderr
        )
        return 1
    return 0
