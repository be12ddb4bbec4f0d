"""Op circles, at the full and compact levels of detail."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from gradviz.canvas.faces import OpFace
from gradviz.canvas.ink import Ink
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_halo
from gradviz.look.runs import Run, font_metrics, paint_runs, text_width
from gradviz.look.typography import typographic
from gradviz.model.positions import NodeState

_SIGN = 1.15  # of the op glyph's size: a lone sign is small for its font
_WORD = 0.6
_LEAST_FOR_ICON = 12.0
_LEAST_SIGN = 6  # a lone sign is told by its shape, smaller than a word can be read
_SIDE = 3.0  # from a word to the circle on either side


def paint_circle(
    painter: QPainter,
    rect: QRectF,
    face: OpFace,
    ink: Ink,
    largest: int,
    least: int,
    halo: float,
) -> None:
    """The circle and its symbol, at most `largest` px high, at least `least`.

    A word that doesn't fit gives way to the sign for any function.
    """
    is_current = face.state is NodeState.CURRENT
    radius = rect.width() / 2
    phase = ink.phase(face.is_backward)
    color = ink.text
    if is_current:
        paint_halo(painter, rect, radius, phase.line, halo)
        paint_box(painter, rect, radius, phase.fill, phase.line, METRICS.node_border_current)
        color = phase.text
    else:
        pending = face.state is NodeState.PENDING
        dash = METRICS.pending_dash if pending else None
        paint_box(painter, rect, radius, ink.card, ink.border, METRICS.node_border, dash)
        color = ink.secondary if pending else ink.text
    symbol = typographic(face.symbol)
    font = symbol_font(symbol, rect.width() - 2 * _SIDE, largest, least)
    if font is not None:
        _paint_centred(painter, rect, symbol, color, font)
    elif rect.width() >= _LEAST_FOR_ICON:
        side = rect.width() * 0.6
        middle = rect.center()
        spot = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        paint_icon(painter, "function", spot, color)


def _paint_centred(
    painter: QPainter, rect: QRectF, symbol: str, color: QColor, font: QFont
) -> None:
    """By its ink, not its baseline: a × sits lower than a capital."""
    ink_rect = _ink_rect(symbol, font)
    baseline = rect.center().y() - ink_rect.center().y()
    run = Run(symbol, color, font)
    paint_runs(painter, rect, [run], Qt.AlignmentFlag.AlignHCenter, baseline=baseline)


@lru_cache(maxsize=512)
def _ink_rect(symbol: str, font: QFont) -> QRectF:
    return font_metrics(font).tightBoundingRect(symbol)


@lru_cache(maxsize=512)
def symbol_font(symbol: str, width: float, largest: int, least: int) -> QFont | None:
    """The largest font in which a symbol fits; words are set smaller than signs."""
    is_word = len(symbol) > 2
    start = round(largest * _WORD) if is_word else round(largest * _SIGN)
    lowest = least if len(symbol) > 1 else min(least, _LEAST_SIGN)
    for size in range(start, lowest - 1, -1):
        font = mono_font(size, 500) if is_word else ui_font(size, 500)
        if text_width(symbol, font) <= width and font_metrics(font).capHeight() <= width:
            return font
    return None
