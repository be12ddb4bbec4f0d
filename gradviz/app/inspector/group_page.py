"""The page of a selected group: what it is, how large its gradients are, its greatest ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from gradviz.app.counted import counted
from gradviz.app.inspector.histogram import Histogram
from gradviz.app.inspector.pieces import code, words
from gradviz.app.inspector.row_pool import RowPool
from gradviz.app.inspector.section import Heading, Section
from gradviz.app.inspector.text import TextLine, WrappedText
from gradviz.app.inspector.value_list import ValueHeads, ValueRow, value_line
from gradviz.canvas.heat import gradient_scale
from gradviz.layout.fold import Fold
from gradviz.look.theme import Theme
from gradviz.model.graph import Floats, Ints
from gradviz.model.numbers import short_text
from gradviz.model.recording import Recording
from gradviz.model.spread import Spread, histogram

_LISTED = 12
"""Members shown, the ones with the greatest gradients."""
_GAP = 8
_NUMBER_SHARE, _COUNT_SHARE = 3, 2
"""Of the table's width: '3.811e-05' is longer than a count."""


class GroupPage(QWidget):
    """Reads one group of a fold; a click on a row asks for that value."""

    node_requested = Signal(int)
    toggle_requested = Signal(int)
    """The group is to be opened, or closed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._group = -1
        self.name = TextLine(theme, 24)
        self.counts = WrappedText(theme)
        self.toggle = QPushButton()
        self.toggle.setAccessibleName("Open or close the group")
        self.toggle.setToolTip("Open or close the group (G)")
        self.toggle.clicked.connect(lambda: self.toggle_requested.emit(self._group))
        about = Section(theme)
        about.add_text(self.name)
        about.add_text(self.counts)
        about.column.addSpacing(8)
        about.add_text(self.toggle)

        self._sizes = _Table(theme, ("max", "median", "min", "zeros"))
        self._values = _Table(theme, ("max", "median", "min", "zeros"))
        self._note = WrappedText(theme)
        numbers = Section(theme)
        for title, table in (("|grad| in this group", self._sizes), ("|data|", self._values)):
            numbers.column.addWidget(Heading(theme, title))
            numbers.add_text(table)
            numbers.column.addSpacing(10)
        numbers.add_text(self._note)

        chart = Section(theme)
        self._chart_heading = Heading(theme)
        self._chart_heading.show_title("Distribution of |grad|")
        self._chart = Histogram(theme)
        chart.column.addWidget(self._chart_heading)
        chart.column.addWidget(self._chart)

        members = Section(theme)
        self._list_heading = Heading(theme)
        self.rows: RowPool[ValueRow] = RowPool(self._make_row)
        members.column.addWidget(self._list_heading)
        members.column.addWidget(ValueHeads(theme))
        members.column.addLayout(self.rows.layout)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (about, numbers, chart, members):
            column.addWidget(section)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def show_group(self, recording: Recording, fold: Fold, group: int, position: int) -> None:
        self._group = group
        groups = fold.groups
        members = groups.members(group)
        inside = len(groups.children(group))
        leaves = int((recording.graph.opcode[members] == 0).sum())
        self.name.show_pieces(words(groups.names[group], size=14, weight=600))
        told = [counted(len(members), "value"), counted(leaves, "leaf", "leaves")]
        told += [counted(inside, "group")] if inside else []
        self.counts.show_pieces(words(" · ".join(told), "text.secondary", 12))
        is_open = bool(fold.is_open[group])
        self.toggle.setText("Close" if is_open else "Open")
        self.toggle.setToolTip(f"{'Close' if is_open else 'Open'} {groups.names[group]} (G)")

        grads = recording.grads_of(members, position)
        self._sizes.show_spread(Spread.of(grads))
        values = recording.values[members[members < position]]
        self._values.show_spread(Spread.of(values))
        self._show_note(Spread.of(grads), position > len(recording.graph))
        self._show_chart(recording, grads, position)
        self._show_greatest(recording, members[_greatest(grads)], position)

    def _show_note(self, spread: Spread, is_backward: bool) -> None:
        text = ""
        if not is_backward:
            text = "Gradients come with the backward pass."
        elif spread.not_finite:
            text = f"{counted(spread.not_finite, 'gradient')} not finite."
        elif spread.zeros == spread.count:
            text = "Every gradient here is exactly zero: nothing reaches the root from here."
        self._note.show_pieces(*([words(text, "text.muted", 12)] if text else []))
        self._note.setVisible(bool(text))

    def _show_chart(self, recording: Recording, grads: Floats, position: int) -> None:
        scale = gradient_scale(recording)
        own = histogram(grads, scale.low, scale.high)
        every = histogram(recording.grads(position), scale.low, scale.high)
        self._chart.show_bars(tuple(own.tolist()), tuple(every.tolist()), scale.low, scale.high)
        aside = words(f"all {len(recording.graph):,} behind", "text.muted", 12)
        self._chart_heading.show_aside(aside)

    def _show_greatest(self, recording: Recording, nodes: Ints, position: int) -> None:
        shown = nodes.tolist()
        self._list_heading.show_title("Largest gradients", "", str(len(shown)))
        for row, node in zip(self.rows.take(len(shown)), shown, strict=True):
            row.show_line(value_line(recording, int(node), position), int(node))

    def tab_stops(self) -> list[QWidget]:
        return [self.toggle, *self.rows.shown]

    def _make_row(self) -> ValueRow:
        row = ValueRow(self.theme)
        row.clicked.connect(self._clicked)
        return row

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ValueRow):
            self.node_requested.emit(row.node)


class _Table(QWidget):
    """A line of words over a line of numbers."""

    def __init__(self, theme: Theme, heads: tuple[str, ...]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(0)
        self._cells = [TextLine(theme, 20) for _ in heads]
        for i, (head, cell) in enumerate(zip(heads, self._cells, strict=True)):
            title = TextLine(theme, 18)
            title.show_pieces(words(head, "text.muted", 12))
            grid.addWidget(title, 0, i)
            grid.addWidget(cell, 1, i)
            is_count = i == len(heads) - 1
            grid.setColumnStretch(i, _COUNT_SHARE if is_count else _NUMBER_SHARE)

    def show_spread(self, spread: Spread) -> None:
        numbers = (spread.largest, spread.median, spread.smallest)
        texts = [short_text(x) if spread.count else "–" for x in numbers]
        for cell, text in zip(self._cells, (*texts, f"{spread.zeros:,}"), strict=True):
            cell.show_pieces(code(text))


def _greatest(grads: Floats) -> NDArray[np.intp]:
    """The places of the greatest magnitudes, the greatest first; what isn't finite leads."""
    sizes = np.where(np.isfinite(grads), np.abs(grads), np.inf)
    most = min(_LISTED, len(sizes))
    chosen = np.argpartition(-sizes, most - 1)[:most] if most else np.zeros(0, np.intp)
    return chosen[np.argsort(-sizes[chosen], kind="stable")]
