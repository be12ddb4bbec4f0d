"""The nodes panel: all values as a table. Clicking one selects it, which shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from gradviz.app.document import Document
from gradviz.app.find import Finder, QueryField, Rest
from gradviz.app.nodes.node_cells import TITLES, Column
from gradviz.app.nodes.nodes_columns import column_widths
from gradviz.app.nodes.nodes_model import NodesModel
from gradviz.app.nodes.nodes_table import NodesTable
from gradviz.look.icons import icon
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.model.debugger import Move

_FIELD_WIDTHS = (132, 320)
_ROOM_FOR_TABS = 690
"""What the tabs and the buttons beside the field take."""


class NodesPanel(QWidget):
    """Works only while it is seen: what changed meanwhile is made up for when it is shown."""

    node_requested = Signal(int)
    question_requested = Signal()
    """Where there is no room for a field, the question is asked in the find bar."""
    counted = Signal(str)
    """How many values are listed, in words, for the tab."""

    def __init__(self, document: Document, finder: Finder, rest: Rest, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._finder = finder
        self._is_stale = True
        self._has_field = True
        self._model = NodesModel(document, self)

        self.table = NodesTable(self._model, document, theme, self)
        self.table.setAccessibleName("All values")
        self.table.setAccessibleDescription(
            "Every value, or those that were found. Enter selects the row's value; "
            "Ctrl+C copies rows."
        )
        self.nothing = QLabel()
        self.nothing.setProperty("role", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.refusal = QLabel()
        self.refusal.setProperty("role", "secondary")
        self.refusal.setWordWrap(True)
        self.refusal.setContentsMargins(
            METRICS.space_4, METRICS.space_1, METRICS.space_4, METRICS.space_1
        )

        self.field = QueryField(finder, document, "Filter values", "Filter: name, op, |grad|>10")
        self.filter_button = _button("Filter", "List only what answers to a question (Ctrl+F)")
        self.filter_button.clicked.connect(self.question_requested)
        self.sort_button = _button("Sort", "Sort the table")
        self.sort_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sort_button.setProperty("menuArrow", "none")
        self._by_column = self._sort_menu()
        self.again = _button("Sort again", "Sort again, by the numbers of this step")
        self.again.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        keeps_its_place = self.again.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(True)  # the field beside it doesn't move
        self.again.setSizePolicy(keeps_its_place)
        self.again.clicked.connect(self._list)

        self._top = QWidget()
        bar = QHBoxLayout(self._top)
        bar.setContentsMargins(METRICS.space_3, METRICS.space_1, METRICS.space_3, METRICS.space_1)
        bar.setSpacing(METRICS.space_1)
        bar.addStretch()
        for widget in (self.again, self.filter_button, self.field, self.sort_button):
            bar.addWidget(widget)
        self._corner_is_taken = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self.refusal)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        self.refusal.hide()
        self.nothing.hide()
        self.setFocusProxy(self.table)

        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.column_chosen.connect(self._on_column_chosen)
        self.table.resized.connect(self._fit_columns)
        self.field.entered.connect(self._on_entered)
        self.field.left.connect(self.table.setFocus)
        finder.changed.connect(self._on_changed)
        document.graph_opened.connect(self._on_changed)
        document.recording_changed.connect(self._on_recording_changed)
        document.cursor_moved.connect(self._on_cursor_moved)
        document.selection_changed.connect(self._on_selection_changed)
        rest.came.connect(self._on_rest)
        self.set_theme(theme)

    def _sort_menu(self) -> dict[Column | None, QAction]:
        menu = QMenu(self)
        one = QActionGroup(self)
        actions: dict[Column | None, QAction] = {}
        for column in (None, *Column):
            text = "As found" if column is None else _WORDS.get(column, TITLES[column])
            action = menu.addAction(text)
            action.setCheckable(True)
            one.addAction(action)
            action.triggered.connect(lambda _=False, column=column: self._sort(column))
            actions[column] = action
            if column is None:
                menu.addSeparator()
        self.sort_button.setMenu(menu)
        return actions

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)
        self.field.set_theme(theme)
        self.filter_button.setIcon(icon("filter", theme))
        self.sort_button.setIcon(icon("chev-down", theme))
        self.again.setIcon(icon("rerun", theme))

    def take_corner(self) -> QWidget:
        """The filter and the sorting, for the corner of a row of tabs: there they cost the
        table no height. They show and hide with the panel."""
        self._corner_is_taken = True
        self._top.hide()
        return self._top

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._corner_is_taken:
            self._top.show()
        if self._is_stale:
            self._list()
        else:
            self._model.show_selection()
            self._show_selected_row()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._corner_is_taken:
            self._top.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The controls take what the tabs leave them."""
        super().resizeEvent(event)
        least, most = _FIELD_WIDTHS
        room = self.width() - _ROOM_FOR_TABS
        self._has_field = room >= least
        self.field.setFixedWidth(min(max(room, least), most))
        self.field.setVisible(self._has_field)
        self.filter_button.setVisible(not self._has_field)

    def focus_filter(self) -> None:
        if self._has_field:
            self.field.selectAll()
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.question_requested.emit()

    # --- what a person does ---------------------------------------------------------------

    def _on_row_chosen(self, row: int) -> None:
        self.node_requested.emit(int(self._model.nodes[row]))

    def _on_entered(self, by: int) -> None:
        """From the filter into the rows."""
        if self._model.rowCount() and not self._finder.refusal:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.table.currentIndex().row() < 0:
                self.table.show_row(0)

    def _on_column_chosen(self, column: int) -> None:
        self._model.turn(Column(column))
        self._listed()

    def _sort(self, column: Column | None) -> None:
        if column is None:
            self._model.sort_by(None, False)
        else:
            self._model.turn(column)
        self._listed()

    # --- what changed ---------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self.isVisible():
            self._list()
        else:
            self._forget()
            self.counted.emit(self._finder.count_text)

    def _on_recording_changed(self) -> None:
        if self.isVisible():
            self._model.show_recording(self.table.seen_rows)
            self._show_outdated()
        else:
            self._forget()

    def _on_cursor_moved(self, move: Move) -> None:
        if self.isVisible():
            self._model.show_position(self.table.seen_rows)
            self._show_outdated()
        else:
            self._is_stale = True

    def _on_selection_changed(self) -> None:
        if self.isVisible():
            self._model.show_selection()
            self._show_selected_row()

    def _on_rest(self) -> None:
        if self.isVisible() and self._model.is_outdated:
            self._list()

    def _forget(self) -> None:
        """Out of sight, it lists nothing and holds no recording that may soon be an old one."""
        self._is_stale = True
        self._model.forget()

    # --- showing --------------------------------------------------------------------------

    def _list(self) -> None:
        self._is_stale = False
        self._model.list_nodes(self._finder.nodes)
        self._listed()

    def _listed(self) -> None:
        has_rows = self._model.rowCount() > 0
        self.table.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        is_told = has_rows or bool(self._finder.refusal)
        self.nothing.setText("" if is_told else self._finder.nothing_text)
        self.refusal.setVisible(bool(self._finder.refusal))
        self.refusal.setText(self._finder.refusal)
        self._by_column[self._model.column].setChecked(True)
        self.counted.emit(self._finder.count_text)
        self._show_outdated()
        self._fit_columns()
        self._show_selected_row()

    def _show_outdated(self) -> None:
        self.again.setVisible(self._model.is_outdated)

    def _show_selected_row(self) -> None:
        row = self._model.row_of(self._document.selected)
        if row >= 0:
            self.table.show_row(row)
        else:
            self.table.clearSelection()

    def _fit_columns(self) -> None:
        widths = column_widths(self._document.recording, self.table.viewport().width())
        for column in Column:
            self.table.setColumnHidden(column, column not in widths)
            if column in widths:
                self.table.setColumnWidth(column, widths[column])


_WORDS = {Column.NUMBER: "Number", Column.MAGNITUDE: "|grad|: largest or smallest"}


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(name)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setProperty("small", True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
