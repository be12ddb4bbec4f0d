"""The tape panel: a table of all steps. Clicking one goes there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gradviz.app.document import Document
from gradviz.app.table.row_table import RowTable
from gradviz.app.tape.step_cells import Column
from gradviz.app.tape.tape_columns import column_widths
from gradviz.app.tape.tape_model import Shown, TapeModel
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.model.debugger import Move

_NOTHING = (
    "No backward steps: the program passed no gradient on. They appear as soon as it calls "
    "backward() on a value."
)


class TapePanel(QWidget):
    """All steps of a recording, the present one highlighted and in sight."""

    position_requested = Signal(int)
    node_requested = Signal(int)

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._model = TapeModel(document, self)

        self.shown_box = QComboBox()
        self.shown_box.setProperty("small", True)
        self.shown_box.addItems([shown.value for shown in Shown])
        self.shown_box.setAccessibleName("Steps listed in the tape")
        self.shown_box.setToolTip("Which steps the tape lists")

        self.table = RowTable(self._model, theme, self)
        self.table.setAccessibleName("Tape")
        self.table.setAccessibleDescription(
            "Every step in order. Enter goes to the step of the row; Ctrl+C copies rows."
        )

        self.nothing = QLabel(_NOTHING)
        self.nothing.setProperty("role", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)

        self._corner_is_taken = False
        self._top = QWidget()
        bar = QHBoxLayout(self._top)
        bar.setContentsMargins(METRICS.space_3, METRICS.space_1, METRICS.space_3, METRICS.space_1)
        bar.addStretch()
        bar.addWidget(self.shown_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self.table)
        column.addWidget(self.nothing, 1)
        self.setFocusProxy(self.table)

        self.shown_box.activated.connect(self._on_shown_activated)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.resized.connect(self._on_resized)
        document.graph_opened.connect(self._on_graph_opened)
        document.cursor_moved.connect(self._on_cursor_moved)
        self._show_position()

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)

    def take_corner(self) -> QWidget:
        """The box that says which steps are listed, for the corner of a row of tabs: there it
        costs the table no height. It shows and hides with the panel."""
        self._corner_is_taken = True
        return self._top

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._corner_is_taken:
            self._top.show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._corner_is_taken:
            self._top.hide()

    # --- what a person does -------------------------------------------------------------

    def _on_shown_activated(self, index: int) -> None:
        self._model.set_shown(list(Shown)[index])
        self._fit_columns()
        self._show_position()

    def _on_row_chosen(self, row: int) -> None:
        step = self._model.step_of(row)
        self.position_requested.emit(step.position)
        self.node_requested.emit(step.node)

    # --- what changed -------------------------------------------------------------------

    def _on_graph_opened(self) -> None:
        self._fit_columns()
        self._show_position()

    def _on_cursor_moved(self, move: Move) -> None:
        self._show_position()

    def _on_resized(self) -> None:
        self._fit_columns()
        self.table.show_around(self._model.row_of(self._document.position))

    def _show_position(self) -> None:
        """Scroll to the present step, or to the end of the list that is nearest to it."""
        has_rows = self._model.rowCount() > 0
        self.table.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        position = self._document.position
        row = self._model.row_of(position)
        if row >= 0:
            self.table.show_row(row)
            return
        self.table.clearSelection()
        if position < self._model.first_position:
            self.table.scrollToTop()
        else:
            self.table.scrollToBottom()

    def _fit_columns(self) -> None:
        recording = self._document.recording
        longest_line = int(recording.source.lines.max()) if recording.source else 0
        width = self.table.viewport().width()
        widths = column_widths(recording.graph, self._model.shown, width, longest_line)
        for column in Column:
            self.table.setColumnHidden(column, column not in widths)
            if column in widths:
                self.table.setColumnWidth(column, widths[column])
