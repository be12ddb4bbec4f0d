"""Bulk: lines, rectangles and pieces of pictures, many at once straight from numpy's memory."""

from __future__ import annotations

from typing import cast

import numpy as np
import shiboken6
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from gradviz.model.graph import Floats, Ints


def draw_lines(
    painter: QPainter, lines: Floats, color: QColor, width: float, *, smooth: bool = True
) -> None:
    """(k, 4) x, y to x, y; antialiased or not, whatever else the painter draws."""
    if not len(lines):
        return
    antialiasing = QPainter.RenderHint.Antialiasing
    before = painter.testRenderHint(antialiasing)
    painter.setRenderHint(antialiasing, smooth)
    painter.setPen(QPen(color, width))
    draw_with_pen(painter, lines)
    painter.setRenderHint(antialiasing, before)


def draw_with_pen(painter: QPainter, lines: Floats) -> None:
    """(k, 4) x, y to x, y, with the painter's own pen."""
    if not len(lines):
        return
    lines = np.ascontiguousarray(lines)  # Qt reads the array's memory: QLineF is four doubles
    first = cast(QLineF, shiboken6.Shiboken.wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))


def draw_rects(
    painter: QPainter, rects: Floats | Ints, fill: QColor | QBrush | None, border: QColor | None
) -> None:
    """(k, 4) x, y, width, height."""
    if not len(rects):
        return
    rects = np.ascontiguousarray(rects, np.float64)  # QRectF is x, y, width, height
    painter.setPen(QPen(border, 0) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    first = cast(QRectF, shiboken6.Shiboken.wrapInstance(rects.ctypes.data, QRectF))
    painter.drawRects(first, len(rects))


def draw_pieces(painter: QPainter, picture: QPixmap, spots: Floats, parts: Floats) -> None:
    """Parts of a picture, each (k, 4) x, y, width, height in px, where (k, 2) their upper left
    corners belong."""
    if not len(spots):
        return
    dpr = picture.devicePixelRatio()
    pieces = np.ones((len(spots), 10))  # of Qt's PixmapFragment: middle, part, scales, …
    pieces[:, 0:2] = spots + parts[:, 2:] / 2
    pieces[:, 2:6] = parts * dpr
    pieces[:, 6:8] = 1 / dpr
    pieces[:, 8] = 0.0  # … rotation and opacity
    wrapped = shiboken6.Shiboken.wrapInstance(pieces.ctypes.data, QPainter.PixmapFragment)
    first = cast(QPainter.PixmapFragment, wrapped)
    painter.drawPixmapFragments(first, len(pieces), picture)
