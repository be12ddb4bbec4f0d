"""Commands: what each action of the window does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from gradviz.app.help import AboutDialog, KeysDialog
from gradviz.app.menus import On, show_canvas_menu
from gradviz.app.palette import Palette
from gradviz.app.panes import pane_after_focus
from gradviz.app.value_commands import find_next
from gradviz.canvas.heat import Colouring
from gradviz.model.rule import Rule

if TYPE_CHECKING:
    from gradviz.app.window import MainWindow

COLOURINGS = {
    "by_state": Colouring.STATE,
    "by_gradient": Colouring.GRADIENT,
    "by_value": Colouring.VALUE,
}
"""The actions that choose what the colours on the canvas tell."""

_BY_HAND = ("step", "back", "to_start", "to_backward", "to_end", "run_to")
"""A step taken by hand ends playing."""


class Commands:
    """Hands on most of them to the part of the window that they are about."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._document = window.document
        for name, command in self._table().items():
            window.actions_[name].triggered.connect(lambda _=False, command=command: command())
        for name in _BY_HAND:
            window.actions_[name].triggered.connect(window.player.stop)

    def _table(self) -> dict[str, Callable[[], object]]:
        window, document = self._window, self._document
        canvas, desk, player = window.canvas, window.desk, window.player
        return {
            "step": document.step,
            "back": document.back,
            "play": player.toggle,
            "to_start": document.to_start,
            "to_backward": lambda: document.seek(len(document.recording.graph)),
            "to_end": document.to_end,
            "run_to": document.run_to_selected,
            "faster": lambda: player.change_speed(1),
            "slower": lambda: player.change_speed(-1),
            "as_written": lambda: document.set_rule(Rule.AS_WRITTEN),
            "accumulate": lambda: document.set_rule(Rule.ACCUMULATE),
            "overwrite": lambda: document.set_rule(Rule.OVERWRITE),
            "edit_leaf": window.values.edit_selected,
            "undo": document.undo_stack.undo,
            "redo": document.undo_stack.redo,
            "copy_grad": window.values.copy_gradient,
            "find": window.find_bar.open,
            "find_next": partial(find_next, window.finder, window.find_bar, 1),
            "find_previous": partial(find_next, window.finder, window.find_bar, -1),
            "nodes": window.steps_dock.show_nodes,
            "select_root": lambda: document.select(document.recording.graph.root),
            "clear_selection": lambda: document.select(None),
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
            "zoom_reset": canvas.zoom_reset,
            "fit": canvas.fit,
            "zoom_selection": canvas.zoom_to_selection,
            **{name: partial(window.colour_by, which) for name, which in COLOURINGS.items()},
            "next_pane": lambda: self._focus_pane(1),
            "previous_pane": lambda: self._focus_pane(-1),
            "theme": window.switch_theme,
            "reduced_motion": window.switch_motion,
            "next_problem": self._next_problem,
            "new": desk.new,
            "open": desk.ask_and_open,
            "save": desk.save,
            "save_as": desk.save_as,
            "run": desk.run,
            "run_with": desk.ask_and_run,
            "stop": desk.stop,
            "save_picture": self._save_picture,
            "palette": lambda: Palette(window, document, window.actions_, window.theme).open(),
            "menu": window.toolbar.open_menu,
            "keys": lambda: KeysDialog(window).exec(),
            "about": lambda: AboutDialog(window).exec(),
            "quit": window.close,
        }

    def seek(self, position: int) -> None:
        self._window.player.stop()
        self._document.seek(position)

    def show_canvas_menu(self, node: int | None, at: QPoint) -> None:
        """For a node or what else is at a place on the screen, which is selected."""
        canvas = self._window.canvas
        group = canvas.pick(QPointF(canvas.mapFromGlobal(at))).group
        on = On.BACKGROUND
        if node is not None:
            self._document.select(node)
            on = On.NODE
        elif group is not None:
            self._document.select_group(group)
            on = On.GROUP
        show_canvas_menu(self._window, self._window.actions_, on, at)

    def _next_problem(self) -> None:
        self._window.steps_dock.show_problems()
        self._window.problems.next_problem()

    def _focus_pane(self, by: int) -> None:
        window = self._window
        panes = (
            window.canvas, window.inspector, window.timeline, window.steps_dock.tabs,
            window.source.code,
        )  # fmt: skip
        pane = pane_after_focus(panes, by)
        if pane is window.inspector:
            window.inspector.focus_value()
        elif pane is not None:
            pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _save_picture(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self._window, "Save picture", f"{self._document.name}.png", "PNG picture (*.png)"
        )
        self._window.canvas.settle()
        if path and not self._window.canvas.grab().save(path, "PNG"):
            text = f"The picture could not be written to {path}. Try another folder."
            QMessageBox.warning(self._window, "gradviz", text)
