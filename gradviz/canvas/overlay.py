"""Overlay: a small panel that lies on the canvas and belongs to the view, not the picture."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gradviz.canvas.round_rects import draw_round_rect
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme

MARGIN = METRICS.space_4
"""Between an overlay and the edges of the canvas, and the least between two overlays."""


class Overlay(QWidget):
    """A bordered panel in the theme's colours.

    It swallows the mouse buttons, so that a click on it doesn't pick a node that happens to
    lie behind it; the wheel goes through to the canvas.

    What it looks like is kept: the canvas is painted again at every move, with all that lies
    on it. Whoever changes the look calls `renew`.
    """

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.theme = theme
        self._picture: QPixmap | None = None
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.renew()

    def renew(self) -> None:
        """It looks different now."""
        self._picture = None
        update_with_canvas(self, self.canvas)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        dpr = self.devicePixelRatioF()
        whole = self.size() * dpr
        if self._picture is None or self._picture.size() != whole:
            self._picture = QPixmap(whole)
            self._picture.setDevicePixelRatio(dpr)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                self.paint(painter)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)

    def paint(self, painter: QPainter) -> None:
        """Its panel; whoever has more to show paints it on top."""
        fill, border = self.theme.color("bg.panel"), self.theme.color("border.default")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_round_rect(painter, QRectF(self.rect()), METRICS.radius_node, fill, border)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def update_with_canvas(what: QWidget, canvas: QWidget) -> None:
    """Have something that lies on the canvas painted again, at once with what else changes
    there: by itself Qt would paint the canvas once for each of them."""
    if what.isVisible():
        canvas.update(QRect(what.mapTo(canvas, QPoint()), what.size()))
