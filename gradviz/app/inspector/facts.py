"""The first rows: label, op, operands, users, and what is remarkable about the value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from gradviz.app.inspector.chips import ChipFlow
from gradviz.app.inspector.painted import PAD
from gradviz.app.inspector.pieces import Piece, code, words
from gradviz.app.inspector.section import Section
from gradviz.app.inspector.subject import Subject
from gradviz.app.inspector.text import TextLine, WrappedText
from gradviz.look.theme import Theme
from gradviz.model.graph import Graph
from gradviz.model.numbers import plain_text

KEY_WIDTH = 72


class Facts(Section):
    """A table of two columns, key and value; rows that don't apply are left out."""

    node_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.column.setContentsMargins(PAD, 10, PAD, 2)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(PAD, 0, PAD, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, KEY_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.column.addLayout(self._grid)

        self._label = TextLine(theme, 24)
        self._op = TextLine(theme, 24)
        self.operands = ChipFlow(theme, "operand")
        self.users = ChipFlow(theme, "user")
        self._note = WrappedText(theme)
        self.operands.requested.connect(self.node_requested)
        self.users.requested.connect(self.node_requested)
        self._keys: dict[QWidget, TextLine] = {}
        rows: tuple[tuple[str, QWidget], ...] = (
            ("label", self._label),
            ("op", self._op),
            ("operands", self.operands),
            ("used by", self.users),
            ("note", self._note),
        )
        for i, (key, widget) in enumerate(rows):
            text = TextLine(theme, 24 if widget is not self._note else 18)
            text.show_pieces(words(key, "text.muted"))
            text.setFixedWidth(KEY_WIDTH)
            self._grid.addWidget(text, i, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(widget, i, 1)
            self._keys[widget] = text
        self._structure: tuple[Graph, int] | None = None

    def show_subject(self, subject: Subject) -> None:
        graph = subject.graph
        self._show_note(subject)
        structure = (graph, subject.node)
        if structure == self._structure:
            return  # names and neighbours don't change with the numbers
        self._structure = structure
        op = graph.op(subject.node)
        if graph.labels[subject.node]:
            self._label.show_pieces(code(subject.name))
        else:
            self._label.show_pieces(code(subject.name), words("  not labelled", "text.muted", 12))
        pieces: list[Piece] = [words(op.title, "text.secondary")]
        if not op.is_leaf:
            pieces.insert(0, code(f"{graph.symbol(subject.node)} ", weight=500))
        self._op.show_pieces(*pieces)
        operands = graph.operands_of(subject.node)
        self.operands.show_nodes([(node, graph.name(node)) for node in operands])
        self._show_row(self.operands, bool(operands))
        users = [int(graph.edge_user[edge]) for edge in graph.edges_from(subject.node)]
        self.users.show_nodes([(node, graph.name(node)) for node in users])
        self._show_row(self.users, bool(users))

    def tab_stops(self) -> list[QWidget]:
        return [*self.operands.shown, *self.users.shown]

    def _show_note(self, subject: Subject) -> None:
        note = ""
        if subject.recording.at_kink(subject.node):
            note = subject.graph.op(subject.node).kink_words
        if subject.recording.nonfinite[subject.node]:
            first = subject.recording.first_nonfinite
            text = plain_text(subject.value)
            if first == subject.node:
                note = f"{text}, the first value that is not finite."
            elif first is not None:
                note = f"{text}; the first value not finite is {subject.graph.name(first)}."
        self._note.show_pieces(words(note, "warning.text", 12))
        self._show_row(self._note, bool(note))

    def _show_row(self, widget: QWidget, shown: bool) -> None:
        widget.setVisible(shown)
        self._keys[widget].setVisible(shown)
