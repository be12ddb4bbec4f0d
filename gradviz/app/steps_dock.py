"""The bottom dock: the timeline, and below it the tables in tabs."""

from __future__ import annotations

from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from gradviz.app.compare import ComparePanel
from gradviz.app.console import Console
from gradviz.app.nodes import NodesPanel
from gradviz.app.problems_panel import ProblemsPanel
from gradviz.app.tape.tape_panel import TapePanel
from gradviz.app.timeline.timeline import Timeline
from gradviz.look.icons import icon
from gradviz.look.theme import Theme


class StepsDock(QDockWidget):
    """Timeline, tape, nodes, problems, comparison and console."""

    def __init__(
        self,
        timeline: Timeline,
        tape: TapePanel,
        nodes: NodesPanel,
        problems: ProblemsPanel,
        compare: ComparePanel,
        console: Console,
    ) -> None:
        super().__init__("Steps")
        self.setObjectName("steps")
        self.setTitleBarWidget(QWidget())  # the timeline is title enough
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Tape, nodes, problems, comparison and console")
        self.tabs.addTab(tape, "Tape")
        self.tabs.addTab(nodes, "Nodes")
        self.tabs.addTab(problems, "Problems")
        self.tabs.addTab(compare, "Compare")
        self.tabs.addTab(console, "Console")
        self.tabs.setCornerWidget(_corner(tape.take_corner(), nodes.take_corner()))
        self._nodes = nodes
        self._problems = problems
        self._compare = compare
        self._console = console
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(timeline)
        column.addWidget(self.tabs, 1)
        self.setWidget(content)

    def show_nodes(self) -> None:
        self.show()
        self.tabs.setCurrentWidget(self._nodes)
        self._nodes.focus_filter()

    def show_node_count(self, count: str) -> None:
        self.tabs.setTabText(self.tabs.indexOf(self._nodes), f"Nodes {count}")

    def show_problems(self) -> None:
        self.show()
        self.tabs.setCurrentWidget(self._problems)

    def show_compare(self) -> None:
        self.show()
        self.tabs.setCurrentWidget(self._compare)

    def show_console(self) -> None:
        self.show()
        self.tabs.setCurrentWidget(self._console)

    def show_problem_count(self, errors: int, notes: int, is_examined: bool, theme: Theme) -> None:
        """The number on the tab. A tick is for what was examined and found right."""
        index = self.tabs.indexOf(self._problems)
        count = errors + notes
        self.tabs.setTabText(index, f"Problems {count}" if count else "Problems")
        name, role = ("check", "success.text") if is_examined else ("info", "text.muted")
        if count:
            name, role = ("error", "error.text") if errors else ("warning", "warning.text")
        self.tabs.setTabIcon(index, icon(name, theme, role))

    def set_theme(self, theme: Theme) -> None:
        self.tabs.setTabIcon(0, icon("table", theme))
        self.tabs.setTabIcon(self.tabs.indexOf(self._nodes), icon("node", theme))
        self.tabs.setTabIcon(self.tabs.indexOf(self._compare), icon("compare", theme))
        self.tabs.setTabIcon(self.tabs.indexOf(self._console), icon("terminal", theme))


def _corner(*controls: QWidget) -> QWidget:
    """Each tab's own controls in one place; they show and hide with their tab."""
    corner = QWidget()
    row = QHBoxLayout(corner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for control in controls:
        row.addWidget(control)
    return corner
