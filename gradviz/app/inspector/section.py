"""Section: a stretch of the inspector under one heading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradviz.app.inspector.painted import PAD, Painted
from gradviz.app.inspector.pieces import Piece, Pieces, code, plain_text, runs, words
from gradviz.look.fonts import ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_runs, paint_text, runs_width, text_width
from gradviz.look.theme import Theme


class Section(QWidget):
    """A column of widgets with a line above it. Rows in it reach `PAD` further out than text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PAD, 12, PAD, 14)
        self.column.setSpacing(0)

    def add_text(self, widget: QWidget) -> None:
        """A widget without rows to hover, so its edges are those of text."""
        indented = QVBoxLayout()
        indented.setContentsMargins(PAD, 0, PAD, 0)
        indented.addWidget(widget)
        self.column.addLayout(indented)

    def tab_stops(self) -> list[QWidget]:
        """What the keyboard can reach, from top to bottom."""
        return []

    def set_theme(self, theme: Theme) -> None:
        """Kept for rows that are made later."""
        self.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self.theme.color("border.subtle"))
        painter.end()


class Heading(Painted):
    """A section's title, a count beside it, and an aside at the right.

    An aside that doesn't fit beside the title goes under it.
    """

    def __init__(self, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._title: Pieces = (words(title, weight=600),)
        self._count = ""
        self._aside: Pieces = ()
        self.follow_width()

    def show_title(self, title: str, name: str = "", count: str = "") -> None:
        pieces: Pieces = (words(title, weight=600),)
        if name:
            pieces = (words(f"{title} ", weight=600), code(name, weight=500))
        if (pieces, count) != (self._title, self._count):
            self._title, self._count = pieces, count
            self.setAccessibleName(f"{plain_text(pieces)} {count}".strip())
            self.update()

    def show_aside(self, *aside: Piece) -> None:
        if aside != self._aside:
            self._aside = aside
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return 28 if self._fits(width) else 46

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 28)

    def _fits(self, width: float) -> bool:
        title = runs_width(runs(self._title, self.theme))
        aside = runs_width(runs(self._aside, self.theme))
        return not self._aside or title + 12 + aside <= width - 2 * PAD

    def paint(self, painter: QPainter) -> None:
        line = QRectF(PAD, 0, self.width() - 2 * PAD, 20)
        font = ui_font(METRICS.text_size.caption, 500)
        badge = max(20.0, text_width(self._count, font) + 10) if self._count else 0.0
        room = line.adjusted(0, 0, -(badge + 8) if badge else 0, 0)
        spot = paint_runs(painter, room, runs(self._title, self.theme))
        if self._count:
            box = QRectF(spot.right() + 8, line.y() + 1, badge, 18)
            paint_box(painter, box, METRICS.radius_tag, self.theme.color("bg.pressed"))
            color = self.theme.color("text.secondary")
            paint_text(painter, box, self._count, color, font, Qt.AlignmentFlag.AlignHCenter)
        if self._aside:
            fits = self._fits(self.width())
            place = line if fits else line.translated(0, 19)
            align = Qt.AlignmentFlag.AlignRight if fits else Qt.AlignmentFlag.AlignLeft
            paint_runs(painter, place, runs(self._aside, self.theme), align)
