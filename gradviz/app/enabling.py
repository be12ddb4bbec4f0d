"""Enabling: which actions there is something to do for."""

from __future__ import annotations

from gradviz.app.actions import ACTIONS, Actions
from gradviz.app.document import Document
from gradviz.app.player import Player

_OF_A_GRAPH = ("Step", "Rule", "Colour", "Groups")
"""Groups of the action table that are about the graph in view, whole."""

_WHEREVER_A_GRAPH_IS = (
    "play", "to_backward", "faster", "slower", "by_state", "by_gradient", "by_value",
    "find", "find_next", "find_previous", "nodes", "select_root",
    "zoom_in", "zoom_out", "zoom_reset", "fit", "save_picture",
)  # fmt: skip

_WHERE_A_VALUE_IS = ("edit_leaf", "copy_grad", "clear_selection", "zoom_selection")


class Enabling:
    """Reads the document. A program without a graph leaves nothing to step, to colour or to
    find, whatever the graph behind the curtain would allow."""

    def __init__(self, document: Document, player: Player, actions: Actions) -> None:
        self._document = document
        self._player = player
        self._actions = actions
        self._has_graph = True

    @property
    def has_graph(self) -> bool:
        """Whether the document's graph is in view."""
        return self._has_graph

    def show_graph(self) -> None:
        """What is about rules, groups and divergences is enabled by what knows of them."""
        self._has_graph = True
        for name in _WHEREVER_A_GRAPH_IS:
            self._actions[name].setEnabled(True)
        self.refresh()

    def show_no_graph(self) -> None:
        self._has_graph = False
        self._player.stop()
        self.refresh()

    def refresh(self) -> None:
        """To the position, the selection, the problems and the edits."""
        document, actions = self._document, self._actions
        selected = document.selected
        can_edit = selected is not None and document.recording.graph.is_leaf(selected)
        for name, enabled in {
            "step": not document.at_end,
            "to_end": not document.at_end,
            "back": not document.at_start,
            "to_start": not document.at_start,
            "run_to": selected is not None,
            "zoom_selection": selected is not None,
            "clear_selection": selected is not None or document.selected_group is not None,
            "copy_grad": selected is not None,
            "edit_leaf": can_edit,
            "undo": self._has_graph and document.undo_stack.canUndo(),
            "redo": self._has_graph and document.undo_stack.canRedo(),
            "next_problem": bool(document.problems),
        }.items():
            actions[name].setEnabled(enabled)
        undo, redo = document.undo_stack.undoText(), document.undo_stack.redoText()
        actions["undo"].setText(f"Undo {undo}" if undo else "Undo")
        actions["redo"].setText(f"Redo {redo}" if redo else "Redo")
        if not self._has_graph:
            self._disable_all()

    def _disable_all(self) -> None:
        of_a_graph = (row.name for row in ACTIONS if row.group in _OF_A_GRAPH)
        for name in (*of_a_graph, *_WHEREVER_A_GRAPH_IS, *_WHERE_A_VALUE_IS):
            self._actions[name].setEnabled(False)
