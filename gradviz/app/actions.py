"""The action table: every command's text, icon, keys and tooltip, in one place.

Menus, the toolbar, tooltips and the keyboard help are all made from these rows. What an
action does is connected in the window.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from gradviz.look.icons import icon
from gradviz.look.theme import Theme


@dataclass(frozen=True)
class ActionRow:
    """`keys`: the first is the one shown. `plain_keys` work only where the focused control
    has no use for them itself (Space presses a focused button, else it plays)."""

    name: str
    group: str
    text: str
    icon: str
    tip: str
    keys: tuple[str, ...] = ()
    plain_keys: tuple[str, ...] = ()
    checkable: bool = False


ACTIONS: tuple[ActionRow, ...] = (
    ActionRow("step", "Step", "Step", "step", "One step on", ("F10", ".")),
    ActionRow("back", "Step", "Step back", "step-back", "One step back", ("Shift+F10", ",")),
    ActionRow("play", "Step", "Play", "play", "Step by step, by itself", ("F5",), ("Space",)),
    ActionRow("to_start", "Step", "To start", "to-start", "Before the first value", ("Home",)),
    ActionRow("to_backward", "Step", "To backward", "rerun",
              "Forward is done; backward is about to start", ("B",)),
    ActionRow("to_end", "Step", "To end", "to-end", "After the last step", ("End",)),
    ActionRow("run_to", "Step", "Run to selected", "run-to-cursor",
              "To the step of the selected node", ("R", "Ctrl+F10")),
    ActionRow("lockstep", "Step", "Compare in lockstep", "compare",
              "Play beside the reference and halt where the two part", ("C",), checkable=True),
    ActionRow("divergence", "Step", "To first divergence", "warning",
              "Where a gradient first leaves what it should be", ("D",)),
    ActionRow("next_divergence", "Step", "Next divergence", "arrow-right",
              "Where the run next parts from the reference", ("N",)),
    ActionRow("previous_divergence", "Step", "Previous divergence", "arrow-left",
              "Where it parted from the reference before", ("Shift+N",)),
    ActionRow("faster", "Step", "Play faster", "speed", "Twice the speed", ("]",)),
    ActionRow("slower", "Step", "Play slower", "speed", "Half the speed", ("[",)),
    ActionRow("as_written", "Rule", "as written", "code",
              "What the program's own engine did", ("-",), checkable=True),
    ActionRow("accumulate", "Rule", "accumulate", "rule-accumulate",
              "grad += contribution: the chain rule", ("+",), checkable=True),
    ActionRow("overwrite", "Rule", "overwrite", "rule-overwrite",
              "grad = contribution: the classic bug", ("=",), checkable=True),
    ActionRow("edit_leaf", "Edit", "Edit value", "pencil",
              "Type another value for the selected leaf", ("F2",)),
    ActionRow("undo", "Edit", "Undo", "undo", "Take the last edit back", ("Ctrl+Z",)),
    ActionRow("redo", "Edit", "Redo", "redo", "Make it again", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionRow("copy_grad", "Edit", "Copy gradient", "copy",
              "Copy the selected node's gradient, every digit", ("Ctrl+Shift+C",)),
    ActionRow("find", "Edit", "Find values…", "search",
              "By name, op, value or gradient", ("Ctrl+F",)),
    ActionRow("find_next", "Edit", "Find next", "arrow-right",
              "Select the next value that was found", ("F3",)),
    ActionRow("find_previous", "Edit", "Find previous", "arrow-left",
              "Select the one before", ("Shift+F3",)),
    ActionRow("nodes", "Edit", "Table of all values", "node",
              "Every value in one table, to filter and sort", ("Ctrl+Shift+F",)),
    ActionRow("select_root", "Edit", "Select root", "flag",
              "The value backward() was called on", ("T",)),
    ActionRow("clear_selection", "Edit", "Clear selection", "x", "Select nothing",
              (), ("Esc",)),
    ActionRow("zoom_in", "View", "Zoom in", "zoom-in", "Larger", ("Ctrl++", "Ctrl+=")),
    ActionRow("zoom_out", "View", "Zoom out", "zoom-out", "Smaller", ("Ctrl+-",)),
    ActionRow("zoom_reset", "View", "Actual size", "search", "100 %", ("Ctrl+0",)),
    ActionRow("fit", "View", "Fit", "fit", "The whole graph", ("F",)),
    ActionRow("zoom_selection", "View", "Zoom to selection", "zoom-selection",
              "The selected node and its neighbours", ("Z",)),
    ActionRow("next_pane", "View", "Next pane", "layers",
              "Canvas, inspector, timeline, tables in turn", ("F6",)),
    ActionRow("previous_pane", "View", "Previous pane", "layers", "The other way", ("Shift+F6",)),
    ActionRow("by_state", "Colour", "State", "check",
              "Colours tell what is pending, current and done", ("S",), checkable=True),
    ActionRow("by_gradient", "Colour", "Gradient", "flame",
              "Colours tell how large each gradient is", ("H",), checkable=True),
    ActionRow("by_value", "Colour", "Value", "node",
              "Colours tell how large each value is", ("V",), checkable=True),
    ActionRow("toggle_group", "Groups", "Open or close group", "group",
              "The selected group, or the one that hides or holds the selected value", ("G",)),
    ActionRow("reveal", "Groups", "Open groups around value", "layers",
              "The selected group, or all that hide the selected value",
              ("O", "Ctrl+Return")),
    ActionRow("open_level", "Groups", "Open one level", "plus",
              "Open the outermost closed groups", ("Ctrl+Shift+]", "Shift+G")),
    ActionRow("close_level", "Groups", "Close one level", "minus",
              "Close the innermost open groups", ("Ctrl+Shift+[", "Alt+G")),
    ActionRow("open_groups", "Groups", "Open all groups", "zoom-in", "Down to every value"),
    ActionRow("close_groups", "Groups", "Close all groups", "collapse",
              "Each of the outermost groups as one card"),
    ActionRow("groups", "Groups", "Show groups", "layers",
              "Frames around samples, layers and neurons", checkable=True),
    ActionRow("labels", "Groups", "Label busy leaves", "flag",
              "A leaf that many values use, as a label beside each of them", ("L",),
              checkable=True),
    ActionRow("value_labels", "Groups", "Label busy values", "flag",
              "A computed value that many others use, as a label beside each of them",
              ("Shift+L",), checkable=True),
    ActionRow("theme", "View", "Light or dark", "moon", "The other theme", ("Ctrl+Shift+L",)),
    ActionRow("reduced_motion", "View", "Reduce motion", "wave",
              "Show each step's end state at once", checkable=True),
    ActionRow("next_problem", "View", "Next problem", "warning",
              "Jump to the next problem and its step", ("F8",)),
    ActionRow("palette", "Help", "Commands…", "search",
              "Find any command, node or step", ("Ctrl+K", "Ctrl+Shift+P")),
    ActionRow("menu", "Help", "Menu", "menu", "All commands", ("Alt+M",)),
    ActionRow("keys", "Help", "Keyboard", "keyboard", "Every key, in one list", ("F1",)),
    ActionRow("about", "Help", "About gradviz", "info", "What this is"),
    ActionRow("new", "File", "New program", "plus", "An empty program to write in", ("Ctrl+N",)),
    ActionRow("open", "File", "Open…", "open", "A program (.py) or a notebook (.ipynb)",
              ("Ctrl+O",)),
    ActionRow("save", "File", "Save", "save", "Write the program to its file", ("Ctrl+S",)),
    ActionRow("save_as", "File", "Save as…", "save", "Write the program to another file"),
    ActionRow(
        "run_with",
        "File",
        "Run with…",
        "play",
        "Give the program arguments or another working directory",
        ("Ctrl+Shift+R",),
    ),
    ActionRow("run", "File", "Run program", "play", "Run the program and show its graph",
              ("Ctrl+R",)),
    ActionRow("stop", "File", "Stop program", "x", "End the program that is running",
              ("Ctrl+.",)),
    ActionRow("save_picture", "File", "Save picture…", "picture",
              "The canvas as a PNG file", ("Ctrl+Shift+S",)),
    ActionRow("quit", "File", "Quit", "x", "Close the window", ("Ctrl+Q",)),
)  # fmt: skip

ROWS: dict[str, ActionRow] = {row.name: row for row in ACTIONS}


class Actions:
    """The table's QActions, by name: `actions["step"].triggered.connect(document.step)`."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        self._actions: dict[str, QAction] = {}
        # Exclusive: the one in force stays lit when pressed again.
        switches = {group: QActionGroup(parent) for group in ("Rule", "Colour")}
        for row in ACTIONS:
            action = QAction(row.text, parent)
            action.setObjectName(row.name)
            action.setShortcuts([QKeySequence(key) for key in row.keys])
            action.setCheckable(row.checkable)
            action.setToolTip(tooltip(row))
            action.setStatusTip("")
            self._actions[row.name] = action
            if row.group in switches:
                switches[row.group].addAction(action)
            parent.addAction(action)
        self.set_theme(theme)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def set_theme(self, theme: Theme) -> None:
        for name, action in self._actions.items():
            action.setIcon(icon(ROWS[name].icon, theme))

    def for_plain_key(self, key: str) -> QAction | None:
        """The action of a key that the focused control had no use for."""
        for row in ACTIONS:
            if key in row.plain_keys:
                return self._actions[row.name]
        return None


def shown_keys(row: ActionRow) -> str:
    """All keys of an action as one reads them: 'F10 or .'."""
    native = [
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        for key in (*row.keys, *row.plain_keys)
    ]
    return " or ".join(dict.fromkeys(native))


def tooltip(row: ActionRow) -> str:
    keys = shown_keys(row)
    return f"{row.tip} ({keys})" if keys else row.tip
