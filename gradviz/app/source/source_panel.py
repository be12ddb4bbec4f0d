"""The source panel: the program on top, with what it takes to run it, and the rule of the
present step below."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from gradviz.app.document import Document
from gradviz.app.elided_label import ElidedLabel
from gradviz.app.program import Program
from gradviz.app.source.code_view import CodeView
from gradviz.app.source.line_values import LineValues
from gradviz.app.source.rule_panel import RulePanel
from gradviz.app.source.run_bar import RunBar
from gradviz.app.source.value_columns import LineNumbers
from gradviz.look.theme import Theme
from gradviz.model.diagnosis import Severity
from gradviz.model.graph import Graph
from gradviz.model.numbers import narrow_text
from gradviz.model.positions import Phase

_TWO_LINES = 40


class SourcePanel(QWidget):
    """The line of the current step is marked in its phase's colour, that of the selected
    node in the selection's, faulty lines in red. Clicking a line asks for the value it made.

    Once the text is edited, what stood beside its lines is gone until it is run again.
    """

    node_requested = Signal(int)
    edited = Signal()

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self._listed = replace(document.program, report=None)
        self._kept = ""
        self._values_of: tuple[Graph, LineValues] | None = None
        self.code = CodeView(theme)
        self.code.setMinimumHeight(_TWO_LINES)
        self.rule = RulePanel(document, theme)
        self.run_bar = RunBar(theme)
        self._heads: list[QLabel] = []
        self._name = ElidedLabel()  # a long one must not widen the dock
        self._name.setProperty("role", "mono")
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.run_bar)
        column.addLayout(self._heading())
        column.addWidget(self.code, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(top)
        splitter.addWidget(self.rule)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

        self.code.line_clicked.connect(self._ask_for_line)
        self.code.edited.connect(self._show_edited)
        document.graph_opened.connect(self._show_document)
        document.recording_changed.connect(self._show_numbers)
        document.problems_changed.connect(self._show_marks)
        document.cursor_moved.connect(self._show_position)
        document.selection_changed.connect(self._show_selection)
        self._show_document()

    @property
    def is_modified(self) -> bool:
        """Edited since it was listed or run."""
        return self.code.text != self._listed.listing.text

    @property
    def is_unsaved(self) -> bool:
        """Written here and kept nowhere else; that it was run doesn't keep it."""
        return self.code.text != self._kept

    @property
    def listed(self) -> Program:
        """The program whose text is, or was before it was edited, in the view."""
        return self._listed

    @property
    def text(self) -> str:
        return self.code.text

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.code.set_theme(theme)
        self.rule.set_theme(theme)
        self.run_bar.set_theme(theme)
        self._show_marks()

    def show_program(self, program: Program) -> None:
        """A text that is kept elsewhere, in place of the one in the view."""
        self._listed = replace(program, report=None)  # as large as its graph
        self._kept = program.listing.text
        if self.code.text != program.listing.text:
            self.code.show_text(program.listing.text)
        self.code.setReadOnly(program.listing.is_notebook)
        self._show_listed()

    def show_saved(self, program: Program) -> None:
        """The text, as it is in the view, has been written to a file."""
        self._listed = replace(program, report=None)  # as large as its graph
        self._kept = program.listing.text
        self._show_edited()

    def discard(self) -> None:
        """Back to the text that is kept."""
        self.code.show_text(self._kept)
        self._show_edited()

    def show_faults(self, faults: dict[int, str]) -> None:
        """Lines that failed, with what happened there."""
        self.code.show_faults(faults)
        if faults:
            self.code.reveal(min(faults))

    # --- what changed -------------------------------------------------------------------

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._name, 1)
        for text, role in (("data", "data"), ("grad", "grad")):
            label = QLabel(text)
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._heads.append(label)
            row.addWidget(label)
        self.code.columns.moved.connect(lambda: self._fit_heads(row))
        self._fit_heads(row)
        return row

    def _fit_heads(self, row: QHBoxLayout) -> None:
        """Above the numbers, if there are any."""
        column = self.code.columns.column
        after = self.code.width() - self.code.viewport().geometry().right() - 1
        row.setContentsMargins(16, 6, 8 + after, 6)
        for label in self._heads:
            label.setVisible(column > 0)
            label.setFixedWidth(max(column - 4, 0))

    @property
    def _belongs(self) -> bool:
        """Whether the text is that of the graph shown."""
        listing = self._document.program.listing
        return not self.is_modified and listing.text == self._listed.listing.text

    def _show_document(self) -> None:
        """What was written meanwhile, or was run before it was ever saved, stays as it is."""
        program = self._document.program
        if not self.is_unsaved:
            self.show_program(program)
        elif (program.path, program.name) == (self._listed.path, self._listed.name):
            self._listed = replace(program, report=None)  # as large as its graph
            self._show_listed()
        self.run_bar.show_program(self._document.program)
        self._show_position()

    def _show_listed(self) -> None:
        self.code.show_faults({})
        self._show_name()
        self._show_numbers()
        self._show_marks()

    def _show_edited(self) -> None:
        self._show_name()
        self._show_numbers()
        self._show_marks()
        self.edited.emit()

    def _show_name(self) -> None:
        self._name.setText(f"{self._listed.name}{' •' if self.is_unsaved else ''}")
        self._name.setToolTip("Not saved yet" if self.is_unsaved else "")

    def _show_selection(self) -> None:
        self._show_numbers()
        self._show_marks()

    def _show_position(self) -> None:
        self._show_numbers()
        self._show_marks()
        line = self._current_line() or self._first_fault()
        if line and not self.code.hasFocus():
            self.code.reveal(line)

    def _current_line(self) -> int:
        """The one that made the current node. No line made an exercise's: there it is the one
        whose rule runs."""
        document = self._document
        step = document.current
        line = self._line_of(step.node)
        if not line and step.writes and document.program.exercise is not None and self._belongs:
            return document.program.line_of_write(step.writes[0])
        return line

    def _first_fault(self) -> int:
        """Where to begin to read about an engine that no program uses."""
        if self._document.program.exercise is None or not self._belongs:
            return 0
        return next((p.line for p in self._document.problems if p.line), 0)

    def _show_numbers(self) -> None:
        """A line shows the value it made: the result of its statement.

        Of several, the selected or the current one; where that isn't among them, how many.
        """
        document = self._document
        recording, position = document.recording, document.position
        numbers: dict[int, LineNumbers] = {}
        counts: dict[int, int] = {}
        values = self._line_values()
        if values is not None and self._belongs:
            for line, node in values.shown(document.selected, document.current.node).items():
                if node is None:
                    counts[line] = values.count(line)
                elif recording.has_value(node, position):
                    numbers[line] = LineNumbers(
                        narrow_text(float(recording.values[node])),
                        narrow_text(recording.grad(node, position)),
                        recording.is_wrong(node, position),
                    )
        self.code.show_numbers(numbers, counts)

    def _line_values(self) -> LineValues | None:
        """Found anew only for another graph: it takes a pass over all nodes."""
        graph, source = self._document.recording.graph, self._document.recording.source
        if source is None:
            return None
        if self._values_of is None or self._values_of[0] is not graph:
            self._values_of = (graph, LineValues(graph, source.lines))
        return self._values_of[1]

    def _show_marks(self) -> None:
        theme, document = self._theme, self._document
        forward = document.current.phase is Phase.FORWARD
        marks: dict[int, tuple[QColor, QColor | None]] = {}
        about = document.findings or document.program
        if not self.is_modified and about.listing.text == self._listed.listing.text:
            for problem in document.problems:
                if problem.line and problem.severity is Severity.ERROR:
                    marks[problem.line] = (theme.color("error.line"), theme.color("error.soft"))
        if self._belongs:
            selected = self._line_of(document.selected)
            if selected:
                marks.setdefault(selected, (theme.color("select.ring"), None))
            current = self._current_line()
            if current:
                bar = theme.color("forward.line" if forward else "backward.line")
                soft = theme.color("forward.soft" if forward else "syntax.currentLine")
                marks[current] = (bar, soft)
        self.code.mark([(line, *colors) for line, colors in marks.items()])

    def _line_of(self, node: int | None) -> int:
        """0 where there is none."""
        source = self._document.recording.source
        if source is None or node is None or node < 0 or not self._belongs:
            return 0
        return int(source.lines[node])

    def _ask_for_line(self, line: int) -> None:
        source = self._document.recording.source
        if source is not None and self._belongs:
            made = [n for n, at in enumerate(source.lines.tolist()) if at == line]
            if made:
                self.node_requested.emit(made[-1])
