"""Round rects: many rectangles with round corners and a border, from a few pieces all at once.

Qt makes a path of each and fills and strokes it; but all that differs between them is how far
apart their corners are.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gradviz.canvas.bulk import draw_pieces, draw_rects
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Floats


def draw_round_rects(
    painter: QPainter, rects: Floats, radius: float, fill: QColor, border: QColor
) -> None:
    """(k, 4) x, y, width, height in whole px, each larger than two radii. A painter on a
    screen, without antialiasing."""
    if not len(rects):
        return
    side = float(np.ceil(radius))
    x, y, width, height = rects.T
    high = np.column_stack([x, y + side, width, height - 2 * side])
    top = np.column_stack([x + side, y, width - 2 * side, np.full(len(x), side)])
    bottom = top + np.array([0.0, 1.0, 0.0, 0.0]) * (height - side)[:, None]
    draw_rects(painter, np.vstack([high, top, bottom]), fill, None)
    draw_rects(painter, outlines(rects, side), border, None)
    dpr = painter.deviceTransform().m11()
    corners = _corners(radius, side, fill.rgba(), border.rgba(), dpr)
    across, down = np.tile([0.0, 1.0], 2), np.repeat([0.0, 1.0], 2)
    spots = np.empty((len(rects), 4, 2))
    spots[:, :, 0] = x[:, None] + across * (width - side)[:, None]
    spots[:, :, 1] = y[:, None] + down * (height - side)[:, None]
    parts = np.column_stack([across, down, np.ones((4, 2))]) * side
    draw_pieces(painter, corners, spots.reshape(-1, 2), np.tile(parts, (len(rects), 1)))


def draw_round_rect(
    painter: QPainter, rect: QRectF, radius: float, fill: QColor, border: QColor
) -> None:
    """One of them, which isn't worth an array: its two ends, and what is between them."""
    side, line = float(np.ceil(radius)), METRICS.hairline
    left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
    dpr = painter.deviceTransform().m11()
    ends = _ends(height, radius, side, fill.rgba(), border.rgba(), dpr)
    half, whole = side * dpr, float(ends.height())
    painter.drawPixmap(rect.topLeft(), ends, QRectF(0.0, 0.0, half, whole))
    at_right = QPointF(left + width - side, top)
    painter.drawPixmap(at_right, ends, QRectF(half, 0.0, half, whole))
    left, width = left + side, width - 2 * side
    painter.fillRect(QRectF(left, top, width, height), fill)
    for y in (top, top + height - line):
        painter.fillRect(QRectF(left, y, width, line), border)


@lru_cache(maxsize=16)
def _ends(height: float, radius: float, side: float, fill: int, border: int, dpr: float) -> QPixmap:
    """The narrowest of such rectangles that is so high: both ends."""
    picture = QPixmap(round(2 * side * dpr), math.ceil(height * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    line, tall = METRICS.hairline, height - 2 * side
    corners, half = _corners(radius, side, fill, border, dpr), side * dpr
    with QPainter(picture) as painter:
        painter.fillRect(QRectF(0.0, side, 2 * side, tall), QColor.fromRgba(fill))
        for x in (0.0, 2 * side - line):
            painter.fillRect(QRectF(x, side, line, tall), QColor.fromRgba(border))
        for down, y in ((0.0, 0.0), (half, height - side)):
            painter.drawPixmap(QPointF(0.0, y), corners, QRectF(0.0, down, 2 * half, half))
    return picture


def outlines(rects: Floats, corner: float) -> Floats:
    """(4k, 4) the hairlines within the edges of rectangles, but for so much at their corners."""
    line = METRICS.hairline
    x, y, width, height = rects.T
    thin, wide, tall = np.full(len(x), line), width - 2 * corner, height - 2 * corner
    left = np.column_stack([x, y + corner, thin, tall])
    right = np.column_stack([x + width - line, y + corner, thin, tall])
    above = np.column_stack([x + corner, y, wide, thin])
    below = np.column_stack([x + corner, y + height - line, wide, thin])
    return np.vstack([left, right, above, below])


@lru_cache(maxsize=16)
def _corners(radius: float, side: float, fill: int, border: int, dpr: float) -> QPixmap:
    """The smallest of such rectangles: its four corners."""
    picture = QPixmap(round(2 * side * dpr), round(2 * side * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor.fromRgba(fill))
        painter.setPen(QPen(QColor.fromRgba(border), METRICS.hairline))
        half = METRICS.hairline / 2
        whole = QRectF(half, half, 2 * side - 2 * half, 2 * side - 2 * half)
        painter.drawRoundedRect(whole, radius - half, radius - half)
    return picture
