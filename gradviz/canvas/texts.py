"""Texts: what is written on small boxes and chips of a frame, collected and drawn together."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.glyph_atlas import Written, glyph_atlas
from gradviz.canvas.stamps import is_on_screen
from gradviz.look.fonts import mono_font
from gradviz.look.runs import Run, baseline_in, elide_runs, is_even, text_width


class Texts:
    """One frame's, in the font whose signs are equally wide. Nothing is to be seen of them
    before `draw`."""

    def __init__(self) -> None:
        self._written: defaultdict[tuple[int, int, int], list[Written]] = defaultdict(list)

    def write(
        self,
        text: str,
        line: QRectF,
        size: int,
        weight: int,
        color: QColor,
        *,
        at_right: bool = False,
    ) -> float:
        """Within a line of the widget (px), cut off where it doesn't fit; answers how wide it
        is."""
        font = mono_font(size, weight)
        width = text_width(text, font)
        if width > line.width() + 0.01:
            text = "".join(run.text for run in elide_runs([Run(text, color, font)], line.width()))
            width = text_width(text, font)
        x = line.right() - width if at_right else line.left()
        if text:
            one = Written(x, baseline_in(line, font), text)
            self._written[size, weight, color.rgba()].append(one)
        return width

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
