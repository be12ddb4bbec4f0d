"""Kept frame: the pixels of a widget, and of a margin around it that is painted ahead.

A strip costs about the same whether it is a few pixels wide or some dozens, and who drags the
picture sees a new one with every move of the hand. So a strip is painted wider than it need
be, and what it holds beyond the edge is there when it comes into view.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPixmap

_AHEAD = 64
"""px beyond the edge."""


class KeptFrame:
    """What of it is `valid` is painted; all but `shift` is in widget px."""

    def __init__(self, size: QSize, dpr: float) -> None:
        self.valid = QRectF()
        self._area = QRectF(QPointF(), QSizeF(size))
        self.dpr = dpr
        margin = math.ceil(_AHEAD * dpr)
        self._home = self._corner = QPoint(margin, margin)
        """Device px of the pixmap: where the widget's upper left corner lies."""
        self._pixmap = QPixmap(size * dpr + QSize(2 * margin, 2 * margin))
        self._pixmap.setDevicePixelRatio(dpr)

    def fits(self, size: QSize, dpr: float) -> bool:
        """Whether it is one of such a widget."""
        return (size, dpr) == (self._area.size().toSize(), self.dpr)

    def begin(self) -> None:
        """All of the widget is going to be painted."""
        self._corner = self._home
        self.valid = QRectF(self._area)

    def shift(self, by: QPoint) -> None:
        """The picture moves (device px). No pixel does, but for the corner from which they are
        shown."""
        self._corner = self._corner - by
        self.valid = self.valid.translated(QPointF(by) / self.dpr)

    def claim(self) -> list[QRectF]:
        """Parts that must be painted for all of the widget to be shown; they count as `valid`
        from now on."""
        area, valid = self._area, self.valid
        if valid.contains(area):
            return []
        if not valid.intersects(area):
            self.begin()
            return [area]
        wanted = area.adjusted(
            -_AHEAD if valid.left() > area.left() else 0,
            -_AHEAD if valid.top() > area.top() else 0,
            _AHEAD if valid.right() < area.right() else 0,
            _AHEAD if valid.bottom() < area.bottom() else 0,
        )
        if not self._bounds.contains(wanted):
            self._go_home()
        kept = self.valid
        self.valid = kept.united(wanted)
        return _beside(kept, self.valid)

    def painter(self) -> QPainter:
        """In widget px; to be used as a context."""
        painter = QPainter(self._pixmap)
        painter.translate(QPointF(self._corner) / self.dpr)
        return painter

    def show(self, painter: QPainter) -> None:
        """Into a widget."""
        part = QRectF(QPointF(self._corner), self._area.size() * self.dpr)
        painter.drawPixmap(QPointF(), self._pixmap, part)

    def show_in(self, painter: QPainter, target: QRectF) -> None:
        """All that is valid, stretched."""
        corner = QPointF(self._corner) + self.valid.topLeft() * self.dpr
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, self._pixmap, QRectF(corner, self.valid.size() * self.dpr))

    @property
    def _bounds(self) -> QRectF:
        """All for which there are pixels."""
        return QRectF(-QPointF(self._corner) / self.dpr, QSizeF(self._pixmap.size()) / self.dpr)

    def _go_home(self) -> None:
        """As much margin on every side."""
        back = self._home - self._corner
        self._pixmap.scroll(back.x(), back.y(), self._pixmap.rect())
        self._corner = self._home
        self.valid = self.valid.intersected(self._bounds)


def _beside(part: QRectF, whole: QRectF) -> list[QRectF]:
    """What of the whole isn't in its part, in up to four pieces."""
    pieces = [
        QRectF(whole.left(), whole.top(), whole.width(), part.top() - whole.top()),
        QRectF(whole.left(), part.bottom(), whole.width(), whole.bottom() - part.bottom()),
        QRectF(whole.left(), part.top(), part.left() - whole.left(), part.height()),
        QRectF(part.right(), part.top(), whole.right() - part.right(), part.height()),
    ]
    return [piece for piece in pieces if not piece.isEmpty()]
