"""A comparison as a table model. It holds no row: each is put together when asked for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from gradviz.app.compare.compare_cells import Column, row_cell, row_look
from gradviz.app.document import Document
from gradviz.app.table.cell_model import CellModel, Heading
from gradviz.app.table.rich_cell import Cell, RowLook
from gradviz.model.compare import Comparison, Row
from gradviz.model.rule import Rule

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


class CompareModel(CellModel):
    """A row for each write of the two runs, the program's and the reference's."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent, len(Column))
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
            self.rows_changed(rows.start, rows.stop - 1)

    def show_selection(self) -> None:
        self._selected = self._document.selected
        self.rows_changed(0, self.row_count - 1)

    def set_narrow(self, is_narrow: bool) -> None:
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.rows_changed(0, self.row_count - 1)

    def row(self, index: int) -> Row:
        """Asked for once for every cell, so the last one is kept."""
        assert self._comparison is not None
        if self._last_row is None or self._last_row.index != index:
            self._last_row = self._comparison.row(index)
        return self._last_row

    def rows_at(self, position: int) -> range:
        return range(0) if self._comparison is None else self._comparison.rows_at(position)

    # --- rows and cells -----------------------------------------------------------------

    @property
    def row_count(self) -> int:
        return 0 if self._comparison is None else len(self._comparison)

    def heading(self, column: int) -> Heading:
        is_program = self._document.recording.rule is Rule.AS_WRITTEN
        titles = {**_HEADERS, **(_OF_PROGRAM if is_program else _OF_RULE)}
        return Heading(titles[Column(column)], is_right=column == Column.STEP)

    def look(self, row: int) -> RowLook:
        found = self.row(row)
        return row_look(found, found.position == self._position, row == self._first)

    def cell(self, row: int, column: int) -> Cell:
        assert self._comparison is not None
        found, which = self.row(row), Column(column)
        cell = row_cell(self._comparison, found, which, self._is_narrow)
        if which is Column.TARGET and found.target == self._selected:
            return replace(cell, ringed=True)
        return cell
