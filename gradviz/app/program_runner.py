"""ProgramRunner: runs a program in its child process, beside the window's thread."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Signal

from gradviz.app.tasks import Tasks
from gradviz.sources.child import Child, RunCancelled
from gradviz.sources.protocol import Report, Request

_KIND = "program"


class ProgramRunner(QObject):
    """One program at a time; a new run ends the one before it.

    `output` is what it prints, as it comes; `progress` what it is doing.
    """

    started = Signal()
    output = Signal(str)
    progress = Signal(str)
    reported = Signal(Report, Request)
    stopped = Signal()
    """A person stopped it."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._child: Child | None = None
        self._is_stopping = False

    @property
    def is_running(self) -> bool:
        return self._child is not None

    def run(self, request: Request) -> None:
        if self._child is not None:
            self._tasks.drop(_KIND)
            self._child.cancel()
        child = Child(
            request, on_output=self.output.emit, on_progress=self.progress.emit
        )  # the callbacks run in other threads: Qt brings the signals into this one
        self._child = child
        self._is_stopping = False
        self._tasks.run(_KIND, child.run, lambda report: self._finish(report, request), self._fail)
        self.started.emit()

    def stop(self) -> None:
        """Stop the program; what it did until then is reported. A second time, or where it
        can't be told so, end it and all that it started."""
        if self._child is None:
            return
        if self._is_stopping or os.name != "posix":
            self._child.cancel()
        else:
            self._is_stopping = True
            self._child.stop()
            self.progress.emit("Stopping… (once more ends it at once)")

    def abandon(self) -> None:
        """End the program and drop what it did."""
        if self._child is not None:
            self._tasks.drop(_KIND)
            self._child.cancel()
            self._child = None
            self.stopped.emit()

    def close(self) -> None:
        """Stop without a word: the window is closing."""
        if self._child is not None:
            self._tasks.drop(_KIND)
            self._child.cancel()
            self._child = None

    def _finish(self, report: Report, request: Request) -> None:
        self._child = None
        self.reported.emit(report, request)

    def _fail(self, error: Exception) -> None:
        self._child = None
        if not isinstance(error, RunCancelled):
            raise error
        self.stopped.emit()
