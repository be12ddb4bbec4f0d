"""The problems panel: what is wrong with the gradients, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.app.document import Document
from gradviz.app.problems_model import Column, ProblemsModel
from gradviz.app.table.row_table import RowTable
from gradviz.look.icons import icon
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.model.diagnosis import Severity
from gradviz.model.rule import Rule

_ADVICE = "Values used by more than one op must add their contributions."
_CALM = "All gradients accumulate: nothing is lost."
_NOTHING = "No problems."
_VERIFIED = "No problem was found in this program's engine."


class ProblemsPanel(QWidget):
    """The document's problems as a list, and under `=` the way back to `+=`."""

    position_requested = Signal(int)
    node_requested = Signal(int)
    line_requested = Signal(int)
    """A line of the program that is shown."""
    exercise_requested = Signal(int)
    """The exercise of a number is to be shown."""
    rule_requested = Signal(object)
    """A Rule."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self._model = ProblemsModel(document, self)

        self.table = RowTable(self._model, theme, self)
        self.table.setAccessibleName("Problems")
        self.table.setAccessibleDescription("Up and Down go to each problem's value and step.")

        self.nothing = QLabel(_NOTHING)
        self.nothing.setProperty("role", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)

        self.switch_button = QPushButton("Switch to += accumulate")
        self.switch_button.setProperty("small", True)
        self.switch_button.setAccessibleName("Switch the rule to accumulate")
        self.switch_button.setToolTip("Add each contribution to the gradient instead of replacing")
        self._sign = QLabel()
        self.sentence = QLabel()
        self.sentence.setProperty("role", "secondary")
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(METRICS.space_4, METRICS.space_2, METRICS.space_4, METRICS.space_2)
        bar.setSpacing(METRICS.space_2)
        bar.addWidget(self.switch_button)
        bar.addWidget(self._sign)
        bar.addWidget(self.sentence, 1)
        self._rule_line = QFrame()
        self._rule_line.setProperty("kind", "rule")

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self._rule_line)
        column.addWidget(self._bar)
        self.setFocusProxy(self.table)

        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.row_walked.connect(self._on_row_picked)
        self.table.resized.connect(self._fit_columns)
        self.switch_button.clicked.connect(self._on_switch_clicked)
        document.graph_opened.connect(self._show)
        document.recording_changed.connect(self._show)
        document.problems_changed.connect(self._show)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.table.set_theme(theme)
        self._show_sign()

    @property
    def errors(self) -> int:
        return sum(p.severity is Severity.ERROR for p in self._document.problems)

    @property
    def notes(self) -> int:
        return len(self._document.problems) - self.errors

    @property
    def unexamined(self) -> str:
        """Why an empty list doesn't mean that all is well, if it doesn't."""
        document = self._document
        return (document.findings or document.program).unexamined

    @property
    def count_text(self) -> str:
        """For the tab: how many rows there are; '' for none."""
        return str(len(self._document.problems) or "")

    def next_problem(self) -> None:
        """Go to the problem after the one selected; from the last one, to the first."""
        count = self._model.rowCount()
        if count:
            row = (self.table.currentIndex().row() + 1) % count
            self.table.show_row(row)
            self._on_row_picked(row)

    # --- what a person does -------------------------------------------------------------

    def _on_row_chosen(self, row: int) -> None:
        """To its graph first, where it is another one: the problem then has its place there."""
        exercise = self._model.problem_of(row).exercise
        if exercise is not None:
            self.exercise_requested.emit(exercise)
            self.table.show_row(row)
        self._on_row_picked(row)

    def _on_row_picked(self, row: int) -> None:
        problem = self._model.problem_of(row)
        if problem.nodes:
            self.node_requested.emit(problem.nodes[0])
        if problem.position is not None:
            self.position_requested.emit(problem.position)
        if problem.line:
            self.line_requested.emit(problem.line)

    def _on_switch_clicked(self) -> None:
        self.rule_requested.emit(Rule.ACCUMULATE)

    # --- what changed -------------------------------------------------------------------

    def _show(self) -> None:
        self._model.reload()
        rule = self._document.recording.rule
        overwrites = rule is Rule.OVERWRITE
        found, errors = bool(self._document.problems), bool(self.errors)
        calm = found and not errors and rule is Rule.ACCUMULATE
        self.table.setVisible(found)
        self.nothing.setVisible(not found)
        verified = _VERIFIED if rule is Rule.AS_WRITTEN else _NOTHING
        self.nothing.setText(self.unexamined or verified)
        self._bar.setVisible(overwrites or calm)
        self._rule_line.setVisible(overwrites or calm)
        self.switch_button.setVisible(overwrites)
        self.sentence.setText(_ADVICE if overwrites else _CALM)
        self._sign.setVisible(calm)
        self._show_sign()
        self._fit_columns()

    def _show_sign(self) -> None:
        size = METRICS.icon_size
        self._sign.setPixmap(icon("check-circle", self._theme, "success.text").pixmap(size, size))

    def _fit_columns(self) -> None:
        width = self.table.viewport().width()
        sign, where, step, go = 40, min(200, max(140, width // 7)), 110, 100
        for column, size in (
            (Column.SEVERITY, sign),
            (Column.PROBLEM, max(width - sign - where - step - go, 200)),
            (Column.WHERE, where),
            (Column.STEP, step),
            (Column.GO, go),
        ):
            self.table.setColumnWidth(column, size)
