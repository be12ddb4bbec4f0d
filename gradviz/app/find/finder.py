"""Finder: the question that is asked, and which values answer to it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.app.counted import counted
from gradviz.app.document import Document
from gradviz.app.find.rest import Rest
from gradviz.model.explain import step_name
from gradviz.model.find import find, reservation
from gradviz.model.find_query import NotUnderstood, Query, parse
from gradviz.model.graph import Ints


class Finder(QObject):
    """One question for the whole window: the bar, the table and the canvas read the same.

    A question about gradients is asked anew when the position has come to rest, not at every
    step: until then `asked_at` isn't the present position.
    """

    changed = Signal()
    """Another question, or another answer to it."""
    arrived = Signal()
    """A person went to a match, maybe to the one that was selected already."""

    def __init__(self, document: Document, rest: Rest) -> None:
        super().__init__(document)
        self._document = document
        self._is_new = True
        self.text = ""
        self.query: Query = parse("")
        self.nodes: Ints | None = None
        """The matches in their order; None as long as nothing is asked."""
        self.refusal = ""
        """Why the question isn't understood; the last one that was, and its answer, stay."""
        self.asked_at = document.position
        document.graph_opened.connect(self._ask_again)
        document.recording_changed.connect(self._on_recording_changed)
        rest.came.connect(self._on_rest)

    # --- asking ---------------------------------------------------------------------------

    def ask(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self._is_new = True
            self._answer(text)
            self.changed.emit()

    def _answer(self, text: str) -> None:
        document = self._document
        try:
            query = parse(text)
            nodes = find(query, document.recording, document.position)
        except NotUnderstood as error:
            self.refusal = str(error)
            return
        self.refusal = ""
        self.query = query
        self.nodes = None if query.is_everything else nodes
        self.asked_at = document.position

    def _ask_again(self) -> None:
        """Of what is there now; where the question has become one that can't be answered (an
        op that this graph doesn't have), nothing is found."""
        before, refused = self.nodes, self.refusal
        if before is not None:
            self.nodes = before[:0]
        self._answer(self.text)
        is_same = before is self.nodes or (
            before is not None
            and self.nodes is not None
            and np.array_equal(before, self.nodes)
        )  # fmt: skip
        if not is_same or refused != self.refusal:
            self.changed.emit()

    def _on_recording_changed(self) -> None:
        if self.query.asks_numbers:
            self._ask_again()

    def _on_rest(self) -> None:
        if self.query.asks_numbers and self.asked_at != self._document.position:
            self._ask_again()
            self.asked_at = self._document.position

    # --- from match to match --------------------------------------------------------------

    @property
    def place(self) -> int | None:
        """Which of the matches is selected, from 0."""
        if self.nodes is None or self._document.selected is None:
            return None
        at = np.flatnonzero(self.nodes == self._document.selected)
        return int(at[0]) if len(at) else None

    def go(self, by: int) -> None:
        """Select the next match (by = 1) or the one before it (-1), around the end.

        A new question begins at what is selected: the first match from there on, or the
        largest where the largest are asked for.
        """
        if self.nodes is None or not len(self.nodes):
            return
        place = None if self._is_new and self.query.extreme is not None else self.place
        if place is None:
            place = self._start(by)
        elif not self._is_new:
            place = (place + by) % len(self.nodes)
        self._is_new = False
        self._document.select(int(self.nodes[place]))
        self.arrived.emit()

    def _start(self, by: int) -> int:
        assert self.nodes is not None
        selected = self._document.selected
        if selected is None or self.query.extreme is not None:
            return 0 if by > 0 else len(self.nodes) - 1
        after = int(np.searchsorted(self.nodes, selected))
        return (after if by > 0 else after - 1) % len(self.nodes)

    # --- in words -------------------------------------------------------------------------

    @property
    def message(self) -> str:
        """'3 of 120', or why there is no number to give."""
        if self.refusal or self.nodes is None:
            return self.refusal
        place, count = self.place, len(self.nodes)
        text = f"{count:,} found" if count else "Nothing found"
        if place is not None:
            text = f"{place + 1:,} of {count:,}{self._where(place)}"
        recording = self._document.recording
        if self.asked_at != self._document.position and self.query.asks_gradients:
            text += f" at {step_name(recording, self.asked_at).lower()}"
        but = reservation(self.query, recording, self.asked_at)
        return f"{text}: {but}" if but else text

    def _where(self, place: int) -> str:
        """', in sample 4': the closed group that a match is hidden in."""
        fold = self._document.fold
        if fold is None or self.nodes is None:
            return ""
        group = int(fold.hidden_in[self.nodes[place]])
        return f", in {fold.groups.names[group]}" if group >= 0 else ""

    @property
    def count_text(self) -> str:
        """How many are found; all, where nothing is asked."""
        found = self._document.recording.graph if self.nodes is None else self.nodes
        return f"{len(found):,}"

    @property
    def nothing_text(self) -> str:
        """Why no value is listed."""
        document = self._document
        but = reservation(self.query, document.recording, self.asked_at)
        asked = counted(len(document.recording.graph), "value")
        return f"None of {asked} answers to {self.query.text}" + (f": {but}." if but else ".")
