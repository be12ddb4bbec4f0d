"""Histogram: how large the gradients of a group are, beside those of the whole graph."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gradviz.app.inspector.painted import PAD, Painted
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_text
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic

_HEIGHT = 72.0
_AXIS = 18.0
_LEAST_GAP = 44.0


class Histogram(Painted):
    """Bars by half decades: the group's filled, the graph's behind them, each as a share of
    its own highest bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._own: tuple[int, ...] = ()
        self._all: tuple[int, ...] = ()
        self._low, self._high = 0, 1

    def show_bars(self, own: tuple[int, ...], every: tuple[int, ...], low: int, high: int) -> None:
        self._own, self._all, self._low, self._high = own, every, low, high
        self.setAccessibleName("Distribution of gradient magnitudes")
        self.setAccessibleDescription(
            ", ".join(f"{count} about 1e{low + i / 2:g}" for i, count in enumerate(own) if count)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, round(_HEIGHT + _AXIS))

    def paint(self, painter: QPainter) -> None:
        if not self._own:
            return
        color = self.theme.color
        area = QRectF(PAD, 4, self.width() - 2 * PAD, _HEIGHT - 8)
        step = area.width() / len(self._own)
        behind = (color("bg.pressed"), color("border.control"))
        self._paint_bars(painter, area, step, self._all, 0.86, *behind)
        self._paint_bars(painter, area, step, self._own, 0.5, color("select.ring"), None)
        painter.setPen(QPen(color("border.default"), METRICS.hairline))
        painter.drawLine(
            QLineF(area.left(), area.bottom() + 0.5, area.right(), area.bottom() + 0.5)
        )
        decades = self._high - self._low
        every = max(1, round(_LEAST_GAP * decades / max(area.width(), 1.0) + 0.49))
        font = mono_font(METRICS.text_size.caption)
        for decade in range(self._low, self._high + 1, every):
            x = area.left() + area.width() * (decade - self._low) / decades
            left = min(max(x - 24, 0.0), self.width() - 48.0)
            spot = QRectF(left, area.bottom() + 3, 48, 14)
            text = f"{10.0**decade:g}" if -4 < decade < 4 else f"1e{decade}"
            paint_text(
                painter, spot, typographic(text), color("text.muted"), font,
                Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip

    def _paint_bars(
        self,
        painter: QPainter,
        area: QRectF,
        step: float,
        counts: tuple[int, ...],
        share: float,
        fill: QColor,
        border: QColor | None,
    ) -> None:
        most = max(counts, default=0)
        if not most:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for i, count in enumerate(counts):
            if not count:
                continue
            height = max(2.0, area.height() * count / most)
            left = area.left() + i * step + step * (1 - share) / 2
            bar = QRectF(round(left), area.bottom() - height, max(2.0, step * share), height)
            painter.fillRect(bar, fill)
            if border is not None:
                painter.setPen(QPen(border, METRICS.hairline))
                painter.drawRect(bar)
