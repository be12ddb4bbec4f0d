"""What the inspector shows when nothing is selected: the graph as a whole, and its leaves."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradviz.app.counted import counted
from gradviz.app.inspector.fold_button import FoldButton
from gradviz.app.inspector.painted import PAD, Painted
from gradviz.app.inspector.pieces import words
from gradviz.app.inspector.row_pool import RowPool
from gradviz.app.inspector.section import Heading, Section
from gradviz.app.inspector.text import TextLine, WrappedText
from gradviz.app.inspector.value_list import ValueHeads, ValueRow, value_line
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.paint import paint_box, paint_text, text_width
from gradviz.look.theme import Theme
from gradviz.model.graph import Graph
from gradviz.model.ops import CODE, LEAF, OPS, UNKNOWN, Op
from gradviz.model.recording import Recording

MOST = 40
_HINT = "Click a node to see why its gradient is what it is."
_NO_BREAK = "\N{NO-BREAK SPACE}"
MOST_UNFOLDED = 400


class OpRow(Painted):
    """An op's circle, how often it occurs, and its backward rule."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.follow_width()
        self._symbol = self._title = self._uses = ""
        self._text = WrappedText(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD + 44, 24, PAD, 6)
        column.addWidget(self._text)

    def show_op(self, op: Op, count: int) -> None:
        self._symbol = op.symbol
        self._title = op.title.capitalize()
        self._uses = counted(count, "use")
        self._text.show_pieces(words(op.rule, "text.muted", 12))
        self.setAccessibleName(f"{self._title}: {self._uses}")
        self.update()

    def paint(self, painter: QPainter) -> None:
        color = self.theme.color
        font = mono_font(11, 500)
        side = max(24.0, text_width(self._symbol, font) + 8)
        box = QRectF(PAD + 17 - side / 2, 6, side, 24)
        paint_box(painter, box, 12, color("bg.raised"), color("border.node"))
        center = Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, box, self._symbol, color("text.primary"), font, center)
        line = QRectF(PAD + 44, 4, self.width() - 2 * PAD - 44, 20)
        medium, small = ui_font(12, 500), ui_font(12)
        right = Qt.AlignmentFlag.AlignRight
        uses = paint_text(painter, line, self._uses, color("text.muted"), small, right)
        line.setRight(uses.left() - 8)
        paint_text(painter, line, self._title, color("text.primary"), medium)


class Overview(QWidget):
    """A calm page: what the graph is, what to do, and every leaf one click away."""

    node_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._unfolded = False
        self._recording: Recording | None = None
        self._position = 0
        self._graph: Graph | None = None
        self.name = TextLine(theme, 24)
        self.counts = WrappedText(theme)
        self.hint = WrappedText(theme)
        about = Section(theme)
        for text in (self.name, self.counts, self.hint):
            about.add_text(text)
        about.column.insertSpacing(2, 6)

        values = Section(theme)
        self._heading = Heading(theme)
        self.root = self._make_row()
        self.rows: RowPool[ValueRow] = RowPool(self._make_row)
        self._fold = FoldButton(theme)
        self._fold.clicked.connect(self._toggle_fold)
        root_heading = Heading(theme, "Root")
        values.column.addWidget(root_heading)
        values.column.addWidget(ValueHeads(theme))
        values.column.addWidget(self.root)
        values.column.addSpacing(12)
        values.column.addWidget(self._heading)
        values.column.addLayout(self.rows.layout)
        values.column.addWidget(self._fold)

        self._ops_section = Section(theme)
        self._ops_section.column.addWidget(Heading(theme, "How each op passes its gradient on"))
        self.ops: RowPool[OpRow] = RowPool(lambda: OpRow(self.theme))
        self._ops_section.column.addLayout(self.ops.layout)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (about, values, self._ops_section):
            column.addWidget(section)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def _make_row(self) -> ValueRow:
        row = ValueRow(self.theme)
        row.clicked.connect(self._clicked)
        return row

    def show_graph(self, recording: Recording, position: int, title: str, origin: str) -> None:
        """`origin` is a sentence on where the graph comes from; '' where its name says so."""
        self._recording, self._position = recording, position
        graph = recording.graph
        self.name.show_pieces(words(title or "Graph", size=14, weight=600))
        self.hint.show_pieces(words(f"{origin} {_HINT}".strip(), "text.muted", 12))
        if graph is not self._graph:
            self._graph, self._unfolded = graph, False
            self._show_structure(graph)
        self._show_values()

    def forget(self) -> None:
        """It is out of sight: no old recording is kept for it."""
        self._recording = self._graph = None

    def _show_structure(self, graph: Graph) -> None:
        """What doesn't change with the numbers."""
        leaves = len(graph.leaves)
        made = f"{counted(len(graph), 'value')} · {counted(len(graph) - leaves, 'op')}"
        joined = f"{counted(graph.edge_count, 'edge')} · {counted(leaves, 'leaf', 'leaves')}"
        # Where they need two lines, two and two.
        halves = (half.replace(" ", _NO_BREAK) for half in (made, joined))
        self.counts.show_pieces(words(" · ".join(halves), "text.secondary", 12))
        self._heading.show_title("Leaves", "", f"{leaves:,}")
        codes, counts_of = np.unique(graph.opcode, return_counts=True)
        kinds = zip(codes.tolist(), counts_of.tolist(), strict=True)
        used = [(code, count) for code, count in kinds if code != CODE[LEAF.name]]
        used.sort(key=lambda kind: -kind[1])
        self._ops_section.setVisible(bool(used))
        for row, (code, count) in zip(self.ops.take(len(used)), used, strict=True):
            row.show_op(OPS[code] if code >= 0 else UNKNOWN, count)

    def _show_values(self) -> None:
        recording, position = self._recording, self._position
        if recording is None:
            return
        graph = recording.graph
        self.root.show_line(value_line(recording, graph.root, position), graph.root)
        leaves = graph.leaves
        shown = leaves[: MOST_UNFOLDED if self._unfolded else MOST].tolist()
        for row, node in zip(self.rows.take(len(shown)), shown, strict=True):
            row.show_line(value_line(recording, node, position), node)
        self._fold.show_state(len(leaves), MOST, self._unfolded)

    def tab_stops(self) -> list[QWidget]:
        return [self.root, *self.rows.shown, self._fold]

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ValueRow):
            self.node_requested.emit(row.node)

    def _toggle_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show_values()
