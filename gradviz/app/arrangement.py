"""Where the window is and how its docks share it: by proportion at first, then as it was left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from gradviz.app.settings import Settings
from gradviz.look.metrics import METRICS

_LEAST_WIDTH_FOR_SOURCE = 1500


def arrange(
    window: QMainWindow, source: QDockWidget, inspector: QDockWidget, steps: QDockWidget,
    width: int, height: int,
) -> None:  # fmt: skip
    """To a size, the docks in proportion. The canvas comes first: on a narrow window the
    source starts hidden."""
    window.resize(width, height)
    bottom = min(METRICS.bottom_dock_height, round(height * 0.32))
    right = min(METRICS.right_dock_width, round(width * 0.26))
    source.setVisible(width >= _LEAST_WIDTH_FOR_SOURCE)
    window.resizeDocks([steps], [bottom], Qt.Orientation.Vertical)
    window.resizeDocks(
        [source, inspector], [METRICS.left_dock_width, right], Qt.Orientation.Horizontal
    )


def restore(window: QMainWindow, settings: Settings) -> bool:
    """To where it was when it was last closed; False if that isn't known."""
    geometry, docks = settings.geometry, settings.docks
    if geometry is None or docks is None:
        return False
    return window.restoreGeometry(geometry) and window.restoreState(docks)


def bring_forward_floating(window: QMainWindow) -> None:
    """Docks that were left floating come back before the window itself is there to be in
    front of, and so would stay behind it, out of sight."""
    for dock in window.findChildren(QDockWidget):
        if dock.isFloating() and dock.isVisible():
            dock.hide()
            dock.show()
            dock.raise_()


def remember(window: QMainWindow, settings: Settings) -> None:
    settings.remember_window(window.saveGeometry(), window.saveState())
