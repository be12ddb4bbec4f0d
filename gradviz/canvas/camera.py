"""Camera: which part of the layout is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from gradviz.canvas.scene import Detail
from gradviz.look.metrics import METRICS

MIN_ZOOM = 1e-5
"""A hundred thousand boxes in a column still fit."""
MAX_ZOOM = 4.0

_LEVELS = (
    (Detail.FULL, METRICS.lod.full),
    (Detail.COMPACT, METRICS.lod.compact),
    (Detail.BLOCK, 0.0),
)


@dataclass(frozen=True)
class Camera:
    """Layout point (x, y) is seen at widget point (x * zoom + dx, y * zoom + dy)."""

    zoom: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    @classmethod
    def fitting(
        cls, what: QRectF, into: QRectF, max_zoom: float = 1.0, min_zoom: float = MIN_ZOOM
    ) -> Camera:
        """`what` (layout px) centred in `into` (widget px), as large as fits."""
        if what.isEmpty() or into.isEmpty():
            return cls()
        zoom = min(into.width() / what.width(), into.height() / what.height(), max_zoom)
        zoom = max(zoom, min_zoom)
        middle = what.center() * zoom
        return cls(zoom, into.center().x() - middle.x(), into.center().y() - middle.y())

    def transform(self) -> QTransform:
        return QTransform(self.zoom, 0, 0, self.zoom, self.dx, self.dy)

    def to_widget(self, point: QPointF) -> QPointF:
        return QPointF(point.x() * self.zoom + self.dx, point.y() * self.zoom + self.dy)

    def to_layout(self, point: QPointF) -> QPointF:
        return QPointF((point.x() - self.dx) / self.zoom, (point.y() - self.dy) / self.zoom)

    def rect_to_widget(self, rect: QRectF) -> QRectF:
        return QRectF(
            self.to_widget(rect.topLeft()),
            QSizeF(rect.width() * self.zoom, rect.height() * self.zoom),
        )

    def rect_to_layout(self, rect: QRectF) -> QRectF:
        return QRectF(
            self.to_layout(rect.topLeft()),
            QSizeF(rect.width() / self.zoom, rect.height() / self.zoom),
        )

    def centred_on(self, point: QPointF, at: QPointF) -> Camera:
        """Layout `point` at widget point `at`, the zoom as it is."""
        return self.panned(at - self.to_widget(point))

    def panned(self, by: QPointF) -> Camera:
        return replace(self, dx=self.dx + by.x(), dy=self.dy + by.y())

    def on_pixels(self, dpr: float) -> Camera:
        """The nearest one from which to the next it is so many whole device px. Nobody sees half
        of one, and what was painted can be shown again."""
        return Camera(self.zoom, round(self.dx * dpr) / dpr, round(self.dy * dpr) / dpr)

    def zoomed(self, factor: float, at: QPointF) -> Camera:
        """Larger by `factor`, the layout point under widget point `at` staying there."""
        zoom = min(max(self.zoom * factor, MIN_ZOOM), MAX_ZOOM)
        ratio = zoom / self.zoom
        return Camera(
            zoom, at.x() - (at.x() - self.dx) * ratio, at.y() - (at.y() - self.dy) * ratio
        )


def detail_at(zoom: float, before: Detail | None = None) -> Detail:
    """The level of detail at a zoom; a level in force holds a little below its bound."""
    for level, lowest in _LEVELS:
        if zoom >= lowest - (METRICS.lod.hysteresis if level is before else 0.0):
            return level
    return Detail.BLOCK
