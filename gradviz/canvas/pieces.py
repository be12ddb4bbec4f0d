"""Pieces: the parts of a sum or product on the canvas, so that each can be painted its way."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from gradviz.model.explain import bracketed, factors_text
from gradviz.model.numbers import short_text, signed_text
from gradviz.model.tape import Write


class Part(Enum):
    """What a piece of text is in its sum or product."""

    OLD = "old"
    """What was there before."""
    FACTOR = "factor"
    """The factors of a product."""
    SIGN = "sign"
    """An equals sign, an arrow, and the like."""
    NEW = "new"
    """The contribution."""
    RESULT = "result"
    """What is there now."""
    LOST = "lost"
    """What is gone: struck through."""


class Piece(NamedTuple):
    text: str
    part: Part


def plain(pieces: Sequence[Piece]) -> str:
    """The pieces as one text."""
    return "".join(piece.text for piece in pieces)


def strip_pieces(writes: Sequence[Write]) -> tuple[Piece, ...]:
    """What the writes of one step do to one gradient: '-6 + 3 = -3', or '-6 → 3'.

    A value used twice by one op is written to twice: '0 + 1 + 1 = 2', or '1 → 1'.
    """
    if not writes:
        return ()
    last = writes[-1]
    result = Piece(short_text(last.after), Part.RESULT)
    if last.is_assignment:
        old = Piece(short_text(last.before), Part.LOST if last.replaces else Part.OLD)
        return old, Piece(" → ", Part.SIGN), result
    added = (Piece(f" + {bracketed(w.contribution)}", Part.NEW) for w in writes)
    old = Piece(short_text(writes[0].before), Part.OLD)
    return old, *added, Piece(" = ", Part.SIGN), result


def product_pieces(write: Write) -> tuple[Piece, ...]:
    """'3 × 1 = +3': local derivative × adjoint = contribution.

    Where an engine wrote another amount it comes first, struck: '-0.5 due 0.5 × 3 = +1.5'.
    Where the factors aren't known there is only the amount.
    """
    if not write.has_factors:
        return (Piece(signed_text(write.contribution), Part.NEW),)
    wrong = (Piece(short_text(write.contribution), Part.LOST), Piece(" due ", Part.SIGN))
    return (
        *(wrong if write.is_faulty else ()),
        Piece(factors_text(write), Part.FACTOR),
        Piece(" = ", Part.SIGN),
        Piece(signed_text(write.due), Part.NEW),
    )


def amount_pieces(write: Write) -> tuple[Piece, ...]:
    """Only the contribution: '+3'. One that isn't what it should be is struck, and what is
    due stands beside it."""
    amount = signed_text(write.contribution)
    if not write.is_faulty:
        return (Piece(amount, Part.NEW),)
    due = Piece(signed_text(write.due), Part.NEW)
    return Piece(amount, Part.LOST), Piece(" ", Part.SIGN), due


def struck(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """All of it lost."""
    return tuple(Piece(piece.text, Part.LOST) for piece in pieces)
