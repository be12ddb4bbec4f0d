"""Going from pane to pane by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QWidget


def pane_after_focus(panes: Sequence[QWidget], by: int) -> QWidget | None:
    """The pane so many places on from the one with the keyboard, hidden ones left out."""
    seen = [pane for pane in panes if pane.isVisible()]
    if not seen:
        return None
    focused = QApplication.focusWidget()
    at = -1 if by > 0 else 0
    for i, pane in enumerate(seen):
        if focused is not None and (pane is focused or pane.isAncestorOf(focused)):
            at = i
    return seen[(at + by) % len(seen)]
