"""Opening something: run it, make its drawing, lay it out in the child process."""

from __future__ import annotations

from pathlib import Path

from gradviz.app.document import Document
from gradviz.app.tasks import Tasks
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.layout.drawing import Drawing
from gradviz.layout.layouter import Layouter
from gradviz.model.recording import Recording, Rule
from gradviz.sources.examples import Example
from gradviz.sources.program import record_program


def document_of(example: Example, rule: Rule = Rule.ACCUMULATE) -> Document:
    """A document of an example, forward done and backward about to start."""
    recording = record_program(example.path, rule)
    document = Document(recording, Drawing.of(recording.graph, BOX_SIZES), example.path.name)
    document.seek(len(recording.graph))
    return document


class Opener:
    """Opens things into a document, and sees to its layout."""

    def __init__(self, document: Document, tasks: Tasks, layouter: Layouter) -> None:
        self._document = document
        self._tasks = tasks
        self._layouter = layouter

    def open_example(self, example: Example) -> None:
        """Replace what is open; the rule stays. Raises ScriptFailed or NoGraphFound."""
        self._open(record_program(example.path, self._document.recording.rule), example.path)

    def _open(self, recording: Recording, path: Path) -> None:
        self._document.open(recording, Drawing.of(recording.graph, BOX_SIZES), path.name)
        self._document.seek(len(recording.graph))

    def lay_out(self) -> None:
        """Lay out the document's drawing beside this thread; the layout then comes to it."""
        drawing = self._document.drawing
        if self._tasks.is_running("layout"):
            self._layouter.cancel()
        self._tasks.run(
            "layout",
            lambda: self._layouter.lay_out(drawing),
            self._document.set_layout,
            _raise,
        )

    def close(self) -> None:
        """Give up a layout that is under way."""
        if self._tasks.is_running("layout"):
            self._tasks.drop("layout")
            self._layouter.cancel()


def _raise(error: Exception) -> None:
    """The layouter always finds some layout: what comes here is a bug, for the excepthook."""
    raise error
