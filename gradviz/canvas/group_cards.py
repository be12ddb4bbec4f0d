"""Closed groups as cards, open ones as frames."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.cards import CardLook
from gradviz.canvas.group_faces import GroupFace
from gradviz.canvas.heat import HeatScale
from gradviz.canvas.ink import Ink, Lettering
from gradviz.layout.nested import HEADER
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_crossed, paint_halo, paint_hatch
from gradviz.look.runs import Run, elide_runs, paint_runs, text_width
from gradviz.look.typography import typographic
from gradviz.model.positions import NodeState

_PAD = 10.0
_ICON = 12.0
_BEHIND = 4.0
"""How far the cards that a closed group is made of look out from under it."""
FRAME_RADIUS = 10.0
_LEAST = METRICS.canvas_text.min_on_screen


def paint_group(
    painter: QPainter,
    rect: QRectF,
    face: GroupFace,
    scale: HeatScale,
    ink: Ink,
    letters: Lettering,
    look: CardLook,
) -> None:
    """A closed group at full detail: name, size, range of values, magnitude of gradients."""
    _paint_stack(painter, rect, face, ink, look)
    line = QRectF(rect.x() + _PAD, rect.y() + 2, rect.width() - 2 * _PAD, 26.0)
    _paint_title(painter, line, face, ink, letters)
    row = QRectF(line.x(), rect.y() + 26, line.width(), 18.0)
    summary = [Run(typographic(face.summary), ink.secondary, letters.expression)]
    paint_runs(painter, row, elide_runs(summary, row.width()))
    row = QRectF(line.x(), rect.y() + 46, line.width(), 20.0)
    key = Run("data", ink.forward.text, letters.key)
    room = row.adjusted(paint_runs(painter, row, [key]).width() + 8, 0, 0, 0)
    color = ink.text if face.data else ink.muted
    value = [Run(typographic(face.data or "–"), color, mono_font(letters.value_size - 1, 500))]
    paint_runs(painter, room, elide_runs(value, room.width()), Qt.AlignmentFlag.AlignRight)
    row = row.translated(0, 20)
    key = Run("|grad|", ink.backward.text, letters.key)
    room = row.adjusted(paint_runs(painter, row, [key]).width() + 8, 0, 0, 0)
    _paint_magnitude(painter, room, face, scale, ink, letters.value_size - 1)


def _paint_title(
    painter: QPainter, line: QRectF, face: GroupFace, ink: Ink, letters: Lettering
) -> None:
    """The chevron that opens it, the name, and how many values it stands for."""
    spot = QRectF(line.x() - 3, line.center().y() - _ICON / 2, _ICON, _ICON)
    paint_icon(painter, "chev-right", spot, ink.secondary)
    icon, color = _state_icon(face, ink)
    end = QRectF(line.right() - 14, line.center().y() - 7, 14, 14)
    paint_icon(painter, icon, end, color)
    line = line.adjusted(_ICON, 0, -20, 0)
    count = Run(face.count, ink.muted, letters.role)
    name = Run(face.name, ink.text, letters.label)
    room = line.width() - text_width(count.text, count.font) - 8
    if room < text_width(name.text, name.font):
        room = line.width()  # the name first
    else:
        paint_runs(painter, line, [count], Qt.AlignmentFlag.AlignRight)
    paint_runs(painter, line, elide_runs([name], room))


def _paint_magnitude(
    painter: QPainter, room: QRectF, face: GroupFace, scale: HeatScale, ink: Ink, size: int
) -> None:
    """The bars of the members' gradients, and the largest as a number."""
    if not face.bars:
        dash = Run("–", ink.muted, mono_font(size, 500))
        paint_runs(painter, room, [dash], Qt.AlignmentFlag.AlignRight)
        return
    color = ink.error.text if face.is_wrong or not math.isfinite(face.largest) else ink.text
    number = Run(typographic(face.grad), color, mono_font(size, 500))
    width = text_width(number.text, number.font)
    paint_runs(painter, room, [number], Qt.AlignmentFlag.AlignRight)
    paint_bars(painter, room.adjusted(0, 3, -width - 8, -3), face, scale, ink)


def paint_bars(
    painter: QPainter, area: QRectF, face: GroupFace, scale: HeatScale, ink: Ink
) -> None:
    """One bar for each member, as long as its magnitude is far up the scale."""
    if area.width() < 2.0 * len(face.bars) or not face.bars:
        return
    step = min(area.width() / len(face.bars), 10.0)
    painter.setPen(Qt.PenStyle.NoPen)
    for i, size in enumerate(face.bars):
        level = scale.level(size)
        bar = QRectF(area.x() + i * step, area.bottom(), max(step - 1.5, 1.0), 0.0)
        if level != level:
            paint_hatch(painter, bar.adjusted(0, -area.height(), 0, 0), 0.0, ink.border)
            continue
        if level > 1.0:
            paint_crossed(painter, bar.adjusted(0, -area.height(), 0, 0), ink.error.line)
            continue
        bar.setTop(area.bottom() - max(2.0, level * area.height()))
        painter.fillRect(bar, ink.theme.heat_color(level))


