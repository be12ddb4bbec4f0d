"""Value cards at the full level of detail."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gradviz.canvas.card_rooms import DATA_ROW, GRAD_ROW, field_rect, icon_rect, pad
from gradviz.canvas.card_words import has_spin, paint_flag, write_card
from gradviz.canvas.faces import CardFace
from gradviz.canvas.geometry import HEADER_HEIGHT, strip_rect
from gradviz.canvas.ink import Ink, Lettering
from gradviz.canvas.standing import Stands
from gradviz.canvas.texts import Texts
from gradviz.canvas.writing import fit_sum
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import (
    bottom_rounded,
    paint_box,
    paint_crossed,
    paint_halo,
    paint_hatch,
    paint_ring,
    snapped,
    top_rounded,
)
from gradviz.look.runs import Run, paint_runs
from gradviz.look.tones import Tone
from gradviz.model.positions import NodeState

_PAD = 12.0


class CardLook(NamedTuple):
    """What a card shows that isn't its face: the person's pointing, and the animation."""

    hovered: bool = False
    editing: bool = False
    halo: float = 1.0
    strip: float = 1.0
    heat: float | None = None
    """The level of its magnitude (see `Heat`), where colours tell that."""


AT_REST = CardLook()


def outer_rect(rect: QRectF, face: CardFace) -> QRectF:
    """The card with its strip, if it has one."""
    return rect.united(strip_rect(rect)) if face.is_receiving else QRectF(rect)


def border_tone(face: Stands, ink: Ink) -> Tone | None:
    """The tone of a card's border; None for the neutral one."""
    if face.is_overwritten or face.is_wrong or face.is_first_nonfinite:
        return ink.error
    if face.state is NodeState.CURRENT or face.is_receiving:
        return ink.phase(face.is_backward)
    return None


def paint_card(
    painter: QPainter, rect: QRectF, face: CardFace, ink: Ink, letters: Lettering, look: CardLook
) -> None:
    """The whole card, and its accumulation strip below."""
    spin = has_spin(rect.width(), face, letters)
    paint_body(painter, rect, face, spin, ink, letters, look)
    if look.heat is not None:
        paint_card_heat(painter, rect, look.heat, ink)
    texts = Texts()
    write_card(texts, (rect.x(), rect.y()), rect.width(), face, ink, letters)
    texts.draw(painter)


def paint_body(
    painter: QPainter,
    rect: QRectF,
    face: CardFace,
    spin: bool,
    ink: Ink,
    letters: Lettering,
    look: CardLook,
) -> None:
    """What hundreds of cards have in common: all but what `write_card` adds. Only the strip has
    words and numbers of its own, and the root has a flag behind its words."""
    radius = METRICS.radius_node
    whole = snapped(painter, outer_rect(rect, face))
    top = snapped(painter, rect)
    is_current = face.state is NodeState.CURRENT
    tone = border_tone(face, ink)
    phase = ink.phase(face.is_backward)

    if is_current:
        paint_halo(painter, whole, radius, phase.line, look.halo)
    if face.is_root:
        outline = phase.line if is_current else ink.border
        paint_ring(painter, whole, radius, outline, METRICS.node_border, METRICS.root_gap)
    paint_box(painter, whole, radius, ink.card_hovered if look.hovered else ink.card)
    header = QRectF(top.x(), top.y(), top.width(), HEADER_HEIGHT)
    if is_current:
        painter.fillPath(top_rounded(header, radius), phase.fill)
    _paint_rule(painter, header, phase.border if is_current else ink.rule)
    if face.is_receiving:
        _paint_strip(painter, rect, top, face, ink, letters, look.strip)

    if is_current:
        line = ink.error.line if tone is ink.error else phase.line
        paint_box(painter, whole, radius, None, line, METRICS.node_border_current)
    elif tone is not None:
        paint_box(painter, whole, radius, None, tone.line, METRICS.edge_width)
    else:
        border = ink.border_hovered if look.hovered else ink.border
        dash = METRICS.pending_dash if face.state is NodeState.PENDING else None
        paint_box(painter, whole, radius, None, border, METRICS.node_border, dash)

    icon, color = state_icon(face, ink, look.editing)
    paint_icon(painter, icon, icon_rect(rect.width(), letters).translated(rect.topLeft()), color)
    if face.is_root:
        paint_flag(painter, rect.width(), face, ink, letters)
    for row, word, tone_of in ((DATA_ROW, "data", ink.forward), (GRAD_ROW, "grad", ink.backward)):
        key = QRectF(rect.x() + pad(letters), rect.y() + row[0], rect.width(), row[1])
        paint_runs(painter, key, [Run(word, tone_of.text, letters.key)])
    if face.is_leaf:
        field = field_rect(letters).translated(rect.topLeft())
        border = ink.ring if look.editing else ink.field_border
        width = METRICS.focus_width if look.editing else METRICS.hairline
        paint_box(painter, field, METRICS.radius_control, ink.field, border, width)
        if spin:
            spot = QRectF(field.right() - 19, field.center().y() - 7, 14, 14)
            paint_icon(painter, "spin", spot, ink.secondary)
    if face.is_wrong:
        right, middle = rect.right() - pad(letters), rect.y() + GRAD_ROW[0] + GRAD_ROW[1] / 2
        paint_icon(painter, "warning", QRectF(right - 13, middle - 7, 14, 14), ink.error.text)


