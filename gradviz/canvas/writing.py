"""Writing numbers and sums on the canvas: runs made from faces, fitted into their room."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtGui import QFont

from gradviz.canvas.ink import Ink, Lettering
from gradviz.canvas.pieces import Part, Piece
from gradviz.look.fonts import mono_font
from gradviz.look.runs import Run, mono_width, runs_width
from gradviz.look.typography import typographic


def split_zeros(text: str) -> tuple[str, str]:
    """The digits that say something, and the zeros behind them: '-6.0000' is '-6', '.0000'."""
    if "." not in text or "e" in text:
        return text, ""
    head = text.rstrip("0").rstrip(".")
    return head, text[len(head) :]


@lru_cache(maxsize=4096)
def fit_number(
    text: str, brief: str, size: int, least: int, rooms: tuple[float, ...]
) -> tuple[str, int, int]:
    """How to write a number in one of these rooms, the first preferred.

    Answers the text, its font size and which room it takes: up to two sizes smaller before
    the next room, all rooms before a shorter text. Digits are left out before anything is
    cut off, since a number without its exponent would be another number.
    """
    smallest = min(size, max(least, size - 2))
    for candidate in (text, brief, *_fewer_digits(brief)):
        drawn = typographic(candidate)
        for room_index, room in enumerate(rooms):
            lowest = max(smallest, size - 1) if room_index < len(rooms) - 1 else smallest
            for px in range(size, lowest - 1, -1):
                if mono_width(drawn, px, 500) <= room:
                    return candidate, px, room_index
    return brief, smallest, len(rooms) - 1


def _fewer_digits(text: str) -> list[str]:
    """'-6.351e+194' as '-6.4e+194' and '-6e+194'; a plain number likewise."""
    try:
        value = float(text)
    except ValueError:  # the sign for "no value yet"
        return []
    if "e" in text:
        return [f"{value:.1e}", f"{value:.0e}"]
    return [f"{value:.3g}", f"{value:.2g}"]


def sum_runs(pieces: Sequence[Piece], ink: Ink, letters: Lettering) -> list[Run]:
    """A sum or product in its colours; what is lost is struck through."""
    return [_run(piece, ink, letters) for piece in pieces]


def fit_sum(pieces: Sequence[Piece], width: float, ink: Ink, letters: Lettering) -> list[Run]:
    """The sum as runs that fit: smaller, then without spaces, then without what was there
    before, then only what is added, then the result."""
    shorter = [p for p in pieces if p.part is not Part.OLD]
    added = [p for p in pieces if p.part is Part.NEW] or pieces[-2:]
    for kept in (pieces, _tight(pieces), shorter, _tight(shorter), added, pieces[-1:]):
        for size in range(letters.chip.pixelSize(), max(letters.least, 10) - 1, -1):
            runs = [
                run._replace(font=_resized(run.font, size)) for run in sum_runs(kept, ink, letters)
            ]
            if runs_width(runs) <= width:
                return runs
    return sum_runs(pieces[-1:], ink, letters)


def _tight(pieces: Sequence[Piece]) -> list[Piece]:
    return [Piece(piece.text.replace(" ", ""), piece.part) for piece in pieces]


def _resized(font: QFont, size: int) -> QFont:
    return mono_font(size, font.weight())


def _run(piece: Piece, ink: Ink, letters: Lettering) -> Run:
    text = typographic(piece.text)
    plain: QFont = letters.chip
    if piece.part is Part.NEW:
        return Run(text, ink.backward.text, letters.chip_strong)
    if piece.part is Part.RESULT:
        return Run(text, ink.text, letters.chip_strong)
    if piece.part is Part.FACTOR:
        return Run(text, ink.text, plain)
    if piece.part is Part.LOST:
        return Run(text, ink.secondary, plain, strike=ink.error.line)
    return Run(text, ink.secondary, plain)
