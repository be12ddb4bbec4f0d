"""Dock: a panel beside the canvas that can be moved, floated and closed."""

from __future__ import annotations

from PySide6.QtWidgets import QDockWidget, QToolButton, QWidget

from gradviz.look.dock_title import DockTitle
from gradviz.look.icons import icon
from gradviz.look.theme import Theme


class Dock(QDockWidget):
    """Its title bar is as tall as a row of tabs, with buttons large enough to hit."""

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__(title)
        self.setObjectName(title.lower())
        self._float = _button(f"Float {title}")
        self._float.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self._close = _button(f"Close {title}")
        self._close.clicked.connect(self.close)
        self.setTitleBarWidget(DockTitle(self, self._float, self._close))
        self.setWidget(content)

    def set_theme(self, theme: Theme) -> None:
        self._float.setIcon(icon("float", theme))
        self._close.setIcon(icon("x", theme))


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("small", True)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
