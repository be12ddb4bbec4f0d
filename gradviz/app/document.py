"""Document: what is open, where we are in it, what is selected. The only QObject with
signals about the domain; every view reads it, and none writes to another."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gradviz.app.program import NO_PROGRAM, Program
from gradviz.layout.fold import Fold
from gradviz.layout.layout import Layout
from gradviz.layout.layouter import Laid
from gradviz.model.debugger import Debugger, Move
from gradviz.model.diagnosis import Problem, problems
from gradviz.model.numeric import NumericCheck, numeric_check
from gradviz.model.positions import Step
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

MOST_AT_ONCE = 100_000
"""Up to so many values an edit is worked out while one waits, which nobody notices."""


class Document(QObject):
    """A recording, a position, a selection, a layout, and the edits made.

    `graph_opened` says that everything is another graph's now; `recording_changed` that the
    numbers of the same graph changed (a leaf, the rule).
    """

    graph_opened = Signal()
    recording_changed = Signal()
    layout_changed = Signal()
    fold_changed = Signal()
    """Other groups are to be open: a layout of that is still to come."""
    cursor_moved = Signal(Move)
    selection_changed = Signal()
    problems_changed = Signal()
    """There are findings about a program that has no graph to show."""
    rerun_requested = Signal()
    """A leaf of a program with an engine of its own was edited: `leaf_edits` says which."""
    recompute_requested = Signal()
    """A large graph is to be worked out anew, by `leaf_edits` and `rule_wanted`."""

    def __init__(self, recording: Recording, program: Program = NO_PROGRAM) -> None:
        super().__init__()
        self.undo_stack = QUndoStack(self)
        self._open(recording, program)
        self.undo_stack.clear()
        self.leaf_edits: dict[int, float] = {}
        self.rule_wanted: Rule | None = None

    def _open(self, recording: Recording, program: Program) -> None:
        self.program = program
        self.findings: Program | None = None
        self.fold: Fold | None = None
        self.laid: Laid | None = None
        self.selected: int | None = None
        self.selected_group: int | None = None
        self._debugger = Debugger(recording)
        self._derived = _Derived(recording, program)

    # --- what is open -------------------------------------------------------------------

    def open(self, recording: Recording, program: Program, position: int = 0) -> None:
        """Everything is another graph's now, seen from a position."""
        self._open(recording, program)
        self._debugger.seek(position)
        self.leaf_edits.clear()
        self.rule_wanted = None
        self.undo_stack.clear()
        self.graph_opened.emit()

    def show_rerun(self, recording: Recording, program: Program) -> None:
        """What a program did when it was run again with edited leaves.

        Usually the same graph with other numbers; where an edit made the program take another
        way, it is another graph, shown from the same position.
        """
        rule, position = self.recording.rule, self.position
        if rule in recording.rules:  # it has it, unless the person has just chosen another one
            recording = recording.with_rule(rule)
        self.program = program
        if recording.graph.is_like(self.recording.graph):
            self._replace(recording)
        else:
            self._open(recording, program)
            self._debugger.seek(position)
            self.graph_opened.emit()

    def show_findings(self, program: Program) -> None:
        """What was found about a program without a graph, such as a file that only defines an
        engine. The graph shown stays; its problems give way to these."""
        self.findings = program
        self.problems_changed.emit()

    @property
    def name(self) -> str:
        return self.program.name

    @property
    def layout(self) -> Layout | None:
        """Where everything is; None as long as nothing is laid out."""
        return self.laid.layout if self.laid is not None else None

    def set_layout(self, laid: Laid) -> None:
        """The picture to show: of the graph as it is folded now, if nothing else came since."""
        self.laid = laid
        if self.fold is None:
            self.fold = laid.fold
        self.layout_changed.emit()

    def keep_layout(self) -> None:
        """Stay with the picture there is: another one was called off."""
        self.fold = self.laid.fold if self.laid is not None else None
        self.layout_changed.emit()

    def set_fold(self, fold: Fold) -> None:
        """Open and close groups. The picture stays until the new one is laid out."""
        if self.fold is not None and fold is not self.fold:
            self.fold = fold
            self.fold_changed.emit()

    @property
    def recording(self) -> Recording:
        return self._debugger.recording

    @property
    def problems(self) -> tuple[Problem, ...]:
        if self.findings is not None:
            return self.findings.problems(None)
        return self._derived.problems

    def numeric_check(self, node: int) -> NumericCheck:
        """The finite-difference check of a node's final gradient; measured once a recording."""
        return self._derived.numeric_check(node)

    # --- position -----------------------------------------------------------------------

    @property
    def position(self) -> int:
        return self._debugger.position

    @property
    def current(self) -> Step:
        """The step that led to the present position."""
        return self._debugger.current

    @property
    def at_start(self) -> bool:
        return self._debugger.at_start

    @property
    def at_end(self) -> bool:
        return self._debugger.at_end

    def step(self) -> None:
        self._moved(self._debugger.step())

    def back(self) -> None:
        self._moved(self._debugger.back())

    def to_start(self) -> None:
        self._moved(self._debugger.to_start())

    def to_end(self) -> None:
        self._moved(self._debugger.to_end())

    def seek(self, position: int) -> None:
        self._moved(self._debugger.seek(position))

    def run_to_selected(self) -> None:
        if self.selected is not None:
            self._moved(self._debugger.run_to(self.selected))

    def _moved(self, move: Move) -> None:
        if move.before != move.after:
            self.cursor_moved.emit(move)

    # --- selection ----------------------------------------------------------------------

    def select(self, node: int | None) -> None:
        self._select(node, None)

    def select_group(self, group: int | None) -> None:
        """A group instead of a node: one or the other is selected, or neither."""
        self._select(None, group)

    def _select(self, node: int | None, group: int | None) -> None:
        if (node, group) != (self.selected, self.selected_group):
            self.selected, self.selected_group = node, group
            self.selection_changed.emit()

    # --- changes ------------------------------------------------------------------------

    def edit_leaf(self, node: int, value: float, gesture: int = 0) -> None:
        """Set a leaf, undoably. Edits of one gesture (a drag; not 0) are undone as one.

        What gradviz can compute follows at once; a program with an engine of its own has to
        be run again, and its numbers follow when it has.
        """
        command = SetLeaf(self, node, value, gesture)
        if command.changes_something:
            self.undo_stack.push(command)

    def leaf_value(self, node: int) -> float:
        """A leaf's number as last edited: its run may still be under way."""
        return self.leaf_edits.get(node, float(self.recording.values[node]))

    def _set_leaf(self, node: int, value: float) -> None:
        if self.recording.observed is not None:
            self.leaf_edits[node] = value
            self.rerun_requested.emit()
        elif self._is_large:
            self.leaf_edits[node] = value
            self.recompute_requested.emit()
        else:
            self._replace(self.recording.with_leaf(node, value))

    def set_rule(self, rule: Rule) -> None:
        if rule is (self.rule_wanted or self.recording.rule):
            return
        if self._is_large:
            self.rule_wanted = rule
            self.recompute_requested.emit()
        else:
            self._replace(self.recording.with_rule(rule))

    @property
    def _is_large(self) -> bool:
        return len(self.recording.graph) > MOST_AT_ONCE

    @property
    def edits_wanted(self) -> dict[int, float]:
        """The leaves to be computed anew. (A program with an engine of its own is run again.)"""
        return dict(self.leaf_edits) if self.recording.observed is None else {}

    def show_recomputed(
        self, recording: Recording, edits: dict[int, float], rule: Rule | None
    ) -> None:
        """With these edits, under this rule. More may be wanted since: that is asked for anew."""
        if self.rule_wanted is rule:
            self.rule_wanted = None
        for node, value in edits.items():
            if repr(self.leaf_edits.get(node)) == repr(value):
                del self.leaf_edits[node]
        self._replace(recording)
        if self.edits_wanted or self.rule_wanted is not None:
            self.recompute_requested.emit()

    def keep_recording(self) -> None:
        """Stay with what there is: a person doesn't want to wait for what was asked."""
        if self.edits_wanted:
            self.undo_stack.undo()
            self.leaf_edits.clear()
        self.rule_wanted = None
        self.recording_changed.emit()

    def _replace(self, recording: Recording) -> None:
        self._debugger.replace(recording)
        self._derived = _Derived(recording, self.program)
        self.recording_changed.emit()


