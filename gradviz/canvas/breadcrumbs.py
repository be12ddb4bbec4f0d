"""Breadcrumbs: the groups around what is selected, from the whole graph inwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gradviz.canvas.overlay import Overlay
from gradviz.canvas.way import NOWHERE, Stop
from gradviz.layout.fold import Fold
from gradviz.look.metrics import METRICS
from gradviz.look.style import refresh
from gradviz.look.theme import Theme
from gradviz.model.recording import Recording


@dataclass(frozen=True)
class Crumb:
    """`group` -1 is the whole graph, None a value."""

    text: str
    group: int | None


def crumbs_to(recording: Recording | None, fold: Fold | None, selected: Stop) -> list[Crumb]:
    """The way to what is selected; none to nothing, and none where there are no groups."""
    if recording is None or fold is None or selected == NOWHERE:
        return []
    if selected.group is not None:
        around, last = fold.groups.chain(selected.group), []
    else:
        assert selected.node is not None
        around = fold.around(selected.node)
        last = [Crumb(recording.graph.name(selected.node), None)]
    inwards = [Crumb(fold.groups.names[group], group) for group in reversed(around)]
    return [Crumb("Graph", -1), *inwards, *last]


class Breadcrumbs(Overlay):
    """A button for each group; the last crumb is where one is."""

    group_clicked = Signal(int)
    """A person wants to see a group; -1 the whole graph."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas, theme)
        self._crumbs: tuple[Crumb, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(METRICS.space_2, 0, METRICS.space_2, 0)
        self._row.setSpacing(METRICS.space_1)
        self.setAccessibleName("Where the selection is")

    @property
    def is_empty(self) -> bool:
        return not self._crumbs

    @property
    def text(self) -> str:
        return " › ".join(crumb.text for crumb in self._crumbs)

    def show_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        if tuple(crumbs) == self._crumbs:
            return
        self._crumbs = tuple(crumbs)
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for i, crumb in enumerate(self._crumbs):
            if i:
                self._add(_faint("›"))
            is_last = i == len(self._crumbs) - 1
            self._add(_faint(crumb.text) if is_last else self._button(crumb))
        self.setAccessibleDescription(self.text)

    def _add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        widget.show()  # a layout leaves out what isn't; Qt itself shows it only later

    def _button(self, crumb: Crumb) -> QToolButton:
        button = QToolButton(self)
        button.setText(crumb.text)
        button.setProperty("small", True)
        button.setAccessibleName(f"Go to {crumb.text}")
        button.setToolTip(f"Show {crumb.text}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False, group=crumb.group: self.group_clicked.emit(group))
        return button

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), METRICS.control_small_height + 6)


def _faint(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    refresh(label)
    return label
