"""The find bar: over the canvas, from Ctrl+F until Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.app.actions import Actions
from gradviz.app.document import Document
from gradviz.app.elided_label import ElidedLabel
from gradviz.app.find.finder import Finder
from gradviz.app.find.query_field import QueryField
from gradviz.look.icons import icon
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.model.debugger import Move
from gradviz.model.find import QUESTIONS

_WIDEST_FIELD = 420
_NARROW = 900
"""Below this width the ready questions are a button without words."""


class FindBar(QWidget):
    """Says what is found, and goes from match to match."""

    opened = Signal()
    closed = Signal()

    def __init__(self, finder: Finder, document: Document, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._finder = finder
        self._theme = theme
        self.field = QueryField(
            finder, document, "Find values", "A name, an op, data>0.5, |grad|>10 …"
        )
        self.field.setMaximumWidth(_WIDEST_FIELD)
        self.field.setMinimumWidth(140)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.setSizePolicy(policy)

        self._symbol = QLabel()
        self.questions = QToolButton()
        self.questions.setText("Questions")
        self.questions.setAccessibleName("Ready questions")
        self.questions.setToolTip("Questions ready to ask")
        self.questions.setProperty("small", True)
        self.questions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.questions.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.questions.setMenu(self._questions_menu(actions["keys"]))
        self.message = ElidedLabel()
        self.message.setProperty("role", "secondary")
        self.reveal = QToolButton()
        self.reveal.setText("Open")
        self.reveal.setAccessibleName(actions["reveal"].iconText())
        self.reveal.setToolTip(actions["reveal"].toolTip())
        self.reveal.clicked.connect(actions["reveal"].trigger)
        self._can_reveal = actions["reveal"].isEnabled
        self.reveal.setProperty("small", True)
        self.reveal.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reveal.hide()
        self._close = QToolButton()
        self._close.setProperty("small", True)
        self._close.setAccessibleName("Close find")
        self._close.setToolTip("Close (Esc)")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(METRICS.space_4, METRICS.space_2, METRICS.space_3, METRICS.space_2)
        row.setSpacing(METRICS.space_2)
        row.addWidget(self._symbol)
        row.addWidget(self.field, 2)
        row.addWidget(self.questions)
        row.addWidget(self.message, 3)
        row.addWidget(self.reveal)
        self._steppers = {
            "chev-up": _stepper(actions["find_previous"]),
            "chev-down": _stepper(actions["find_next"]),
        }
        for button in self._steppers.values():
            row.addWidget(button)
        row.addWidget(self._close)
        line = QFrame()
        line.setProperty("kind", "rule")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(content)
        column.addWidget(line)
        self.setFocusProxy(self.field)
        self.hide()

        self.field.entered.connect(finder.go)
        self.field.left.connect(self.close_)
        self._close.clicked.connect(self.close_)
        finder.changed.connect(self._show_found)
        document.selection_changed.connect(self._show_found)
        document.cursor_moved.connect(self._on_cursor_moved)
        document.layout_changed.connect(self._show_found)  # a match may be hidden no more
        self.set_theme(theme)

    def _questions_menu(self, keys: QAction) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for title, typed in QUESTIONS:
            action = menu.addAction(title)
            action.setToolTip(typed)
            action.triggered.connect(lambda _=False, typed=typed: self._ask(typed))
        menu.addSeparator()
        more = menu.addAction("What can be asked…")
        more.triggered.connect(keys.trigger)
        return menu

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        size = METRICS.icon_size
        self.field.set_theme(theme)
        self._symbol.setPixmap(icon("search", theme).pixmap(size, size))
        self.questions.setIcon(icon("filter", theme))
        self._close.setIcon(icon("x", theme))
        for name, button in self._steppers.items():
            button.setIcon(icon(name, theme))

    def open(self) -> None:
        self.show()
        self.opened.emit()
        self._show_found()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_(self) -> None:
        """The question stays: F3 still goes to the next match."""
        self.hide()
        self.closed.emit()

    def _ask(self, typed: str) -> None:
        self._finder.ask(typed)
        self._finder.go(1)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what changed ---------------------------------------------------------------------

    def _on_cursor_moved(self, move: Move) -> None:
        if self._finder.query.asks_gradients:
            self._show_found()

    def _show_found(self) -> None:
        if self.isVisible():
            self.message.setText(self._finder.message)
            self.reveal.setVisible(self._can_reveal())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside, alone = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        )
        self.questions.setToolButtonStyle(alone if self.width() < _NARROW else beside)


def _stepper(action: QAction) -> QToolButton:
    """Its icon is its own: in the menus next and previous are arrows along a line."""
    button = QToolButton()
    button.setAccessibleName(action.iconText())
    button.setToolTip(action.toolTip())
    button.setProperty("small", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(action.trigger)
    return button
