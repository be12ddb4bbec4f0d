"""Pixels: boxes too small to be drawn as rectangles, as an image made by numpy.

A hundred thousand rectangles of two pixels cost Qt as much as large ones; written straight
into an image they cost a few milliseconds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gradviz.canvas.bulk import draw_rects

Cells = NDArray[np.int32]
"""(k, 4) x, y, width, height in whole px; each column without gaps."""

SMALL = 4.0
"""px on screen; boxes lower than this are pixels."""

_VERY_FEW = 8
"""So few aren't worth an array: a step gives two or three another colour."""
_FEW = 2000
"""So few rectangles cost less than an image of the area they lie in."""


def draw_pixels(
    painter: QPainter,
    area: QRectF,
    rects: Cells,
    shade: NDArray[np.integer],
    colors: list[QColor],
) -> None:
    """Rectangles in widget px, each in the colour of its shade, an opaque one; -1 is left out.
    Where several lie on one pixel the highest shade is seen."""
    if len(rects) <= _VERY_FEW:
        in_order = sorted(zip(shade.tolist(), rects.tolist(), strict=True))
        for level, rect in in_order:
            if level >= 0:
                painter.fillRect(QRectF(*rect), colors[level])
        return
    if len(rects) <= _FEW:
        for level in sorted({*shade.tolist()} - {-1}):
            draw_rects(painter, rects[shade == level], colors[level], None)
        return
    left, top = int(area.left()), int(area.top())
    width, height = int(np.ceil(area.right())) - left, int(np.ceil(area.bottom())) - top
    if width <= 0 or height <= 0:
        return
    x, y, wide, high = rects.T
    widest, highest = int(wide.max()), int(high.max())
    narrowest, lowest = int(wide.min()), int(high.min())
    # With a border all around, so that what reaches over the edge needs no test.
    pitch = width + 2 * widest
    spot = np.multiply(y, pitch, dtype=np.intp)
    spot += x
    spot += (highest - top) * pitch + widest - left
    is_inside = (x > left - widest) & (x < left + width)
    is_inside &= (y > top - highest) & (y < top + height)
    if not is_inside.all():
        inside = np.flatnonzero(is_inside)
        spot, wide, high, shade = (each.take(inside) for each in (spot, wide, high, shade))
    pixels = np.zeros((height + 2 * highest) * pitch, np.uint32)
    for level, color in enumerate(colors):
        is_here = shade == level
        if not is_here.any():
            continue
        at = spot if is_here.all() else spot.compress(is_here)
        rgba = color.rgba()
        for dy in range(highest):
            for dx in range(widest):
                reaching = at
                if dx >= narrowest or dy >= lowest:  # mostly all are of one size
                    reaching = spot.compress(is_here & (wide > dx) & (high > dy))
                pixels[dy * pitch + dx :][reaching] = rgba
    image = QImage(
        pixels[highest * pitch + widest :].data, width, height, 4 * pitch,
        QImage.Format.Format_ARGB32_Premultiplied,
    )  # fmt: skip
    painter.drawImage(QPointF(left, top), image)
