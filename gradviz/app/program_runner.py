"""ProgramRunner: runs a program in its child process, beside the window's thread, and makes
the recording of what it did there too."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gradviz.app.ahead import look_ahead
from gradviz.app.tasks import Tasks
from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.sources.child import Child, RunCancelled
from gradviz.sources.listing import Listing
from gradviz.sources.program_text import Unreadable, read_program
from gradviz.sources.replay import recording_of
from gradviz.sources.report import Report
from gradviz.sources.request import Request

_KIND = "program"


@dataclass(frozen=True)
class Outcome:
    """What came of a run. `recording` is None where there is no graph to show; `exercise` is
    which of the report's exercises it is of, None where it is the program's own."""

    request: Request
    report: Report
    listing: Listing
    recording: Recording | None
    exercise: int | None = None


class ProgramRunner(QObject):
    """One program at a time; a new run ends the one before it.

    `output` is what it prints, as it comes; `progress` what it is doing.
    """

    started = Signal()
    output = Signal(str)
    progress = Signal(str)
    sketched = Signal(Outcome)
    """A large graph, before its gradients are examined."""
    reported = Signal(Outcome)
    stopped = Signal()
    """A person stopped it."""

    def __init__(self, tasks: Tasks, rule_in_view: Callable[[], Rule]) -> None:
        """`rule_in_view` may be asked in any thread."""
        super().__init__()
        self._tasks = tasks
        self._rule_in_view = rule_in_view
        self._sketched: Request | None = None
        self._child: Child | None = None
        self._is_stopping = False
        self._graph: Graph | None = None  # of the recording made last

    @property
    def is_running(self) -> bool:
        return self._child is not None

    def run(self, request: Request) -> None:
        if self._child is not None:
            self._tasks.drop(_KIND)
            self._child.cancel()
        child = Child(
            request,
            on_output=self.output.emit,
            on_progress=self.progress.emit,
            on_sketch=lambda report: self._sketch(child, report, request),
        )  # the callbacks run in other threads: Qt brings the signals into this one
        self._child = child
        self._is_stopping = False
        self._tasks.run(
            _KIND,
            lambda: self._told(child.run(), request),
            self._finish,
            self._fail,
            title=f"Running {Path(request.file).name}…",
            cancel=self.stop,
        )
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

    def _sketch(self, child: Child, report: Report, request: Request) -> None:
        """In the thread that runs the child. An edit's numbers come all at once."""
        if child is self._child and not request.leaves:
            self.sketched.emit(self._told(report, request))
            self._sketched = request

    def _told(self, report: Report, request: Request) -> Outcome:
        """In a thread beside the window's. What is in view already keeps its rule."""
        text = _text_of(request)
        try:
            listing = Listing.of(request.file, text)
        except Unreadable:  # a notebook that has broken since it was run
            listing = Listing(request.file, text, {})
        exercise = _exercise_to_show(report, request)
        recording = recording_of(report, listing, self._graph, exercise)
        if recording is not None:
            self._graph = recording.graph
            rule = self._rule_in_view()
            is_known = bool(request.leaves) or request is self._sketched
            if (is_known or request.exercise_edit) and rule in recording.rules:
                recording = recording.with_rule(rule)
            look_ahead(recording)
        return Outcome(request, report, listing, recording, exercise)

    def _finish(self, outcome: Outcome) -> None:
        self._child = None
        self.reported.emit(outcome)

    def _fail(self, error: Exception) -> None:
        self._child = None
        if not isinstance(error, RunCancelled):
            raise error
        self.stopped.emit()


def _exercise_to_show(report: Report, request: Request) -> int | None:
    """The first, for a file that only defines an engine. Where the program failed, that is what
    there is to see."""
    if request.exercise_edit is not None:
        return 0 if report.exercises else None
    failed = any(trouble.kind in ("failed", "ended") for trouble in report.troubles)
    return 0 if report.picture is None and report.exercises and not failed else None


def _text_of(request: Request) -> str:
    if request.text is not None:
        return request.text
    try:
        return read_program(request.file)
    except Unreadable:  # gone since it was run
        return ""
