"""What is written on a full card: label, role and numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.card_rooms import DATA_ROW, GAP, GRAD_ROW, Stretch, icon_left, pad, rooms
from gradviz.canvas.faces import CardFace
from gradviz.canvas.geometry import HEADER_HEIGHT
from gradviz.canvas.ink import Ink, Lettering
from gradviz.canvas.stamps import Spot
from gradviz.canvas.texts import Texts, fitted
from gradviz.canvas.writing import fit_number, split_zeros
from gradviz.look.fonts import mono_font
from gradviz.look.icons import paint_icon
from gradviz.look.runs import mono_cap_height, mono_width, text_width
from gradviz.look.typography import typographic
from gradviz.model.positions import NodeState

_FLAG = 12.0
_LABEL_WEIGHT = 600


def write_card(
    texts: Texts, corner: Spot, width: float, face: CardFace, ink: Ink, letters: Lettering
) -> None:
    """On a card so wide whose upper left corner is there."""
    _write_header(texts, corner, width, face, ink, letters)
    where = rooms(width, letters, face.is_leaf, face.is_wrong)
    color = ink.text if face.is_data_finite else ink.error.text
    color = color if face.has_value else ink.muted
    middle = DATA_ROW[0] + DATA_ROW[1] / 2
    _write_number(
        texts, corner, middle, where.data, face.data, face.short_data, color, ink, letters
    )
    color = ink.text
    if face.is_wrong or not face.is_grad_finite:
        color = ink.error.text
    elif not face.has_value or (face.grad.strip("0") == "." and face.state is NodeState.PENDING):
        color = ink.muted
    middle = GRAD_ROW[0] + GRAD_ROW[1] / 2
    _write_number(
        texts, corner, middle, where.grad, face.grad, face.short_grad, color, ink, letters
    )


def has_spin(width: float, face: CardFace, letters: Lettering) -> bool:
    """Whether a leaf's field has room for its spin arrows beside the number."""
    if not face.is_leaf:
        return False
    where = rooms(width, letters, face.is_leaf, face.is_wrong).data
    return _fitted(where, face.data, face.short_data, letters)[2] == 0


def paint_flag(
    painter: QPainter, width: float, face: CardFace, ink: Ink, letters: Lettering
) -> None:
    """The root's, behind its role."""
    label = _label(face, width, letters)
    role = _role(face, width, letters, label[1])
    if role is not None:
        x = label[1] + role[1] + 4
        spot = QRectF(x, HEADER_HEIGHT / 2 - _FLAG / 2, _FLAG, _FLAG)
        paint_icon(painter, "flag", spot, ink.muted)


def _write_header(
    texts: Texts, corner: Spot, width: float, face: CardFace, ink: Ink, letters: Lettering
) -> None:
    """Label and role beside the icon; the role gives way to a long label."""
    size = letters.label.pixelSize()
    baseline = round(HEADER_HEIGHT / 2 + mono_cap_height(size, _LABEL_WEIGHT) / 2) + corner[1]
    label, end = _label(face, width, letters)
    texts.put(label, corner[0] + pad(letters), baseline, size, _LABEL_WEIGHT, ink.text)
    role = _role(face, width, letters, end)
    if role is not None:
        x, is_word = corner[0] + end, _is_word(face)
        texts.put(role[0], x, baseline, _role_size(letters), 400, ink.muted, is_word=is_word)


def _label(face: CardFace, width: float, letters: Lettering) -> tuple[str, float]:
    """As much of it as there is room for, and where the role begins."""
    left, right = pad(letters), icon_left(width, letters) - 4
    shown, wide = fitted(face.label, right - left, letters.label)
    return shown, left + wide + GAP


def _role(
    face: CardFace, width: float, letters: Lettering, left: float
) -> tuple[str, float] | None:
    """As much of it as there is room for, and how wide that is; None where it gives way."""
    font = letters.role if _is_word(face) else letters.expression
    room = icon_left(width, letters) - 4 - left
    flag = _FLAG + 4 if face.is_root else 0.0
    if room < min(text_width(face.role, font), 3 * letters.least) + flag:
        return None
    return fitted(face.role, room - flag, font)


def _is_word(face: CardFace) -> bool:
    return face.is_root or face.is_leaf


def _role_size(letters: Lettering) -> int:
    return letters.role.pixelSize()


def _write_number(
    texts: Texts,
    corner: Spot,
    middle: float,
    where: tuple[Stretch, ...],
    text: str,
    brief: str,
    color: QColor,
    ink: Ink,
    letters: Lettering,
) -> None:
    """At the right of the first place that it fits, with its trailing zeros faint."""
    text, size, taken = _fitted(where, text, brief, letters)
    room = where[taken]
    head, zeros = split_zeros(text)
    head = typographic(head)
    width = mono_width(head, size, 500)
    baseline = round(middle + mono_cap_height(size, 500) / 2) + corner[1]
    whole = width + mono_width(zeros, size, 400)
    if whole > room.width + 0.01:  # not even the shortest form fits
        head, width = fitted(text, room.width, mono_font(size, 500))
        zeros, whole = "", width
    x = corner[0] + room.right - whole
    texts.put(head, x, baseline, size, 500, color)
    texts.put(zeros, x + width, baseline, size, 400, ink.muted)


def _fitted(
    where: tuple[Stretch, ...], text: str, brief: str, letters: Lettering
) -> tuple[str, int, int]:
    """See `fit_number`."""
    widths = tuple(room.width for room in where)
    return fit_number(text, brief, letters.value_size, letters.least, widths)
