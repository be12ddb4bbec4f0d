"""Opening something: an example, or a program in its child process; then laying it out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from gradviz.app.ahead import look_ahead, look_ahead_at
from gradviz.app.document import Document
from gradviz.app.program import Program
from gradviz.app.program_runner import Outcome, ProgramRunner
from gradviz.app.tasks import Tasks
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.canvas.map_ground import MapRoom
from gradviz.layout.fold import Fold
from gradviz.layout.layout import LayoutCancelled
from gradviz.layout.layouter import Laid, Layouter
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.warming import warm
from gradviz.sources.examples import Example
from gradviz.sources.listing import Listing
from gradviz.sources.program import RunCancelled, record_program
from gradviz.sources.program_text import Unreadable, read_program
from gradviz.sources.replay import recording_of
from gradviz.sources.request import ExerciseEdit, LeafEdit, Limits, Request

_RECOMPUTE = "recompute"
_LIMITS = Limits(seconds=120.0, examination_seconds=180.0)
"""Longer than where nobody looks on: here it is seen how long it takes, beside a way to stop it."""
_WORTH_COMPILING = 3_000
"""Values from which compiled loops repay the seconds of a processor that making them takes."""


def document_of(example: Example, rule: Rule = Rule.ACCUMULATE) -> Document:
    """A document of an example, forward done and backward about to start."""
    recording = record_program(example.path, rule, example.arguments)
    document = Document(recording, _program_of(example))
    document.seek(len(recording.graph))
    return document


def _recorded(example: Example, rule: Rule, cancelled: Event) -> Recording:
    """In a task's thread."""
    recording = record_program(example.path, rule, example.arguments, cancelled)
    look_ahead(recording)
    return recording


def _program_of(example: Example) -> Program:
    text = example.path.read_text(encoding="utf-8")
    return Program(Listing.of(str(example.path), text), example.path)


@dataclass(frozen=True)
class RunWith:
    """What programs are run with; `cwd` None is their own folder."""

    arguments: tuple[str, ...] = ()
    cwd: str | None = None


