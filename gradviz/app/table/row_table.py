"""A table of whole rows, walked and chosen by mouse or keyboard, copied as text."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gradviz.app.table.ascii_text import ascii_text
from gradviz.app.table.cell_delegate import CellDelegate
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme

_CHOOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowTable(QTableView):
    """Rows of rich cells. One row height for all, so that any number of rows costs nothing."""

    row_chosen = Signal(int)
    """A person clicked a row, or pressed Enter on it."""
    row_walked = Signal(int)
    """A person moved to another row by keyboard."""
    resized = Signal()

    def __init__(self, model: QAbstractTableModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self._delegate = CellDelegate(self, theme)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(METRICS.row_height)
        rows.setDefaultSectionSize(METRICS.row_height)
        columns = self.horizontalHeader()
        columns.setFixedHeight(METRICS.table_header_height)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setMinimumSectionSize(24)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        # The header would ask of every row whether it is selected, at every paint.
        columns.setSelectionModel(QItemSelectionModel(model, columns))

    def set_theme(self, theme: Theme) -> None:
        self._delegate.set_theme(theme)
        self.viewport().update()

    @property
    def has_keyboard(self) -> bool:
        return self.hasFocus()

    @property
    def last_column(self) -> int:
        """The rightmost column shown."""
        return max(c for c in range(self.model().columnCount()) if not self.isColumnHidden(c))

    def show_row(self, row: int) -> None:
        """Make a row the one row selected, and show it. Causes none of the signals."""
        index = self.model().index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.show_around(row)

    def show_around(self, row: int) -> None:
        """Scroll until a row and its neighbours are seen; -1 stands for no row."""
        for near in (row - 1, row + 1, row):
            if row >= 0 and 0 <= near < self.model().rowCount():
                self.scrollTo(self.model().index(near, 0))

    def copy(self) -> None:
        """The selected rows to the clipboard."""
        QGuiApplication.clipboard().setText(self.selected_text())

    def selected_text(self) -> str:
        """The selected rows, tab-separated, a line each, with the header on top."""
        model = self.model()
        columns = [c for c in range(model.columnCount()) if not self.isColumnHidden(c)]
        horizontal = Qt.Orientation.Horizontal
        lines = ["\t".join(str(model.headerData(c, horizontal) or "") for c in columns)]
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines += ["\t".join(str(model.index(r, c).data() or "") for c in columns) for r in rows]
        return ascii_text("\n".join(lines))

    # --- what a person does -------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy):
            if self.selectionModel().hasSelection():
                self.copy()
            return
        if event.key() in _CHOOSING_KEYS and not event.modifiers():
            if row >= 0:
                self.row_chosen.emit(row)
            return
        super().keyPressEvent(event)
        if self.currentIndex().row() != row:
            self.row_walked.emit(self.currentIndex().row())

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are the window's shortcuts, and Qt's search reads every row."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.rowAt(event.position().toPoint().y())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if row < 0 or not is_left or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return
        # Last of all: half a million rows may be selected.
        several = len(self.selectionModel().selectedRows()) > 1  # dragged over rows to copy them
        if not several:
            self.row_chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        before, self.hovered_row = self.hovered_row, row
        for changed in (before, row):
            self._update_row(changed)

    def _update_row(self, row: int) -> None:
        y, height = self.rowViewportPosition(row), METRICS.row_height
        if 0 <= row < self.model().rowCount():
            self.viewport().update(0, y, self.viewport().width(), height)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
