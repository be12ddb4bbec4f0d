"""Texts: what is written on small boxes and chips of a frame, collected and drawn together."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.glyph_atlas import Written, glyph_atlas
from gradviz.canvas.stamps import is_on_screen
from gradviz.look.fonts import mono_font
from gradviz.look.runs import Run, elide_runs, is_even, mono_cap_height, mono_width


class Line(NamedTuple):
    """Where something is written, in widget px. Plain numbers: there are hundreds of them."""

    left: float
    right: float
    middle: float
    """The y in the middle of its capitals and digits."""


class Texts:
    """One frame's, in the font whose signs are equally wide. Nothing is to be seen of them
    before `draw`."""

    def __init__(self) -> None:
        self._written: defaultdict[tuple[int, int, int], list[Written]] = defaultdict(list)

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
            runs = elide_runs([Run(text, color, mono_font(size, weight))], right - left)
            text = "".join(run.text for run in runs)
            width = mono_width(text, size, weight)
        if text:
            baseline = round(middle + mono_cap_height(size, weight) / 2)
            one = Written(right - width if at_right else left, baseline, text)
            self._written[size, weight, color.rgba()].append(one)

    def draw(self, painter: QPainter) -> None:
        """All that was written since the last time."""
        atlas = glyph_atlas(painter.deviceTransform().m11()) if is_on_screen(painter) else None
        for (size, weight, rgba), texts in self._written.items():
            font, color = mono_font(size, weight), QColor.fromRgba(rgba)
            others = texts
            if atlas is not None:
                others = [one for one in texts if not is_even(one.text)]
                even = [one for one in texts if is_even(one.text)] if others else texts
                atlas.draw(painter, font, color, even)
            painter.setFont(font)
            painter.setPen(color)
            for one in others:
                painter.drawText(QPointF(one.x, one.baseline), one.text)
        self._written.clear()
