"""Overlays: the banner, the legend and the zoom bar, each in its corner of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QWidget

from gradviz.canvas.banner import Banner
from gradviz.canvas.legend import Legend
from gradviz.canvas.overlay import MARGIN
from gradviz.canvas.zoom_bar import ZoomBar
from gradviz.look.theme import Theme
from gradviz.model.recording import Phase, Recording, Rule

_WIDEST_BANNER = 760
_BANNER_ROOM = 40 + MARGIN
_LEAST_HEIGHT = 200
"""Below this height the graph needs all the room itself."""
_LEAST_BANNER = 320


class Overlays:
    """Shows each overlay where there is room for it, and hides it where there isn't."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        self._canvas = canvas
        self._has_graph = False
        self.banner = Banner(canvas, theme)
        self.legend = Legend(canvas, theme)
        self.zoom_bar = ZoomBar(canvas, theme)
        self.legend.resized.connect(self.arrange)
        self.arrange()

    def set_theme(self, theme: Theme) -> None:
        for overlay in (self.banner, self.legend, self.zoom_bar):
            overlay.set_theme(theme)
        self.arrange()

    def show_step(self, recording: Recording, position: int) -> None:
        self._has_graph = True
        self.banner.show_step(recording, position)
        phase = recording.step(position).phase
        self.legend.set_phase(
            phase in (Phase.SEED, Phase.BACKWARD), recording.rule is Rule.OVERWRITE
        )
        self.arrange()

    @property
    def free(self) -> QRectF:
        """The part of the canvas they leave free; the same at every step."""
        rect = QRectF(self._canvas.rect())
        top = _BANNER_ROOM if self._has_banner else 0
        bottom = self.legend.row_height + MARGIN if self._has_height else 0
        return rect.adjusted(MARGIN, top + MARGIN, -MARGIN, -bottom - MARGIN)

    @property
    def _has_height(self) -> bool:
        return self._canvas.height() >= _LEAST_HEIGHT

    @property
    def _has_banner(self) -> bool:
        return self._canvas.width() >= _LEAST_BANNER and self._has_height

    def arrange(self) -> None:
        width, height = self._canvas.width(), self._canvas.height()
        has_room = self._has_graph and self._has_height
        bar = self.zoom_bar.sizeHint()
        bar_fits = has_room and bar.width() + 2 * MARGIN <= width
        self._place(self.zoom_bar, bar_fits, width - MARGIN - bar.width(), bar)

        beside = width - bar.width() - 3 * MARGIN
        banner = self.banner.size_within(max(0, min(width - 2 * MARGIN, _WIDEST_BANNER)))
        self.banner.setVisible(has_room and self._has_banner)
        self.banner.setGeometry(MARGIN, MARGIN, banner.width(), banner.height())

        above = height - banner.height() - 3 * MARGIN
        legend = self.legend.size_within(max(0, beside), max(0, above))
        self._place(self.legend, has_room and not legend.isEmpty(), MARGIN, legend)

    def _place(self, overlay: QWidget, is_shown: bool, x: int, size: QSize) -> None:
        overlay.setVisible(is_shown)
        y = self._canvas.height() - MARGIN - size.height()
        overlay.setGeometry(x, y, size.width(), size.height())
