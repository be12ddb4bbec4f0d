"""The tape as a table model. It holds no row: everything is derived when asked for."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradviz.app.document import Document
from gradviz.app.table.header import header_data
from gradviz.app.table.rich_cell import CELL_ROLE, ROW_ROLE, Cell, RowLook
from gradviz.app.tape.step_cells import Column, When, step_cell
from gradviz.model.debugger import Move
from gradviz.model.positions import Phase, Step

Index = QModelIndex | QPersistentModelIndex


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


class TapeModel(QAbstractTableModel):
    """A row for every step of the phase shown, in order. Row and position differ by a constant."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
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
        return row if 0 <= row < self.rowCount() else -1

    def step_of(self, row: int) -> Step:
        return self._recording.step(self.position_of(row))

    # --- what Qt asks -------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        if self._shown is Shown.BACKWARD:
            return self._recording.backward_steps
        if self._shown is Shown.FORWARD:
            return len(self._recording.graph)
        return self._recording.length

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        title = _HEADERS[column]
        if column is Column.CONTRIBUTIONS:
            title = _VALUE_HEADERS.get(self._shown, title)
        return header_data(role, title, is_right=column in _RIGHT)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ROW_ROLE:
            return self._row_look(self.step_of(index.row()))
        if role == CELL_ROLE:
            return self._cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(index).text
        return None

    def _cell(self, index: Index) -> Cell:
        step, column = self.step_of(index.row()), Column(index.column())
        mixed = self._shown is Shown.ALL
        cell = step_cell(self._recording, step, self._when(step), column, mixed)
        if column is Column.NODE and step.node == self._selected:
            return replace(cell, ringed=True)
        return cell

    def _when(self, step: Step) -> When:
        here = self._document.position
        if step.position == here:
            return When.CURRENT
        return When.DONE if step.position < here else When.PENDING

    def _row_look(self, step: Step) -> RowLook:
        when = self._when(step)
        if when is When.CURRENT:
            phase = "forward" if step.phase is Phase.FORWARD else "backward"
            return RowLook(f"{phase}.soft", f"{phase}.line")
        bar = "accent.text" if step.node == self._selected else ""
        return RowLook("", bar, muted=when is When.PENDING)

    # --- what changed -------------------------------------------------------------------

    def _on_graph_opened(self) -> None:
        self.beginResetModel()
        self._recording = self._document.recording
        self._selected = self._document.selected
        self.endResetModel()

    def _on_recording_changed(self) -> None:
        self._recording = self._document.recording
        self._rows_changed(0, self.rowCount() - 1)

    def _on_cursor_moved(self, move: Move) -> None:
        low, high = sorted((move.before, move.after))
        first = self.first_position
        self._rows_changed(low - first, high - first)

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
                    self._rows_changed(row, row)

    def _rows_changed(self, first: int, last: int) -> None:
        first, last = max(first, 0), min(last, self.rowCount() - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))
