"""ValueCommands: what a person does with one value, wherever it is pointed out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from threading import Event

from PySide6.QtGui import QGuiApplication

from gradviz.app.counted import counted
from gradviz.app.dock import Dock
from gradviz.app.document import Document
from gradviz.app.find import FindBar, Finder
from gradviz.app.folding import Folding
from gradviz.app.inspector.inspector import Inspector
from gradviz.app.status_bar import StatusBar
from gradviz.app.tasks import Tasks
from gradviz.canvas.canvas import Canvas
from gradviz.canvas.scene import Detail
from gradviz.model.numbers import plain_text


class ValueCommands:
    """A closed group may stand for the value: what then happens on its card is done in the
    inspector, or the group is opened first."""

    def __init__(
        self, document: Document, folding: Folding, canvas: Canvas, inspector_dock: Dock,
        inspector: Inspector,
    ) -> None:  # fmt: skip
        self._document = document
        self._folding = folding
        self._canvas = canvas
        self._dock = inspector_dock
        self._inspector = inspector

    def edit_selected(self) -> None:
        node = self._document.selected
        if node is not None and self._folding.hides(node):
            self.inspect(node)
        elif node is not None:
            self._canvas.edit_leaf(node)

    def activate(self, node: int) -> None:
        """What stands for many values is opened, one value is inspected."""
        if self._folding.hides(node):
            self._document.select(node)
            self._folding.reveal_selected()
        else:
            self.inspect(node)

    def activate_group(self, group: int) -> None:
        """Opened or closed; leaves that are labels beside what uses them are listed instead."""
        laid = self._document.laid
        if laid is None or not laid.drawing.has_labels_for(group):
            self._folding.toggle(group)
            return
        self._document.select_group(group)
        self._dock.show()
        self._inspector.focus_value()

    def inspect(self, node: int) -> None:
        self._document.select(node)
        self._dock.show()
        self._inspector.focus_value()

    def select_group(self, group: int) -> None:
        """-1 is the whole graph."""
        self._document.select_group(group if group >= 0 else None)
        if group < 0:
            self._canvas.fit()

    def copy_gradient(self) -> None:
        node = self._document.selected
        if node is not None:
            gradient = self._document.recording.grad(node, self._document.position)
            QGuiApplication.clipboard().setText(plain_text(gradient))

    def show_match(self) -> None:
        """Where the match is drawn, or the group it is hidden in: near enough to be read."""
        if self._canvas.detail is Detail.BLOCK:
            self._canvas.zoom_reset()
        self._canvas.show_selection(self._document.selected, self._document.selected_group)


def find_next(finder: Finder, bar: FindBar, by: int) -> None:
    """To the next match; where nothing is asked yet, or nothing found, ask."""
    if finder.nodes is None or not len(finder.nodes):
        bar.open()
    else:
        finder.go(by)


def copy_rows(
    tasks: Tasks, status_bar: StatusBar, pieces: Iterable[str], count: int
) -> None:  # fmt: skip
    """Rows of a table to the clipboard, written down beside the window's thread."""
    is_unwanted = Event()

    def write() -> str:
        return "".join(takewhile(lambda _: not (is_unwanted.is_set() or tasks.is_closed), pieces))

    def call_off() -> None:
        tasks.drop("copy")
        is_unwanted.set()

    def copied(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        status_bar.show_note(f"Copied {counted(count, 'row')}")

    tasks.run(
        "copy",
        write,
        copied,
        _raise,
        title=f"Copying {counted(count, 'row')}…",
        cancel=call_off,
    )


def _raise(error: Exception) -> None:
    """A bug: the one excepthook reports it."""
    raise error
