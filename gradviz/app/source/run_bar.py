"""RunBar: run the program or stop it, and choose which of its values and passes to see."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.app.program import Program
from gradviz.look.icons import icon
from gradviz.look.theme import Theme
from gradviz.model.numbers import short_text
from gradviz.sources.report import PassInfo, RootCandidate

_EXERCISE = "A small expression that gradviz built with the engine, to see its backward at work"


class RunBar(QWidget):
    """The pickers appear where there is something to pick."""

    run_requested = Signal()
    stop_requested = Signal()
    root_requested = Signal(str)
    graph_requested = Signal(object)
    """The exercise of a number to be shown, or for None the program's graph that is there."""
    pass_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_running = False
        self._own_root = -1  # the item of the root that the program's graph was asked from
        self.button = QPushButton("Run")
        self.button.setProperty("small", True)
        self.button.clicked.connect(self._press)
        self.roots = _picker("Root", "The value whose graph is shown")
        self.roots.activated.connect(self._pick_root)
        self.passes = _picker("Pass", "The backward pass that is shown")
        self.passes.activated.connect(
            lambda i: self.pass_requested.emit(int(self.passes.itemData(i)))
        )
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("The program is running")
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 2)
        row.setSpacing(6)
        row.addWidget(self.button)
        row.addWidget(self.roots, 1)
        row.addWidget(self.passes, 1)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._progress)
        self.show_program(None)
        self.show_running(False)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.show_running(self._is_running)

    def show_running(self, running: bool) -> None:
        self._is_running = running
        self.button.setText("Stop" if running else "Run")
        self.button.setIcon(icon("x" if running else "play", self._theme))
        self.button.setToolTip("End the program" if running else "Run the program (Ctrl+R)")
        self.button.setAccessibleName(self.button.toolTip())
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing moves when it comes
        self._progress.setSizePolicy(policy)
        self._progress.setVisible(running)

    def show_program(self, program: Program | None) -> None:
        """Its roots, the exercises of its engine after them, and its passes."""
        report = program.report if program is not None else None
        exercise = program.exercise if program is not None else None
        self.roots.clear()
        self.passes.clear()
        roots = report.root_candidates if report is not None else ()
        exercises = report.exercises if report is not None else ()
        passes = report.passes if report is not None and exercise is None else ()
        for candidate in roots:
            self._offer(_root_text(candidate), candidate.key, candidate.reason)
        if roots and exercises:
            self.roots.insertSeparator(self.roots.count())
        first_exercise = self.roots.count()
        for number, each in enumerate(exercises):
            self._offer(f"exercise: {each.text}", number, _EXERCISE)
        for entry in passes:
            self.passes.addItem(_pass_text(entry), entry.number)
        shown = [i for i, entry in enumerate(passes) if entry.is_shown]
        if passes:
            self.passes.setCurrentIndex(shown[0] if shown else len(passes) - 1)
        self._own_root = -1
        if report is not None and report.root is not None:
            labels = [candidate.label for candidate in roots]
            if report.root.label in labels:
                self._own_root = labels.index(report.root.label)
        at = self._own_root if exercise is None else first_exercise + exercise
        self.roots.setCurrentIndex(max(at, 0))
        self.roots.setVisible(len(roots) + len(exercises) > 1 or exercise is not None)
        self.passes.setVisible(len(passes) > 1)

    def _offer(self, text: str, key: str | int, reason: str) -> None:
        self.roots.addItem(text, key)
        self.roots.setItemData(self.roots.count() - 1, reason, Qt.ItemDataRole.ToolTipRole)

    def _pick_root(self, index: int) -> None:
        key = self.roots.itemData(index)
        if isinstance(key, int):
            self.graph_requested.emit(key)
        elif index == self._own_root:
            self.graph_requested.emit(None)
        else:
            self.root_requested.emit(key)

    def _press(self) -> None:
        (self.stop_requested if self._is_running else self.run_requested).emit()


def _picker(name: str, tip: str) -> QComboBox:
    box = QComboBox()
    box.setProperty("small", True)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setMinimumContentsLength(6)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _root_text(candidate: RootCandidate) -> str:
    label = candidate.label or short_text(candidate.data)
    return f"{label} · {candidate.values:,} values"


def _pass_text(each: PassInfo) -> str:
    root = f": {each.root}" if each.root else ""
    by_hand = ", by hand" if each.by_hand else ""
    return f"pass {each.number}{root}{by_hand}"
