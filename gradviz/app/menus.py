"""The window's menus, made from the action table, the examples and the recent files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDockWidget, QMenu, QWidget

from gradviz.app.actions import ACTIONS, Actions
from gradviz.app.menu_letters import give_letters
from gradviz.app.settings import Settings
from gradviz.sources.examples import Example, examples

_OWN_MENUS = ("Step", "Rule", "Edit", "View", "Colour", "Groups", "Help")
"""Groups of the action table with a menu of their own; the others are in the main menu."""

_KEYS_FOR_EXAMPLES = 9

_BEGIN_A_SECTION = ("run", "save_picture", "quit")

_FOR_A_NODE = ("run_to", "edit_leaf", "copy_grad", "zoom_selection", "reveal", "toggle_group")
_FOR_A_GROUP = ("toggle_group", "open_level", "close_level", "", "open_groups", "close_groups")
_FOR_THE_CANVAS = ("fit", "zoom_reset", "find", "select_root", "toggle_group", "save_picture")


def examples_menu(window: QWidget, open_: Callable[[Example], None]) -> QMenu:
    """Every example, the first ones with Ctrl and their number."""
    menu = QMenu("Examples", window)
    menu.setToolTipsVisible(True)
    for number, example in enumerate(examples(), start=1):
        action = menu.addAction(example.title)
        action.setToolTip(example.notes)
        if number <= _KEYS_FOR_EXAMPLES:
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
        action.triggered.connect(lambda _=False, e=example: open_(e))
        window.addAction(action)
    return menu


def main_menu(
    window: QWidget, actions: Actions, recent: QMenu, docks: Sequence[QDockWidget]
) -> QMenu:
    menu = QMenu("Menu", window)
    groups = {group: menu.addMenu(group) for group in _OWN_MENUS}
    menu.addSeparator()
    for row in ACTIONS:
        if row.name == "menu":
            continue  # it is this one
        if row.name in _BEGIN_A_SECTION:
            menu.addSeparator()
        groups.get(row.group, menu).addAction(actions[row.name])
        if row.name == "open":
            menu.addMenu(recent)
    groups["View"].addSeparator()
    for dock in docks:
        groups["View"].addAction(dock.toggleViewAction())
    give_letters(menu)
    return menu


class RecentMenu(QMenu):
    """The files last opened, listed when it is about to be seen."""

    def __init__(self, window: QWidget, settings: Settings, open_: Callable[[Path], None]) -> None:
        super().__init__("Open recent", window)
        self._settings = settings
        self._open = open_
        self.aboutToShow.connect(self._list)

    def _list(self) -> None:
        self.clear()
        for path in self._settings.recent:
            action = self.addAction(path)
            action.triggered.connect(lambda _=False, path=path: self._open(Path(path)))
        if not self._settings.recent:
            self.addAction("Nothing opened yet").setEnabled(False)


GROUPS_MENU = (
    "toggle_group", "reveal", "open_level", "close_level", "", "open_groups", "close_groups", "",
    "groups", "labels", "value_labels",
)  # fmt: skip
"""What the canvas's own menu of groups offers; '' is a separator."""


class On(Enum):
    """What a menu on the canvas is about."""

    NODE = _FOR_A_NODE
    GROUP = _FOR_A_GROUP
    BACKGROUND = _FOR_THE_CANVAS


def show_canvas_menu(window: QWidget, actions: Actions, on: On, at: QPoint) -> QMenu:
    """What one can do with a node, with a group, or with the background."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in on.value:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()
    menu.popup(at)
    return menu
