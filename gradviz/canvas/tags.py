"""What stands around a card: the expected gradient above, badges on the corner, and below it
what was lost, or the root's seed."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from gradviz.canvas.cards import outer_rect
from gradviz.canvas.faces import Badge, CardFace
from gradviz.canvas.geometry import TAG_GAP
from gradviz.canvas.ink import Ink, Lettering
from gradviz.look.metrics import METRICS
from gradviz.look.paint import (
    badge_size,
    chip_size,
    dashed_pen,
    paint_badge,
    paint_box,
    paint_chip,
)
from gradviz.look.runs import Run, paint_runs, text_width
from gradviz.look.typography import typographic

_BADGE_DIP = 7.0  # how much of a badge stands below the card's upper border
_BADGE_INSET = 8.0
_BADGE_SPACE = 4.0
_LINE = 16.0
_OVERHANG = 20.0  # how far a tag below a card may reach beyond it on either side


def tag_rects(rect: QRectF, face: CardFace, ink: Ink, letters: Lettering) -> list[QRectF]:
    """The places taken around a card."""
    rects = [spot for spot, _ in _badge_spots(rect, face, letters)]
    if face.expected:
        rects.append(_expected_spot(rect, face, letters))
    if face.lost:
        rects.append(_lost_spot(rect, face, ink, letters))
    if face.caption:
        rects.append(_caption_spot(rect, face, letters))
    return rects


def paint_tags(
    painter: QPainter, rect: QRectF, face: CardFace, ink: Ink, letters: Lettering
) -> None:
    """Everything around a card."""
    for spot, badge in _badge_spots(rect, face, letters):
        _paint_badge(painter, spot, badge, ink, letters)
    if face.expected:
        text = Run(typographic(face.expected), ink.error.text, letters.caption)
        spot = _expected_spot(rect, face, letters)
        # An arrow that passes behind it would strike it through.
        paint_box(painter, spot.adjusted(-3.0, 1.0, 3.0, -1.0), METRICS.radius_tag, ink.canvas)
        paint_runs(painter, spot, [text], Qt.AlignmentFlag.AlignRight)
    if face.lost:
        _paint_lost(painter, rect, face, ink, letters)
    if face.caption:
        text = Run(face.caption, ink.muted, letters.note)
        spot = _caption_spot(rect, face, letters)
        paint_runs(painter, spot, [text], Qt.AlignmentFlag.AlignHCenter)


def _badge_scale(letters: Lettering) -> float:
    """How much a badge is enlarged to be readable."""
    return max(1.0, letters.least / METRICS.text_size.small)


def _badge_spots(rect: QRectF, face: CardFace, letters: Lettering) -> list[tuple[QRectF, Badge]]:
    """Right to left along the upper border."""
    out = []
    scale = _badge_scale(letters)
    right = rect.right() - _BADGE_INSET
    for badge in face.badges:
        size = badge_size(badge.text, badge.icon) * scale
        corner = QPointF(right - size.width(), rect.top() + _BADGE_DIP - size.height())
        spot = QRectF(corner, size)
        out.append((spot, badge))
        right = spot.left() - _BADGE_SPACE
    return out


def _paint_badge(
    painter: QPainter, spot: QRectF, badge: Badge, ink: Ink, letters: Lettering
) -> None:
    scale = _badge_scale(letters)
    painter.save()
    painter.translate(spot.topLeft())
    painter.scale(scale, scale)
    place = QRectF(QPointF(), spot.size() / scale)
    paint_badge(painter, place, badge.icon, badge.text, ink.tone(badge.tint.value))
    painter.restore()


def _expected_spot(rect: QRectF, face: CardFace, letters: Lettering) -> QRectF:
    """Right-aligned above the card, and above its badges."""
    width = text_width(typographic(face.expected), letters.caption)
    above = max((spot.height() for spot, _ in _badge_spots(rect, face, letters)), default=0.0)
    rise = _LINE + max(8.0, above - _BADGE_DIP + 2.0)
    return QRectF(rect.right() - width, rect.top() - rise, width, _LINE)


def _caption_spot(rect: QRectF, face: CardFace, letters: Lettering) -> QRectF:
    width = text_width(face.caption, letters.note)
    below = outer_rect(rect, face).bottom() + 10.0
    return QRectF(rect.center().x() - width / 2, below, width, _LINE)


def _lost_runs(face: CardFace, ink: Ink, letters: Lettering) -> list[Run]:
    return [Run(typographic(face.lost), ink.error.text, letters.chip)]


def _lost_spot(rect: QRectF, face: CardFace, ink: Ink, letters: Lettering) -> QRectF:
    width = chip_size(_lost_runs(face, ink, letters), icon="warning").width()
    size = QSizeF(min(width, rect.width() + 2 * _OVERHANG), METRICS.chip_height)
    below = outer_rect(rect, face).bottom() + TAG_GAP
    return QRectF(QPointF(rect.center().x() - size.width() / 2, below), size)


def _paint_lost(
    painter: QPainter, rect: QRectF, face: CardFace, ink: Ink, letters: Lettering
) -> None:
    spot = _lost_spot(rect, face, ink, letters)
    painter.setPen(dashed_pen(ink.error.line, METRICS.edge_width, (2.0, 2.0)))
    x = spot.center().x()
    painter.drawLine(QLineF(x, spot.top() - TAG_GAP, x, spot.top()))
    runs = _lost_runs(face, ink, letters)
    paint_chip(painter, spot, runs, ink.error, icon="warning", dashed=True)
