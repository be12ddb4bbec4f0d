"""The problems of the document as a table model."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject

from gradviz.app.document import Document
from gradviz.app.table.cell_model import CellModel, Heading
from gradviz.app.table.rich_cell import (
    Cell,
    Ink,
    Piece,
    RowLook,
    cell,
    cell_of_phrase,
)
from gradviz.app.tape.step_cells import source_line
from gradviz.model.diagnosis import Problem, Severity
from gradviz.model.recording import Recording

_NAMED = 2
"""How many nodes of one problem are named before the rest is counted."""


class Column(IntEnum):
    SEVERITY = 0
    PROBLEM = 1
    WHERE = 2
    STEP = 3
    GO = 4


_HEADERS = {
    Column.SEVERITY: "",
    Column.PROBLEM: "Problem",
    Column.WHERE: "Where",
    Column.STEP: "Step",
    Column.GO: "",
}


class ProblemsModel(CellModel):
    """A row for each problem, in the document's order."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent, len(Column))
        self._document = document
        self._recording = document.recording
        self._problems = document.problems

    def reload(self) -> None:
        self.beginResetModel()
        self._recording = self._document.recording
        self._problems = self._document.problems
        self.endResetModel()

    def problem_of(self, row: int) -> Problem:
        return self._problems[row]

    @property
    def row_count(self) -> int:
        return len(self._problems)

    def heading(self, column: int) -> Heading:
        return Heading(_HEADERS[Column(column)])

    def cell(self, row: int, column: int) -> Cell:
        return _cell(self._recording, self._problems[row], Column(column))

    def look(self, row: int) -> RowLook:
        return RowLook()

    def text(self, row: int, column: int) -> str:
        if column == Column.SEVERITY:
            return self._problems[row].severity.value
        return super().text(row, column)


def _cell(recording: Recording, problem: Problem, column: Column) -> Cell:
    if column is Column.SEVERITY:
        if problem.severity is Severity.ERROR:
            return Cell((), icon="error", icon_role="error.text")
        return Cell((), icon="warning", icon_role="warning.text")
    if column is Column.PROBLEM:
        return cell_of_phrase(problem.message)
    if column is Column.WHERE:
        return _where(recording, problem)
    if column is Column.STEP:
        return _step(recording, problem)
    if problem.position is not None:
        return cell(Piece("Go to step", Ink.LINK))
    if problem.nodes:
        return cell(Piece("Show value", Ink.LINK))
    if problem.exercise is not None:
        return cell(Piece("Show graph", Ink.LINK))
    return cell(Piece("Show line", Ink.LINK)) if problem.line else cell(Piece("", Ink.QUIET))


def _where(recording: Recording, problem: Problem) -> Cell:
    """'line 8 · d': the step's line and node, where there is a step; else whom it is about."""
    if problem.place:
        return cell(Piece(problem.place, Ink.QUIET))
    nodes = problem.nodes
    if problem.position is not None:
        nodes = (recording.step(problem.position).node,)
    names = ", ".join(recording.graph.name(node) for node in nodes[:_NAMED])
    rest = f" and {len(nodes) - _NAMED} more" if len(nodes) > _NAMED else ""
    line = source_line(recording, nodes[0]) if len(nodes) == 1 else 0
    where = (Piece(f"line {line} · ", Ink.QUIET),) if line else ()
    return cell(*where, Piece(names, Ink.CODE), Piece(rest, Ink.QUIET))


def _step(recording: Recording, problem: Problem) -> Cell:
    if problem.position is None:
        return cell(Piece("–", Ink.QUIET))
    step = recording.step(problem.position)
    if not step.number:
        return cell(Piece(step.phase.value, Ink.CODE))
    return cell(Piece(f"{step.phase.value} {step.number}", Ink.CODE))
