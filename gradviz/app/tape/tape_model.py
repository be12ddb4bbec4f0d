"""The tape as a table model. It holds no row: everything is derived when asked for."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject

from gradviz.app.document import Document
from gradviz.app.table.cell_model import CellModel, Heading
from gradviz.app.table.rich_cell import Cell, RowLook
from gradviz.app.tape.step_cells import Column, When, step_cell
from gradviz.model.debugger import Move
from gradviz.model.positions import Phase, Step


class Shown(Enum):
    """Which steps the table lists."""

    BACKWARD = "Backward steps"
    FORWARD = "Forward steps"
    ALL = "All steps"


_HEADERS = {
    Column.STEP: "Step",
    Column.STATE: "State",
    Column.NODE: "Node",
    Column.OP: "Op",
    Column.GRAD_IN: "Grad in",
    Column.CONTRIBUTIONS: "Contributions: local × grad in",
    Column.WRITES: "Grad writes",
    Column.LINE: "Line",
}
_VALUE_HEADERS = {
    Shown.FORWARD: "Value",
    Shown.ALL: "Value, or contributions: local × grad in",
}
_RIGHT = (Column.STEP, Column.GRAD_IN, Column.LINE)


class TapeModel(CellModel):
    """A row for every step of the phase shown, in order. Row and position differ by a constant."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent, len(Column))
        self._document = document
        self._recording = document.recording
        self._selected = document.selected
        self._shown = Shown.BACKWARD
        document.graph_opened.connect(self._on_graph_opened)
        document.recording_changed.connect(self._on_recording_changed)
        document.cursor_moved.connect(self._on_cursor_moved)
        document.selection_changed.connect(self._on_selection_changed)

    # --- rows and positions -------------------------------------------------------------

    @property
    def shown(self) -> Shown:
        return self._shown

    def set_shown(self, shown: Shown) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    @property
    def first_position(self) -> int:
        """The position of row 0."""
        return len(self._recording.graph) + 2 if self._shown is Shown.BACKWARD else 1

    def position_of(self, row: int) -> int:
        return self.first_position + row

    def row_of(self, position: int) -> int:
        """-1 where the step isn't listed."""
        row = position - self.first_position
        return row if 0 <= row < self.row_count else -1

    def step_of(self, row: int) -> Step:
        return self._recording.step(self.position_of(row))

    @property
    def row_count(self) -> int:
        if self._shown is Shown.BACKWARD:
            return self._recording.backward_steps
        if self._shown is Shown.FORWARD:
            return len(self._recording.graph)
        return self._recording.length

    # --- cells --------------------------------------------------------------------------

    def heading(self, column: int) -> Heading:
        which = Column(column)
        title = _HEADERS[which]
        if which is Column.CONTRIBUTIONS:
            title = _VALUE_HEADERS.get(self._shown, title)
        return Heading(title, is_right=which in _RIGHT)

    def cell(self, row: int, column: int) -> Cell:
        step, which = self.step_of(row), Column(column)
        mixed = self._shown is Shown.ALL
        cell = step_cell(self._recording, step, self._when(step), which, mixed)
        if which is Column.NODE and step.node == self._selected:
            return replace(cell, ringed=True)
        return cell

    def look(self, row: int) -> RowLook:
        step = self.step_of(row)
        when = self._when(step)
        if when is When.CURRENT:
            phase = "forward" if step.phase is Phase.FORWARD else "backward"
            return RowLook(f"{phase}.soft", f"{phase}.line")
        bar = "accent.text" if step.node == self._selected else ""
        return RowLook("", bar, muted=when is When.PENDING)

    def _when(self, step: Step) -> When:
        here = self._document.position
        if step.position == here:
            return When.CURRENT
        return When.DONE if step.position < here else When.PENDING

    # --- what changed -------------------------------------------------------------------

    def _on_graph_opened(self) -> None:
        self.beginResetModel()
        self._recording = self._document.recording
        self._selected = self._document.selected
        self.endResetModel()

    def _on_recording_changed(self) -> None:
        self._recording = self._document.recording
        self.rows_changed(0, self.row_count - 1)

    def _on_cursor_moved(self, move: Move) -> None:
        low, high = sorted((move.before, move.after))
        first = self.first_position
        self.rows_changed(low - first, high - first)

    def _on_selection_changed(self) -> None:
        before, self._selected = self._selected, self._document.selected
        recording = self._recording
        for node in (before, self._selected):
            if node is not None:
                for position in (
                    recording.position_of_forward(node),
                    recording.position_of_backward(node),
                ):
                    row = position - self.first_position
                    self.rows_changed(row, row)
