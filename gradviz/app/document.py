"""Document: what is open, where we are in it, what is selected. The only QObject with
signals about the domain; every view reads it, and none writes to another."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.debugger import Debugger, Move
from gradviz.model.diagnosis import Problem, problems
from gradviz.model.numeric import NumericCheck, numeric_check
from gradviz.model.recording import Recording, Rule, Step


class Document(QObject):
    """A recording, a position, a selection, a layout, and the edits made.

    `graph_opened` says that everything is another graph's now; `recording_changed` that the
    numbers of the same graph changed (a leaf, the rule).
    """

    graph_opened = Signal()
    recording_changed = Signal()
    layout_changed = Signal()
    cursor_moved = Signal(Move)
    selection_changed = Signal()

    def __init__(self, recording: Recording, drawing: Drawing, name: str = "") -> None:
        super().__init__()
        self.undo_stack = QUndoStack(self)
        self._open(recording, drawing, name)

    def _open(self, recording: Recording, drawing: Drawing, name: str) -> None:
        self.name = name
        self.drawing = drawing
        self.layout: Layout | None = None
        self.selected: int | None = None
        self._debugger = Debugger(recording)
        self._derived = _Derived(recording)
        self.undo_stack.clear()

    # --- what is open -------------------------------------------------------------------

    def open(self, recording: Recording, drawing: Drawing, name: str) -> None:
        self._open(recording, drawing, name)
        self.graph_opened.emit()

    def set_layout(self, layout: Layout) -> None:
        self.layout = layout
        self.layout_changed.emit()

    @property
    def recording(self) -> Recording:
        return self._debugger.recording

    @property
    def problems(self) -> tuple[Problem, ...]:
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
        if node != self.selected:
            self.selected = node
            self.selection_changed.emit()

    # --- changes ------------------------------------------------------------------------

    def edit_leaf(self, node: int, value: float, gesture: int = 0) -> None:
        """Set a leaf, undoably. Edits of one gesture (a drag; not 0) are undone as one."""
        command = SetLeaf(self, node, value, gesture)
        if command.changes_something:
            self.undo_stack.push(command)

    def set_rule(self, rule: Rule) -> None:
        if rule is not self.recording.rule:
            self._replace(self.recording.with_rule(rule))

    def _replace(self, recording: Recording) -> None:
        self._debugger.replace(recording)
        self._derived = _Derived(recording)
        self.recording_changed.emit()


class _Derived:
    """What is worked out from one recording, at most once."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._checks: dict[int, NumericCheck] = {}

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
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
        self._before = float(document.recording.values[node])
        self._after = value
        self._gesture = gesture

    @property
    def changes_something(self) -> bool:
        return repr(self._before) != repr(self._after)  # tells -0.0 from 0.0, and nan is nan

    def redo(self) -> None:
        self._set(self._after)

    def undo(self) -> None:
        self._set(self._before)

    def id(self) -> int:
        return self._gesture or -1  # -1: never merged

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, SetLeaf) or other._node != self._node:
            return False
        self._after = other._after
        self.setObsolete(not self.changes_something)  # dragged back to where it began
        return True

    def _set(self, value: float) -> None:
        document = self._document
        document._replace(document.recording.with_leaf(self._node, value))
