"""The canvas's background: its colour, and a grid of dots that moves and zooms with it."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gradviz.canvas.camera import Camera
from gradviz.canvas.ink import Ink
from gradviz.look.metrics import METRICS

_LEAST_SPACING = 18.0  # px on screen; zoomed out, every second dot is left out
_DOT = 1.5


def paint_background(painter: QPainter, camera: Camera, viewport: QRectF, ink: Ink) -> None:
    """The dots are lines of dashes: one for each row of the grid."""
    painter.fillRect(viewport, ink.canvas)
    spacing = METRICS.grid_dot * camera.zoom
    while spacing < _LEAST_SPACING:
        spacing *= 2
    first_x = viewport.left() + (camera.dx - viewport.left()) % spacing - spacing
    first_y = viewport.top() + (camera.dy - viewport.top()) % spacing - spacing
    pen = QPen(ink.dot, _DOT)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.0, spacing / _DOT - 1.0])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    rows = math.ceil((viewport.bottom() - first_y) / spacing) + 1
    right = viewport.right()
    painter.drawLines(
        [QLineF(first_x, first_y + i * spacing, right, first_y + i * spacing) for i in range(rows)]
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
