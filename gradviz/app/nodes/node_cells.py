"""The cells of one value's row, made from the recording when they are to be painted."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import IntEnum
from functools import partial

import numpy as np

from gradviz.app.table.rich_cell import Cell, Ink, Piece, cell
from gradviz.model.graph import Ints
from gradviz.model.measures import Measure, Order, user_counts
from gradviz.model.numbers import plain_text, short_text
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

_ABSENT = cell(Piece("–", Ink.QUIET), right=True)


class Column(IntEnum):
    NUMBER = 0
    NAME = 1
    OP = 2
    EXPRESSION = 3
    DATA = 4
    GRAD = 5
    MAGNITUDE = 6
    USERS = 7
    LINE = 8


ORDERS: dict[Column, Measure | Order] = {
    Column.NUMBER: Order.NUMBER,
    Column.NAME: Order.NAME,
    Column.OP: Order.OP,
    Column.EXPRESSION: Order.EXPRESSION,
    Column.DATA: Measure.DATA,
    Column.GRAD: Measure.GRAD,
    Column.MAGNITUDE: Measure.ABS_GRAD,
    Column.USERS: Measure.USERS,
    Column.LINE: Measure.LINE,
}
"""What the rows are put in order by, when they are by a column."""

TITLES = {
    Column.NUMBER: "#",
    Column.NAME: "Node",
    Column.OP: "Op",
    Column.EXPRESSION: "Expression",
    Column.DATA: "Data",
    Column.GRAD: "Grad",
    Column.MAGNITUDE: "|grad|",
    Column.USERS: "Users",
    Column.LINE: "Line",
}
RIGHT = (
    Column.NUMBER, Column.DATA, Column.GRAD, Column.MAGNITUDE, Column.USERS, Column.LINE,
)  # fmt: skip
LARGEST_FIRST = (Column.DATA, Column.GRAD, Column.MAGNITUDE, Column.USERS)
"""Columns of which one wants to see the top end first."""


def node_cell(recording: Recording, node: int, position: int, column: Column) -> Cell:
    graph = recording.graph
    match column:
        case Column.NUMBER:
            return cell(Piece(str(node), Ink.CODE), right=True)
        case Column.NAME:
            return cell(Piece(graph.name(node), Ink.NAME if graph.labels[node] else Ink.CODE))
        case Column.OP:
            return _op(recording, node)
        case Column.EXPRESSION:
            expression = graph.expression(node)
            return cell(Piece(expression, Ink.NUMBER) if expression else Piece("–", Ink.QUIET))
        case Column.DATA:
            return _data(recording, node, position)
        case Column.GRAD | Column.MAGNITUDE:
            return _grad(recording, node, position, column)
        case Column.USERS:
            return _count(int(user_counts(graph)[node]))
        case Column.LINE:
            line = _line(recording, node)
            return _count(line) if line else _ABSENT


def _op(recording: Recording, node: int) -> Cell:
    graph = recording.graph
    if graph.is_leaf(node):
        return cell(Piece("leaf", Ink.QUIET))
    return cell(Piece(graph.symbol(node), Ink.NUMBER))


def _data(recording: Recording, node: int, position: int) -> Cell:
    if not recording.has_value(node, position):
        return _ABSENT
    value = float(recording.values[node])
    ink = Ink.DATA if math.isfinite(value) else Ink.WRONG
    return cell(Piece(short_text(value), ink), right=True)


def _grad(recording: Recording, node: int, position: int, column: Column) -> Cell:
    if not recording.steps_done(position):
        return _ABSENT
    grad = recording.grad(node, position)
    if column is Column.MAGNITUDE:
        return cell(Piece(short_text(abs(grad)), Ink.NUMBER), right=True)
    is_wrong = recording.rule is not Rule.ACCUMULATE and recording.is_wrong(node, position)
    ink = Ink.WRONG if is_wrong or not math.isfinite(grad) else Ink.GRAD
    return cell(Piece(short_text(grad), ink), right=True)


def _count(count: int) -> Cell:
    return cell(Piece(str(count), Ink.NUMBER), right=True)


def _line(recording: Recording, node: int) -> int:
    return 0 if recording.source is None else int(recording.source.lines[node])


def ringed(cell_: Cell) -> Cell:
    """The name of the selected value."""
    return replace(cell_, ringed=True)


def column_texts(recording: Recording, nodes: Ints, position: int, column: Column) -> list[str]:
    """One column of many rows for the clipboard: numbers with every digit, nothing where there
    is none. By column, since half a million rows may be copied."""
    graph, numbers = recording.graph, nodes.tolist()
    match column:
        case Column.NUMBER:
            return [str(node) for node in numbers]
        case Column.NAME:
            return [graph.name(node) for node in numbers]
        case Column.OP:
            return ["leaf" if graph.is_leaf(node) else graph.symbol(node) for node in numbers]
        case Column.EXPRESSION:
            return [graph.expression(node) for node in numbers]
        case Column.DATA:
            values = zip(numbers, recording.values[nodes].tolist(), strict=True)
            return [plain_text(value) if node < position else "" for node, value in values]
        case Column.GRAD | Column.MAGNITUDE:
            if not recording.steps_done(position):
                return [""] * len(numbers)
            grads = recording.grads_of(nodes, position)
            told = grads if column is Column.GRAD else np.abs(grads)
            return [plain_text(grad) for grad in told.tolist()]
        case Column.USERS:
            return [str(count) for count in user_counts(graph)[nodes].tolist()]
        case Column.LINE:
            return [str(line or "") for line in map(partial(_line, recording), numbers)]
