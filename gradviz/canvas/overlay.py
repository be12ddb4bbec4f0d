"""Overlay: a small panel that lies on the canvas and belongs to the view, not the picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.theme import Theme

MARGIN = METRICS.space_4
"""Between an overlay and the edges of the canvas, and the least between two overlays."""


class Overlay(QWidget):
    """A bordered panel in the theme's colours.

    It swallows the mouse buttons, so that a click on it doesn't pick a node that happens to
    lie behind it; the wheel goes through to the canvas.
    """

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas)
        self.theme = theme
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_panel(painter)

    def paint_panel(self, painter: QPainter) -> None:
        color = self.theme.color
        paint_box(
            painter, QRectF(self.rect()), METRICS.radius_node, color("bg.panel"),
            color("border.default"),
        )  # fmt: skip
