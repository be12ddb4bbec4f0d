"""The note that not every edge in sight is drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gradviz.canvas.overlay import Overlay
from gradviz.look.fonts import ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_text
from gradviz.look.runs import text_width
from gradviz.look.theme import Theme

_TEXT = "edges thinned"


class ThinnedNote(Overlay):
    """A few words, there only while they are true."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas, theme)
        self.is_true = False
        self.setAccessibleName(_TEXT)
        self.setToolTip("More edges are in sight than are drawn. Zoom in to see them all.")

    def sizeHint(self) -> QSize:
        width = text_width(_TEXT, ui_font(METRICS.text_size.small)) + 2 * METRICS.space_2
        return QSize(round(width) + 2, METRICS.control_small_height)

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        font, color = ui_font(METRICS.text_size.small), self.theme.color("text.muted")
        paint_text(painter, QRectF(self.rect()), _TEXT, color, font, Qt.AlignmentFlag.AlignHCenter)
