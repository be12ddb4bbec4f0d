"""The painted rows of "Why this gradient?": each bar goes on where the one before ended."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from gradviz.app.inspector.bars import Bar, Scale, Standing
from gradviz.app.inspector.chart import CHART_HEIGHT, Chart
from gradviz.app.inspector.painted import PAD, Painted, Row
from gradviz.app.inspector.pieces import Piece, Pieces, code, plain_text, runs, shortened, words
from gradviz.look.paint import (
    chip_size,
    paint_box,
    paint_chip,
    paint_runs,
    runs_width,
    tone,
)
from gradviz.look.theme import Theme
from gradviz.model.numbers import short_text

TEXT_HEIGHT = 20.0
AXIS_HEIGHT = 18
SHORTEST_NAME = 48.0


@dataclass(frozen=True)
class Line:
    """What one row says and draws; compared with what it said before."""

    prefix: Pieces
    name: Piece
    suffix: Pieces
    right: Pieces
    bar: Bar | None
    scale: Scale
    starts_from_above: bool = False
    goes_on_below: bool = False
    tip: str = ""


def _paint_text_line(painter: QPainter, theme: Theme, width: float, line: Line) -> QRectF:
    """The words at the left, the sum at the right; answers the free room between them.

    Where there isn't enough room the name is shortened, then only the result stays of the sum.
    """
    whole = QRectF(PAD, 0, width - 2 * PAD, TEXT_HEIGHT)
    shown = runs(line.right, theme)
    around = runs_width(runs((*line.prefix, *line.suffix), theme))
    least = around + min(runs_width(runs((line.name,), theme)), SHORTEST_NAME)
    if least + 10 + runs_width(shown) > whole.width():
        shown = runs(line.right[-1:], theme)
    right = paint_runs(painter, whole, shown, Qt.AlignmentFlag.AlignRight)
    room = QRectF(whole.x(), 0, right.x() - whole.x() - 10, TEXT_HEIGHT)
    name = shortened(line.name, max(room.width() - around, SHORTEST_NAME))
    left = paint_runs(painter, room, runs((*line.prefix, name, *line.suffix), theme))
    return QRectF(left.right(), 0, right.x() - left.right(), TEXT_HEIGHT)


class BarRow(Row):
    """A contribution; a click goes to its step. A fold; a click opens it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._line: Line | None = None
        self.is_fold = False
        self.position = -1

    @property
    def line(self) -> Line | None:
        return self._line

    def show_line(self, line: Line, position: int) -> None:
        self.position = position
        self.is_fold = line.bar is not None and line.bar.is_fold
        if line == self._line:
            return
        self._line = line
        said = plain_text((*line.prefix, line.name, *line.suffix, Piece(", "), *line.right))
        state = f", {line.bar.standing.value}" if line.bar is not None else ""
        self.setAccessibleName(said + state)
        self.setToolTip(line.tip)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, int(TEXT_HEIGHT + CHART_HEIGHT))

    def paint(self, painter: QPainter) -> None:
        line = self._line
        if line is None or line.bar is None:
            return
        bar = line.bar
        between = _paint_text_line(painter, self.theme, self.width(), line)
        if bar.standing is Standing.LOST:
            self._paint_lost_tag(painter, between, bar)
        chart = Chart(painter, self.theme, line.scale, self.width(), TEXT_HEIGHT)
        chart.paint_grid()
        if line.starts_from_above:
            chart.paint_link(bar.start, chart.top - 2, chart.middle)
        if line.goes_on_below:
            chart.paint_link(bar.end, chart.middle, float(self.height()))
        chart.paint_bar(bar)

    def _paint_lost_tag(self, painter: QPainter, room: QRectF, bar: Bar) -> None:
        """'lost: -6' between the words and the sum, where there is room for it."""
        text = (code(f"lost: {short_text(bar.amount)}", "error.text", 12),)
        shown = runs(text, self.theme)
        size = chip_size(shown, icon="warning")
        if size.width() + 16 > room.width():
            return
        x = room.center().x() - size.width() / 2
        box = QRectF(x, 0, size.width(), 20)
        paint_chip(painter, box, shown, tone(self.theme, "error"), icon="warning", dashed=True)


@dataclass(frozen=True)
class Total:
    """What the last row says and draws."""

    title: str
    name: str
    right: Pieces
    stored: float
    expected: float | None
    scale: Scale
    comes_from: float | None


class TotalRow(Painted):
    """The sum of the bars, or what the last write left, and the axis."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._total: Total | None = None

    @property
    def total(self) -> Total | None:
        return self._total

    def show_total(self, total: Total) -> None:
        if total == self._total:
            return
        self._total = total
        said = f"{total.title} {total.name} {plain_text(total.right)}"
        if total.expected is not None:
            said += f", expected {short_text(total.expected)}"
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, int(TEXT_HEIGHT + CHART_HEIGHT) + AXIS_HEIGHT)

    def paint(self, painter: QPainter) -> None:
        total = self._total
        if total is None:
            return
        line = Line(
            (words(f"{total.title} ", weight=600),), code(total.name, "text.secondary"), (),
            total.right, None, total.scale,
        )  # fmt: skip
        _paint_text_line(painter, self.theme, self.width(), line)
        chart = Chart(painter, self.theme, total.scale, self.width(), TEXT_HEIGHT)
        chart.paint_grid()
        chart.paint_axis()
        if total.comes_from is not None:
            chart.paint_link(total.comes_from, chart.top - 2, chart.middle)
        if math.isfinite(total.stored):
            rect = chart.rect(0.0, total.stored)
            paint_box(painter, rect, 2, self.theme.color("text.primary"))
        if total.expected is not None and math.isfinite(total.expected):
            self._paint_expected(painter, chart, total.expected)

    def _paint_expected(self, painter: QPainter, chart: Chart, expected: float) -> None:
        x = math.floor(chart.x(expected)) + 0.5
        color = self.theme.color("error.line")
        painter.setPen(QPen(color, 2.0))
        painter.drawLine(QLineF(x, chart.top, x, chart.top + CHART_HEIGHT - 2))
        piece = (words("expected", "error.text", 12),)
        shown = runs(piece, self.theme)
        width = runs_width(shown)
        left = x - 6 - width
        box = QRectF(left if left >= PAD else x + 6, chart.middle - 9, width + 1, 18)
        backing = "bg.panel"
        painter.fillRect(box.adjusted(-2, 2, 2, -2), self.theme.color(backing))
        paint_runs(painter, box, shown)
