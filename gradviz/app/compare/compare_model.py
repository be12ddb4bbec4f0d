"""A comparison as a table model. It holds no row: each is put together when asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradviz.app.compare.compare_cells import Column, row_cell, row_look
from gradviz.app.document import Document
from gradviz.app.table.header import header_data
from gradviz.app.table.rich_cell import CELL_ROLE, ROW_ROLE, Cell, RowLook
from gradviz.model.compare import Comparison, Row
from gradviz.model.rule import Rule

Index = QModelIndex | QPersistentModelIndex

_HEADERS = {
    Column.STEP: "Step",
    Column.VERDICT: "Verdict",
    Column.NODE: "Node",
    Column.OP: "Op",
    Column.TARGET: "Writes",
    Column.REFERENCE: "Reference",
    Column.REFERENCE_GRAD: "Reference grad",
}
_OF_PROGRAM = {Column.THEIRS: "Program", Column.THEIR_GRAD: "Program grad"}
_OF_RULE = {Column.THEIRS: "With =", Column.THEIR_GRAD: "With = grad"}


class CompareModel(QAbstractTableModel):
    """A row for each write of the two runs, the program's and the reference's."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._comparison: Comparison | None = None
        self._first = -1
        self._selected: int | None = None
        self._position = -1
        self._is_narrow = False
        self._last_row: Row | None = None

    # --- what it shows ------------------------------------------------------------------

    def show_comparison(self, comparison: Comparison | None) -> None:
        self.beginResetModel()
        self._comparison = comparison
        self._last_row = None
        first = comparison.first if comparison is not None else None
        self._first = -1 if first is None else first.index
        self._position = self._document.position
        self._selected = self._document.selected
        self.endResetModel()

    def show_position(self) -> None:
        """The rows of the step before, and those of the step now."""
        before, self._position = self._position, self._document.position
        for position in (before, self._position):
            rows = self.rows_at(position)
            self._rows_changed(rows.start, rows.stop - 1)

    def show_selection(self) -> None:
        self._selected = self._document.selected
        self._rows_changed(0, self.rowCount() - 1)

    def set_narrow(self, is_narrow: bool) -> None:
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._rows_changed(0, self.rowCount() - 1)

    def row(self, index: int) -> Row:
        """Asked for once for every cell, so the last one is kept."""
        assert self._comparison is not None
        if self._last_row is None or self._last_row.index != index:
            self._last_row = self._comparison.row(index)
        return self._last_row

    def rows_at(self, position: int) -> range:
        return range(0) if self._comparison is None else self._comparison.rows_at(position)

    # --- what Qt asks -------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        if self._comparison is None or (parent is not None and parent.isValid()):
            return 0
        return len(self._comparison)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        is_program = self._document.recording.rule is Rule.AS_WRITTEN
        title = {**_HEADERS, **(_OF_PROGRAM if is_program else _OF_RULE)}[column]
        return header_data(role, title, is_right=column is Column.STEP)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ROW_ROLE:
            return self._look(self.row(index.row()))
        if role == CELL_ROLE:
            return self._cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(index).text
        return None

    def _look(self, row: Row) -> RowLook:
        is_first = row.index == self._first
        return row_look(row, row.position == self._position, is_first)

    def _cell(self, index: Index) -> Cell:
        assert self._comparison is not None
        row, column = self.row(index.row()), Column(index.column())
        cell = row_cell(self._comparison, row, column, self._is_narrow)
        if column is Column.TARGET and row.target == self._selected:
            return replace(cell, ringed=True)
        return cell

    def _rows_changed(self, first: int, last: int) -> None:
        last = min(last, self.rowCount() - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))
