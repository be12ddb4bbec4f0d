"""Stamps: pictures of boxes and chips, each painted once and then laid down wherever it is.

A card is some thirty strokes and texts, and most cards say the same from one frame to the
next. Laid down on whole pixels, they also all look alike, wherever the camera stands.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np
from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QTransform

from gradviz.canvas.bulk import draw_pieces
from gradviz.model.graph import Floats

_MOST_PIXELS = 12_000_000
"""48 MB; a screenful of cards needs a quarter of it."""

Paint = Callable[[QPainter, QRectF], None]
Spot = tuple[float, float]
"""The upper left corner of a rectangle, in the painter's px."""


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
        self._lay_on_screen(painter, painter.deviceTransform(), key, rect, around, scale, paint)

    def lay_each(
        self,
        painter: QPainter,
        each: Iterable[tuple[Hashable, QRectF, Paint]],
        around: QMarginsF,
        scale: float,
    ) -> None:
        """`lay` many that don't look alike."""
        if not is_on_screen(painter):
            for key, rect, paint in each:
                self.lay(painter, key, rect, around, scale, paint)
            return
        to_device = painter.deviceTransform()
        for key, rect, paint in each:
            self._lay_on_screen(painter, to_device, key, rect, around, scale, paint)

    def _lay_on_screen(
        self,
        painter: QPainter,
        to_device: QTransform,
        key: Hashable | None,
        rect: QRectF,
        around: QMarginsF,
        scale: float,
        paint: Paint,
    ) -> None:
        dpr, dx, dy = to_device.m11(), to_device.dx(), to_device.dy()
        stamp, margin = self._stamp(painter, key, rect.size(), around, scale, dpr, paint)
        x = (round(rect.x() * dpr + dx) - dx - margin[0]) / dpr
        y = (round(rect.y() * dpr + dy) - dy - margin[1]) / dpr
        painter.drawPixmap(QPointF(x, y), stamp)

    def lay_all(
        self,
        painter: QPainter,
        key: Hashable,
        first: QRectF,
        spots: Sequence[Spot],
        around: QMarginsF,
        scale: float,
        paint: Paint,
    ) -> None:
        """The same stamp wherever there is the upper left corner of a rectangle as large as the
        first."""
        if len(spots) == 1 or not is_on_screen(painter):
            for x, y in spots:
                self.lay(painter, key, QRectF(QPointF(x, y), first.size()), around, scale, paint)
            return
        to_device = painter.deviceTransform()
        dpr, offset = to_device.m11(), np.array([to_device.dx(), to_device.dy()])
        stamp, margin = self._stamp(painter, key, first.size(), around, scale, dpr, paint)
        corner = np.round(np.array(spots) * dpr + offset) - margin
        parts = np.tile([0.0, 0.0, stamp.width() / dpr, stamp.height() / dpr], (len(spots), 1))
        draw_pieces(painter, stamp, (corner - offset) / dpr, parts)

    def _stamp(
        self,
        painter: QPainter,
        key: Hashable | None,
        size: QSizeF,
        around: QMarginsF,
        scale: float,
        dpr: float,
        paint: Paint,
    ) -> tuple[QPixmap, tuple[int, int]]:
        """It, and where in it the rectangle begins (device px)."""
        left, top = math.ceil(around.left() * dpr), math.ceil(around.top() * dpr)
        whole_key = None
        if key is not None:
            whole_key = key, round(size.width(), 2), round(size.height(), 2), scale, dpr
        stamp = self._find(whole_key)
        if stamp is not None:
            return stamp, (left, top)
        width = left + (size.width() + around.right()) * dpr
        height = top + (size.height() + around.bottom()) * dpr
        stamp = QPixmap(math.ceil(width), math.ceil(height))
        stamp.fill(Qt.GlobalColor.transparent)
        with QPainter(stamp) as on_stamp:
            on_stamp.setRenderHints(painter.renderHints())
            on_stamp.translate(left, top)
            on_stamp.scale(scale * dpr, scale * dpr)
            paint(on_stamp, QRectF(QPointF(), size / scale))
        stamp.setDevicePixelRatio(dpr)
        if whole_key is not None:
            self._keep(whole_key, stamp)
        return stamp, (left, top)

    def _find(self, key: Hashable | None) -> QPixmap | None:
        stamp = None if key is None else self._kept.get(key)
        if stamp is not None:
            self._kept.move_to_end(key)
        return stamp

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


def spots_on_pixels(painter: QPainter, spots: Floats) -> Floats:
    """`on_whole_pixels` for the upper left corners of many, (k, 2)."""
    if not is_on_screen(painter):
        return spots
    to_device = painter.deviceTransform()
    corner = spots * to_device.m11() + np.array([to_device.dx(), to_device.dy()])
    out: Floats = spots + (np.round(corner) - corner) / to_device.m11()
    return out


def is_on_screen(painter: QPainter) -> bool:
    """Pixels one by one; not a drawing being exported, nor one that is being enlarged."""
    is_raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    return is_raster and not painter.transform().isScaling()
