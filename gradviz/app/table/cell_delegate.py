"""Paints rich cells, row background included.

Everything is painted here rather than by the style: a row must look the same in all its
cells, and a style sheet would cost more per cell than the text does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from gradviz.app.table.rich_cell import CELL_ROLE, ROW_ROLE, Cell, Ink, Piece, RowLook
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.runs import Run, elide_runs, paint_runs, runs_width
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic

if TYPE_CHECKING:
    from gradviz.app.table.row_table import RowTable

PADDING = 8.0
ICON = 14.0
ICON_GAP = 8.0
ITEM_GAP = 16.0
BAR = 3.0
_THIN_SPACE = "\N{THIN SPACE}"

# colour role, JetBrains Mono?, weight
_LOOK: dict[Ink, tuple[str, bool, int]] = {
    Ink.WORD: ("text.primary", False, 400),
    Ink.QUIET: ("text.muted", False, 400),
    Ink.NAME: ("text.primary", True, 600),
    Ink.CODE: ("text.secondary", True, 400),
    Ink.NUMBER: ("text.primary", True, 400),
    Ink.RESULT: ("text.primary", True, 600),
    Ink.DATA: ("forward.text", True, 400),
    Ink.GRAD: ("backward.text", True, 400),
    Ink.LOST: ("text.secondary", True, 400),
    Ink.WRONG: ("error.text", True, 600),
    Ink.LINK: ("accent.text", False, 500),
}


class CellDelegate(QStyledItemDelegate):
    """Paints the Cell and the RowLook of an index; `pitch` sets items in sub-columns."""

    def __init__(self, table: RowTable, theme: Theme) -> None:
        super().__init__(table)
        self._table = table
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def runs(self, cell: Cell, muted: bool = False) -> list[list[Run]]:
        """The runs of each item of a cell."""
        return [
            [run for piece in item for run in self._piece_runs(piece, muted)] for item in cell.items
        ]

    def _piece_runs(self, piece: Piece, muted: bool) -> list[Run]:
        run = self._run(typographic(piece.text), piece.ink, muted)
        if piece.ink is not Ink.LOST:
            return [run]
        gap = self._run(_THIN_SPACE, Ink.WORD, muted)  # the strike reaches over its text
        return [gap, run, gap]

    def _run(self, text: str, ink: Ink, muted: bool) -> Run:
        role, is_mono, weight = _LOOK[ink]
        font = (mono_font if is_mono else ui_font)(METRICS.text_size.small, weight)
        strike = self._theme.color("error.line") if ink is Ink.LOST else None
        return Run(text, self._theme.color("text.muted" if muted else role), font, strike)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look: RowLook = index.data(ROW_ROLE)
        cell: Cell = index.data(CELL_ROLE)
        rect = QRectF(option.rect)
        self._paint_row(painter, rect, option.state, look, index)
        content = rect.adjusted(PADDING, 0, -PADDING, 0)
        if index.column() == 0:
            content.setLeft(content.left() + PADDING)
        if cell.icon:
            spot = QRectF(content.x(), rect.center().y() - ICON / 2, ICON, ICON)
            role = "text.muted" if look.muted else cell.icon_role
            paint_icon(painter, cell.icon, spot, self._theme.color(role))
            content.setLeft(spot.right() + ICON_GAP)
        self._paint_items(painter, content, cell, look.muted)

    def _paint_row(
        self,
        painter: QPainter,
        rect: QRectF,
        state: QStyle.StateFlag,
        look: RowLook,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        fill, bar = look.fill, look.bar
        if not fill and selected:
            fill, bar = "bg.selected", bar or "accent.text"
        if not fill and index.row() == self._table.hovered_row:
            fill = "bg.hover"
        if fill:
            painter.fillRect(rect, self._theme.color(fill))
        painter.fillRect(
            QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), self._theme.color("border.subtle")
        )
        if index.column() == 0 and bar:
            painter.fillRect(
                QRectF(rect.x(), rect.y(), BAR, rect.height() - 1), self._theme.color(bar)
            )
        if self._table.has_keyboard and index.row() == self._table.currentIndex().row():
            self._paint_focus(painter, rect, index)

    def _paint_focus(
        self, painter: QPainter, rect: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A frame around the whole row, one side of it per cell."""
        ring: QColor = self._theme.color("focus.ring")
        painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 1), ring)
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), ring)
        if index.column() == 0 and not index.data(ROW_ROLE).bar:
            painter.fillRect(QRectF(rect.x(), rect.y(), 1, rect.height()), ring)
        if index.column() == self._table.last_column:
            painter.fillRect(QRectF(rect.right() - 1, rect.y(), 1, rect.height()), ring)

    def _paint_items(self, painter: QPainter, room: QRectF, cell: Cell, muted: bool) -> None:
        items = self.runs(cell, muted)
        if cell.ringed and items:
            width = min(runs_width(items[0]), room.width())
            ring = QRectF(room.x() - 6, room.y() + 4, width + 12, room.height() - 9)
            color = self._theme.color("select.ring")
            paint_box(painter, ring, METRICS.radius_tag, None, color, METRICS.edge_width)
        if cell.right:
            paint_runs(painter, room, items[0], Qt.AlignmentFlag.AlignRight)
            return
        x = room.x()
        pitch = _pitch(items, room.width())
        for i, item in enumerate(items):
            if len(items) > 1 and room.right() - x < runs_width(item) and i:
                # What's left is too narrow for this item: elide it, never overlap.
                item = elide_runs(item, room.right() - x)
            place = QRectF(x, room.y(), max(0.0, room.right() - x), room.height())
            drawn = paint_runs(painter, place, item)
            x = max(room.x() + pitch * (i + 1), drawn.right() + ITEM_GAP)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, METRICS.row_height)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The whole text of a cell that doesn't fit."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell) or self._fits(cell, QRectF(option.rect)):
            QToolTip.hideText()
            return False
        at: QPoint = event.globalPos()
        QToolTip.showText(at, typographic(cell.text), view)
        return True

    def _fits(self, cell: Cell, rect: QRectF) -> bool:
        items = self.runs(cell)
        width = sum(runs_width(item) for item in items) + ITEM_GAP * (len(items) - 1)
        return width + 2 * PADDING + (ICON + ICON_GAP if cell.icon else 0.0) <= rect.width()


def _pitch(items: list[list[Run]], width: float) -> float:
    """Where second items start, so that those of several rows line up; 0 if they can't."""
    if len(items) != 2:
        return 0.0
    half = min(width / 2, 220.0)
    both_fit = all(runs_width(item) <= half - ITEM_GAP / 2 for item in items)
    return half if both_fit else 0.0
