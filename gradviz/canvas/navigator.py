"""Navigator: the panel in the bottom right corner of the canvas, a map above the zoom bar."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from gradviz.canvas.map_ground import MapRoom
from gradviz.canvas.minimap import Minimap
from gradviz.canvas.overlay import Overlay
from gradviz.canvas.zoom_bar import ZoomBar
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme

_BORDER = 1


class Navigator(Overlay):
    """The zoom bar, and while there is room for it the map."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas, theme)
        self.zoom_bar = ZoomBar(self, canvas, theme)
        self.minimap = Minimap(self, canvas, theme)
        self.minimap.hide()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.zoom_bar.set_theme(theme)
        self.minimap.set_theme(theme)

    @property
    def has_map(self) -> bool:
        return self.minimap.isVisibleTo(self)

    def show_map(self, on: bool) -> None:
        self.minimap.setVisible(on)
        self.renew()

    @property
    def bar_size(self) -> QSize:
        """Its size without the map; the map is as wide, so that the bar stays where it is."""
        bar = self.zoom_bar.sizeHint()
        return QSize(max(bar.width(), METRICS.minimap_size[0]), bar.height())

    @property
    def whole_size(self) -> QSize:
        """Its size with the map."""
        bar = self.bar_size
        return QSize(bar.width(), bar.height() + METRICS.minimap_size[1])

    @property
    def map_room(self) -> MapRoom:
        """The map's, also while it isn't shown."""
        bar, whole = self.zoom_bar.sizeHint(), self.whole_size
        width, height = whole.width() - 2 * _BORDER, whole.height() - bar.height() - 2 * _BORDER
        return MapRoom(width, height, self.devicePixelRatioF())

    def sizeHint(self) -> QSize:
        return self.whole_size if self.has_map else self.bar_size

    def resizeEvent(self, event: object) -> None:
        bar = self.zoom_bar.sizeHint().height()
        top = self.height() - bar
        self.zoom_bar.setGeometry(0, top, self.width(), bar)
        self.minimap.setGeometry(
            _BORDER, _BORDER, self.width() - 2 * _BORDER, max(0, top - 2 * _BORDER)
        )

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        if self.has_map:
            y = self.zoom_bar.y() - 0.5
            painter.setPen(QPen(self.theme.color("border.default"), 1.0))
            painter.drawLine(QLineF(0.5, y, self.width() - 0.5, y))
