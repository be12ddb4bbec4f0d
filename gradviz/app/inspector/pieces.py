"""Piece: some text with the role of its colour, so that what is shown can be compared with
what was shown before, and drawn again in another theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.runs import Run, font_metrics
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic
from gradviz.model.phrase import Phrase, Tone


@dataclass(frozen=True, slots=True)
class Piece:
    """A run whose colour is still a role. The text is ASCII where it is a number."""

    text: str
    role: str = "text.primary"
    size: int = 13
    weight: int = 400
    mono: bool = False
    is_struck: bool = False

    @property
    def font(self) -> QFont:
        return mono_font(self.size, self.weight) if self.mono else ui_font(self.size, self.weight)

    def run(self, theme: Theme) -> Run:
        strike = theme.color("error.line") if self.is_struck else None
        return Run(typographic(self.text), theme.color(self.role), self.font, strike)


Pieces = tuple[Piece, ...]


def words(text: str, role: str = "text.primary", size: int = 13, weight: int = 400) -> Piece:
    """In the interface's typeface."""
    return Piece(text, role, size, weight)


def code(
    text: str, role: str = "text.primary", size: int = 13, weight: int = 400, struck: bool = False
) -> Piece:
    """In the typeface of numbers and names."""
    return Piece(text, role, size, weight, True, struck)


def struck(pieces: Iterable[Piece]) -> Pieces:
    """The same, lost: muted, with a red line through."""
    return tuple(replace(piece, role="text.secondary", is_struck=True) for piece in pieces)


def runs(pieces: Iterable[Piece], theme: Theme) -> list[Run]:
    return [piece.run(theme) for piece in pieces]


def plain_text(pieces: Iterable[Piece]) -> str:
    """For copying, tooltips and screen readers."""
    return "".join(piece.text for piece in pieces)


def shortened(piece: Piece, width: float) -> Piece:
    """The piece with its middle left out, so that it fits."""
    text = font_metrics(piece.font).elidedText(
        piece.text, Qt.TextElideMode.ElideMiddle, max(width, 0.0)
    )
    return piece if text == piece.text else replace(piece, text=text)


def short_name(name: str, most: int = 10) -> str:
    """A name for tight places: its beginning and end."""
    if len(name) <= most:
        return name
    head = most // 2
    return f"{name[:head]}…{name[-(most - head - 1) :]}"


_TONES = {
    Tone.NAME: Piece("", "text.primary", weight=500, mono=True),
    Tone.DATA: Piece("", "forward.text", mono=True),
    Tone.GRAD: Piece("", "backward.text", mono=True),
    Tone.LOST: Piece("", "text.secondary", mono=True, is_struck=True),
}


def from_phrase(phrase: Phrase, role: str = "text.secondary") -> Pieces:
    """A sentence of the model in the tones of its fragments."""
    plain = Piece("", role)
    return tuple(
        replace(_TONES.get(fragment.tone, plain), text=fragment.text, size=12)
        for fragment in phrase
    )
