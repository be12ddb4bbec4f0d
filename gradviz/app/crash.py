"""The one excepthook: a bug shows a report, and the window goes on."""

from __future__ import annotations

import platform
import sys
import traceback
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtWidgets import QMessageBox, QWidget

import gradviz


def report_crashes(window: QWidget) -> None:
    """From now on an exception nobody caught is printed, and shown once with its traceback."""
    open_reports: list[QMessageBox] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        if open_reports:  # one report is enough; a bug in painting comes again with every frame
            return
        try:
            report = _report(window, error, text)
            open_reports.append(report)
            report.finished.connect(open_reports.clear)
            report.open()
        except Exception:  # noqa: BLE001  a report must never make it worse
            traceback.print_exc()

    sys.excepthook = hook


def _report(window: QWidget, error: BaseException, text: str) -> QMessageBox:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("gradviz")
    box.setText("Something went wrong inside gradviz. Your graph and your edits are still there.")
    box.setInformativeText(
        f"{type(error).__name__}: {error}\n\nThe details below help to mend it; please report them."
    )
    box.setDetailedText(
        f"gradviz {gradviz.__version__}, PySide6 {pyside_version}, Python "
        f"{platform.python_version()}, {platform.platform()}\n\n{text}"
    )
    return box
