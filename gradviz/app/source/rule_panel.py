"""RulePanel: the forward or backward rule of the step we are at, in names and in numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gradviz.app.document import Document
from gradviz.look.theme import Theme
from gradviz.look.typography import plain, typographic
from gradviz.model.explain import RuleLine, rule_lines, rule_sentence, rule_title


class RulePanel(QScrollArea):
    """A card for every write of the step, and the op's rule in a sentence."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(8)
        self._title = QLabel()
        self._title.setProperty("role", "section")
        self._lines: list[_LineCard] = []
        self._sentence = QLabel()
        self._sentence.setProperty("role", "secondary")
        self._sentence.setWordWrap(True)
        self._column.addWidget(self._title)
        self._column.addWidget(self._sentence)
        self._column.addStretch(1)
        self.setWidget(content)
        document.graph_opened.connect(self.refresh)
        document.recording_changed.connect(self.refresh)
        document.cursor_moved.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.refresh()

    @property
    def texts(self) -> list[str]:
        """What it says, from top to bottom, in plain text."""
        shown = [text for card in self._lines if not card.isHidden() for text in card.texts]
        return [self._title.text(), *shown, plain(self._sentence.text())]

    def refresh(self) -> None:
        recording, position = self._document.recording, self._document.position
        self._title.setText(rule_title(recording, position))
        self._sentence.setText(typographic(rule_sentence(recording, position)))
        lines = rule_lines(recording, position)
        while len(self._lines) < len(lines):
            card = _LineCard()
            self._lines.append(card)
            self._column.insertWidget(len(self._lines), card)
        for i, card in enumerate(self._lines):
            card.setVisible(i < len(lines))
            if i < len(lines):
                card.show_line(lines[i], self._theme)


class _LineCard(QFrame):
    """'a.grad += b × d.grad' over 'a: -6 + 3 × 1 = -3'."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        self._names, self._numbers = QLabel(), QLabel()
        for label in (self._names, self._numbers):
            label.setProperty("role", "mono")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            column.addWidget(label)

        self.texts: list[str] = []

    def show_line(self, line: RuleLine, theme: Theme) -> None:
        statement = " ".join(part for part in (line.target, line.sign, line.factors) if part)
        self.texts = [statement, line.numbers]
        sign = theme.color("error.text" if line.is_wrong else "backward.text").name()
        muted = theme.color("text.secondary").name()
        names = _escaped(line.target)
        self._names.setText(
            f"{names} <b style='color:{sign}'>{_escaped(line.sign)}</b> {_escaped(line.factors)}"
            if line.sign
            else names
        )
        self._numbers.setText(f"<span style='color:{muted}'>{_escaped(line.numbers)}</span>")


def _escaped(text: str) -> str:
    return typographic(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
