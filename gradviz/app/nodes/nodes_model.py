"""All values as a table model over one array: which values are listed, in their order."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Qt

from gradviz.app.document import Document
from gradviz.app.nodes.node_cells import (
    LARGEST_FIRST,
    ORDERS,
    RIGHT,
    TITLES,
    Column,
    node_cell,
    ringed,
)
from gradviz.app.table.cell_model import CellModel, Heading
from gradviz.app.table.rich_cell import Cell, RowLook
from gradviz.model.explain import step_name
from gradviz.model.graph import Ints
from gradviz.model.measures import Measure, Measures
from gradviz.model.positions import Phase
from gradviz.model.recording import Recording


class NodesModel(CellModel):
    """A row for every value listed. The order stays as it was made until `list_nodes` or
    `sort_by`: rows don't run about while one steps. `is_outdated` says that it would be
    another one now."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent, len(Column))
        self._document = document
        self._recording = document.recording
        self._position = document.position
        self._selected: int | None = document.selected
        self._found: Ints | None = None
        self.nodes: Ints = np.zeros(0, np.int32)
        """(rows,) the value of each row."""
        self.column: Column | None = None
        """What the rows are in order of; None: as they were found."""
        self.descending = False
        self._ordered: Recording | None = None
        self._ordered_at = 0

    # --- which rows, in which order -------------------------------------------------------

    def list_nodes(self, found: Ints | None) -> None:
        """These values, or all for None."""
        self.beginResetModel()
        self._found = found
        self._recording = self._document.recording
        self._position = self._document.position
        self._selected = self._document.selected
        self._order()
        self.endResetModel()

    def forget(self) -> None:
        """No rows, until some are listed."""
        if len(self.nodes):
            self.beginResetModel()
            self.nodes = np.zeros(0, np.int32)
            self.endResetModel()
        self._recording, self._ordered = self._document.recording, None

    def sort_by(self, column: Column | None, descending: bool) -> None:
        self.column, self.descending = column, descending
        self.list_nodes(self._found)

    def turn(self, column: Column) -> None:
        """Sort by a column; by the same one again the other way round, then not at all."""
        first = column in LARGEST_FIRST
        if column is not self.column:
            self.sort_by(column, first)
        elif self.descending is first:
            self.sort_by(column, not first)
        else:
            self.sort_by(None, False)

    def _order(self) -> None:
        recording = self._recording
        nodes = self._found
        if nodes is None:
            nodes = np.arange(len(recording.graph), dtype=np.int32)
        if self.column is not None:
            measures = Measures(recording, self._position)
            nodes = measures.order(nodes, ORDERS[self.column], self.descending)
        self.nodes = nodes
        self._ordered, self._ordered_at = recording, self._position

    @property
    def is_outdated(self) -> bool:
        """Whether the numbers that the rows are in order of have changed since."""
        by = ORDERS[self.column] if self.column is not None else None
        if not isinstance(by, Measure) or by.is_count:
            return False
        if self._ordered is not self._recording:
            return True
        if by.is_gradient:
            return self._ordered_at != self._position
        n = len(self._recording.graph)
        return min(self._ordered_at, n) != min(self._position, n)

    def row_of(self, node: int | None) -> int:
        """-1 where the value isn't listed."""
        if node is None:
            return -1
        rows = np.flatnonzero(self.nodes == node)
        return int(rows[0]) if len(rows) else -1

    # --- rows and cells -------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        return len(self.nodes)

    def heading(self, column: int) -> Heading:
        which = Column(column)
        return Heading(self._title(which), which in RIGHT, self._tip(which))

    def _title(self, column: Column) -> str:
        if column is not self.column:
            return TITLES[column]
        title = f"{TITLES[column]} {'↓' if self.descending else '↑'}"
        return f"{title} {self._when}" if self.is_outdated else title

    @property
    def _when(self) -> str:
        """When the order is from: 'step 12', or before an edit."""
        if self._ordered is not self._recording:
            return "before"
        return step_name(self._recording, self._ordered_at).lower()

    def _tip(self, column: Column) -> str:
        if column is not self.column:
            return f"Sort by {TITLES[column]}"
        order = "largest or last first" if self.descending else "smallest or first first"
        if self.is_outdated:
            return f"Sorted at {self._when}; anew when nothing changes any more, or by Sort again"
        return f"Sorted, {order}"

    def cell(self, row: int, column: int) -> Cell:
        node, which = int(self.nodes[row]), Column(column)
        cell = node_cell(self._recording, node, self._position, which)
        return ringed(cell) if which is Column.NAME and node == self._selected else cell

    def look(self, row: int) -> RowLook:
        node, step = int(self.nodes[row]), self._document.current
        if node == step.node:
            phase = "forward" if step.phase is Phase.FORWARD else "backward"
            return RowLook(f"{phase}.soft", f"{phase}.line")
        return RowLook("", "accent.text" if node == self._selected else "")

    # --- what changed, where it is seen ---------------------------------------------------

    def show_position(self, seen: range) -> None:
        """The rows in sight that another position changes; the others are made when seen."""
        recording, before, now = self._recording, self._position, self._document.position
        was_outdated = self.is_outdated
        self._position = now
        nodes = self.nodes[seen.start : seen.stop]
        gradients = (recording.grads_of(nodes, before), recording.grads_of(nodes, now))
        changed = gradients[0].view(np.int64) != gradients[1].view(np.int64)
        changed |= (nodes < before) != (nodes < now)
        for position in (before, now):
            changed |= nodes == recording.step(position).node
        if bool(recording.steps_done(before)) != bool(recording.steps_done(now)):
            changed[:] = True  # a dash becomes a zero
        self._each_changed((np.flatnonzero(changed) + seen.start).tolist())
        if was_outdated != self.is_outdated:
            self._header_changed()

    def show_recording(self, seen: range) -> None:
        """Other numbers of the same graph."""
        self._recording = self._document.recording
        self.rows_changed(seen.start, seen.stop - 1)
        self._header_changed()

    def show_selection(self) -> None:
        before, self._selected = self._selected, self._document.selected
        rows = [self.row_of(node) for node in (before, self._selected)]
        self._each_changed([row for row in rows if row >= 0])

    def _each_changed(self, rows: list[int]) -> None:
        for row in rows:
            self.rows_changed(row, row)

    def _header_changed(self) -> None:
        if self.column is not None:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, self.column, self.column)
