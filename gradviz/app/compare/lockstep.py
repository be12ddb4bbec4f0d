"""Lockstep: plays an engine's run and the reference's together, and halts where they part."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gradviz.app.actions import Actions
from gradviz.app.compare.comparing import Comparing
from gradviz.app.document import Document
from gradviz.app.player import Player
from gradviz.look.typography import typographic
from gradviz.model.compare import Row
from gradviz.model.debugger import Move
from gradviz.model.divergence import headline, summary

_NAMES = ("divergence", "next_divergence", "previous_divergence")


class Lockstep(QObject):
    """As long as it is on, playing halts at every divergence; a step by hand goes past it."""

    status = Signal(str)
    """Where the two runs parted; '' once one has gone on from there."""
    table_wanted = Signal()

    def __init__(
        self, document: Document, player: Player, comparing: Comparing, actions: Actions
    ) -> None:
        super().__init__()
        self._document = document
        self._player = player
        self._comparing = comparing
        self._actions = actions
        self._is_telling = False
        actions["lockstep"].triggered.connect(self._on_toggled)
        actions["divergence"].triggered.connect(self._to_first)
        actions["next_divergence"].triggered.connect(self._to_next)
        actions["previous_divergence"].triggered.connect(self._to_previous)
        document.graph_opened.connect(self._on_recording_changed)
        document.recording_changed.connect(self._on_recording_changed)
        document.cursor_moved.connect(self._on_cursor_moved)
        self._enable_actions()

    @property
    def is_on(self) -> bool:
        return self._actions["lockstep"].isChecked()

    # --- what a person does -------------------------------------------------------------

    def _on_toggled(self) -> None:
        if not self.is_on:
            return
        self.table_wanted.emit()
        first = self._comparing.comparison.first
        if first is None:
            self._tell(summary(self._comparing.comparison))
            return
        begin = len(self._document.recording.graph)  # forward has no writes to compare
        if not begin <= self._document.position < first.position:
            self._document.seek(begin)
        if not self._player.is_playing:
            self._player.start()

    def _to_first(self) -> None:
        self._go_to(self._comparing.comparison.first, "Nothing diverges from the reference")

    def _to_next(self) -> None:
        found = self._comparing.comparison.next_divergence(self._document.position)
        self._go_to(found, "No divergence after this step")

    def _to_previous(self) -> None:
        found = self._comparing.comparison.previous_divergence(self._document.position)
        self._go_to(found, "No divergence before this step")

    # --- what changed -------------------------------------------------------------------

    def _on_cursor_moved(self, move: Move) -> None:
        self._be_silent()
        if self.is_on and self._player.is_playing and move.after > move.before:
            # The fastest play takes many steps at once: it isn't to run past a divergence.
            row = self._comparing.comparison.next_divergence(move.before)
            if row is not None and row.position <= move.after:
                self._player.stop()
                self._document.seek(row.position)
                self._show(row)

    def _on_recording_changed(self) -> None:
        self._be_silent()
        self._enable_actions()

    def _enable_actions(self) -> None:
        for name in _NAMES:
            self._actions[name].setEnabled(self._comparing.may_diverge)

    # --- going there --------------------------------------------------------------------

    def _go_to(self, row: Row | None, otherwise: str) -> None:
        self._player.stop()
        if row is None:
            self._tell(otherwise)
        else:
            self._document.seek(row.position)
            self._show(row)

    def _show(self, row: Row) -> None:
        self._document.select(row.target)
        self._tell(typographic(headline(self._comparing.comparison, row)))

    def _tell(self, text: str) -> None:
        self._is_telling = True
        self.status.emit(text)

    def _be_silent(self) -> None:
        if self._is_telling:
            self._is_telling = False
            self.status.emit("")