def _state_icon(face: GroupFace, ink: Ink) -> tuple[str, QColor]:
    if face.is_wrong:
        return "warning", ink.error.text
    if face.state is NodeState.CURRENT:
        return "current-back" if face.is_backward else "current", ink.phase(face.is_backward).line
    if face.state is NodeState.DONE:
        return "check", ink.done
    return "pending", ink.muted


def _paint_stack(
    painter: QPainter, rect: QRectF, face: GroupFace, ink: Ink, look: CardLook
) -> None:
    """The card, with the edge of another one under it."""
    radius = METRICS.radius_node
    phase = ink.phase(face.is_backward)
    border, width, dash = ink.border, METRICS.node_border, None
    if face.is_wrong:
        border, width = ink.error.line, METRICS.edge_width
    elif face.state is NodeState.CURRENT:
        border, width = phase.line, METRICS.node_border_current
        paint_halo(painter, rect, radius, phase.line, look.halo)
    elif face.state is NodeState.PENDING:
        dash = METRICS.pending_dash
    behind = rect.adjusted(_BEHIND, _BEHIND, _BEHIND, _BEHIND)
    paint_box(painter, behind, radius, ink.canvas, ink.border)
    fill = ink.card_hovered if look.hovered else ink.card
    fill = phase.fill if face.state is NodeState.CURRENT else fill
    paint_box(painter, rect, radius, fill, border, width, dash)


def paint_group_compact(
    painter: QPainter,
    rect: QRectF,
    face: GroupFace,
    scale: HeatScale,
    ink: Ink,
    look: CardLook,
) -> None:
    """In widget px: the name, and the largest gradient with its bars; a bar alone if tiny."""
    _paint_stack(painter, rect, face, ink, look)
    if rect.height() < 2 * _LEAST + 4:
        _paint_level(painter, rect, face, scale, ink)
        return
    size = max(_LEAST, min(14, int(rect.height() * 0.3)))
    pad = min(8.0, rect.width() * 0.06)
    upper = QRectF(rect.x() + pad, rect.y() + 1, rect.width() - 2 * pad, rect.height() / 2)
    name = [Run(face.name, ink.text, ui_font(size, 600))]
    paint_runs(painter, upper, elide_runs(name, upper.width()))
    lower = upper.translated(0, rect.height() / 2 - 3)
    if face.is_backward:
        _paint_magnitude(painter, lower, face, scale, ink, size)
    elif face.data:
        data = [Run(typographic(face.data), ink.text, mono_font(size, 500))]
        paint_runs(painter, lower, elide_runs(data, lower.width()))


def _paint_level(
    painter: QPainter, rect: QRectF, face: GroupFace, scale: HeatScale, ink: Ink
) -> None:
    level = scale.level(face.largest) if face.bars else 0.0
    inner = rect.adjusted(3, 3, -3, -3)
    if level > 1.0:
        paint_crossed(painter, inner, ink.error.line)
    elif level != level:
        paint_hatch(painter, inner, 0.0, ink.border)
    elif level > 0.0:
        inner.setWidth(inner.width() * level)
        painter.fillRect(inner, ink.theme.heat_color(level))


# --- frames -----------------------------------------------------------------------------


def paint_frame(
    painter: QPainter, rect: QRectF, border: QColor, depth: int, ink: Ink, seen: QRectF
) -> None:
    """An open group, in widget px, as far as it is seen."""
    radius = min(FRAME_RADIUS, rect.height() / 8)
    paint_box(painter, near(rect, seen), radius, ink.fill_at(depth), border, METRICS.hairline)


def near(rect: QRectF, seen: QRectF) -> QRectF:
    """A rectangle that looks the same where it is seen: Qt takes long over one that reaches
    far beyond."""
    by = 2.0 * FRAME_RADIUS
    return rect.intersected(seen.toAlignedRect().toRectF().adjusted(-by, -by, by, by))


def has_readable_header(zoom: float) -> bool:
    return HEADER * zoom >= _LEAST + 2


def paint_frame_header(
    painter: QPainter, rect: QRectF, face: GroupFace, zoom: float, ink: Ink
) -> None:
    """Above what is in the frame, so that no arrow runs through the name."""
    if not has_readable_header(zoom):
        return
    height = HEADER * zoom
    size = max(_LEAST, min(METRICS.canvas_text.node_label, int(height * 0.5)))
    line = QRectF(rect.x() + 8 * zoom, rect.y(), rect.width() - 16 * zoom, height)
    side = float(size)
    icon = QRectF(line.x(), line.center().y() - side / 2, side, side)
    paint_icon(painter, "chev-down", icon, ink.secondary)
    line = line.adjusted(side + 4, 0, 0, 0)
    name = Run(face.name, ink.text, ui_font(size, 600))
    written = paint_runs(painter, line, elide_runs([name], line.width()))
    told = face.grad if face.is_backward else face.count
    if not told:
        return
    rest = line.adjusted(written.width() + 12, 0, 0, 0)
    font = mono_font(size, 500) if face.is_backward else ui_font(size, 400)
    run = Run(typographic(told), ink.error.text if face.is_wrong else ink.muted, font)
    if text_width(run.text, run.font) <= rest.width():
        paint_runs(painter, rest, [run], Qt.AlignmentFlag.AlignRight)
