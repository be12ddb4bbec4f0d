"""The cells of one row of the tape, made from the recording when they are to be painted."""

from __future__ import annotations

from enum import Enum, IntEnum

from gradviz.app.table.rich_cell import Cell, Ink, Item, Piece, cell
from gradviz.model.explain import factors_text, formula_in_numbers
from gradviz.model.numbers import short_text, signed_text
from gradviz.model.positions import Phase, Step
from gradviz.model.recording import Recording
from gradviz.model.tape import Write

ABSENT = cell(Piece("–", Ink.QUIET))
ABSENT_RIGHT = cell(Piece("–", Ink.QUIET), right=True)


class Column(IntEnum):
    STEP = 0
    STATE = 1
    NODE = 2
    OP = 3
    GRAD_IN = 4
    CONTRIBUTIONS = 5
    WRITES = 6
    LINE = 7


class When(Enum):
    """Where a step lies, seen from the present position."""

    DONE = "done"
    CURRENT = "current"
    PENDING = "pending"


def step_cell(
    recording: Recording, step: Step, when: When, column: Column, with_phase: bool
) -> Cell:
    """`with_phase`: forward and backward rows are mixed, so the number alone won't do."""
    if column is Column.STEP:
        return _step(step, with_phase)
    if column is Column.STATE:
        return _state(recording, step, when)
    if column is Column.NODE:
        return cell(Piece(recording.graph.name(step.node), Ink.NAME))
    if column is Column.OP:
        return _op(recording, step)
    if column is Column.GRAD_IN:
        return _grad_in(recording, step)
    if column is Column.CONTRIBUTIONS:
        return _contributions(recording, step)
    if column is Column.WRITES:
        return _writes(recording, step)
    return _line(recording, step)


def _step(step: Step, with_phase: bool) -> Cell:
    if step.phase is Phase.SEED:
        return cell(Piece("seed"), right=True)
    number = Piece(f"{step.number:,}", Ink.NUMBER)
    if not with_phase:
        return cell(number, right=True)
    return cell(Piece(f"{step.phase.value} ", Ink.QUIET), number, right=True)


def _state(recording: Recording, step: Step, when: When) -> Cell:
    word = (Piece(when.value),)
    if when is When.PENDING:
        return Cell((word,), icon="pending", icon_role="text.muted")
    if when is When.CURRENT:
        if step.phase is Phase.FORWARD:
            return Cell((word,), icon="current", icon_role="forward.line")
        return Cell((word,), icon="current-back", icon_role="backward.line")
    if any(recording.replaces[w] for w in step.writes):
        return Cell(((Piece("overwrote"),),), icon="warning", icon_role="error.text")
    return Cell((word,), icon="check", icon_role="success.text")


def _op(recording: Recording, step: Step) -> Cell:
    if step.phase is Phase.SEED:
        return cell(Piece("root", Ink.QUIET))
    expression = recording.graph.expression(step.node)
    return cell(Piece(expression, Ink.NUMBER) if expression else Piece("leaf", Ink.QUIET))


def _grad_in(recording: Recording, step: Step) -> Cell:
    if step.phase is not Phase.BACKWARD:
        return ABSENT_RIGHT
    adjoint = recording.grad(step.node, step.position)
    return cell(Piece(short_text(adjoint), Ink.NUMBER), right=True)


def _contributions(recording: Recording, step: Step) -> Cell:
    if step.phase is Phase.FORWARD:
        return _value(recording, step.node)
    if step.phase is Phase.SEED:
        root = recording.graph.name(step.node)
        return cell(
            Piece("the gradient of "), Piece(root, Ink.NAME), Piece(" by itself is "),
            Piece("1", Ink.GRAD),
        )  # fmt: skip
    if not step.writes:
        return cell(Piece("nothing to propagate", Ink.QUIET))
    return Cell(tuple(_contribution(recording, recording.write(w)) for w in step.writes))


def _value(recording: Recording, node: int) -> Cell:
    """How a forward step comes to its value: '-2 × 3 = -6'."""
    formula, _, _ = formula_in_numbers(recording, node).rpartition(" = ")
    value = Piece(short_text(float(recording.values[node])), Ink.DATA)
    if not formula:
        return cell(value)
    return cell(Piece(f"{formula} = ", Ink.CODE), value)


def _contribution(recording: Recording, write: Write) -> Item:
    """'a: 3 × 1 = +3'; without the plus under `=`, which adds nothing."""
    amount = (short_text if write.is_assignment else signed_text)(write.contribution)
    factors = factors_text(write)
    if write.is_faulty:
        return (
            Piece(recording.graph.name(write.target), Ink.NAME),
            Piece(": ", Ink.CODE),
            Piece(short_text(write.contribution), Ink.WRONG),
            Piece(f", due {factors} = {signed_text(write.due)}", Ink.CODE),
        )
    return (
        Piece(recording.graph.name(write.target), Ink.NAME),
        Piece(f": {factors} = " if factors else ": ", Ink.CODE),
        Piece(amount, Ink.GRAD),
    )


def _writes(recording: Recording, step: Step) -> Cell:
    if not step.writes:
        return ABSENT
    return Cell(tuple(_write(recording, recording.write(w)) for w in step.writes))


def _write(recording: Recording, write: Write) -> Item:
    """'a -6 → -3'; the old number struck where it was replaced."""
    replaced = write.replaces
    return (
        Piece(f"{recording.graph.name(write.target)} ", Ink.NUMBER),
        Piece(short_text(write.before), Ink.LOST if replaced else Ink.CODE),
        Piece(" → ", Ink.CODE),
        Piece(short_text(write.after), Ink.WRONG if replaced else Ink.RESULT),
    )


def _line(recording: Recording, step: Step) -> Cell:
    line = source_line(recording, step.node)
    return cell(Piece(str(line), Ink.NUMBER), right=True) if line else ABSENT_RIGHT


def source_line(recording: Recording, node: int) -> int:
    """The line of the program that made a node; 0 where there is none to name."""
    return 0 if recording.source is None else int(recording.source.lines[node])