class _Derived:
    """What is worked out from one recording, at most once."""

    def __init__(self, recording: Recording, program: Program) -> None:
        self._recording = recording
        self._program = program
        self._checks: dict[int, NumericCheck] = {}

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        if self._recording.rule is Rule.AS_WRITTEN:
            return self._program.problems(self._recording)
        return problems(self._recording)

    def numeric_check(self, node: int) -> NumericCheck:
        if node not in self._checks:
            self._checks[node] = numeric_check(self._recording, node)
        return self._checks[node]


class SetLeaf(QUndoCommand):
    """One leaf from one number to another. Steps of one drag merge."""

    def __init__(self, document: Document, node: int, value: float, gesture: int) -> None:
        super().__init__(f"edit of {document.recording.graph.name(node)}")
        self._document = document
        self._node = node
        self._before = document.leaf_value(node)
        self._after = value
        self._gesture = gesture

    @property
    def changes_something(self) -> bool:
        return repr(self._before) != repr(self._after)  # tells -0.0 from 0.0, and nan is nan

    def redo(self) -> None:
        self._document._set_leaf(self._node, self._after)

    def undo(self) -> None:
        self._document._set_leaf(self._node, self._before)

    def id(self) -> int:
        return self._gesture or -1  # -1: never merged

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, SetLeaf) or other._node != self._node:
            return False
        self._after = other._after
        self.setObsolete(not self.changes_something)  # dragged back to where it began
        return True
