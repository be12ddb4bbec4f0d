"""Value cards at the full level of detail."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gradviz.canvas.faces import CardFace
from gradviz.canvas.geometry import HEADER_HEIGHT, data_field_rect, strip_rect
from gradviz.canvas.ink import Ink, Lettering
from gradviz.canvas.standing import Stands
from gradviz.canvas.writing import fit_number, fit_sum, number_runs
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
from gradviz.look.runs import Run, baseline_in, paint_runs, text_width
from gradviz.look.tones import Tone
from gradviz.model.positions import NodeState

_PAD = 12.0
_NARROW_PAD = 8.0  # where lettering is enlarged to be readable
_ICON = 16.0
_SMALL_ICON = 12.0
_GAP = 6.0
_DATA_ROW = QRectF(0.0, 38.0, 0.0, 22.0)  # y and height, from the top of the card
_GRAD_ROW = QRectF(0.0, 60.0, 0.0, 22.0)
_RIGHT = Qt.AlignmentFlag.AlignRight


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
    paint_body(painter, rect, face, has_spin(rect, face, letters), ink, letters, look)
    write_card(painter, rect, face, ink, letters, look.heat)


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
    words and numbers of its own."""
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
    paint_icon(painter, icon, _icon_spot(rect, letters), color)
    for row, word, tone_of in ((_DATA_ROW, "data", ink.forward), (_GRAD_ROW, "grad", ink.backward)):
        key = row.translated(rect.topLeft())
        key.setRect(key.x() + _pad(letters), key.y(), rect.width(), key.height())
        paint_runs(painter, key, [Run(word, tone_of.text, letters.key)])
    if face.is_leaf:
        field = _field(rect, letters)
        border = ink.ring if look.editing else ink.field_border
        width = METRICS.focus_width if look.editing else METRICS.hairline
        paint_box(painter, field, METRICS.radius_control, ink.field, border, width)
        if spin:
            spot = QRectF(field.right() - 19, field.center().y() - 7, 14, 14)
            paint_icon(painter, "spin", spot, ink.secondary)
    if face.is_wrong:
        row = _GRAD_ROW.translated(rect.topLeft())
        right = rect.right() - _pad(letters)
        paint_icon(
            painter, "warning", QRectF(right - 13, row.center().y() - 7, 14, 14), ink.error.text
        )


def write_card(
    painter: QPainter,
    rect: QRectF,
    face: CardFace,
    ink: Ink,
    letters: Lettering,
    heat: float | None,
) -> None:
    """Label, role and numbers, and a bar as long as the magnitude is great."""
    if heat is not None:
        bar = QRectF(rect.x() + _PAD, rect.bottom() - 6, rect.width() - 2 * _PAD, 3)
        paint_heat_bar(painter, bar, heat, ink)
    _write_header(painter, rect, face, ink, letters)
    color = ink.text if face.is_data_finite else ink.error.text
    color = color if face.has_value else ink.muted
    rooms = _data_rooms(rect, face, letters)
    _write_number(painter, rooms, face.data, face.short_data, color, ink.muted, letters)
    _write_grad(painter, rect, face, ink, letters)


def has_spin(rect: QRectF, face: CardFace, letters: Lettering) -> bool:
    """Whether a leaf's field has room for its spin arrows beside the number."""
    if not face.is_leaf:
        return False
    rooms = _data_rooms(rect, face, letters)
    return _fitted(rooms, face.data, face.short_data, letters)[2] == 0


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


def _icon_spot(rect: QRectF, letters: Lettering) -> QRectF:
    right = rect.right() - _pad(letters)
    y = rect.y() + HEADER_HEIGHT / 2 - _ICON / 2
    return QRectF(right - _ICON + 2, y, _ICON, _ICON)


