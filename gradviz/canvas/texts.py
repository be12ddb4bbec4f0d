"""Texts: what is written on small boxes and chips of a frame, collected and drawn together."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter

from gradviz.canvas.glyph_atlas import Written, glyph_atlas
from gradviz.canvas.stamps import is_on_screen
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.runs import (
    Run,
    elide_runs,
    is_even,
    mono_cap_height,
    mono_width,
    runs_width,
    text_width,
)


class Line(NamedTuple):
    """Where something is written, in widget px. Plain numbers: there are hundreds of them."""

    left: float
    right: float
    middle: float
    """The y in the middle of its capitals and digits."""


class _Style(NamedTuple):
    is_word: bool
    """In the font for words."""
    size: int
    weight: int
    rgba: int

    @property
    def font(self) -> QFont:
        return (ui_font if self.is_word else mono_font)(self.size, self.weight)


class Texts:
    """One frame's, mostly in the font whose signs are equally wide. Nothing is to be seen of them
    before `draw`. All is in px of a `zoom`."""

    def __init__(self, zoom: float = 1.0) -> None:
        self._zoom = zoom
        self._written: defaultdict[_Style, list[Written]] = defaultdict(list)

    def write(
        self,
        text: str,
        line: Line,
        size: int,
        weight: int,
        color: QColor,
        *,
        at_right: bool = False,
    ) -> None:
        """Within a line, cut off where it doesn't fit."""
        left, right, middle = line
        width = mono_width(text, size, weight)
        if width > right - left + 0.01:
            text, width = fitted(text, right - left, mono_font(size, weight))
        baseline = round(middle + mono_cap_height(size, weight) / 2)
        self.put(text, right - width if at_right else left, baseline, size, weight, color)

    def put(
        self,
        text: str,
        x: float,
        baseline: float,
        size: int,
        weight: int,
        color: QColor,
        *,
        is_word: bool = False,
    ) -> None:
        """From a point on."""
        if text:
            style = _Style(is_word, size, weight, color.rgba())
            self._written[style].append(Written(x, baseline, text))

    def draw(self, painter: QPainter) -> None:
        """All that was written since the last time."""
        if not self._written:
            return
        painter.save()
        painter.scale(self._zoom, self._zoom)
        atlas = glyph_atlas(painter.deviceTransform().m11()) if is_on_screen(painter) else None
        for style, texts in self._written.items():
            font, color = style.font, QColor.fromRgba(style.rgba)
            others = texts
            if atlas is not None:
                is_mono = not style.is_word
                others = [one for one in texts if not (is_mono and is_even(one.text))]
                even = [one for one in texts if is_even(one.text)] if others else texts
                atlas.draw(painter, font, color, even if is_mono else [])
            painter.setFont(font)
            painter.setPen(color)
            for one in others:
                painter.drawText(QPointF(one.x, one.baseline), one.text)
        painter.restore()
        self._written.clear()


def fitted(text: str, width: float, font: QFont) -> tuple[str, float]:
    """As much of it as there is room for, and how wide that is."""
    whole = text_width(text, font)
    if whole <= width + 0.01:
        return text, whole
    runs = elide_runs([Run(text, QColor(), font)], width)
    return "".join(run.text for run in runs), runs_width(runs)
