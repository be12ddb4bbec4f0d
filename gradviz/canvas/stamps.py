"""Stamps: pictures of boxes and chips, each painted once and then laid down wherever it is.

A card is some thirty strokes and texts, and most cards say the same from one frame to the
next. Laid down on whole pixels, they also all look alike, wherever the camera stands.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap

_MOST_PIXELS = 12_000_000
"""48 MB; a screenful of cards needs a quarter of it."""

Paint = Callable[[QPainter, QRectF], None]


class Stamps:
    """Stamps by what they show. The ones longest unused are forgotten first."""

    def __init__(self, most_pixels: int = _MOST_PIXELS) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._most_pixels = most_pixels
        self._pixels = 0

    def __len__(self) -> int:
        return len(self._kept)

    def lay(
        self,
        painter: QPainter,
        key: Hashable | None,
        rect: QRectF,
        around: QMarginsF,
        scale: float,
        paint: Paint,
    ) -> None:
        """Have `paint` paint into `rect` (the painter's px), itself in px of `scale`.

        It may paint `around` it too. `key` is everything that its picture depends on but for
        the size; None for what is in motion and not worth keeping.
        """
        if not is_on_screen(painter):
            painter.save()
            painter.translate(rect.topLeft())
            painter.scale(scale, scale)
            paint(painter, QRectF(QPointF(), rect.size() / scale))
            painter.restore()
            return
        to_device = painter.deviceTransform()
        dpr = to_device.m11()
        margin = QPointF(math.ceil(around.left() * dpr), math.ceil(around.top() * dpr))
        size = (round(rect.width(), 2), round(rect.height(), 2))
        whole_key = None if key is None else (key, size, scale, dpr)
        stamp = self._find(whole_key)
        if stamp is None:
            width = margin.x() + (rect.width() + around.right()) * dpr
            height = margin.y() + (rect.height() + around.bottom()) * dpr
            stamp = QPixmap(math.ceil(width), math.ceil(height))
            stamp.fill(Qt.GlobalColor.transparent)
            with QPainter(stamp) as on_stamp:
                on_stamp.setRenderHints(painter.renderHints())
                on_stamp.translate(margin)
                on_stamp.scale(scale * dpr, scale * dpr)
                paint(on_stamp, QRectF(QPointF(), rect.size() / scale))
            stamp.setDevicePixelRatio(dpr)
            if whole_key is not None:
                self._keep(whole_key, stamp)
        corner = to_device.map(rect.topLeft()) - margin
        whole = QPointF(round(corner.x()), round(corner.y()))
        painter.drawPixmap(rect.topLeft() + (whole - corner - margin) / dpr, stamp)

    def _find(self, key: Hashable | None) -> QPixmap | None:
        if key is None or key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    def _keep(self, key: Hashable, stamp: QPixmap) -> None:
        self._kept[key] = stamp
        self._pixels += stamp.width() * stamp.height()
        while self._pixels > self._most_pixels and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._pixels -= oldest.width() * oldest.height()


def on_whole_pixels(painter: QPainter, rect: QRectF) -> QRectF:
    """Where a stamp comes to lie that is laid into a rectangle."""
    if not is_on_screen(painter):
        return rect
    to_device = painter.deviceTransform()
    corner = to_device.map(rect.topLeft())
    by = QPointF(round(corner.x()), round(corner.y())) - corner
    return rect.translated(by / to_device.m11())


def is_on_screen(painter: QPainter) -> bool:
    """Pixels one by one; not a drawing being exported, nor one that is being enlarged."""
    is_raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    return is_raster and not painter.transform().isScaling()
