"""View bar: what the canvas shows, in its top right corner: groups, and state or heat."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from gradviz.canvas.overlay import Overlay
from gradviz.look.button_group import button_group
from gradviz.look.icons import icon
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme


class ViewBar(Overlay):
    """Shows the window's own actions; a bar without any isn't there."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas, theme)
        self._groups = QToolButton(self)
        self._groups.setText("Groups")
        self._groups.setAccessibleName("Groups")
        self._groups.setToolTip("Open and close groups of values")
        self._groups.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._groups.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._groups.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(
            METRICS.space_1, METRICS.space_1, METRICS.space_1, METRICS.space_1
        )
        self._row.setSpacing(METRICS.space_1)
        self._row.addWidget(self._groups)
        self.has_actions = False
        self.set_theme(theme)

    def set_actions(self, groups: Sequence[QAction | None], colours: Sequence[QAction]) -> None:
        """The menu under "Groups" (None is a separator), and the ways to colour, of which one
        is on."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for action in groups:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        self._groups.setMenu(menu)
        segments = [_segment(action) for action in colours]
        one = QButtonGroup(self)
        for segment in segments:
            one.addButton(segment)
        self._row.addWidget(button_group("segments", *segments, parent=self))
        self.has_actions = True

    def show_groups(self, on: bool) -> None:
        """Whether the graph has groups, or values busy enough for labels."""
        self._groups.setVisible(on)
        self.adjustSize()

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._groups.setIcon(icon("group", theme))


def _segment(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setProperty("kind", "segment")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.iconText())
    return button
