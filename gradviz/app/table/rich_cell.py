"""What a table cell says, in pieces, each with the meaning that gives it its colour.

Models answer cells, so they need no theme and no font; the delegate paints them. The same
pieces give the plain text for the clipboard and for screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import Qt

from gradviz.model.phrase import Phrase, Tone

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
"""A Cell."""
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
"""A RowLook; the same for every cell of a row."""


class Ink(Enum):
    """What a piece of text means. The delegate knows each one's colour, font and weight."""

    WORD = "word"
    """Ordinary interface text."""
    QUIET = "quiet"
    """Interface text that explains or is absent."""
    NAME = "name"
    """The label of a value."""
    CODE = "code"
    """A formula, a factor, an old number."""
    NUMBER = "number"
    """A number that stands on its own."""
    RESULT = "result"
    """The number a row comes to."""
    DATA = "data"
    """A forward number."""
    GRAD = "grad"
    """A backward number."""
    LOST = "lost"
    """A number that was overwritten: struck through."""
    WRONG = "wrong"
    """A number that replaced another."""
    LINK = "link"


class Piece(NamedTuple):
    text: str
    ink: Ink = Ink.WORD


Item = tuple[Piece, ...]
"""Pieces that belong together and aren't pulled apart: 'a: 3 × 1 = +3'."""


@dataclass(frozen=True)
class Cell:
    """Items side by side, with an optional icon in front. `ringed` says that the selected
    node is named here."""

    items: tuple[Item, ...]
    icon: str = ""
    icon_role: str = "text.secondary"
    right: bool = False
    ringed: bool = False

    @property
    def text(self) -> str:
        """The cell as one plain text."""
        return "   ".join("".join(piece.text for piece in item) for item in self.items)


@dataclass(frozen=True)
class RowLook:
    """What a whole row shows: a fill, a bar at its left edge, everything in quiet colours.

    `fill` and `bar` are colour roles, '' for none.
    """

    fill: str = ""
    bar: str = ""
    muted: bool = False


def cell(*pieces: Piece, right: bool = False) -> Cell:
    """A cell of one item."""
    return Cell((pieces,), right=right)


_INK_OF_TONE = {
    Tone.PLAIN: Ink.WORD,
    Tone.NAME: Ink.NAME,
    Tone.DATA: Ink.DATA,
    Tone.GRAD: Ink.RESULT,
    Tone.LOST: Ink.LOST,
}


def cell_of_phrase(sentence: Phrase) -> Cell:
    """A sentence as a cell. In a sentence about gradients they are bold rather than orange."""
    return cell(*(Piece(fragment.text, _INK_OF_TONE[fragment.tone]) for fragment in sentence))
