"""Value cards zoomed out: a label and one number, then only a block with a mark.

Both are painted in widget px, so that what is left stays readable at any zoom.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gradviz.canvas.cards import CardLook, border_tone, paint_heat_bar, state_icon
from gradviz.canvas.faces import CardFace
from gradviz.canvas.ink import Ink
from gradviz.canvas.writing import fit_number
from gradviz.look.fonts import mono_font
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
from gradviz.look.runs import ELLIPSIS, Run, paint_runs, text_width
from gradviz.look.typography import typographic
from gradviz.model.recording import NodeState

_LEAST = METRICS.canvas_text.min_on_screen
_LARGEST = 16
_LEAST_FILL = 0.25
"""The part of a block that the smallest magnitude fills."""


def paint_compact(
    painter: QPainter, rect: QRectF, face: CardFace, ink: Ink, look: CardLook
) -> None:
    """Label, state icon and one number: data in the forward phase, grad in the backward one."""
    radius = min(METRICS.radius_node, rect.height() / 6)
    is_current = face.state is NodeState.CURRENT
    tone = border_tone(face, ink)
    phase = ink.phase(face.is_backward)
    if is_current:
        paint_halo(painter, snapped(painter, rect), radius, phase.line, look.halo)
    if face.is_root:
        outline = phase.line if is_current else ink.border
        paint_ring(painter, rect, radius, outline, METRICS.node_border, METRICS.root_gap * 0.75)
    fill = ink.card_hovered if look.hovered else ink.card
    fill = phase.fill if is_current else tone.fill if tone is not None else fill
    border = tone.line if tone is not None else ink.border
    width = METRICS.node_border_current if is_current else METRICS.node_border
    dash = METRICS.pending_dash if face.state is NodeState.PENDING and tone is None else None
    paint_box(painter, rect, radius, fill, border, width, dash)

    if look.heat is not None:
        bar = QRectF(rect.x() + 4, rect.bottom() - 5, rect.width() - 8, 3)
        paint_heat_bar(painter, bar, look.heat, ink)
    size = int(min(_LARGEST, max(_LEAST, rect.height() * 0.28)))
    side = min(14.0, rect.height() * 0.34)
    pad = min(9.0, rect.width() * 0.09)
    half = rect.height() / 2
    upper = QRectF(rect.x() + pad, rect.y() + 1, rect.width() - 2 * pad, half)
    lower = upper.translated(0, half - 3)
    icon, color = state_icon(face, ink, look.editing)
    if face.is_leaf and face.state is NodeState.DONE and not face.is_wrong:
        icon, color = "pencil", ink.secondary
    if face.is_wrong or face.is_first_nonfinite:
        icon, color = "warning", ink.error.text
    fits = text_width(face.label, mono_font(_LEAST, 600)) + side + 2 <= upper.width()
    if fits or is_current or icon == "warning":  # pending and done are told by the border too
        spot = QRectF(upper.right() - side, upper.center().y() - side / 2, side, side)
        paint_icon(painter, icon, spot, color)
        upper.setRight(spot.left() - 2)
    label, font = _fitted_label(face.label, upper.width(), size)
    paint_runs(painter, upper, [Run(label, ink.text, font)])
    text, px, _ = fit_number(face.short_value, face.short_value, size, _LEAST, (lower.width(),))
    number = Run(typographic(text), _number_color(face, ink), mono_font(px, 500))
    paint_runs(painter, lower, [number], Qt.AlignmentFlag.AlignRight)


def _fitted_label(label: str, width: float, largest: int) -> tuple[str, QFont]:
    """A label and the font in which it fits. What is too long even in the smallest loses its
    beginning: of 'L0.n3.w1' the end tells it from its neighbours."""
    fonts = [mono_font(size, 600) for size in range(max(largest, _LEAST), _LEAST - 1, -1)]
    for font in fonts:
        if text_width(label, font) <= width:
            return label, font
    for start in range(1, len(label)):
        end = ELLIPSIS + label[start:].lstrip(".")
        if text_width(end, fonts[-1]) <= width:
            return end, fonts[-1]
    return label, fonts[-1]


def _number_color(face: CardFace, ink: Ink) -> QColor:
    finite = face.is_grad_finite if face.is_backward else face.is_data_finite
    if face.is_wrong or not finite:
        return ink.error.text
    untouched = face.is_backward and face.short_grad == "0" and face.state is NodeState.PENDING
    return ink.muted if untouched or not face.has_value else ink.text


def paint_block(painter: QPainter, rect: QRectF, face: CardFace, ink: Ink, look: CardLook) -> None:
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
