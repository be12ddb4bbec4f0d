"""The source dock: the program on top, the rule of the present step below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from gradviz.app.document import Document
from gradviz.app.source.code_view import CodeView, LineNumbers
from gradviz.app.source.rule_panel import RulePanel
from gradviz.look.theme import Theme
from gradviz.model.numbers import short_text
from gradviz.model.recording import Phase


class SourcePanel(QWidget):
    """The line of the current step is marked in its phase's colour, that of the selected
    node in the selection's. Clicking a line asks for the value it made."""

    node_requested = Signal(int)

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self.code = CodeView(theme)
        self.rule = RulePanel(document, theme)
        self._name = QLabel()
        self._name.setProperty("role", "mono")
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._heading())
        column.addWidget(self.code, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(top)
        splitter.addWidget(self.rule)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

        self.code.line_clicked.connect(self._ask_for_line)
        document.graph_opened.connect(self._show_program)
        document.recording_changed.connect(self._show_numbers)
        document.cursor_moved.connect(self._show_position)
        document.selection_changed.connect(self._show_marks)
        self._show_program()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.code.set_theme(theme)
        self.rule.set_theme(theme)
        self._show_marks()

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(4)
        row.addWidget(self._name, 1)
        for text, role in (("data", "data"), ("grad", "grad")):
            label = QLabel(text)
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setFixedWidth(48)
            row.addWidget(label)
        return row

    def _show_program(self) -> None:
        source = self._document.recording.source
        self._name.setText(source.name if source is not None else "")
        self.code.show_text(source.text if source is not None else "")
        self._show_position()

    def _show_position(self) -> None:
        self._show_numbers()
        self._show_marks()
        line = self._line_of(self._document.current.node)
        if line:
            self.code.reveal(line)

    def _show_numbers(self) -> None:
        """A line shows the last value it made: the result of its statement."""
        recording, position = self._document.recording, self._document.position
        if recording.source is None:
            return
        made_by = {line: node for node, line in enumerate(recording.source.lines.tolist()) if line}
        numbers = {}
        for line, node in made_by.items():
            if not recording.has_value(node, position):
                continue
            grad = recording.grad(node, position)
            is_wrong = recording.is_wrong(node, position)
            data = short_text(float(recording.values[node]))
            numbers[line] = LineNumbers(data, short_text(grad), is_wrong)
        self.code.show_numbers(numbers)

    def _show_marks(self) -> None:
        theme, document = self._theme, self._document
        forward = document.current.phase is Phase.FORWARD
        marks: dict[int, tuple[QColor, QColor | None]] = {}
        selected = self._line_of(document.selected)
        if selected:
            marks[selected] = (theme.color("select.ring"), None)
        current = self._line_of(document.current.node)
        if current:
            bar = theme.color("forward.line" if forward else "backward.line")
            soft = theme.color("forward.soft" if forward else "syntax.currentLine")
            marks[current] = (bar, soft)
        self.code.mark([(line, *colors) for line, colors in marks.items()])

    def _line_of(self, node: int | None) -> int:
        """0 where there is none."""
        source = self._document.recording.source
        if source is None or node is None or node < 0:
            return 0
        return int(source.lines[node])

    def _ask_for_line(self, line: int) -> None:
        source = self._document.recording.source
        if source is not None:
            made = [n for n, at in enumerate(source.lines.tolist()) if at == line]
            if made:
                self.node_requested.emit(made[-1])
