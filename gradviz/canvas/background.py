"""The canvas's background: its colour, and a grid of dots that moves and zooms with it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gradviz.canvas.camera import Camera
from gradviz.canvas.ink import Ink
from gradviz.canvas.stamps import is_on_screen
from gradviz.look.metrics import METRICS

_LEAST_SPACING = 18.0  # px on screen; zoomed out, every second dot is left out
_DOT = 1.5
_SAME = 6
"""Digits of a px up to which an edge counts: half a pixel is half of one, however it came about."""


def paint_background(painter: QPainter, camera: Camera, viewport: QRectF, ink: Ink) -> None:
    painter.fillRect(viewport, ink.canvas)
    spacing = METRICS.grid_dot * camera.zoom
    while spacing < _LEAST_SPACING:
        spacing *= 2
    # Counted from the camera's corner: a part has its dots where the whole has them.
    column = math.floor((viewport.left() - camera.dx) / spacing)
    row = math.floor((viewport.top() - camera.dy) / spacing)
    first_x = camera.dx + column * spacing
    rows = math.ceil(viewport.height() / spacing) + 2
    ys = [camera.dy + (row + i) * spacing for i in range(rows)]
    if is_on_screen(painter):
        _lay_rows(painter, viewport, first_x, spacing, ys, ink.dot)
    else:
        _draw_rows(painter, viewport, first_x, spacing, ys, ink.dot)


def _draw_rows(
    painter: QPainter, viewport: QRectF, x: float, spacing: float, ys: list[float], color: QColor
) -> None:
    """As lines of dashes."""
    pen = QPen(color, _DOT)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.0, spacing / _DOT - 1.0])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    painter.drawLines([QLineF(x, y, viewport.right(), y) for y in ys])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _lay_rows(
    painter: QPainter, viewport: QRectF, x: float, spacing: float, ys: list[float], color: QColor
) -> None:
    """As one row of pixels, laid down wherever there are dots: Qt takes twenty times as long to
    draw dashes."""
    to_device = painter.deviceTransform()
    dpr, dx, dy = to_device.m11(), to_device.dx(), to_device.dy()
    left = math.floor(viewport.left() * dpr + dx)
    width = math.ceil(viewport.right() * dpr + dx) - left
    count = math.ceil(viewport.width() / spacing) + 2
    begin = (x + np.arange(count) * spacing) * dpr + (dx - left)
    dots = np.zeros(width + 1, np.int8)  # +1 where one begins, -1 where it is over
    for sign, edge in ((1, begin), (-1, begin + _DOT * dpr)):
        at = np.floor(np.round(edge, _SAME) + 0.5).astype(np.intp)
        np.add.at(dots, np.clip(at, 0, width), np.int8(sign))
    row = np.cumsum(dots[:-1], dtype=np.uint32) * np.uint32(color.rgba())
    image = QImage(row.data, width, 1, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    half = _DOT / 2
    for y in ys:
        first, end = (
            math.floor(round(edge * dpr + dy, _SAME) + 0.5) for edge in (y - half, y + half)
        )
        for pixel in range(first, end):
            painter.drawImage(QPointF((left - dx) / dpr, (pixel - dy) / dpr), image)
