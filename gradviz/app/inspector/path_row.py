"""One path to the root, painted: squares for values, circles for ops, arrows between."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from gradviz.app.inspector.painted import PAD, Painted
from gradviz.app.inspector.pieces import (
    Pieces,
    plain_text,
    runs,
)
from gradviz.look.fonts import mono_font
from gradviz.look.paint import (
    paint_arrowhead,
    paint_box,
    paint_runs,
    paint_text,
    runs_width,
    text_width,
)
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic

MARK = 20.0
"""Height of a value's square, diameter of an op's circle."""
ARROW = 20.0
"""From one mark to the next."""
GAP = 12.0
"""Between the last mark and the product, at least."""


@dataclass(frozen=True)
class Mark:
    """A square for a value, a circle for an op, or the gap where some are left out."""

    text: str
    is_op: bool
    is_gap: bool = False

    @property
    def width(self) -> float:
        size = text_width(self.text, mono_font(11, 500)) + 10
        return max(MARK, math.ceil(size))


@dataclass(frozen=True)
class Chain:
    """One path as it is painted."""

    marks: tuple[Mark, ...]
    product: Pieces
    is_quiet: bool


class PathRow(Painted):
    """Marks with arrows between, and the product at the right, as much of both as fits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._chain: Chain | None = None

    @property
    def product(self) -> str:
        return plain_text(self._chain.product) if self._chain else ""

    @property
    def is_struck(self) -> bool:
        return self._chain is not None and any(p.is_struck for p in self._chain.product)

    def show_chain(self, chain: Chain, way: str) -> None:
        if chain == self._chain:
            return
        self._chain = chain
        said = f"{way}: {self.product}"
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 28)

    def paint(self, painter: QPainter) -> None:
        if self._chain is None:
            return
        whole = QRectF(PAD, 4, self.width() - 2 * PAD, MARK)
        marks: Sequence[Mark] = self._chain.marks
        shown = runs(self._chain.product, self.theme)
        if _width(marks) + GAP + runs_width(shown) > whole.width():
            shown = shown[-1:]  # without the factors; the tooltip has them
            marks = _cut(marks, whole.width() - GAP - runs_width(shown))
        x = whole.x()
        for i, mark in enumerate(marks):
            if i:
                self._paint_arrow(painter, x)
                x += ARROW
            self._paint_mark(painter, QRectF(x, whole.y(), mark.width, MARK), mark)
            x += mark.width
        paint_runs(painter, whole, shown, Qt.AlignmentFlag.AlignRight)

    def _paint_mark(self, painter: QPainter, box: QRectF, mark: Mark) -> None:
        color = self.theme.color
        quiet = self._chain is not None and self._chain.is_quiet
        text = color("text.muted" if quiet or mark.is_gap else "text.primary")
        if not mark.is_gap:
            radius = MARK / 2 if mark.is_op else 4
            paint_box(painter, box, radius, color("bg.raised"), color("border.node"))
        font = mono_font(11, 500)
        paint_text(painter, box, typographic(mark.text), text, font, Qt.AlignmentFlag.AlignHCenter)

    def _paint_arrow(self, painter: QPainter, x: float) -> None:
        color = self.theme.color("edge.data")
        y = 4 + MARK / 2
        painter.setPen(QPen(color, 1.5))
        painter.drawLine(QLineF(x + 4, y, x + ARROW - 8, y))
        paint_arrowhead(painter, QPointF(x + ARROW - 3, y), QPointF(1, 0), color, 6, 6)


def _width(marks: Sequence[Mark]) -> float:
    return sum(mark.width for mark in marks) + ARROW * max(len(marks) - 1, 0)


def _cut(marks: Sequence[Mark], room: float) -> Sequence[Mark]:
    """As many from both ends as fit, with '…' for the middle."""
    if _width(marks) <= room:
        return marks
    gap = Mark("…", is_op=False, is_gap=True)
    if len(marks) < 3:
        return marks
    head, tail = [marks[0]], [marks[-1]]
    left, right = 1, len(marks) - 2
    while left < right:
        longer_head = [*head, marks[left]]
        if _width([*longer_head, gap, *tail]) > room:
            break
        head, left = longer_head, left + 1
        longer_tail = [marks[right], *tail]
        if _width([*head, gap, *longer_tail]) > room:
            break
        tail, right = longer_tail, right - 1
    return [*head, gap, *tail]
