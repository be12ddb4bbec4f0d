"""Round rects: many rectangles with round corners and a border, from a few pieces all at once.

Qt makes a path of each and fills and strokes it; but all that differs between them is how far
apart their corners are.
"""

from __future__ import annotations

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
    """One of them, which isn't worth an array."""
    side, line = float(np.ceil(radius)), METRICS.hairline
    left, top = rect.left(), rect.top()
    wide, tall = rect.width() - 2 * side, rect.height() - 2 * side
    painter.fillRect(rect.adjusted(line, side, -line, -side), fill)
    for y, edge in ((top, top), (rect.bottom() - side, rect.bottom() - line)):
        painter.fillRect(QRectF(left + side, y, wide, side), fill)
        painter.fillRect(QRectF(left + side, edge, wide, line), border)
    for x in (left, rect.right() - line):
        painter.fillRect(QRectF(x, top + side, line, tall), border)
    dpr = painter.deviceTransform().m11()
    corners = _corners(radius, side, fill.rgba(), border.rgba(), dpr)
    _draw_corners(painter, rect, side, corners, side * dpr)


def _draw_corners(
    painter: QPainter, rect: QRectF, side: float, corners: QPixmap, half: float
) -> None:
    for across, x in ((0.0, rect.left()), (half, rect.right() - side)):
        for down, y in ((0.0, rect.top()), (half, rect.bottom() - side)):
            painter.drawPixmap(QPointF(x, y), corners, QRectF(across, down, half, half))


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
