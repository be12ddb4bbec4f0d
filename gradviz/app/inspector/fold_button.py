"""The line under a long list that unfolds it, or folds it again."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from gradviz.app.inspector.painted import PAD, Row
from gradviz.look.fonts import ui_font
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_text


class FoldButton(Row):
    """'Show all 50' or 'Show fewer'; hidden when there is nothing to fold."""

    def show_state(self, count: int, most: int, unfolded: bool) -> None:
        self.setVisible(count > most)
        text = "Show fewer" if unfolded else f"Show all {count}"
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.setToolTip("Fold the smaller ones together" if unfolded else "One row for each")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, METRICS.control_small_height)

    def paint(self, painter: QPainter) -> None:
        color = self.theme.color("accent.text")
        icon = "chev-up" if self.text() == "Show fewer" else "chev-down"
        paint_icon(painter, icon, QRectF(PAD, 5, 14, 14), color)
        room = QRectF(PAD + 18, 0, self.width() - PAD - 18, self.height())
        paint_text(painter, room, self.text(), color, ui_font(METRICS.text_size.small, 500))
