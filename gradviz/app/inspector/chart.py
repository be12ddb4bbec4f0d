"""The chart under each row of the waterfall: ticks, the zero line, and bars on them."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gradviz.app.inspector.bars import Bar, Scale, Standing
from gradviz.app.inspector.painted import PAD
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import (
    dashed_pen,
    paint_box,
    paint_text,
    text_width,
    tone,
)
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic
from gradviz.model.numbers import short_text

CHART_HEIGHT = 28.0
BAR_HEIGHT = 12.0
END_ROOM = 18.0
"""On both sides of the chart, for half of a tick's label."""


class Chart:
    """The part of a row below its text, drawn with one painter at one scale."""

    def __init__(
        self, painter: QPainter, theme: Theme, scale: Scale, width: float, top: float
    ) -> None:
        self.painter = painter
        self.theme = theme
        self.scale = scale
        self.left = PAD + END_ROOM
        self.width = max(width - 2 * self.left, 1.0)
        self.top = top
        self.middle = top + 4 + BAR_HEIGHT / 2

    def x(self, value: float) -> float:
        if not math.isfinite(value):
            return self.left + (self.width if value > 0 else 0.0)
        return self.left + self.scale.fraction(value) * self.width

    def ticks(self) -> list[tuple[float, str, QRectF]]:
        """The marks whose labels don't run into a more important one's."""
        font = mono_font(METRICS.text_size.caption)
        out: list[tuple[float, str, QRectF]] = []
        y = self.top + CHART_HEIGHT
        for mark in self.scale.marks:
            text = typographic(short_text(mark))
            half = text_width(text, font) / 2
            x = min(max(self.x(mark), half), 2 * self.left + self.width - half)
            box = QRectF(x - half, y, 2 * half, 14)
            if all(not box.adjusted(-6, 0, 6, 0).intersects(other) for _, _, other in out):
                out.append((self.x(mark), text, box))
        return out

    def paint_grid(self) -> None:
        bottom = self.top + CHART_HEIGHT
        faint = dashed_pen(self.theme.color("border.default"), 1.0, (1, 3))
        for x, _, _ in self.ticks():
            self._line(x, self.top - 2, bottom, faint)
        zero = QPen(self.theme.color("border.control"), 1.0)
        self._line(self.x(0.0), self.top - 2, bottom, zero)

    def paint_axis(self) -> None:
        font = mono_font(METRICS.text_size.caption)
        for _, text, box in self.ticks():
            paint_text(self.painter, box, text, self.theme.color("text.muted"), font)

    def paint_bar(self, bar: Bar) -> None:
        rect = self.rect(bar.start, bar.end)
        color = self.theme.color
        if not math.isfinite(bar.amount) or not math.isfinite(bar.start):
            self._paint_not_finite(bar)
        elif bar.standing is Standing.LOST:
            dash = METRICS.pending_dash
            paint_box(self.painter, rect, 2, color("error.soft"), color("error.line"), 1.5, dash)
        elif bar.standing is Standing.COMING:
            dash = METRICS.pending_dash
            paint_box(self.painter, rect, 2, None, color("border.node"), 1.0, dash)
        else:
            paint_box(self.painter, rect, 2, color("backward.line"))
            self._paint_direction(rect, bar.amount > 0)

    def rect(self, start: float, end: float) -> QRectF:
        """At least two pixels wide, so that a zero is seen to be there."""
        a, b = sorted((self.x(start), self.x(end)))
        if b - a < 2:
            a, b = (a + b) / 2 - 1, (a + b) / 2 + 1
        return QRectF(a, self.middle - BAR_HEIGHT / 2, b - a, BAR_HEIGHT)

    def paint_link(self, value: float, top: float, bottom: float) -> None:
        """The dotted line that carries the running sum from one bar to the next."""
        if math.isfinite(value):
            pen = dashed_pen(self.theme.color("text.muted"), 1.0, (2, 2))
            self._line(self.x(value), top, bottom, pen)

    def _paint_direction(self, rect: QRectF, grows: bool) -> None:
        if rect.width() < 16:
            return
        tip = rect.right() - 4.5 if grows else rect.left() + 4.5
        back = tip - 4 if grows else tip + 4
        y = rect.center().y()
        self.painter.setPen(QPen(self.theme.color("backward.onLine"), 1.5))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(
            QPolygonF([QPointF(back, y - 3.5), QPointF(tip, y), QPointF(back, y + 3.5)])
        )

    def _paint_not_finite(self, bar: Bar) -> None:
        """No length can stand for nan or an infinity: a box across, with the word in it."""
        across = QRectF(self.left, self.middle - 8, self.width, 16)
        colors = tone(self.theme, "error")
        dash = None if bar.standing is Standing.DONE else METRICS.pending_dash
        paint_box(self.painter, across, 2, colors.fill, colors.border, 1.0, dash)
        text = typographic(short_text(bar.end))
        font = mono_font(METRICS.text_size.caption, 500)
        paint_text(self.painter, across, text, colors.text, font, Qt.AlignmentFlag.AlignHCenter)

    def _line(self, x: float, top: float, bottom: float, pen: QPen) -> None:
        self.painter.setPen(pen)
        x = math.floor(x) + 0.5
        self.painter.drawLine(QLineF(x, top, x, bottom))
