"""The header: which value is shown, where it came from, and what it is besides."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter

from gradviz.app.inspector.painted import Painted
from gradviz.app.inspector.pieces import code, runs, shortened, words
from gradviz.app.inspector.subject import Subject
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import Run, paint_box, paint_runs, paint_text, text_width, tone
from gradviz.look.theme import Theme
from gradviz.look.tones import ToneName

TILE = 40


class Header(Painted):
    """A tile with the label, two lines of words, and a badge for what can be done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._label = ""
        self._second = ""
        self._badges: tuple[tuple[str, str, ToneName], ...] = ()

    def show_subject(self, subject: Subject) -> None:
        how = "leaf" if subject.is_leaf else subject.graph.expression(subject.node)
        where = f", created on line {subject.line}" if subject.line else ""
        badges: list[tuple[str, str, ToneName]] = []
        if subject.is_root:
            badges.append(("flag", "root", "neutral"))
        if subject.is_leaf:
            badges.append(("pencil", "editable", "accent"))
        shown = (subject.name, f"{how}{where}", tuple(badges))
        if shown != (self._label, self._second, self._badges):
            self._label, self._second, self._badges = shown
            self.setAccessibleName(
                f"Value {subject.name}: {self._second}"
                + "".join(f", {text}" for _, text, _ in badges)
            )
            self.setToolTip(f"{subject.name}: {self._second}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 69)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 69)

    def paint(self, painter: QPainter) -> None:
        tile = QRectF(16, (self.height() - TILE) / 2, TILE, TILE)
        paint_box(
            painter, tile, METRICS.radius_node, self.theme.color("accent.soft"),
            self.theme.color("select.ring"), METRICS.select_width,
        )  # fmt: skip
        label, font = _tile_text(self._label)
        primary = self.theme.color("text.primary")
        paint_text(painter, tile, label, primary, font, Qt.AlignmentFlag.AlignHCenter)

        right = self._paint_badges(painter, tile.center().y())
        left = tile.right() + 12
        width = right - left
        first = QRectF(left, tile.y() + 1, width, 20)
        prefix = words("Value ", size=14, weight=600)
        room = width - text_width(prefix.text, prefix.font)
        name = shortened(code(self._label, size=14, weight=600), room)
        paint_runs(painter, first, runs((prefix, name), self.theme))
        second = QRectF(left, tile.y() + 21, self.width() - 16 - left, 18)
        paint_runs(painter, second, self._second_line(second.width()))

    def _second_line(self, width: float) -> list[Run]:
        """How it was made is shortened, never on which line."""
        how, comma, where = self._second.partition(", created")
        tail = words(comma + where, "text.secondary", 12)
        room = width - text_width(tail.text, tail.font)
        return runs((shortened(words(how, "text.secondary", 12), room), tail), self.theme)

    def _paint_badges(self, painter: QPainter, middle: float) -> float:
        """At the right, on the first line; answers the x where they begin."""
        font = ui_font(METRICS.text_size.caption, 500)
        right = self.width() - 16.0
        for icon, text, tone_name in self._badges:
            width = text_width(text, font) + 6 + 12 + 5 + 8
            box = QRectF(right - width, middle - 20, width, 20)
            colors = tone(self.theme, tone_name)
            paint_box(painter, box, METRICS.radius_tag, colors.fill, colors.border)
            paint_icon(painter, icon, QRectF(box.x() + 6, box.y() + 4, 12, 12), colors.text)
            words_at = QRectF(box.x() + 23, box.y(), width, box.height())
            paint_text(painter, words_at, text, colors.text, font)
            right -= width + 6
        return right


def _tile_text(label: str) -> tuple[str, QFont]:
    """The label in the largest type that fits the tile, or its first letters."""
    for size, weight in ((20, 500), (16, 500), (13, 500), (11, 500)):
        font = mono_font(size, weight)
        if text_width(label, font) <= TILE - 8:
            return label, font
    return f"{label[:3]}…", mono_font(11, 500)
