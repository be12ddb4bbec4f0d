"""The table of all values: its headers sort, and |grad| is a bar as well as a number."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from gradviz.app.document import Document
from gradviz.app.nodes.node_cells import TITLES, Column, column_texts
from gradviz.app.nodes.nodes_model import NodesModel
from gradviz.app.table.ascii_text import ascii_text
from gradviz.app.table.cell_delegate import PADDING, CellDelegate
from gradviz.app.table.row_table import RowTable
from gradviz.canvas.heat import gradient_scale
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_crossed, paint_hatch
from gradviz.look.theme import Theme
from gradviz.model.graph import Ints
from gradviz.model.recording import Recording

_BAR = (44.0, 8.0)
_AT_ONCE, _PIECE = 10_000, 4_000
"""Rows that are written down within a tenth of a second."""


class NodesTable(RowTable):
    """Rows of all values, or of those that were found."""

    column_chosen = Signal(int)
    """A person clicked the header of a column."""
    many_copied = Signal(object, int)
    """So many rows are to be copied that it takes time: they come in pieces of text."""
    """So many rows are to be copied that writing them down takes a while: a function that
    does it, in any thread, and how many rows."""

    def __init__(
        self, model: NodesModel, document: Document, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(model, theme, parent)
        self._nodes = model
        self._document = document
        self._bars = _MagnitudeDelegate(self, model, document, theme)
        self.setItemDelegateForColumn(Column.MAGNITUDE, self._bars)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self.column_chosen)

    def set_theme(self, theme: Theme) -> None:
        self._bars.set_theme(theme)
        super().set_theme(theme)

    @property
    def seen_rows(self) -> range:
        """The rows in sight."""
        count = len(self._nodes.nodes)
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, count if last < 0 else last + 1)

    def copy(self) -> None:
        rows = self._selected_rows()
        if len(rows) <= _AT_ONCE:
            super().copy()
        else:
            self.many_copied.emit(self._pieces(rows), len(rows))

    def selected_text(self) -> str:
        """The selected rows, tab-separated, with every digit of their numbers."""
        return "".join(self._pieces(self._selected_rows()))

    def _pieces(self, rows: NDArray[np.int64]) -> Iterator[str]:
        """These rows as they are now, in pieces that need no widget to be written down."""
        columns = [column for column in Column if not self.isColumnHidden(column)]
        recording, position = self._document.recording, self._document.position
        return _pieces_of(recording, self._nodes.nodes[rows], position, columns)

    def _selected_rows(self) -> NDArray[np.int64]:
        """By blocks: Qt's own list has an object for each row, and half a million take seconds.
        No two blocks have a row in common."""
        selection = self.selectionModel().selection()
        blocks = [selection.at(i) for i in range(selection.count())]
        rows = [np.arange(block.top(), block.bottom() + 1) for block in blocks]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *rows]))


def _pieces_of(
    recording: Recording, nodes: Ints, position: int, columns: list[Column]
) -> Iterator[str]:
    yield ascii_text("\t".join(TITLES[column] for column in columns))
    for first in range(0, len(nodes), _PIECE):
        some = nodes[first : first + _PIECE]
        texts = [column_texts(recording, some, position, column) for column in columns]
        yield ascii_text("".join(f"\n{line}" for line in map("\t".join, zip(*texts, strict=True))))


class _MagnitudeDelegate(CellDelegate):
    """A number, and beside it a bar on the logarithmic scale of the heat colours: hatched
    where it is exactly zero."""

    def __init__(
        self, table: NodesTable, model: NodesModel, document: Document, theme: Theme
    ) -> None:
        super().__init__(table, theme)
        self._nodes = model
        self._document = document

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        recording, position = self._document.recording, self._document.position
        if not recording.steps_done(position):
            return
        grad = recording.grad(int(self._nodes.nodes[index.row()]), position)
        level = gradient_scale(recording).level(abs(grad))
        cell, theme = QRectF(option.rect), self._theme
        width, height = _BAR
        track = QRectF(cell.x() + PADDING, cell.center().y() - height / 2, width, height)
        radius = height / 2
        edge = theme.color("border.control")
        if math.isnan(level):
            paint_hatch(painter, track, radius, edge)
            paint_box(painter, track, radius, None, edge, METRICS.hairline)
            return
        if level > 1.0:
            paint_crossed(painter, track, theme.color("error.line"))
            return
        paint_box(painter, track, radius, theme.color("bg.input"), edge, METRICS.hairline)
        filled = track.adjusted(1, 1, -1, -1)
        filled.setWidth(max(filled.width() * level, height - 2))
        paint_box(painter, filled, radius - 1, theme.heat_color(level), None)