def _write_header(
    painter: QPainter, rect: QRectF, face: CardFace, ink: Ink, letters: Lettering
) -> None:
    """Label and role beside the icon; the role gives way to a long label."""
    pad = _pad(letters)
    line = QRectF(rect.x() + pad, rect.y(), rect.width() - 2 * pad, HEADER_HEIGHT)
    line.setRight(_icon_spot(rect, letters).left() - 4)
    baseline = baseline_in(line, letters.label)
    label = Run(face.label, ink.text, letters.label)
    written = paint_runs(painter, line, [label], baseline=baseline)
    line.setLeft(written.right() + _GAP)
    is_word = face.is_root or face.is_leaf
    role = Run(face.role, ink.muted, letters.role if is_word else letters.expression)
    flag_room = _SMALL_ICON + 4 if face.is_root else 0.0
    if line.width() < min(text_width(role.text, role.font), 3 * letters.least) + flag_room:
        return
    line.setRight(line.right() - flag_room)
    written = paint_runs(painter, line, [role], baseline=baseline)
    if face.is_root:
        y = rect.y() + HEADER_HEIGHT / 2 - _SMALL_ICON / 2
        flag = QRectF(written.right() + 4, y, _SMALL_ICON, _SMALL_ICON)
        paint_icon(painter, "flag", flag, ink.muted)


def state_icon(face: Stands, ink: Ink, editing: bool) -> tuple[str, QColor]:
    """The icon that tells a card's state without its colour."""
    if editing:
        return "pencil", ink.secondary
    if face.state is NodeState.CURRENT:
        return "current-back" if face.is_backward else "current", ink.phase(face.is_backward).line
    if face.state is NodeState.DONE:
        return "check", ink.done
    return "pending", ink.muted


def _field(rect: QRectF, letters: Lettering) -> QRectF:
    field = data_field_rect(rect)
    field.setLeft(max(field.left(), _key_end(rect, "data", letters) + 4.0))
    return field


def _data_rooms(rect: QRectF, face: CardFace, letters: Lettering) -> list[QRectF]:
    """Of a leaf in its field, with its spin arrows or without."""
    if face.is_leaf:
        field = _field(rect, letters)
        alone = field.adjusted(5, 0, -7, 0) if letters.is_natural else field.adjusted(4, 0, -4, 0)
        return [field.adjusted(5, 0, -21, 0), alone]
    room = _DATA_ROW.translated(rect.topLeft())
    room.setLeft(_key_end(rect, "data", letters) + _GAP)
    room.setRight(rect.right() - _pad(letters))
    return [room]


def _write_grad(
    painter: QPainter, rect: QRectF, face: CardFace, ink: Ink, letters: Lettering
) -> None:
    room = _GRAD_ROW.translated(rect.topLeft())
    room.setLeft(_key_end(rect, "grad", letters) + _GAP)
    right = rect.right() - _pad(letters)
    room.setRight(right)
    rooms = [room]
    if face.is_leaf:  # under the digits of the field above, as long as it fits there
        rooms.insert(0, room.adjusted(0, 0, data_field_rect(rect).right() - 21 - right, 0))
    color = ink.text
    if face.is_wrong or not face.is_grad_finite:
        color = ink.error.text
    elif not face.has_value or (face.grad.strip("0") == "." and face.state is NodeState.PENDING):
        color = ink.muted
    if face.is_wrong:
        rooms = [room.adjusted(0, 0, -17, 0)]
    _write_number(painter, rooms, face.grad, face.short_grad, color, ink.muted, letters)


def _key_end(rect: QRectF, word: str, letters: Lettering) -> float:
    """Where 'data' or 'grad' ends."""
    return rect.x() + _pad(letters) + text_width(word, letters.key)


def _pad(letters: Lettering) -> float:
    return _PAD if letters.is_natural else _NARROW_PAD


def _fitted(rooms: list[QRectF], text: str, brief: str, letters: Lettering) -> tuple[str, int, int]:
    """See `fit_number`."""
    widths = tuple(room.width() for room in rooms)
    return fit_number(text, brief, letters.value_size, letters.least, widths)


def _write_number(
    painter: QPainter,
    rooms: list[QRectF],
    text: str,
    brief: str,
    color: QColor,
    faint: QColor,
    letters: Lettering,
) -> None:
    """A number at the right of the first room that fits it."""
    text, size, taken = _fitted(rooms, text, brief, letters)
    paint_runs(painter, rooms[taken], number_runs(text, size, color, faint), _RIGHT)


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
