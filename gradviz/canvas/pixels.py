"""Pixels: boxes too small to be drawn as rectangles, as an image made by numpy.

A hundred thousand rectangles of two pixels cost Qt as much as large ones; written straight
into an image they cost a few milliseconds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gradviz.model.graph import Floats

SMALL = 4.0
"""px on screen; boxes lower than this are pixels."""


def draw_pixels(
    painter: QPainter,
    area: QRectF,
    rects: Floats,
    shade: NDArray[np.int64],
    colors: list[QColor],
) -> None:
    """(k, 4) x, y, width, height in whole widget px, each in the colour of its shade; -1 is
    left out. Where several lie on one pixel the highest shade is seen."""
    left, top = int(area.left()), int(area.top())
    width, height = int(np.ceil(area.right())) - left, int(np.ceil(area.bottom())) - top
    if width <= 0 or height <= 0 or not len(rects):
        return
    x = rects[:, 0].astype(np.int32) - left
    y = rects[:, 1].astype(np.int32) - top
    wide, high = int(rects[:, 2].max()), int(rects[:, 3].max())
    inside = (x > -wide) & (x < width) & (y > -high) & (y < height)
    x, y, shade = x[inside], y[inside], shade[inside]
    # With a border all around, so that what reaches over the edge needs no test.
    pitch = width + 2 * wide
    seen = np.zeros((height + 2 * high) * pitch, np.uint8)
    for level in range(len(colors)):
        here = np.flatnonzero(shade == level)
        at = (y[here] + high) * pitch + x[here] + wide
        for dy in range(high):
            for dx in range(wide):
                seen[at + (dy * pitch + dx)] = level + 1
    rgba = np.array([0, *(color.rgba() for color in colors)], np.uint32)
    shown = seen.reshape(-1, pitch)[high : high + height, wide : wide + width]
    pixels = np.ascontiguousarray(rgba[shown])
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
    painter.drawImage(QPointF(left, top), image)