def paint_card_heat(painter: QPainter, rect: QRectF, level: float, ink: Ink) -> None:
    """A bar as long as the magnitude is great."""
    bar = QRectF(rect.x() + _PAD, rect.bottom() - 6, rect.width() - 2 * _PAD, 3)
    paint_heat_bar(painter, bar, level, ink)


def paint_heat_bar(painter: QPainter, track: QRectF, level: float, ink: Ink) -> None:
    """As long and as bright as a magnitude is great; hatched for exactly zero, crossed for what
    isn't finite."""
    if level != level:
        paint_hatch(painter, track, 0.0, ink.muted)
        return
    if level > 1.0:
        paint_crossed(painter, track, ink.error.line)
        return
    if level < 0.0:
        return
    painter.fillRect(track, ink.rule)
    bar = QRectF(track)
    bar.setWidth(max(3.0, track.width() * level))
    painter.fillRect(bar, ink.theme.heat_color(level))


def _paint_rule(painter: QPainter, header: QRectF, color: QColor) -> None:
    painter.setPen(QPen(color, 1.0))
    y = header.bottom() - 0.5
    painter.drawLine(QLineF(header.left() + 1, y, header.right() - 1, y))


def state_icon(face: Stands, ink: Ink, editing: bool) -> tuple[str, QColor]:
    """The icon that tells a card's state without its colour."""
    if editing:
        return "pencil", ink.secondary
    if face.state is NodeState.CURRENT:
        return "current-back" if face.is_backward else "current", ink.phase(face.is_backward).line
    if face.state is NodeState.DONE:
        return "check", ink.done
    return "pending", ink.muted


def _paint_strip(
    painter: QPainter,
    rect: QRectF,
    top: QRectF,
    face: CardFace,
    ink: Ink,
    letters: Lettering,
    progress: float,
) -> None:
    """The sum of the current write. It appears, then its result does."""
    tone = ink.error if face.is_overwritten else ink.backward
    strip = strip_rect(top)
    painter.fillPath(bottom_rounded(strip, METRICS.radius_node), tone.fill)
    painter.setPen(QPen(tone.border, 1.0))
    y = strip.top() + 0.5
    painter.drawLine(QLineF(strip.left() + 1, y, strip.right() - 1, y))
    room = strip_rect(rect).adjusted(4, 0, -4, 0)
    runs = fit_sum(face.strip, room.width(), ink, letters)
    painter.setOpacity(min(1.0, 2.0 * progress))
    shown = runs if progress >= 1.0 else _without_result(runs, max(0.0, 2.0 * progress - 1.0))
    paint_runs(painter, room, shown, Qt.AlignmentFlag.AlignHCenter)
    painter.setOpacity(1.0)


def _without_result(runs: list[Run], amount: float) -> list[Run]:
    """The runs with the last one faded to `amount`."""
    color = QColor(runs[-1].color)
    color.setAlphaF(amount)
    return [*runs[:-1], Run(runs[-1].text, color, runs[-1].font)]
