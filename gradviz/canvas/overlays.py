"""Overlays: the banner, the legend and the navigator, each in its corner of the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QTimer
from PySide6.QtWidgets import QWidget

from gradviz.canvas.banner import Banner
from gradviz.canvas.breadcrumbs import Breadcrumbs, Crumb
from gradviz.canvas.geometry import boxes_in
from gradviz.canvas.heat import Colouring, heat_at
from gradviz.canvas.heat_legend import HeatLegend
from gradviz.canvas.legend import Legend
from gradviz.canvas.map_ground import MapRoom
from gradviz.canvas.marks import Marks
from gradviz.canvas.navigator import Navigator
from gradviz.canvas.overlay import MARGIN, Overlay
from gradviz.canvas.scene import Scene
from gradviz.canvas.thinned_note import ThinnedNote
from gradviz.canvas.view import View
from gradviz.canvas.view_bar import ViewBar
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.model.kept import kept
from gradviz.model.positions import Phase
from gradviz.model.recording import Recording

_WIDEST_BANNER = 760
_LINE_ROOM = 560
"""A sentence of most steps is on one line of a banner that may be so wide."""
_LEAST_HEIGHT = 200
"""Below this height the graph needs all the room itself."""
_LEAST_FOR_LINES, _LEAST_FOR_PATH = 260, 400
"""From these heights on, nothing of a graph made to fit is under the banner's second line, and
nothing is under the breadcrumbs."""
_LEAST_BANNER = 320
_LEAST_FOR_MAP = QSize(700, 420)
_MOST_BOXES_WITHOUT_MAP = 8
"""So few boxes that are all in view need no map."""


class Overlays:
    """Shows each overlay where there is room for it, and hides it where there isn't."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        self._canvas = canvas
        self._has_graph = False
        self._told = False, False
        self._banner_room = 0
        self.banner = Banner(canvas, theme)
        self.legend = Legend(canvas, theme)
        self._navigator = Navigator(canvas, theme)
        self.zoom_bar = self._navigator.zoom_bar
        self.minimap = self._navigator.minimap
        self.heat_legend = HeatLegend(canvas, theme)
        self._has_heat = False
        self._has_path = False
        self._thinned = ThinnedNote(canvas, theme)
        self.view_bar = ViewBar(canvas, theme)
        self.breadcrumbs = Breadcrumbs(canvas, theme)
        self.legend.resized.connect(self.arrange)
        self.arrange()

    def set_theme(self, theme: Theme) -> None:
        for overlay in self._all:
            overlay.set_theme(theme)
        self.arrange()

    def show_step(self, recording: Recording, position: int) -> None:
        phase = recording.step(position).phase
        told = phase in (Phase.SEED, Phase.BACKWARD), _has_replaced(recording)
        self.banner.show_step(recording, position)
        is_in_place = self._has_graph and told == self._told and self._banner_stays()
        self._has_graph, self._told = True, told
        if not is_in_place:
            self.legend.set_phase(*told)
            self.arrange()

    def _banner_stays(self) -> bool:
        """Whether the banner's text needs no other height; it has its width then."""
        size = self.banner.size_within(self._banner_room)
        if size.height() != self.banner.height():
            return False
        self.banner.resize(size)
        return True

    @property
    def free(self) -> QRectF:
        """The part of the canvas they leave free; the same at every step and for all that may
        be selected."""
        top = self._rows_above + MARGIN if self._has_banner else 0
        legend = self.heat_legend.height() if self._has_heat else self.legend.row_height
        bottom = legend + MARGIN if self._has_height else 0
        rect = QRectF(self._canvas.rect())
        return rect.adjusted(MARGIN, top + MARGIN, -MARGIN, -bottom - MARGIN)

    @property
    def _rows_above(self) -> int:
        """The height of the banner and the breadcrumbs."""
        height = self._canvas.height()
        lines = 1 if self._banner_room >= _LINE_ROOM or height < _LEAST_FOR_LINES else 2
        has_path = self._has_path and height >= _LEAST_FOR_PATH
        crumbs = self.breadcrumbs.sizeHint().height() if has_path else 0
        return self.banner.height_of(lines) + crumbs

    @property
    def covers(self) -> tuple[QRectF, ...]:
        """What they cover right now."""
        return tuple(QRectF(each.geometry()) for each in self._all if not each.isHidden())

    @property
    def _all(self) -> tuple[Overlay, ...]:
        return (
            self.banner, self.legend, self.heat_legend, self._navigator, self.view_bar,
            self.breadcrumbs, self._thinned,
        )  # fmt: skip

    @property
    def _has_height(self) -> bool:
        return self._canvas.height() >= _LEAST_HEIGHT

    @property
    def _has_banner(self) -> bool:
        return self._canvas.width() >= _LEAST_BANNER and self._has_height

    def show_map(self, scene: Scene | None, view: View, marks: Marks | None) -> None:
        """The map as it should be now, or none: where nobody needs it, or where cards of a
        graph that was made to fit lie under it."""
        is_shown = scene is not None and self._has_map(scene, view)
        if is_shown != self._navigator.has_map:
            self._navigator.show_map(is_shown)
            self.arrange()
        self.show_on_map(scene, view, marks)

    @property
    def map_room(self) -> MapRoom:
        return self._navigator.map_room

    def show_on_map(self, scene: Scene | None, view: View, marks: Marks | None) -> None:
        """What the map shows, if there is one: a step doesn't change that."""
        if scene is not None and self._navigator.has_map:
            self.minimap.show_scene(scene, view.camera.rect_to_layout(view.area), marks)

    def _has_map(self, scene: Scene, view: View) -> bool:
        size = self._canvas.size()
        if size.expandedTo(_LEAST_FOR_MAP) != size:
            return False
        is_all_seen = view.area.contains(view.target.rect_to_widget(view.content))
        if is_all_seen and scene.drawing.box_count <= _MOST_BOXES_WITHOUT_MAP:
            return False
        if not view.is_whole:
            return True
        whole = self._navigator.whole_size
        corner = QPoint(size.width() - MARGIN, size.height() - MARGIN)
        place = QRect(corner - QPoint(whole.width(), whole.height()), whole)
        strip = METRICS.strip_height  # the strips of cards just above it
        under = view.target.rect_to_layout(QRectF(place)).adjusted(0, -strip, 0, 0)
        return _is_free(scene.drawing, scene.layout, under.getRect())

    def arrange(self) -> None:
        width, height = self._canvas.width(), self._canvas.height()
        has_room = self._has_graph and self._has_height
        bar = self._navigator.sizeHint()
        bar_fits = has_room and bar.width() + 2 * MARGIN <= width
        self._place(self._navigator, bar_fits, width - MARGIN - bar.width(), bar)

        note = self._thinned.sizeHint()
        self._thinned.setVisible(bar_fits and self._thinned.is_true)
        self._thinned.setGeometry(
            width - MARGIN - note.width(),
            height - MARGIN - bar.height() - METRICS.space_2 - note.height(),
            note.width(),
            note.height(),
        )

        beside = width - bar.width() - 3 * MARGIN
        taken = self._arrange_view_bar(has_room)
        self._banner_room = max(0, min(width - 2 * MARGIN - taken, _WIDEST_BANNER))
        banner = self.banner.size_within(self._banner_room)
        self.banner.setVisible(has_room and self._has_banner)
        self.banner.setGeometry(MARGIN, MARGIN, banner.width(), banner.height())

        self._arrange_breadcrumbs(has_room, 2 * MARGIN + banner.height() - METRICS.space_2)
        above = height - banner.height() - 3 * MARGIN
        legend = self.legend.size_within(max(0, beside), max(0, above))
        has_legend = has_room and not self._has_heat and not legend.isEmpty()
        self._place(self.legend, has_legend, MARGIN, legend)
        warm = self.heat_legend.size_within(max(0, beside))
        self._place(
            self.heat_legend, has_room and self._has_heat and not warm.isEmpty(), MARGIN, warm
        )

    def _arrange_view_bar(self, has_room: bool) -> int:
        """In the top right corner; the width it takes from the banner."""
        bar = self.view_bar.sizeHint()
        width = self._canvas.width()
        is_shown = has_room and self.view_bar.has_actions
        is_shown = is_shown and width >= _LEAST_BANNER + bar.width() + 3 * MARGIN
        self.view_bar.setVisible(is_shown)
        self.view_bar.setGeometry(width - MARGIN - bar.width(), MARGIN, bar.width(), bar.height())
        return bar.width() + MARGIN if is_shown else 0

    def _arrange_breadcrumbs(self, has_room: bool, top: int) -> None:
        size = self.breadcrumbs.sizeHint()
        fits = size.width() + 2 * MARGIN <= self._canvas.width()
        self.breadcrumbs.setVisible(has_room and fits and not self.breadcrumbs.is_empty)
        self.breadcrumbs.setGeometry(MARGIN, top, size.width(), size.height())

    def show_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        self.breadcrumbs.show_crumbs(crumbs)
        self.arrange()

    def show_heat(self, recording: Recording, colouring: Colouring) -> None:
        """One legend or the other."""
        heat = heat_at(recording, recording.length, colouring)
        self._has_heat = heat is not None
        if heat is not None:
            name = "|grad|" if colouring is Colouring.GRADIENT else "|data|"
            self.heat_legend.show_scale(name, heat.scale)
        self.arrange()

    def show_thinned(self, on: bool) -> None:
        """Lines were left out: that is said above the navigator."""
        if on != self._thinned.is_true:
            self._thinned.is_true = on
            # Not now: this is found out while the canvas is being painted.
            QTimer.singleShot(0, self._canvas, self.arrange)

    def show_groups(self, on: bool, *, has_path: bool) -> None:
        """`has_path`: there are groups around what may be selected."""
        self._has_path = has_path
        self.view_bar.show_groups(on)
        self.arrange()

    def _place(self, overlay: QWidget, is_shown: bool, x: int, size: QSize) -> None:
        overlay.setVisible(is_shown)
        y = self._canvas.height() - MARGIN - size.height()
        overlay.setGeometry(x, y, size.width(), size.height())


@lru_cache(maxsize=4)
def _is_free(drawing: Drawing, layout: Layout, rect: tuple[float, float, float, float]) -> bool:
    """Whether no box is in a part of a layout: asked at every step, and then of the same one."""
    return len(boxes_in(drawing, layout, QRectF(*rect))) == 0


@kept()
def _has_replaced(recording: Recording) -> bool:
    """Whether any write put its contribution in the place of another: the same at every step."""
    return bool(recording.replaces.any())
