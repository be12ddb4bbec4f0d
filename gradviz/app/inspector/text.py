"""Text in pieces: on one line, or wrapped."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from gradviz.app.inspector.painted import Painted
from gradviz.app.inspector.pieces import Piece, Pieces, plain_text, runs
from gradviz.look.runs import baseline_in, paint_runs, runs_width
from gradviz.look.theme import Theme

GAP = "\N{THIN SPACE}\N{HAIR SPACE}"


class TextLine(Painted):
    """One line, elided where it doesn't fit; its tooltip then has all of it."""

    def __init__(
        self,
        theme: Theme,
        height: int = 20,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._pieces: Pieces = ()
        self._height = height
        self._align = align

    @property
    def pieces(self) -> Pieces:
        return self._pieces

    def show_pieces(self, *pieces: Piece) -> None:
        if pieces != self._pieces:
            self._pieces = pieces
            self.setAccessibleName(plain_text(pieces))
            self.setToolTip(plain_text(pieces) if self._is_elided() else "")
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setToolTip(plain_text(self._pieces) if self._is_elided() else "")

    def _is_elided(self) -> bool:
        return runs_width(runs(self._pieces, self.theme)) > self.width()

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(runs_width(runs(self._pieces, self.theme))), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._height)

    def paint(self, painter: QPainter) -> None:
        paint_runs(painter, QRectF(self.rect()), runs(self._pieces, self.theme), self._align)


class WrappedText(Painted):
    """A few lines, broken between words, as high as the width makes it."""

    def __init__(self, theme: Theme, line_height: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._pieces: Pieces = ()
        self._broken: dict[float, list[list[Piece]]] = {}  # by width
        self._line_height = line_height
        self.follow_width()

    @property
    def pieces(self) -> Pieces:
        return self._pieces

    def show_pieces(self, *pieces: Piece) -> None:
        if pieces == self._pieces:
            return
        lines = len(self._lines(self.width()))
        self._pieces = pieces
        self._broken.clear()
        self.setAccessibleName(plain_text(pieces))
        if len(self._lines(self.width())) != lines:
            self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._line_height * len(self._lines(width))

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._line_height)

    def _lines(self, width: float) -> list[list[Piece]]:
        if width not in self._broken:
            self._broken[width] = self._break_lines(width)
        return self._broken[width]

    def _break_lines(self, width: float) -> list[list[Piece]]:
        """Greedy: as many words on a line as fit."""
        lines: list[list[Piece]] = [[]]
        for word in _words(self._pieces):
            candidate = [*lines[-1], *word]
            if lines[-1] and runs_width(runs(_trimmed(candidate), self.theme)) > width:
                lines.append(list(word))
            else:
                lines[-1] = candidate
        return lines

    def paint(self, painter: QPainter) -> None:
        for i, line in enumerate(self._lines(self.width())):
            rect = QRectF(0, i * self._line_height, self.width(), self._line_height)
            shown = runs(_trimmed(line), self.theme)
            if shown:
                paint_runs(painter, rect, shown, baseline=baseline_in(rect, shown[0].font))


def _words(pieces: Pieces) -> list[list[Piece]]:
    """The pieces cut after each stretch of spaces; a word may be of several pieces."""
    words: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.is_struck:  # in one, with room for the ends of the line through it
            words[-1] += [Piece(GAP), piece, Piece(GAP)]
            continue
        for token in re.findall(r"[^ ]+ *| +", piece.text):
            words[-1].append(replace(piece, text=token))
            if token[-1] == " ":
                words.append([])
    return [word for word in words if word]


def _trimmed(line: list[Piece]) -> list[Piece]:
    """Without the space after its last word, which needs no room."""
    if not line:
        return line
    return [*line[:-1], replace(line[-1], text=line[-1].text.rstrip())]
