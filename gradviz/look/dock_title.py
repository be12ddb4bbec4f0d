"""The title bar of a dock: its name underlined like a tab, and room for buttons."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gradviz.look.metrics import METRICS


class DockTitle(QFrame):
    """Give it to `QDockWidget.setTitleBarWidget`; it shows the dock's window title.

    Dragging still moves the dock: the title leaves mouse events to it.
    """

    def __init__(self, dock: QDockWidget, *buttons: QWidget) -> None:
        super().__init__(dock)
        self.setProperty("kind", "dock-title")
        self.setFixedHeight(METRICS.dock_tab_height)
        self._name = QLabel(dock.windowTitle())
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        dock.windowTitleChanged.connect(self._name.setText)
        row = QHBoxLayout(self)
        row.setContentsMargins(METRICS.space_3, 0, METRICS.space_2, 0)
        row.setSpacing(METRICS.space_1)
        row.addWidget(self._name)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)

    def sizeHint(self) -> QSize:
        # What the dock goes by; a fixed height alone would let the panel slip under the title.
        return QSize(super().sizeHint().width(), METRICS.dock_tab_height)
