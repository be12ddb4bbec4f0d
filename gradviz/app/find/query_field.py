"""The field a question is typed in, with suggestions below it."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from gradviz.app.document import Document
from gradviz.app.find.finder import Finder
from gradviz.look.fonts import mono_font
from gradviz.look.icons import icon
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.model.find import suggestions
from gradviz.model.find_query import EXAMPLES

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST = 10


class QueryField(QLineEdit):
    """Asks the finder while one types, and shows what another field asked."""

    entered = Signal(int)
    """Enter (1) or Shift+Enter (-1)."""
    left = Signal()
    """Esc."""

    def __init__(self, finder: Finder, document: Document, name: str, placeholder: str) -> None:
        super().__init__()
        self._finder = finder
        self._document = document
        self.setProperty("kind", "mono")
        self.setProperty("small", True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setToolTip(_tip())
        self._clear = QAction("Clear", self)  # Qt's own has an icon for light desktops
        self._clear.setToolTip("Ask nothing")
        self._clear.triggered.connect(lambda: finder.ask(""))
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_MOST)
        self._list = QListView()
        self._list.setFont(mono_font(METRICS.text_size.small))
        completer.activated.connect(self._finder.ask)
        self.setCompleter(completer)
        completer.setPopup(self._list)  # after it has its field: the list leaves that the keyboard
        self.textEdited.connect(self._on_edited)
        finder.changed.connect(self._show_question)
        self._show_question()

    def set_theme(self, theme: Theme) -> None:
        self._clear.setIcon(icon("x", theme))
        background, border = (theme.color(role).name() for role in ("bg.overlay", "border.default"))
        self._list.setStyleSheet(
            f"QListView {{ background: {background}; border: 1px solid {border}; padding: 4px; }}"
            "QListView::item:focus { border: none; }"  # the keyboard is in the field
        )

    def _on_edited(self, text: str) -> None:
        self._show_error(False)
        self._offers.setStringList(suggestions(text, self._document.recording.graph, _MOST))
        self._finder.ask(text)

    def _show_question(self) -> None:
        self._clear.setVisible(bool(self._finder.text))
        if self.text() != self._finder.text:
            self.setText(self._finder.text)
            self._show_error(False)

    def _show_error(self, on: bool) -> None:
        """Red only once Enter was pressed: half a question isn't a mistake yet."""
        if bool(self.property("error")) != on:
            self.setProperty("error", on)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._list.hide()
            self._finder.ask(self.text())  # a suggestion one walked to
            self._show_error(bool(self._finder.refusal))
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.entered.emit(-1 if back else 1)
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


def _tip() -> str:
    rows = "".join(
        f"<tr><td><code>{_html(typed)}</code></td>"
        f"<td style='padding-left: 12px'>{_html(means)}</td></tr>"
        for typed, means in EXAMPLES
    )
    return f"What can be asked:<table>{rows}</table>"


def _html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("   ", " &nbsp; ")
