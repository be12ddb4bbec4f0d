"""Value cards zoomed out: a label and one number, then only a block with a mark.

Both are painted in widget px, so that what is left stays readable at any zoom.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gradviz.canvas.cards import CardLook, border_tone, paint_heat_bar, state_icon
from gradviz.canvas.ink import Ink
from gradviz.canvas.standing import BriefFace, Standing
from gradviz.canvas.texts import Line, Texts
from gradviz.canvas.writing import fit_number
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import (
    paint_box,
    paint_crossed,
    paint_halo,
    paint_hatch,
    paint_ring,
    snapped,
)
from gradviz.look.runs import ELLIPSIS, mono_width
from gradviz.look.typography import typographic
from gradviz.model.positions import NodeState

_LEAST = METRICS.canvas_text.min_on_screen
_LARGEST = 16
_LEAST_FILL = 0.25
"""The part of a block that the smallest magnitude fills."""


def paint_compact(
    painter: QPainter, rect: QRectF, standing: Standing, has_icon: bool, ink: Ink, look: CardLook
) -> None:
    """The card without what is written on it, which is the same for hundreds of values."""
    radius = min(METRICS.radius_node, rect.height() / 6)
    is_current = standing.state is NodeState.CURRENT
    tone = border_tone(standing, ink)
    phase = ink.phase(standing.is_backward)
    if is_current:
        paint_halo(painter, snapped(painter, rect), radius, phase.line, look.halo)
    if standing.is_root:
        outline = phase.line if is_current else ink.border
        paint_ring(painter, rect, radius, outline, METRICS.node_border, METRICS.root_gap * 0.75)
    fill = ink.card_hovered if look.hovered else ink.card
    fill = phase.fill if is_current else tone.fill if tone is not None else fill
    border = tone.line if tone is not None else ink.border
    width = METRICS.node_border_current if is_current else METRICS.node_border
    dash = METRICS.pending_dash if standing.state is NodeState.PENDING and tone is None else None
    paint_box(painter, rect, radius, fill, border, width, dash)
    if not has_icon:
        return
    icon, color = state_icon(standing, ink, look.editing)
    if standing.is_leaf and standing.state is NodeState.DONE and not standing.is_wrong:
        icon, color = "pencil", ink.secondary
    if _is_warning(standing):
        icon, color = "warning", ink.error.text
    pad, side = _pad(rect.width()), _icon_side(rect.height())
    upper = QRectF(rect.x() + pad, rect.y() + 1, rect.width() - 2 * pad, rect.height() / 2)
    spot = QRectF(upper.right() - side, upper.center().y() - side / 2, side, side)
    paint_icon(painter, icon, spot, color)


def paint_compact_heat(painter: QPainter, rect: QRectF, level: float, ink: Ink) -> None:
    bar = QRectF(rect.x() + 4, rect.bottom() - 5, rect.width() - 8, 3)
    paint_heat_bar(painter, bar, level, ink)


def has_icon(width: float, height: float, face: BriefFace) -> bool:
    """Whether there is room for it beside the label; pending and done are told by the border
    too."""
    standing = face.standing
    if standing.state is NodeState.CURRENT or _is_warning(standing):
        return True
    room = width - 2 * _pad(width) - _icon_side(height) - 2
    return mono_width(face.label, _LEAST, 600) <= room


def write_compact(
    texts: Texts,
    x: float,
    y: float,
    width: float,
    height: float,
    face: BriefFace,
    has_icon: bool,
    ink: Ink,
) -> None:
    """The label and one number: data in the forward phase, grad in the backward one."""
    size = int(min(_LARGEST, max(_LEAST, height * 0.28)))
    pad = _pad(width)
    left, room, middle = x + pad, width - 2 * pad, y + 1 + height / 2 / 2
    beside = room - _icon_side(height) - 2 if has_icon else room
    label, px = _fitted_label(face.label, beside, size)
    texts.write(label, Line(left, left + beside, middle), px, 600, ink.text)
    text, px, _ = fit_number(face.number, face.number, size, _LEAST, (room,))
    line = Line(left, left + room, middle + (height / 2 - 3))
    texts.write(typographic(text), line, px, 500, _number_color(face, ink), at_right=True)


def _pad(width: float) -> float:
    return min(9.0, width * 0.09)


def _icon_side(height: float) -> float:
    return min(14.0, height * 0.34)


def _is_warning(standing: Standing) -> bool:
    return standing.is_wrong or standing.is_first_nonfinite


@lru_cache(maxsize=4096)
def _fitted_label(label: str, width: float, largest: int) -> tuple[str, int]:
    """A label and the size in which it fits. What is too long even in the smallest loses its
    beginning: of 'L0.n3.w1' the end tells it from its neighbours."""
    for size in range(max(largest, _LEAST), _LEAST - 1, -1):
        if mono_width(label, size, 600) <= width:
            return label, size
    for start in range(1, len(label)):
        end = ELLIPSIS + label[start:].lstrip(".")
        if mono_width(end, _LEAST, 600) <= width:
            return end, _LEAST
    return label, _LEAST


def _number_color(face: BriefFace, ink: Ink) -> QColor:
    standing = face.standing
    if standing.is_wrong or not face.is_finite:
        return ink.error.text
    is_pending = standing.is_backward and standing.state is NodeState.PENDING
    is_untouched = is_pending and face.number == "0"
    return ink.muted if is_untouched or not face.has_value else ink.text


def paint_block(painter: QPainter, rect: QRectF, face: Standing, ink: Ink, look: CardLook) -> None:
    """A block with a mark; no text."""
    radius = min(3.0, rect.height() / 4)
    is_current = face.state is NodeState.CURRENT
    tone = border_tone(face, ink)
    phase = ink.phase(face.is_backward)
    if face.is_root:
        outline = phase.line if is_current else ink.border
        paint_ring(painter, rect, radius, outline, METRICS.hairline, 2.0)
    if is_current:
        paint_ring(painter, rect, radius, phase.line, METRICS.edge_width, 1.5)
        paint_box(painter, rect, radius, phase.line)
        mark = "triangle-left" if face.is_backward else "triangle-right"
        _paint_mark(painter, rect, mark, ink.on_backward)
        return
    if face.is_overwritten or face.is_wrong or face.is_first_nonfinite:
        paint_box(painter, rect, radius, ink.error.fill, ink.error.line)
        painter.setPen(QPen(ink.error.line, METRICS.hairline))
        inner = rect.adjusted(3, 3, -3, -3)
        painter.drawLine(QLineF(inner.bottomLeft(), inner.topRight()))
        return
    if tone is not None:
        paint_box(painter, rect, radius, tone.fill, tone.line, METRICS.edge_width)
        return
    if look.heat is not None:
        _paint_warm_block(painter, rect, radius, look.heat, ink)
        return
    if face.state is NodeState.PENDING:
        dash = (2.0, 2.0)
        paint_box(painter, rect, radius, ink.card, ink.border, METRICS.hairline, dash)
    elif face.is_leaf:
        paint_box(painter, rect, radius, ink.card, ink.border)
    else:
        paint_box(painter, rect, radius, ink.edge)
        _paint_mark(painter, rect, "check", ink.canvas)
    if face.is_leaf:
        painter.setPen(QPen(ink.text, METRICS.edge_width))
        y = rect.bottom() - max(3.0, rect.height() * 0.3)
        inset = rect.width() * 0.25
        painter.drawLine(QLineF(rect.left() + inset, y, rect.right() - inset, y))


def _paint_warm_block(
    painter: QPainter, rect: QRectF, radius: float, level: float, ink: Ink
) -> None:
    paint_box(painter, rect, radius, ink.card, ink.border)
    if level != level:
        paint_hatch(painter, rect.adjusted(1, 1, -1, -1), radius, ink.muted)
    elif level > 1.0:
        paint_crossed(painter, rect.adjusted(1, 1, -1, -1), ink.error.line)
    elif level >= 0.0:
        filled = QRectF(rect)
        filled.setWidth(rect.width() * (_LEAST_FILL + (1.0 - _LEAST_FILL) * level))
        paint_box(painter, filled, radius, ink.theme.heat_color(level))


def _paint_mark(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    side = min(12.0, rect.height() * 0.8)
    if side >= 6.0:
        spot = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        paint_icon(painter, name, spot, color)
