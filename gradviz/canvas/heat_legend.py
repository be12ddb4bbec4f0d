"""Heat legend: the colours of the ramp with their decades, in the bottom left corner."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gradviz.canvas.heat import HEAT_STEPS, HeatScale
from gradviz.canvas.overlay import Overlay
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_crossed, paint_hatch
from gradviz.look.runs import Run, paint_runs, text_width
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic

_PADDING = METRICS.space_3
_GAP = METRICS.space_3
_STEP = 26.0
_BAR = 12.0
_NARROW_STEP = 16.0
_SIZE = METRICS.text_size.small
_ROW = 20
_HEIGHT = METRICS.legend_height + METRICS.space_3


class HeatLegend(Overlay):
    """Says what the colours mean, from the smallest to the greatest magnitude."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas, theme)
        self._name, self._scale = "", HeatScale(0, 1)
        self._step = _STEP
        self._has_notes = True
        self.setAccessibleName("Heat legend")

    def show_scale(self, name: str, scale: HeatScale) -> None:
        """`name` is what is measured: '|grad|'."""
        self._name, self._scale = name, scale
        ends = f"from 1e{scale.low} to 1e{scale.high}"
        self.setAccessibleDescription(
            f"{name} {ends}; exactly zero is hatched, what is not finite is crossed"
        )
        self.renew()

    def size_within(self, width: int) -> QSize:
        """The widest form that fits; empty if none does."""
        for self._step, self._has_notes in ((_STEP, True), (_STEP, False), (_NARROW_STEP, False)):
            wide = int(self._width())
            if wide <= width:
                return QSize(wide, _HEIGHT)
        return QSize()

    def _width(self) -> float:
        wide = 2 * _PADDING + text_width(self._name, mono_font(_SIZE, 500)) + _GAP
        wide += HEAT_STEPS * self._step + 2 * _GAP
        if self._has_notes:
            for note, has_mark in _NOTES:
                wide += text_width(note, ui_font(_SIZE)) + _GAP + (24 if has_mark else 0)
            wide -= _GAP
        return wide

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        color, theme = self.theme.color, self.theme
        x = float(_PADDING)
        row = QRectF(x, 4, self.width(), _ROW)
        name = Run(self._name, color("text.primary"), mono_font(_SIZE, 500))
        x += paint_runs(painter, row, [name]).width() + _GAP
        bar = QRectF(x, row.center().y() - _BAR / 2, self._step, _BAR)
        for step in range(HEAT_STEPS):
            painter.fillRect(bar.translated(step * self._step, 0), theme.heat[step])
        self._paint_decades(painter, x)
        if not self._has_notes:
            return
        x += HEAT_STEPS * self._step + 2 * _GAP
        for note, has_mark in _NOTES:
            mark = QRectF(x, bar.y(), 18, _BAR)
            if note == _ZERO:
                paint_hatch(painter, mark, 2.0, color("text.muted"))
            elif has_mark:
                paint_crossed(painter, mark, color("error.line"))
            words = Run(note, color("text.secondary"), ui_font(_SIZE))
            x += 24.0 if has_mark else 0.0
            x += paint_runs(painter, row.translated(x - row.x(), 0), [words]).width() + _GAP

    def _paint_decades(self, painter: QPainter, left: float) -> None:
        """The powers of ten under the ramp, as many as there is room for."""
        scale, width = self._scale, HEAT_STEPS * self._step
        decades = scale.high - scale.low
        every = max(1, -(-decades // max(1, int(width // 40))))
        for decade in range(scale.low, scale.high + 1, every):
            x = left + width * (decade - scale.low) / decades
            text = Run(
                typographic(_power(decade)), self.theme.color("text.muted"), mono_font(_SIZE, 400)
            )
            spot = QRectF(QPointF(x - 30, _ROW + 4), QPointF(x + 30, self.height() - 3))
            paint_runs(painter, spot, [text], Qt.AlignmentFlag.AlignHCenter)


_ZERO = "zero"
_NOTES = ((_ZERO, True), ("not finite", True), ("length = magnitude", False))
"""Words beside the ramp, and whether a pattern stands before them."""


def _power(decade: int) -> str:
    return f"{10.0**decade:g}" if -3 < decade < 4 else f"1e{decade}"
