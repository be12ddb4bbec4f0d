"""Where things are on a full card, in px from its upper left corner: the same on all of a kind."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF

from gradviz.canvas.geometry import HEADER_HEIGHT, data_field_rect
from gradviz.canvas.ink import Lettering
from gradviz.look.runs import text_width

GAP = 6.0
DATA_ROW = (38.0, 22.0)
"""Its y and height."""
GRAD_ROW = (60.0, 22.0)
_PAD = 12.0
_NARROW_PAD = 8.0  # where lettering is enlarged to be readable
_ICON = 16.0
_SPIN = 21.0
"""The part of a leaf's field that its spin arrows take."""
_WARNING = 17.0


class Stretch(NamedTuple):
    """From left to right."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


class Rooms(NamedTuple):
    """Where its numbers may be, the first place preferred. A leaf's is in its field, with its spin
    arrows or without."""

    data: tuple[Stretch, ...]
    grad: tuple[Stretch, ...]


@lru_cache(maxsize=64)
def rooms(width: float, letters: Lettering, is_leaf: bool, is_wrong: bool) -> Rooms:
    """On a card so wide."""
    right = width - pad(letters)
    data: tuple[Stretch, ...] = (Stretch(key_end("data", letters) + GAP, right),)
    left = key_end("grad", letters) + GAP
    grad: tuple[Stretch, ...] = (Stretch(left, right),)
    if is_leaf:
        field = field_rect(letters)
        inset = (5.0, 7.0) if letters.is_natural else (4.0, 4.0)
        alone = Stretch(field.left() + inset[0], field.right() - inset[1])
        data = (Stretch(field.left() + 5.0, field.right() - _SPIN), alone)
        # Under the digits of the field above, as long as it fits there.
        grad = (Stretch(left, _FIELD.right() - _SPIN), *grad)
    if is_wrong:
        grad = (Stretch(left, right - _WARNING),)
    return Rooms(data, grad)


def pad(letters: Lettering) -> float:
    return _PAD if letters.is_natural else _NARROW_PAD


def key_end(word: str, letters: Lettering) -> float:
    """Where 'data' or 'grad' ends."""
    return pad(letters) + text_width(word, letters.key)


_FIELD = data_field_rect(QRectF())


def field_rect(letters: Lettering) -> QRectF:
    """A leaf's, as far as the word beside it leaves it room."""
    field = QRectF(_FIELD)
    field.setLeft(max(field.left(), key_end("data", letters) + 4.0))
    return field


def icon_left(width: float, letters: Lettering) -> float:
    return width - pad(letters) - _ICON + 2


def icon_rect(width: float, letters: Lettering) -> QRectF:
    """Of the icon that tells the card's state."""
    corner = QPointF(icon_left(width, letters), HEADER_HEIGHT / 2 - _ICON / 2)
    return QRectF(corner, QSizeF(_ICON, _ICON))
