"""Legend: what the marks on the canvas mean, in its bottom left corner."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from gradviz.canvas.overlay import Overlay
from gradviz.look.fonts import ui_font
from gradviz.look.icons import icon, paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import dashed_pen, paint_arrowhead, paint_box, paint_text
from gradviz.look.runs import text_width
from gradviz.look.theme import Theme

_FONT_SIZE = METRICS.text_size.small
_ROW = METRICS.legend_height
_PITCH = _ROW - METRICS.space_1
_COLUMN_ROW = METRICS.hit_target
_PADDING = METRICS.space_3
_MARK_GAP = METRICS.space_2 - METRICS.space_half
_ITEM_GAP = METRICS.space_4
_RULE_GAP = METRICS.space_3

_Paint = Callable[[QPainter, QRectF, Theme], None]


@dataclass(frozen=True)
class _Item:
    """A mark and the word for it. `starts_group`: a rule separates it from the one before."""

    text: str
    role: str
    mark_width: int
    paint: _Paint
    starts_group: bool = False

    @property
    def width(self) -> float:
        return self.mark_width + _MARK_GAP + text_width(self.text, ui_font(_FONT_SIZE))


class Legend(Overlay):
    """One row or two; where neither fits, a button that opens it as a column."""

    resized = Signal()
    """It was opened or closed by its button and wants another place."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas, theme)
        self._is_backward = False
        self._is_overwrite = False
        self._is_open = False
        self._rows: list[list[_Item]] = []
        self._button = QToolButton(self)
        self._button.setText("Legend")
        self._button.setAccessibleName("Legend")
        self._button.setToolTip("What the marks on the canvas mean")
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setProperty("small", True)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._toggle)
        self.setAccessibleName("Legend")
        self.setAccessibleDescription(", ".join(item.text for item in self._items))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._button.setIcon(icon("info", theme))

    def set_phase(self, is_backward: bool, is_overwrite: bool) -> None:
        """The current step's mark points as it does on the cards; lost exists under `=`."""
        if (is_backward, is_overwrite) != (self._is_backward, self._is_overwrite):
            self._is_backward, self._is_overwrite = is_backward, is_overwrite
            self.setAccessibleDescription(", ".join(item.text for item in self._items))
            self.renew()

    @property
    def row_height(self) -> int:
        """Its height, open or not: what it covers open, it covers because it was asked to."""
        return _rows_height(1 if self._button.isVisibleTo(self) else max(1, len(self._rows)))

    def size_within(self, width: int, height: int) -> QSize:
        """Take the form that fits, and say how large it is. Empty: none fits."""
        for rows in self._one_row(), self._two_rows():
            wide = max(_row_width(row) for row in rows)
            if wide <= width:
                self._take(rows)
                self._button.hide()
                return QSize(math.ceil(wide), _rows_height(len(rows)))
        self._button.show()
        self._button.adjustSize()
        button = QSize(self._button.sizeHint().width() + 2 * METRICS.space_1, _ROW)
        column = [[item] for item in self._items]
        if self._is_open:
            wide = max(max(_row_width(row) for row in column), button.width())
            size = QSize(math.ceil(wide), _ROW + _COLUMN_ROW * len(column) + METRICS.space_3)
            if size.width() <= width and size.height() <= height:
                self._take(column)
                return size
        self._take([])
        return button if button.width() <= width and button.height() <= height else QSize()

    def _take(self, rows: list[list[_Item]]) -> None:
        before, after = (
            [[item.text for item in row] for row in some] for some in (self._rows, rows)
        )
        self._rows = rows
        if before != after:
            self.renew()

    def resizeEvent(self, event: object) -> None:
        y = self.height() - _ROW + (_ROW - self._button.height()) // 2
        self._button.move(METRICS.space_1, y)

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        is_column = self._button.isVisibleTo(self)
        pitch = _COLUMN_ROW if is_column else _PITCH
        top = METRICS.space_2 if is_column else (_ROW - pitch) / 2
        for i, row in enumerate(self._rows):
            self._paint_row(painter, QRectF(0, top + i * pitch, self.width(), pitch), row)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Sequence[_Item]) -> None:
        x = rect.x() + _PADDING
        for i, item in enumerate(row):
            if i:
                x += _RULE_GAP if item.starts_group else _ITEM_GAP
            if i and item.starts_group:
                painter.setPen(QPen(self.theme.color("border.default"), METRICS.hairline))
                middle = rect.center().y()
                painter.drawLine(QLineF(x + 0.5, middle - 8, x + 0.5, middle + 8))
                x += 1 + _RULE_GAP
            mark = QRectF(x, rect.y(), item.mark_width, rect.height())
            item.paint(painter, mark, self.theme)
            words = QRectF(mark.right() + _MARK_GAP, rect.y(), item.width, rect.height())
            paint_text(painter, words, item.text, self.theme.color(item.role), ui_font(_FONT_SIZE))
            x += item.width

    @property
    def _items(self) -> list[_Item]:
        if self._is_backward:
            current, role = _icon_mark("current-back", "backward.text"), "backward.text"
        else:
            current, role = _icon_mark("current", "forward.text"), "forward.text"
        items = [
            _Item("pending", "text.secondary", 16, _icon_mark("pending", "text.secondary")),
            _Item("current", role, 16, current),
            _Item("done", "text.secondary", 16, _icon_mark("check", "success.text")),
            _Item("editable leaf", "text.secondary", 22, _paint_field),
            _Item("root", "text.secondary", 16, _icon_mark("flag", "text.secondary")),
            _Item("data", "text.secondary", 28, _paint_data, starts_group=True),
            _Item("gradient", "text.secondary", 28, _paint_gradient),
        ]
        if self._is_overwrite:
            items.append(_Item("lost", "error.text", 28, _paint_lost))
        return items

    def _one_row(self) -> list[list[_Item]]:
        return [self._items]

    def _two_rows(self) -> list[list[_Item]]:
        items = self._items
        cut = next(i for i, item in enumerate(items) if item.starts_group)
        return [items[:cut], items[cut:]]

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self.resized.emit()


