"""The cells of one row of a comparison, made when they are to be painted."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import IntEnum

from gradviz.app.table.rich_cell import Cell, Ink, Piece, RowLook, cell, cell_of_phrase
from gradviz.app.tape.step_cells import ABSENT
from gradviz.model.compare import Comparison, Row
from gradviz.model.divergence import reason, short_reason
from gradviz.model.explain import factors_text
from gradviz.model.judgement import Kind
from gradviz.model.numbers import short_text, signed_text
from gradviz.model.positions import Phase


class Column(IntEnum):
    STEP = 0
    VERDICT = 1
    NODE = 2
    OP = 3
    TARGET = 4
    THEIRS = 5
    THEIR_GRAD = 6
    REFERENCE = 7
    REFERENCE_GRAD = 8


_ICONS = {
    Kind.AGREES: ("check", "success.text"),
    Kind.IN_THE_END: ("check", "success.text"),
    Kind.UNTOLD: ("help", "text.muted"),
    Kind.FOLLOWS: ("arrow-right", "warning.text"),
}
_FAULT = ("error", "error.text")


def row_cell(comparison: Comparison, row: Row, column: Column, is_narrow: bool) -> Cell:
    """`is_narrow`: '-6' rather than '3 × -2 = -6', and reasons in two words."""
    graph = comparison.recording.graph
    if column is Column.STEP:
        return _step(comparison, row)
    if column is Column.VERDICT:
        icon, role = _ICONS.get(row.kind, _FAULT)
        said = (short_reason if is_narrow else reason)(comparison, row)
        return replace(cell_of_phrase(said), icon=icon, icon_role=role)
    if column is Column.NODE:
        return cell(Piece(graph.name(row.user), Ink.NAME))
    if column is Column.OP:
        expression = "" if row.is_seed else graph.expression(row.user)
        return cell(Piece(expression, Ink.NUMBER) if expression else Piece("root", Ink.QUIET))
    if column is Column.TARGET:
        return cell(Piece(f"{graph.name(row.target)}.grad", Ink.NAME))
    if column is Column.THEIRS:
        return _theirs(row, is_narrow)
    if column is Column.THEIR_GRAD:
        return _their_grad(row)
    if row.kind is Kind.EXTRA:
        return ABSENT
    return _reference(row, is_narrow) if column is Column.REFERENCE else _reference_grad(row)


def row_look(row: Row, is_current: bool, is_first_divergence: bool) -> RowLook:
    """Agreement is quiet, the first divergence the loudest thing in the table; red is kept for
    errors, which a stale start is none."""
    is_note = row.kind is Kind.STALE
    if is_first_divergence:
        soft, line = ("warning.soft", "warning.border") if is_note else ("error.soft", "error.line")
        return RowLook(soft, line)
    bar = ("warning.border" if is_note else "error.line") if row.is_divergence else ""
    if is_current:
        return RowLook("backward.soft", bar or "backward.line")
    return RowLook("", bar, muted=row.kind < Kind.FOLLOWS)


def _step(comparison: Comparison, row: Row) -> Cell:
    step = comparison.recording.step(row.position)
    if step.phase is Phase.SEED:
        return cell(Piece("seed"), right=True)
    return cell(Piece(f"{step.number:,}", Ink.NUMBER), right=True)


def _theirs(row: Row, is_narrow: bool) -> Cell:
    write = row.write
    if write is None:
        return cell(Piece("never" if is_narrow else "never written", Ink.WRONG))
    ink = Ink.WRONG if row.kind in (Kind.AMOUNT, Kind.EXTRA, Kind.EARLY) else Ink.GRAD
    if row.is_seed:
        return cell(Piece(short_text(write.after), ink))
    amount = (short_text if write.is_assignment else signed_text)(write.contribution)
    # A wrong amount isn't made of these factors, nor one of an op without a known slope.
    has_factors = not (is_narrow or write.is_faulty or math.isnan(write.due))
    factors = factors_text(write) if has_factors else ""
    return cell(Piece(f"{factors} = " if factors else "", Ink.CODE), Piece(amount, ink))


def _their_grad(row: Row) -> Cell:
    if row.write is None:
        return cell(Piece(f"stays {short_text(row.after)}", Ink.CODE))
    is_lost = row.kind is Kind.REPLACED
    is_wrong = row.is_divergence and row.kind is not Kind.STALE
    return cell(
        Piece(short_text(row.before), Ink.LOST if is_lost else Ink.CODE),
        Piece(" → ", Ink.CODE),
        Piece(short_text(row.after), Ink.WRONG if is_wrong else Ink.RESULT),
    )


def _reference(row: Row, is_narrow: bool) -> Cell:
    if math.isnan(row.due):
        return ABSENT
    if row.is_seed:
        return cell(Piece(short_text(row.due), Ink.GRAD))
    has_factors = not (is_narrow or math.isnan(row.local))
    factors = f"{short_text(row.local)} × {short_text(row.adjoint)} = " if has_factors else ""
    return cell(Piece(factors, Ink.CODE), Piece(signed_text(row.due), Ink.GRAD))


def _reference_grad(row: Row) -> Cell:
    if math.isnan(row.ref_after):
        return ABSENT
    before = "…" if math.isnan(row.ref_before) else short_text(row.ref_before)
    return cell(
        Piece(before, Ink.CODE),
        Piece(" → ", Ink.CODE),
        Piece(short_text(row.ref_after), Ink.RESULT),
    )
