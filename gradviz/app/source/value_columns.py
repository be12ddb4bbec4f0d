"""ValueColumns: beside a program's lines, the data and the gradient of the values they made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import Run, paint_runs
from gradviz.look.runs import text_width
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic

_LEAST, _MOST = 40, 68
_PADDING = 14
"""Of each of the two columns: as wide as the widest number in it."""
_END = 8
"""From a number to the right end of its column."""
_FADE, _GAP = 16, 6
"""Over how much the text of a line vanishes under its numbers, and how far before them."""


@dataclass(frozen=True)
class LineNumbers:
    """What stands beside a line: the data and the gradient of the value it made."""

    data: str
    grad: str
    is_wrong: bool = False


class ValueColumns(QWidget):
    """Lies over the right end of the text, and covers it only in lines that have numbers.

    Clicks, and all else that the mouse does, go to the text below.
    """

    moved = Signal()
    """They stand elsewhere now, are wider, or gone."""

    def __init__(
        self, view: QWidget, theme: Theme, lines: Callable[[], Iterator[tuple[int, QRectF]]]
    ) -> None:
        super().__init__(view)
        self._theme = theme
        self._lines = lines
        self._numbers: Mapping[int, LineNumbers] = {}
        self._counts: Mapping[int, int] = {}
        self._backgrounds: Mapping[int, QColor] = {}
        self._widest = self._column = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def numbers(self) -> Mapping[int, LineNumbers]:
        """By line."""
        return self._numbers

    @property
    def counts(self) -> Mapping[int, int]:
        """How many values the lines made of which none stands out."""
        return self._counts

    @property
    def column(self) -> int:
        """The width of each of the two columns; 0 where there are none."""
        return self._column

    def show_numbers(self, numbers: Mapping[int, LineNumbers], counts: Mapping[int, int]) -> None:
        self._numbers, self._counts = numbers, counts
        self.update()

    def show_backgrounds(self, backgrounds: Mapping[int, QColor]) -> None:
        """Of the marked lines: a number stands on the colour of its line (an opaque one)."""
        self._backgrounds = backgrounds
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def forget_widths(self) -> None:
        """The numbers to come are of another program."""
        self._widest = 0

    def fit(self, room: int) -> None:
        """As wide as the numbers, if there are any and they fit into the room. The width they
        once had they keep: they don't move to and fro with each step."""
        wanted = self._wanted()
        self._widest = max(self._widest, wanted)
        column = self._widest if wanted and 2 * self._widest <= room else 0
        if column != self._column:
            self._column = column
            self.setVisible(column > 0)
            self.moved.emit()

    @property
    def whole_width(self) -> int:
        return 2 * self._column + _FADE + _GAP if self._column else 0

    def covered(self, line: int) -> int:
        """How much of a line's right end lies under its numbers."""
        if not self._column:
            return 0
        if line in self._numbers:
            data = self._width(self._numbers[line].data)
            return self._column + _END + data + _GAP + _FADE
        if line in self._counts:
            return _END + self._width(_of_several(self._counts[line])) + _GAP + _FADE
        return 0

    def _wanted(self) -> int:
        widths = [
            self._width(text)
            for numbers in self._numbers.values()
            for text in (numbers.data, numbers.grad)
        ]
        widths += [self._width(_of_several(count)) // 2 for count in self._counts.values()]
        return min(max(max(widths) + _PADDING, _LEAST), _MOST) if widths else 0

    def _width(self, text: str) -> int:
        return round(text_width(typographic(text), mono_font(METRICS.text_size.caption)))

    def moveEvent(self, event: QMoveEvent) -> None:
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.moved.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        panel = self._theme.color("bg.panel")
        for line, rect in self._lines():
            covered = self.covered(line)
            if covered:
                row = QRectF(0, rect.top(), self.width(), rect.height())
                self._paint_cover(painter, row, covered, self._backgrounds.get(line, panel))
                self._paint_line(painter, row, line)
        painter.end()

    def _paint_cover(self, painter: QPainter, row: QRectF, width: float, color: QColor) -> None:
        """The text fades into the colour of its line."""
        cover = row.adjusted(row.width() - width, 0, 0, 0)
        clear = QColor(color)
        clear.setAlpha(0)
        fade = QLinearGradient(cover.topLeft(), cover.topRight())
        fade.setColorAt(0, clear)
        fade.setColorAt(_FADE / width, color)
        painter.fillRect(cover, fade)

    def _paint_line(self, painter: QPainter, row: QRectF, line: int) -> None:
        right = row.adjusted(0, 0, -_END, 0)
        numbers = self._numbers.get(line)
        if numbers is None:
            self._paint_text(painter, right, _of_several(self._counts[line]), "text.muted")
        else:
            grad = "error.text" if numbers.is_wrong else "backward.text"
            left = right.adjusted(0, 0, -self._column, 0)
            self._paint_text(painter, left, numbers.data, "forward.text")
            self._paint_text(painter, right, numbers.grad, grad)

    def _paint_text(self, painter: QPainter, cell: QRectF, text: str, role: str) -> None:
        font = mono_font(METRICS.text_size.caption)
        runs = [Run(typographic(text), self._theme.color(role), font)]
        paint_runs(painter, cell, runs, Qt.AlignmentFlag.AlignRight)


def _of_several(count: int) -> str:
    return f"{count:,}×"
