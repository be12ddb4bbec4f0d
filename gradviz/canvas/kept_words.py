"""Kept words: texts that come again and again, such as those between the numbers of a sentence,
each painted once.

On the colour they lie on: so every pixel is the one that Qt would have painted, and laying them
down is a copy. A text begins anywhere between two pixels; each place is another picture, and
in a sentence there are few, since its numbers are in a font whose signs are equally wide.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from gradviz.canvas.stamps import is_on_screen
from gradviz.look.runs import Run, font_metrics, text_width

_PARTS = 64
"""Qt counts in such parts of a px where a text begins."""


def paint_words(painter: QPainter, x: float, baseline: float, run: Run, ground: QColor) -> None:
    """From a point of the baseline on, where all around is of one colour. The first and the last
    sign must not reach beyond the text: what lies there is painted over."""
    if not is_on_screen(painter):
        painter.setFont(run.font)
        painter.setPen(run.color)
        painter.drawText(QPointF(x, baseline), run.text)
        return
    dpr = painter.deviceTransform().m11()
    left, top = math.floor(x * dpr), math.floor(baseline * dpr)
    part, down = math.floor((x * dpr - left) * _PARTS), baseline * dpr - top
    rgba = run.color.rgba(), ground.rgba()
    words, above = _painted(run.text, run.font, *rgba, part / _PARTS, down, dpr)
    painter.drawPixmap(QPointF(left / dpr, (top - above) / dpr), words)


@lru_cache(maxsize=256)
def _painted(
    text: str, font: QFont, color: int, ground: int, right: float, down: float, dpr: float
) -> tuple[QPixmap, int]:
    """So far (device px) to the right and down of a whole pixel, and how many are above it."""
    metrics = font_metrics(font)
    above = math.ceil(metrics.ascent() * dpr) + 1
    below = math.ceil(metrics.descent() * dpr) + 1
    words = QPixmap(math.ceil(right + text_width(text, font) * dpr), above + below)
    words.setDevicePixelRatio(dpr)
    with QPainter(words) as painter:
        painter.fillRect(QRectF(words.rect()), QColor.fromRgba(ground))
        painter.setFont(font)
        painter.setPen(QColor.fromRgba(color))
        painter.drawText(QPointF(right / dpr, (above + down) / dpr), text)
    return words, above
