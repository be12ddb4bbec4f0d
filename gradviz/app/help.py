"""The keyboard list and the about box."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import gradviz
from gradviz.app.actions import ACTIONS, shown_keys
from gradviz.look.icons import app_icon
from gradviz.model.find_query import EXAMPLES

_ON_THE_CANVAS = (
    ("Arrow keys", "Walk the graph: right to a user, left to an operand, and into an open group"),
    ("Enter", "Edit the selected leaf, inspect the selected value, open or close the group"),
    ("Backspace", "Out to the group around what is selected"),
    ("Double click", "The same for what is under the pointer; a group by its card or header"),
    ("Wheel", "Zoom at the pointer"),
    ("Drag", "Move the picture"),
)


class KeysDialog(QDialog):
    """Every key, from the action table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard")
        self.resize(560, 620)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(1, 1)
        rows = [row for row in ACTIONS if shown_keys(row)]
        for group, members in groupby(rows, key=lambda row: row.group):
            _add_title(grid, group)
            for row in members:
                _add_row(grid, shown_keys(row), f"{row.text}: {row.tip[0].lower()}{row.tip[1:]}")
        _add_title(grid, "On the canvas")
        for keys, text in _ON_THE_CANVAS:
            _add_row(grid, keys, text)
        _add_title(grid, "What Find and the table of values understand")
        for typed, finds in EXAMPLES:
            _add_row(grid, typed, finds)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        _finish(self, scroll)


class AboutDialog(QDialog):
    """What gradviz is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About gradviz")
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(64, 64))
        text = QLabel(
            f"<h3>gradviz {gradviz.__version__}</h3>"
            "<p>A visual debugger for backpropagation: see the graph, click a gradient to learn "
            "why it is what it is, and step backward() in time.</p>"
            "<p>MIT licence. Fonts: Inter and JetBrains Mono, SIL Open Font License.</p>"
        )
        text.setWordWrap(True)
        text.setMinimumWidth(360)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setSpacing(24)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        _finish(self, content)


def _finish(dialog: QDialog, content: QWidget) -> None:
    column = QVBoxLayout(dialog)
    column.addWidget(content)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)


def _add_title(grid: QGridLayout, text: str) -> None:
    title = QLabel(text)
    title.setProperty("role", "section")
    title.setContentsMargins(0, 12, 0, 0)
    grid.addWidget(title, grid.rowCount(), 0, 1, 2)


def _add_row(grid: QGridLayout, keys: str, text: str) -> None:
    row = grid.rowCount()
    key = QLabel(keys)
    key.setProperty("role", "key")
    grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label = QLabel(text)
    label.setWordWrap(True)
    grid.addWidget(label, row, 1)
