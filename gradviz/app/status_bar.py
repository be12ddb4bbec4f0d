"""The status bar: where we are, how large the graph is, and whether its gradients are right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from gradviz.app.counted import counted
from gradviz.app.document import Document
from gradviz.app.elided_label import ElidedLabel
from gradviz.app.progress import Progress
from gradviz.app.tasks import Tasks
from gradviz.app.verification import Verdict
from gradviz.look.icons import pixmap
from gradviz.look.theme import Theme
from gradviz.model.positions import Phase

_LEAST_NAME = 120


class StatusBar(QStatusBar):
    """Reads the document; `show_verdict` is told what the check of all gradients found."""

    def __init__(self, document: Document, tasks: Tasks, theme: Theme) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._document = document
        self._theme = theme
        self._verdict: Verdict | None = None
        self._is_playing = False
        self._missing = ""
        self._where = _IconText("Position")
        self._size = ElidedLabel()
        self._note = ElidedLabel()
        self._news = ""
        self._check = _IconText("Check of all gradients")
        self._name = ElidedLabel(_LEAST_NAME)
        self.addWidget(self._where)
        self.addWidget(self._size)
        self.addWidget(self._note)
        self.addPermanentWidget(Progress(tasks))
        self.addPermanentWidget(self._check)
        self.addPermanentWidget(self._name)
        document.graph_opened.connect(self._show_graph)
        document.recording_changed.connect(self.refresh)
        document.cursor_moved.connect(self.refresh)
        document.layout_changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.refresh()

    def show_verdict(self, verdict: Verdict | None) -> None:
        """None while the check is still under way."""
        self._verdict = verdict
        self._show_check()

    def show_playing(self, playing: bool) -> None:
        """It steps by itself, until told otherwise."""
        self._is_playing = playing
        self._show_position()

    @property
    def note(self) -> str:
        return self._note.text()

    @property
    def name(self) -> str:
        """Of the program in view."""
        return self._name.text()

    def show_note(self, text: str) -> None:
        """What a program is doing; '' for nothing."""
        self._news = text
        self._show_note()

    def _show_note(self) -> None:
        document = self._document
        of_layout = document.layout.note if document.layout is not None else ""
        self._note.setText(self._news or document.program.origin or of_layout)

    def show_missing(self, name: str) -> None:
        """The program in view has no graph; so it stays until a graph is opened."""
        self._missing = name
        self._where.show_text(self._theme, "pending", "text.muted", "No graph")
        self._size.setText("")
        self._name.setText(name)
        self._check.show_text(self._theme, "pending", "text.muted", "Nothing to check")

    def _show_graph(self) -> None:
        self._missing = ""
        self.refresh()

    def refresh(self) -> None:
        if self._missing:
            self.show_missing(self._missing)
            return
        document = self._document
        graph = document.recording.graph
        self._size.setText(
            f"{counted(len(graph), 'value')} · {counted(len(graph) - len(graph.leaves), 'op')} · "
            f"{counted(graph.edge_count, 'edge')}"
        )
        self._show_note()
        self._name.setText(document.name)
        self._show_position()
        self._show_check()

    def _show_position(self) -> None:
        document = self._document
        recording, step = document.recording, document.current
        n = len(recording.graph)
        where = "Playing:" if self._is_playing else "Paused after"
        if document.at_end:
            total = recording.backward_steps
            done = f"Finished: {total:,} of {total:,} backward steps"
            self._where.show_text(
                self._theme,
                "check-circle",
                "success.text",
                done if recording.has_backward else "Finished: no gradient was passed on",
            )
        elif step.phase is Phase.BACKWARD:
            self._where.show_text(
                self._theme,
                "current-back",
                "backward.text",
                f"{where} backward step {step.number:,} of {recording.backward_steps:,}",
            )
        elif step.phase is Phase.SEED:
            self._where.show_text(
                self._theme, "current-back", "backward.text", f"{where} the seed of backward"
            )
        elif document.at_start:
            self._where.show_text(
                self._theme, "pending", "text.secondary", "At the start: nothing is computed yet"
            )
        elif document.position == n:
            self._where.show_text(
                self._theme, "current", "forward.text", "Forward is done; step to start backward"
            )
        else:
            self._where.show_text(
                self._theme, "current", "forward.text",
                f"{where} forward step {step.number:,} of {n:,}",
            )  # fmt: skip

    def _show_check(self) -> None:
        if self._verdict is None:
            self._check.show_text(self._theme, "pending", "text.muted", "Checking gradients…")
        else:
            icon_name, role = {
                "right": ("check-circle", "success.text"),
                "wrong": ("error", "error.text"),
                "unclear": ("warning", "warning.text"),
            }[self._verdict.kind]
            self._check.show_text(self._theme, icon_name, role, self._verdict.text)


class _IconText(QWidget):
    """A small icon and a text in one colour."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._look: tuple[str, str, float] | None = None
        self._icon = QLabel()
        self._text = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._text)

    def show_text(self, theme: Theme, icon_name: str, role: str, text: str) -> None:
        color = theme.color(role)
        self._text.setText(text)
        if self._look != (icon_name, color.name(), self.devicePixelRatioF()):
            # Only then: a style sheet is read anew each time, which takes some milliseconds.
            self._look = (icon_name, color.name(), self.devicePixelRatioF())
            self._icon.setPixmap(pixmap(icon_name, color, 14, self.devicePixelRatioF()))
            self._text.setStyleSheet(f"color: {color.name()}; font-weight: 500")
        self.setAccessibleName(f"{self._name}: {text}")
