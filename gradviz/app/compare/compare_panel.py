"""The compare panel: both runs as a table that follows the position, and where they part."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gradviz.app.actions import Actions
from gradviz.app.compare.compare_cells import Column
from gradviz.app.compare.compare_columns import NARROW, column_widths
from gradviz.app.compare.compare_model import CompareModel
from gradviz.app.compare.comparing import Comparing
from gradviz.app.document import Document
from gradviz.app.elided_label import ElidedLabel
from gradviz.app.table.row_table import RowTable
from gradviz.look.icons import icon
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic
from gradviz.model.debugger import Move
from gradviz.model.diagnosis import Severity
from gradviz.model.divergence import reservation, summary
from gradviz.model.rule import Rule


class ComparePanel(QWidget):
    """Compares only while it is seen: what changed meanwhile is made up for when it is shown."""

    position_requested = Signal(int)
    node_requested = Signal(int)

    def __init__(
        self, document: Document, comparing: Comparing, actions: Actions, theme: Theme
    ) -> None:
        super().__init__()
        self._document = document
        self._comparing = comparing
        self._theme = theme
        self._is_stale = True
        self._model = CompareModel(document, self)

        self.table = RowTable(self._model, theme, self)
        self.table.setAccessibleName("Comparison with the reference")
        self.table.setAccessibleDescription(
            "Every gradient write beside the reference's. Enter goes to the step of the row; "
            "Ctrl+C copies rows."
        )
        self.calm = QLabel()
        self.calm.setProperty("role", "muted")
        self.calm.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.calm.setWordWrap(True)

        self._sign = QLabel()
        self.sentence = ElidedLabel()
        self.sentence.setProperty("role", "secondary")
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(METRICS.space_4, METRICS.space_1, METRICS.space_3, METRICS.space_1)
        bar.setSpacing(METRICS.space_2)
        bar.addWidget(self._sign)
        bar.addWidget(self.sentence, 1)
        self.lockstep_button = _button(actions["lockstep"])
        bar.addWidget(self.lockstep_button)
        bar.addWidget(_button(actions["previous_divergence"]))
        bar.addWidget(_button(actions["next_divergence"]))
        self._line = QFrame()
        self._line.setProperty("kind", "rule")

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.calm, 1)
        column.addWidget(self._line)
        column.addWidget(self._bar)
        self.setFocusProxy(self.table)

        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.resized.connect(self._on_resized)
        document.graph_opened.connect(self._on_changed)
        document.recording_changed.connect(self._on_changed)
        document.problems_changed.connect(self._on_changed)
        document.cursor_moved.connect(self._on_cursor_moved)
        document.selection_changed.connect(self._on_selection_changed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.table.set_theme(theme)
        if not self._is_stale:
            self._show_summary()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._compare()
        else:
            self._model.show_selection()
            self._show_position()

    # --- what a person does -------------------------------------------------------------

    def _on_row_chosen(self, index: int) -> None:
        row = self._model.row(index)
        self.position_requested.emit(row.position)
        self.node_requested.emit(row.target)

    # --- what changed -------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._compare()

    def _on_cursor_moved(self, move: Move) -> None:
        if self.isVisible():
            self._show_position()

    def _on_selection_changed(self) -> None:
        if self.isVisible():
            self._model.show_selection()

    def _on_resized(self) -> None:
        self._fit_columns()
        self._scroll_to_position()

    # --- showing ------------------------------------------------------------------------

    def _compare(self) -> None:
        self._is_stale = False
        comparison = self._comparing.comparison
        is_the_reference = self._document.recording.rule is Rule.ACCUMULATE
        has_rows = len(comparison) > 0 and not is_the_reference
        self._model.show_comparison(comparison if has_rows else None)
        self.table.setVisible(has_rows)
        self.calm.setVisible(not has_rows)
        self.calm.setText(self._what_to_compare() if is_the_reference else "")
        self._show_summary()
        self._fit_columns()
        self._show_position()

    def _what_to_compare(self) -> str:
        """While the reference itself is shown: how to see another run beside it."""
        if Rule.AS_WRITTEN in self._document.recording.rules:
            return "Switch to “as written” to see the program's own run beside the reference."
        return (
            "Switch to = overwrite, or open a program with an engine of its own, to see two runs "
            "side by side."
        )

    def _show_summary(self) -> None:
        comparison = self._comparing.comparison
        errors = [p for p in self._document.problems if p.severity is Severity.ERROR]
        but = reservation(self._document.recording, [problem.cause for problem in errors])
        text = typographic(". ".join(filter(None, (summary(comparison), but))))
        self.sentence.setText(text)
        name, role = "check-circle", "success.text"
        if comparison.first is not None:
            name, role = "error", "error.text"
        elif but or not len(comparison):
            name, role = "warning", "warning.text"
        size = METRICS.icon_size
        self._sign.setPixmap(icon(name, self._theme, role).pixmap(size, size))

    def _show_position(self) -> None:
        self._model.show_position()
        self._scroll_to_position()

    def _scroll_to_position(self) -> None:
        """All rows of the step in sight, its divergence selected; where the step wrote nothing,
        the row that comes next."""
        rows = self._model.rows_at(self._document.position)
        if not rows:
            self.table.clearSelection()
            self.table.show_around(min(rows.start, self._model.rowCount() - 1))
            return
        here = self._comparing.comparison.divergence_at(self._document.position)
        self.table.show_around(rows.stop - 1)
        self.table.show_row(rows.start if here is None else here.index)

    def _fit_columns(self) -> None:
        width = self.table.viewport().width()
        self._model.set_narrow(width < NARROW)
        beside, alone = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        )
        self.lockstep_button.setToolButtonStyle(alone if self.width() < NARROW else beside)
        widths = column_widths(self._document.recording.graph, width)
        for column in Column:
            self.table.setColumnHidden(column, column not in widths)
            if column in widths:
                self.table.setColumnWidth(column, widths[column])


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.iconText())
    button.setProperty("small", True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
