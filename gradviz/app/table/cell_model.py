"""CellModel: rows of cells, as Qt asks a table for them."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradviz.app.table.rich_cell import CELL_ROLE, ROW_ROLE, Cell, RowLook

Index = QModelIndex | QPersistentModelIndex

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Heading(NamedTuple):
    """What stands above a column: on the right above numbers."""

    title: str
    is_right: bool = False
    tip: str | None = None


class CellModel(QAbstractTableModel):
    """Holds no cell: each is made when it is asked for, so half a million rows cost nothing.
    Those who derive from it say how many rows there are and what is in them."""

    def __init__(self, parent: QObject, columns: int) -> None:
        super().__init__(parent)
        self._columns = columns

    @property
    def row_count(self) -> int:
        raise NotImplementedError

    def heading(self, column: int) -> Heading:
        raise NotImplementedError

    def cell(self, row: int, column: int) -> Cell:
        raise NotImplementedError

    def look(self, row: int) -> RowLook:
        """Of all of a row's cells."""
        raise NotImplementedError

    def text(self, row: int, column: int) -> str:
        """For the clipboard and for screen readers."""
        return self.cell(row, column).text

    def rows_changed(self, first: int, last: int) -> None:
        """Rows `first` to `last` have other cells now; those that aren't there are left out."""
        first, last = max(first, 0), min(last, self.row_count - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self._columns - 1))

    # --- what Qt asks -------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.row_count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        heading = self.heading(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if heading.is_right else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.title
        return heading.tip if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ROW_ROLE:
            return self.look(index.row())
        if role == CELL_ROLE:
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        return None
