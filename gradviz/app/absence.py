"""Absence: a program has no graph to show, and what is shown in the place of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gradviz.app.curtain import Curtain
from gradviz.app.enabling import Enabling

_WITHOUT_GRAPH = "A graph is shown as soon as the program calls backward() on a value."


class Absence:
    """Curtains before every view of the graph, which would be another program's; the first one
    says why nothing is to be seen."""

    def __init__(
        self, views: Sequence[QWidget], enabling: Enabling, cover: Callable[[str], None]
    ) -> None:
        """`cover` is called with the name of the program that has no graph."""
        self._curtains = [Curtain(view) for view in views]
        self._enabling = enabling
        self._cover = cover

    def end(self) -> None:
        """There is a graph now."""
        for curtain in self._curtains:
            curtain.hide()

    def show_missing(self, name: str, sentence: str, are_problems_listed: bool) -> None:
        """The program has run and made none."""
        found = "What was found is under Problems. " if are_problems_listed else ""
        self._say(name, "has no graph to show", f"{sentence} {found}{_WITHOUT_GRAPH}")

    def show_running(self, name: str) -> None:
        self._say_if_none(name, "is running", "Its graph comes into view as soon as there is one.")

    def show_unrun(self, name: str) -> None:
        self._say_if_none(name, "wasn't run", "Run it (Ctrl+R) to see its graph.")

    def show_stopped(self, name: str) -> None:
        self._say_if_none(name, "was stopped", f"It had no graph yet. {_WITHOUT_GRAPH}")

    def _say_if_none(self, name: str, what: str, text: str) -> None:
        """Unless its graph is in view, from an earlier run or in part."""
        if not self._enabling.has_graph:
            self._say(name, what, text)

    def _say(self, name: str, what: str, text: str) -> None:
        first, *others = self._curtains
        first.draw(f"{name} {what}", text)
        for curtain in others:
            curtain.draw()
        self._enabling.show_no_graph()
        self._cover(name)
