"""Values in a list: name, data and gradient in three columns, each row one click away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from gradviz.app.inspector.painted import PAD, Painted, Row
from gradviz.app.inspector.pieces import code, runs, shortened, words
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_runs, runs_width
from gradviz.look.theme import Theme
from gradviz.model.numbers import card_text, plain_text
from gradviz.model.recording import Recording


@dataclass(frozen=True)
class ValueLine:
    """One value as it is listed. `data` is '–' before the forward pass has made it."""

    name: str
    data: str
    grad: str
    is_wrong: bool
    is_quiet: bool
    tip: str


def value_line(recording: Recording, node: int, position: int) -> ValueLine:
    name, value = recording.graph.name(node), float(recording.values[node])
    grad = recording.grad(node, position)
    is_there = recording.graph.is_leaf(node) or recording.has_value(node, position)
    data, full = (card_text(value), plain_text(value)) if is_there else ("–", "not computed yet")
    expected = recording.expected(node, position)
    is_wrong = recording.is_wrong(node, position)
    tip = f"{name}: data {full}, grad {plain_text(grad)}"
    return ValueLine(
        name, data, card_text(grad), is_wrong, is_quiet=grad == 0.0 and not is_wrong,
        tip=f"{tip}, expected {plain_text(expected)}" if is_wrong else tip,
    )  # fmt: skip


class ValueRow(Row):
    """A click selects the value."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.node = -1
        self._line: ValueLine | None = None

    @property
    def line(self) -> ValueLine | None:
        return self._line

    def show_line(self, line: ValueLine, node: int) -> None:
        self.node = node
        if line == self._line:
            return
        self._line = line
        self.setAccessibleName(f"{line.name}: data {line.data}, grad {line.grad}")
        self.setToolTip(line.tip)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, METRICS.row_height)

    def paint(self, painter: QPainter) -> None:
        line = self._line
        if line is None:
            return
        first, second = _columns(self.width())
        height = self.height()
        data = runs((code(line.data, "forward.text"),), self.theme)
        role = "text.muted" if line.is_quiet else "error.text" if line.is_wrong else "backward.text"
        grad = runs((code(line.grad, role),), self.theme)
        room = first - runs_width(data) - 12 - PAD
        name = shortened(code(line.name, weight=500), room)
        paint_runs(painter, QRectF(PAD, 0, room + 1, height), runs((name,), self.theme))
        for column, shown in ((first, data), (second, grad)):
            left = column - runs_width(shown)
            paint_runs(painter, QRectF(left, 0, column - left + 1, height), shown)


class ValueHeads(Painted):
    """'data' and 'grad' above the columns."""

    def sizeHint(self) -> QSize:
        return QSize(120, 22)

    def paint(self, painter: QPainter) -> None:
        first, second = _columns(self.width())
        heads = ((first, "data", "forward.text"), (second, "grad", "backward.text"))
        for column, text, role in heads:
            shown = runs((words(text, role, 12, 500),), self.theme)
            left = column - runs_width(shown)
            paint_runs(painter, QRectF(left, 0, column - left + 1, self.height()), shown)


def _columns(width: int) -> tuple[float, float]:
    """The right edges of the two columns of numbers."""
    right = float(width - PAD)
    return right - min(96.0, (width - 2 * PAD) * 0.34), right
