"""Bulk: lines and rectangles drawn straight from numpy's memory, all of one colour at once."""

from __future__ import annotations

from typing import cast

import numpy as np
import shiboken6
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from gradviz.model.graph import Floats


def draw_lines(
    painter: QPainter, lines: Floats, color: QColor, width: float, *, smooth: bool = True
) -> None:
    """(k, 4) x, y to x, y; antialiased or not, whatever else the painter draws."""
    if not len(lines):
        return
    antialiasing = QPainter.RenderHint.Antialiasing
    before = painter.testRenderHint(antialiasing)
    painter.setRenderHint(antialiasing, smooth)
    lines = np.ascontiguousarray(lines)  # Qt reads the array's memory: QLineF is four doubles
    painter.setPen(QPen(color, width))
    first = cast(QLineF, shiboken6.Shiboken.wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))
    painter.setRenderHint(antialiasing, before)


def draw_rects(
    painter: QPainter, rects: Floats, fill: QColor | QBrush | None, border: QColor | None
) -> None:
    """(k, 4) x, y, width, height."""
    if not len(rects):
        return
    rects = np.ascontiguousarray(rects)  # QRectF is four doubles too: x, y, width, height
    painter.setPen(QPen(border, 0) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    first = cast(QRectF, shiboken6.Shiboken.wrapInstance(rects.ctypes.data, QRectF))
    painter.drawRects(first, len(rects))
