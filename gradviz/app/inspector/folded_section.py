"""FoldedSection: a section whose rows are folded, if there are many, until all are wanted."""

from __future__ import annotations

from PySide6.QtCore import Signal

from gradviz.app.inspector.fold_button import FoldButton
from gradviz.app.inspector.section import Section
from gradviz.app.inspector.subject import Subject
from gradviz.look.theme import Theme
from gradviz.model.graph import Graph

MOST_UNFOLDED = 200
"""Rows shown even when unfolded: a bias of a large network collects thousands."""


class FoldedSection(Section):
    """Stays unfolded as long as it is about the same node. Rows in it lead to positions."""

    position_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.is_unfolded = False
        self.fold_button = FoldButton(theme)
        self.fold_button.clicked.connect(self.toggle_fold)
        self._subject: Subject | None = None
        self._about: tuple[Graph, int] | None = None

    def show_subject(self, subject: Subject) -> None:
        about = (subject.graph, subject.node)
        if about != self._about:
            self._about, self.is_unfolded = about, False
        self._subject = subject
        self.show_rows(subject)

    def show_rows(self, subject: Subject) -> None:
        """As `is_unfolded` wants them."""
        raise NotImplementedError

    def toggle_fold(self) -> None:
        self.is_unfolded = not self.is_unfolded
        if self._subject is not None:
            self.show_rows(self._subject)
