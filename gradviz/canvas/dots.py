"""Dots: boxes that are next to nothing on the screen, each to be seen all the same.

Hundreds of thousands of them lie on a few thousand pixels, so what is made is an image of these
pixels, and not a rectangle for each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from gradviz.canvas.camera import Camera
from gradviz.canvas.rects import Rects
from gradviz.model.graph import Ints

DOT = 3
"""px on screen, each way."""


def are_dots(rects: Rects, zoom: float) -> NDArray[np.bool_]:
    """Which are no larger than a dot at a zoom."""
    most = np.float32((DOT + 0.5) / zoom)
    out: NDArray[np.bool_] = rects[:, 2] - rects[:, 0] < most
    out &= rects[:, 3] - rects[:, 1] < most
    return out


def image_of_dots(rects: Rects, camera: Camera, area: QRectF, color: QColor) -> QImage:
    """A dot about the middle of each rectangle (layout px), as seen in an area (widget px)."""
    left, top = int(area.left()), int(area.top())
    width, height = int(np.ceil(area.right())) - left, int(np.ceil(area.bottom())) - top
    reach = DOT - 1  # a dot that begins so far beyond the edge is still seen
    x = _places(rects[:, 0], rects[:, 2], camera.zoom, camera.dx) + (reach - left)
    y = _places(rects[:, 1], rects[:, 3], camera.zoom, camera.dy) + (reach - top)
    pitch, rows = width + reach, height + reach
    spot = (y * pitch + x)[(x >= 0) & (x < pitch) & (y >= 0) & (y < rows)]
    begins = np.zeros((rows, pitch), bool)
    begins.reshape(-1)[spot] = True
    across = begins.copy()
    for by in range(1, DOT):
        across[:, by:] |= begins[:, :-by]
    covered = across.copy()
    for by in range(1, DOT):
        covered[by:] |= across[:-by]
    pixels = covered[reach:, reach:] * np.uint32(color.rgba())
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # with pixels of its own


def _places(low: NDArray[np.float32], high: NDArray[np.float32], zoom: float, by: float) -> Ints:
    """Where dots about the middle of these stretches begin, in whole px."""
    middle = (low + high) * np.float32(zoom / 2)
    out: Ints = np.rint(middle + np.float32(by - DOT / 2)).astype(np.int32)
    return out