def _rows_height(rows: int) -> int:
    return _ROW + (rows - 1) * _PITCH


def _row_width(row: Sequence[_Item]) -> float:
    gaps = sum(2 * _RULE_GAP + 1 if item.starts_group else float(_ITEM_GAP) for item in row[1:])
    return sum(item.width for item in row) + gaps + 2 * _PADDING


def _icon_mark(name: str, role: str) -> _Paint:
    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        side = METRICS.icon_size
        spot = QRectF(rect.x(), rect.center().y() - side / 2, side, side)
        paint_icon(painter, name, spot, theme.color(role))

    return paint


def _paint_field(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The spin box of a leaf's card, small."""
    field = QRectF(rect.x(), rect.center().y() - 7, rect.width(), 14)
    paint_box(
        painter, field, METRICS.radius_tag, theme.color("bg.input"), theme.color("border.control")
    )
    paint_icon(
        painter, "spin", QRectF(field.right() - 14, field.y() + 1, 12, 12),
        theme.color("text.primary"),
    )  # fmt: skip


def _paint_data(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    pen = QPen(theme.color("edge.data"), METRICS.edge_width)
    _paint_line(painter, rect, pen, leftwards=False)


def _paint_gradient(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    pen = QPen(theme.color("backward.line"), METRICS.edge_active_width)
    _paint_line(painter, rect, pen, leftwards=True)


def _paint_lost(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = dashed_pen(theme.color("error.line"), METRICS.edge_lost_width, METRICS.edge_lost_dash)
    painter.setPen(pen)
    middle = rect.center().y()
    painter.drawLine(QLineF(rect.left(), middle, rect.right() - 4, middle))


def _paint_line(painter: QPainter, rect: QRectF, pen: QPen, *, leftwards: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    middle = rect.center().y()
    tip, end = (rect.left(), rect.right()) if leftwards else (rect.right(), rect.left())
    sign = -1.0 if leftwards else 1.0
    length = METRICS.arrow[0]
    painter.drawLine(QLineF(end, middle, tip - sign * length * 0.7, middle))
    paint_arrowhead(painter, QPointF(tip, middle), QPointF(sign, 0.0), pen.color())