class Opener(QObject):
    """Opens things into a document, and sees to its layout.

    `listed` comes as soon as a program's text is there; `opened` when its graph is;
    `graph_missing` with a sentence when it has none, and its name unless the graph shown is
    its own from an earlier run; `refused` when the file can't be read
    at all; what was open stays as it was.
    """

    listed = Signal(Program)
    opened = Signal()
    graph_missing = Signal(str, str)
    refused = Signal(str)

    def __init__(self, document: Document, tasks: Tasks, layouter: Layouter) -> None:
        super().__init__()
        self._document = document
        self._tasks = tasks
        self._layouter = layouter
        self._request = Request("")
        self._path: Path | None = None
        self._cancelled = Event()
        self.run_with = RunWith()
        self.runner = ProgramRunner(tasks, lambda: document.recording.rule)
        self._sketched: Request | None = None
        self.runner.sketched.connect(self._show_sketch)
        self.runner.reported.connect(self._show_outcome)
        document.rerun_requested.connect(self._run_with_edits)
        document.recompute_requested.connect(self._recompute)

    # --- examples -----------------------------------------------------------------------

    def open_example(self, example: Example) -> None:
        """Replace what is open; the rule stays. Raises ScriptFailed or NoGraphFound."""
        if example.has_own_engine:
            self.open_program(example.path)
            return
        self.runner.abandon()
        rule = self._document.recording.rule
        if rule is Rule.AS_WRITTEN:
            rule = Rule.ACCUMULATE
        self._cancelled.set()  # of the example before it
        if not example.is_large:
            self._tasks.drop("example")
            self._show(record_program(example.path, rule), _program_of(example))
            return
        cancelled = self._cancelled = Event()
        self._tasks.run(
            "example",
            lambda: _recorded(example, rule, cancelled),
            lambda recording: self._show(recording, _program_of(example)),
            self._example_failed,
            title=f"Building {example.title}…",
            cancel=cancelled.set,
        )

    def _example_failed(self, error: Exception) -> None:
        if not isinstance(error, RunCancelled):
            raise error

    # --- programs -----------------------------------------------------------------------

    def list_program(self, path: Path) -> bool:
        """Show the text of a file without running it; whether there was one to show."""
        try:
            listing = Listing.of(str(path), read_program(str(path)))
        except Unreadable as error:
            self.refused.emit(error.trouble.message)
            return False
        if path != self._path:
            self.run_with = RunWith()  # the arguments were another program's
        self._path = path
        self.listed.emit(Program(listing, path))
        return True

    def open_program(self, path: Path) -> None:
        """Show the text of a file, and run it."""
        if self.list_program(path):
            self.run_file(path)

    def run_file(self, path: Path) -> None:
        """Run the file that was listed."""
        self._run(Request(str(path)))

    def run_text(self, text: str, path: Path | None) -> None:
        """Run a text that may not be saved; `path` is where it belongs, or None."""
        self._path = path
        file = str(path) if path is not None else str(Path.cwd() / "untitled.py")
        self._run(Request(file, text=text))

    def run_again(self, root: str | None = None, pass_number: int | None = None) -> None:
        """The same program with another root or another backward pass."""
        self._run(replace(self._request, root=root, pass_number=pass_number))

    def _run(self, request: Request) -> None:
        request = replace(
            request,
            arguments=self.run_with.arguments,
            cwd=self.run_with.cwd,
            exercises=True,
            limits=_LIMITS,
        )
        self._request = request
        self.runner.run(request)

    def _run_with_edits(self) -> None:
        program, document = self._document.program, self._document
        picture = program.picture
        if picture is None:
            return
        if program.exercise is not None:
            numbers = dict(zip(picture.creation, picture.values, strict=True))
            numbers |= {picture.creation[node]: x for node, x in document.leaf_edits.items()}
            of_leaves = tuple(x for made, x in sorted(numbers.items()) if made >= 0)
            edit = ExerciseEdit(program.title, of_leaves)
            self.runner.run(replace(self._request, exercise_edit=edit))
            return
        leaves = tuple(
            LeafEdit(int(picture.creation[node]), value)
            for node, value in document.leaf_edits.items()
        )
        self.runner.run(replace(self._request, leaves=leaves, exercise=False))

    def _show_sketch(self, outcome: Outcome) -> None:
        """The graph, while its gradients are still being examined."""
        if outcome.recording is not None and outcome.request is self._request:
            self._sketched = outcome.request
            program = Program(outcome.listing, self._path, outcome.report)
            self._show(outcome.recording, program)

    def _show_outcome(self, outcome: Outcome) -> None:
        report, listing, recording = outcome.report, outcome.listing, outcome.recording
        is_known, self._sketched = outcome.request is self._sketched, None
        if outcome.request.exercise_edit is not None:
            self._show_edited_exercise(outcome)
            return
        if recording is None:
            self._document.show_findings(Program(listing, self._path, report))
            if self._path is not None and self._path == self._document.program.path:
                still = "The graph shown is that of its last run."
                self.graph_missing.emit("", f"{report.message} {still}")
            else:
                self.graph_missing.emit(Path(listing.file).name, report.message)
            return
        if is_known:
            # The graph is in view already: only what was found out is new.
            self._document.show_rerun(recording, Program(listing, self._path, report))
            if self._tasks.is_running(_RECOMPUTE):  # of what was in view before
                self._tasks.drop(_RECOMPUTE)
                self._recompute()
        elif outcome.request.leaves:
            before = self._document.program.report
            if before is not None:
                report = replace(report, problems=before.problems, exercises=before.exercises)
            self._document.show_rerun(recording, Program(listing, self._path, report))
        else:
            self._show(recording, Program(listing, self._path, report, outcome.exercise))

    # --- exercises ------------------------------------------------------------------------

    def show_exercise(self, number: int | None) -> None:
        """One of the exercises of the engine; None for the program's own graph, if it has one."""
        document = self._document
        program = replace(document.findings or document.program, exercise=number)
        if program.report is None:
            return
        recording = recording_of(program.report, program.listing, exercise=number)
        if recording is not None:
            self._show(recording, program)

    def _show_edited_exercise(self, outcome: Outcome) -> None:
        document, edit = self._document, outcome.request.exercise_edit
        shown = document.program.exercise
        if shown is None or edit is None or document.program.title != edit.text:
            return  # another graph has been opened meanwhile
        if outcome.recording is None:
            self.graph_missing.emit("", f"{edit.text} can't be built from these numbers.")
            return
        program = document.program.with_exercise(shown, outcome.report.exercises[0].picture)
        document.show_rerun(outcome.recording, program)

    # --- large graphs that gradviz computes itself ----------------------------------------

    def _recompute(self) -> None:
        """With the leaves and under the rule that are wanted, beside this thread; one after the
        other: while a leaf is dragged more is wanted than can be computed."""
        if self._tasks.is_running(_RECOMPUTE):
            return
        document = self._document
        recording, rule, edits = document.recording, document.rule_wanted, document.edits_wanted

        def work() -> Recording:
            out = recording
            for node, value in edits.items():
                out = out.with_leaf(node, value)
            out = out if rule is None else out.with_rule(rule)
            look_ahead(out)
            return out

        self._tasks.run(
            _RECOMPUTE,
            work,
            lambda out: document.show_recomputed(out, edits, rule),
            _raise,
            title="Working out every number…",
            cancel=self._stop_recomputing,
        )

    def _stop_recomputing(self) -> None:
        self._document.keep_recording()
        self._tasks.drop(_RECOMPUTE)

    def _show(self, recording: Recording, program: Program) -> None:
        self._tasks.drop(_RECOMPUTE)  # of another graph
        self._document.open(recording, program, position=len(recording.graph))
        self.opened.emit()

    # --- layout -------------------------------------------------------------------------

    def lay_out(self, room: MapRoom) -> None:
        """Lay out the document's graph beside this thread, with a map that has so much room; the
        picture then comes to it."""
        recording, fold = self._document.recording, self._document.fold
        if self._tasks.is_running("layout"):
            self._layouter.cancel()
        self._tasks.run(
            "layout",
            lambda: self._lay_out(recording, fold, room),
            self._show_layout,
            self._not_laid_out,
            title="Laying out the graph…",
            cancel=self._stop_layout,
        )

    def _stop_layout(self) -> None:
        """Its thread ends as soon as it notices; nobody has to wait for that."""
        self._layouter.cancel()
        self._tasks.drop("layout")
        self._document.keep_layout()

    def _show_layout(self, laid: Laid) -> None:
        self._document.set_layout(laid)
        # Not before: what compiles takes turns with whatever else is done here.
        if len(self._document.recording.graph) >= _WORTH_COMPILING:
            warm()

    def _not_laid_out(self, error: Exception) -> None:
        """A person called it off; anything else is a bug, for the excepthook."""
        if not isinstance(error, LayoutCancelled):
            raise error
        self._document.keep_layout()

    def _lay_out(self, recording: Recording, fold: Fold | None, room: MapRoom) -> Laid:
        """In the task's thread, with what painting will ask for first."""
        laid = self._layouter.lay_out_graph(recording.graph, BOX_SIZES, fold)
        look_ahead_at(recording, laid, room)
        return laid

    def close(self) -> None:
        """Give up what is under way."""
        self._cancelled.set()
        self.runner.close()
        if self._tasks.is_running("layout"):
            self._tasks.drop("layout")
            self._layouter.cancel()


def _raise(error: Exception) -> None:
    """A bug: the one excepthook reports it."""
    raise error
