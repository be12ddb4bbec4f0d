"""Picture: a graph at a position, painted and animated. To be looked at, without hands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gradviz.canvas.backing import Backing
from gradviz.canvas.breadcrumbs import crumbs_to
from gradviz.canvas.camera import Camera
from gradviz.canvas.faces import CardFace, card_face
from gradviz.canvas.focus import Focus
from gradviz.canvas.haste import Haste
from gradviz.canvas.heat import Colouring
from gradviz.canvas.ink import ink
from gradviz.canvas.map_ground import MapRoom
from gradviz.canvas.motion import StepMotion
from gradviz.canvas.over_frame import OverFrame
from gradviz.canvas.overlays import Overlays
from gradviz.canvas.places import anchor, focus_of, place_of
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.shown import Shown
from gradviz.canvas.step_area import step_area
from gradviz.canvas.view import ZOOM_STEP, View
from gradviz.canvas.warm_up import WarmUp
from gradviz.canvas.way import NOWHERE, Stop
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.fonts import ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_text
from gradviz.look.theme import Theme
from gradviz.model.graph import Ints
from gradviz.model.recording import Recording

_CALM = 150
"""A layout that takes no longer than this (ms) isn't announced."""


class Picture(QWidget):
    """Holds what is shown and shows it; the document decides what that is.

    What is pointed at and edited belongs to the hands: see `Canvas`.
    """

    zoom_changed = Signal(float)
    group_clicked = Signal(int)
    """A person picked a group, on the canvas or among the breadcrumbs; -1 the whole graph."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = Shown()
        self._shown_zoom = 1.0
        self._is_motion_reduced = False

        self._view = View(self, self._view_changed, lambda: self._overlays.covers)
        self._step_motion = StepMotion(self, self._step_moved)
        self._backing = Backing()
        self._over = OverFrame()
        self._overlays = Overlays(self, theme)
        self._warm_up = WarmUp(self)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_CALM)

        self._haste = Haste(self, self._paint_whole)

        self._waiting.timeout.connect(self.update)
        self._overlays.zoom_bar.zoom_out_clicked.connect(self.zoom_out)
        self._overlays.zoom_bar.zoom_in_clicked.connect(self.zoom_in)
        self._overlays.zoom_bar.reset_clicked.connect(self.zoom_reset)
        self._overlays.zoom_bar.fit_clicked.connect(self.fit)
        self._overlays.minimap.pointed.connect(self._view.centre_on)
        self._overlays.breadcrumbs.group_clicked.connect(self.group_clicked)

        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Computation graph")
        self._describe()

    # --- what is shown ------------------------------------------------------------------

    def show_graph(self, recording: Recording) -> None:
        """Another graph, whose layout is still to come."""
        self.finish_motion()
        self._shown.begin(recording)
        self._over.find(None, None)
        self._waiting.start()
        self._overlays.show_step(recording, 0)
        self._map_changed()
        self._numbers_changed()
        self._show_legend()

    def show_layout(self, drawing: Drawing, layout: Layout) -> None:
        """How the graph shown is drawn; the first time, it is brought into view."""
        assert self._shown.recording is not None, "show_graph comes before show_layout"
        before, kept, place = self.scene, NOWHERE, QRectF()
        if before is not None:
            middle = self.camera.to_layout(self._view.free.center())
            kept = anchor(before, self._shown.pointed, middle)
            place = place_of(before, kept, self._view.middle)
        self._waiting.stop()
        self._shown.drawing, self._shown.layout = drawing, layout
        self._warm_up.start(self._theme)
        self._show_groups()
        self._view.free = self._overlays.free
        content = QRectF(0.0, 0.0, layout.width, layout.height)
        after = self.scene
        if before is None or after is None:
            self._view.open(content, self._focus)
        else:
            self.finish_motion()
            now = place_of(after, kept, self._view.middle)
            self._view.relay(content, place, now, self._camera_time)
        self._describe()
        self._find(self._over.found)

    def show_recording(self, recording: Recording) -> None:
        """The same graph with other numbers."""
        self._shown.recording = recording
        self._shown.position = min(self._shown.position, recording.length)
        self._overlays.show_step(recording, self._shown.position)
        self._numbers_changed()
        self._show_legend()

    def show_position(self, position: int, animate: bool, speed: float = 1.0) -> None:
        """The view follows the current node. With `animate` a step on is played; any other
        move has no motion of its own but the camera's."""
        by = position - self._shown.position
        self._shown.position = position
        self._step_motion.finish()
        if self._shown.recording is not None:
            # It may cover the current node.
            self._overlays.show_step(self._shown.recording, position)
        if by and self._shown.layout is not None:
            self._view.follow(self._focus, self._camera_time)
        if by == 1 and animate and self._is_motion_wanted:
            self._step_motion.play(speed)
        self._numbers_changed()

    def show_selection(self, node: int | None, group: int | None = None) -> None:
        """A node, or a group, or nothing; brought into view."""
        self._shown.selected, self._shown.selected_group = node, group
        self._show_groups()
        self._map_changed()  # both may come to lie on what is selected
        if self._shown.layout is not None and (node is not None or group is not None):
            self._view.reveal(self._selection_rect(), self._camera_time)
        self._describe()
        self._picture_changed()

    def show_found(self, nodes: Ints | None) -> None:
        """Mark these nodes, the selected one more than the others; None marks nothing."""
        if nodes is not self.found:
            self._find(nodes)

    @property
    def found(self) -> Ints | None:
        return self._over.found

    def _find(self, nodes: Ints | None) -> None:
        self._over.find(nodes, self.scene)
        self._map_changed()
        self.update()

    def set_colouring(self, colouring: Colouring) -> None:
        """What the colours of boxes and arrows tell."""
        self._shown.colouring = colouring
        self._show_legend()
        self.update()

    def _show_legend(self) -> None:
        if self._shown.recording is not None:
            self._overlays.show_heat(self._shown.recording, self._shown.colouring)
            self._view.free = self._overlays.free

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._overlays.set_theme(theme)
        self.update()

    def set_reduced_motion(self, on: bool) -> None:
        self._is_motion_reduced = on
        if on:
            self.finish_motion()

    def finish_motion(self) -> None:
        """Cut every animation short: its end is shown."""
        self._step_motion.finish()
        self._view.finish()

    def settle(self) -> None:
        """Nothing moves any more, and nothing is painted in haste: for a picture to be kept."""
        self.finish_motion()
        self._paint_whole()

    @property
    def scene(self) -> Scene | None:
        """What is painted now; None as long as there is no layout."""
        return self._shown.scene(self._step_motion.now, self.hasFocus())

    @property
    def is_settled(self) -> bool:
        """A layout is shown and nothing moves."""
        is_moving = self._step_motion.is_running or self._view.is_moving
        return self._shown.layout is not None and not is_moving

    def face(self, node: int) -> CardFace:
        """What a node's card says right now."""
        assert self._shown.recording is not None, "show_graph comes before face"
        return card_face(self._shown.recording, self._shown.position, node)

    def _numbers_changed(self) -> None:
        self._overlays.show_on_map(self.scene, self._view, self._over.marks)
        self._describe()
        self._picture_changed()

    def _picture_changed(self) -> None:
        """Have painted again what looks different now."""
        scene, dpr = self.scene, self.devicePixelRatioF()
        changed = None
        if not self._over.has_moved(scene) and scene is not None:
            changed = self._backing.changed(
                self.size(), dpr, scene, self.camera, self._theme, self.detail
            )  # fmt: skip
        if changed is None:
            self.update()
        else:
            self.update(changed)

    def _paint_whole(self) -> None:
        """At rest there is time for it."""
        self._backing.forget()
        self._haste.end()
        self.update()

    def _describe(self) -> None:
        """For screen readers."""
        text = self._shown.in_words
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)  # and Qt tells the screen reader

    def set_view_actions(
        self, groups: Sequence[QAction | None], colours: Sequence[QAction]
    ) -> None:
        """What the bar in the top right corner offers: see `ViewBar`."""
        self._overlays.view_bar.set_actions(groups, colours)
        self._overlays.arrange()

    def _show_groups(self) -> None:
        """The bar and the breadcrumbs as the drawing and the selection want them."""
        drawing, fold = self._shown.drawing, self._shown.fold
        has_labels = drawing is not None and drawing.has_busy_values
        self._overlays.show_groups(fold is not None or has_labels, has_path=fold is not None)
        self._overlays.show_crumbs(crumbs_to(self._shown.recording, fold, self._shown.at))

    # --- the view -----------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """1.0 is 100 %; while the camera moves, where it is going."""
        return self._view.target.zoom

    @property
    def camera(self) -> Camera:
        """What is seen now: from layout px to px of this widget, shifted by whole pixels."""
        return self._view.camera.on_pixels(self.devicePixelRatioF())

    @property
    def detail(self) -> Detail:
        """How much the boxes show at this zoom."""
        return self._view.detail

    def fit(self) -> None:
        """The whole graph, never above 100 %."""
        self._view.fit(self._camera_time)

    def zoom_in(self) -> None:
        self._view.zoom_to(self.zoom * ZOOM_STEP, self._camera_time)

    def zoom_out(self) -> None:
        self._view.zoom_to(self.zoom / ZOOM_STEP, self._camera_time)

    def zoom_reset(self) -> None:
        self._view.zoom_to(1.0, self._camera_time)

    def zoom_to_selection(self) -> None:
        """The selected node with its neighbours; the whole graph, if none is selected."""
        selected, drawing = self._shown.selected, self._shown.drawing
        if selected is None or drawing is None or self._shown.layout is None:
            self.fit()
            return
        rect = self._card(selected)
        graph = drawing.graph
        for node in {*graph.operands_of(selected), *graph.users_of(selected)}:
            rect = rect.united(self._card(node))
        self._view.zoom_to_rect(rect, self._camera_time)

    def _reveal(self, node: int, milliseconds: int) -> None:
        if self._shown.layout is not None:
            self._view.reveal(self._card(node), milliseconds)

    @property
    def _focus(self) -> Focus:
        scene = self.scene
        return Focus(QRectF(), QRectF()) if scene is None else focus_of(scene, self._view.middle)

    def _step_moved(self) -> None:
        scene = self.scene
        if scene is None or not self._step_motion.is_running:
            self.update()  # all of it: at rest nothing of a half-played frame may be left
        else:
            area = self.camera.rect_to_widget(step_area(scene))
            self.update(area.toAlignedRect().intersected(self.rect()))

    @property
    def map_room(self) -> MapRoom:
        """What the map of a layout has, for whoever wants to prepare it."""
        return self._overlays.map_room

    def _map_changed(self) -> None:
        self._overlays.show_map(self.scene, self._view, self._over.marks)

    def _view_changed(self) -> None:
        self.update()
        self._map_changed()
        if self.zoom != self._shown_zoom:
            self._shown_zoom = self.zoom
            self._overlays.zoom_bar.show_zoom(self.zoom)
            self.zoom_changed.emit(self.zoom)

    @property
    def _is_motion_wanted(self) -> bool:
        return self.isVisible() and not self._is_motion_reduced

    @property
    def _camera_time(self) -> int:
        return METRICS.motion.camera if self._is_motion_wanted else 0

    def _selection_rect(self) -> QRectF:
        scene = self.scene
        return QRectF() if scene is None else place_of(scene, self._shown.at, self._view.middle)

    def _card(self, node: int) -> QRectF:
        """Of many labels of a leaf the one nearest to the middle of what will be seen."""
        scene = self.scene
        assert scene is not None, "show_layout comes before a card"
        return place_of(scene, Stop(node), self._view.middle)

    # --- events ---------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._picture_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._picture_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        self.finish_motion()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._overlays.arrange()
        self._view.resize(QRectF(self.rect()), self._overlays.free, self._focus)
        self._map_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        scene = self.scene
        if scene is not None:
            self._backing.paint(
                painter, self.size(), self.devicePixelRatioF(), scene, self.camera, self._theme,
                self.detail, moving=self._haste.is_on, exposed=event.region(),
            )  # fmt: skip
            in_bulk = self._backing.painted.in_bulk
            free, colors = self._view.free, ink(self._theme)
            self._over.paint(painter, scene, self.camera, area, free, colors, in_bulk=in_bulk)
            self._overlays.show_thinned(self._backing.painted.is_thinned)
            self._haste.painted(self._backing.has_changed, self._backing.is_patched)
            return
        painter.fillRect(area, self._theme.color("bg.canvas"))
        if self._shown.recording is not None and not self._waiting.isActive():
            color, font = self._theme.color("text.muted"), ui_font(METRICS.text_size.label)
            align = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, area, "Laying out…", color, font, align)
