"""Picture: a graph at a position, painted and animated. To be looked at, without hands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gradviz.canvas.backing import Backing
from gradviz.canvas.breadcrumbs import Crumb
from gradviz.canvas.camera import Camera
from gradviz.canvas.faces import CardFace, card_face, faces_at
from gradviz.canvas.focus import Focus
from gradviz.canvas.geometry import box_rect, group_rects
from gradviz.canvas.heat import Colouring
from gradviz.canvas.hints import what_activating_does
from gradviz.canvas.ink import ink
from gradviz.canvas.marks import Marks, marks_of_uses, paint_marks, paint_uses
from gradviz.canvas.motion import StepMotion
from gradviz.canvas.overlays import Overlays
from gradviz.canvas.pick import NOTHING, Pick
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.step_area import step_area, step_boxes
from gradviz.canvas.view import ZOOM_STEP, View
from gradviz.layout.drawing import Drawing
from gradviz.layout.fold import Fold
from gradviz.layout.layout import Layout
from gradviz.look.fonts import ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_ring, paint_text
from gradviz.look.theme import Theme
from gradviz.model.graph import Ints
from gradviz.model.recording import Recording

_CALM = 150
"""A layout that takes no longer than this (ms) isn't announced."""
_IDLE = 200
"""ms without a move, after which a frame made of parts is painted as a whole."""


class Picture(QWidget):
    """Holds what is shown and shows it; the document decides what that is.

    `_pointed` and `_editing` belong to the hands: see `Canvas`.
    """

    zoom_changed = Signal(float)
    group_clicked = Signal(int)
    """A person picked a group, on the canvas or among the breadcrumbs; -1 the whole graph."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._recording: Recording | None = None
        self._drawing: Drawing | None = None
        self._layout: Layout | None = None
        self._position = 0
        self._selected: int | None = None
        self._selected_group: int | None = None
        self._pointed: Pick = NOTHING
        self._editing: int | None = None
        self.found: Ints | None = None
        self._marks: Marks | None = None
        self._uses: tuple[Marks, ...] = ()
        self._colouring = Colouring.STATE
        self._shown_zoom = 1.0
        self._is_motion_reduced = False

        self._view = View(self, self._view_changed)
        self._step_motion = StepMotion(self, self._step_moved)
        self._backing = Backing()
        self._overlays = Overlays(self, theme)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_CALM)

        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)

        self._waiting.timeout.connect(self.update)
        self._idle.timeout.connect(self._paint_whole)
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
        self._recording, self._drawing, self._layout = recording, None, None
        self._position, self._selected, self._selected_group = 0, None, None
        self.found = self._marks = None
        self._waiting.start()
        self._numbers_changed()
        self._show_legend()

    def show_layout(self, drawing: Drawing, layout: Layout) -> None:
        """How the graph shown is drawn; the first time, it is brought into view."""
        assert self._recording is not None, "show_graph comes before show_layout"
        anchor = self._anchor()
        before = self._anchor_rect(anchor)
        self._waiting.stop()
        self._drawing, self._layout = drawing, layout
        content = QRectF(0.0, 0.0, layout.width, layout.height)
        if before is None:
            self._view.open(content, self._focus)
        else:
            self.finish_motion()
            after = self._anchor_rect(anchor) or before
            self._view.relay(content, before, after, self._camera_time)
        self._show_groups()
        self._describe()
        self._mark()
        self.update()

    def _anchor(self) -> tuple[int | None, int | None]:
        """The node and the group, one of them None, that stay in place when the layout changes:
        what is selected or pointed at, or what lies nearest to the middle.

        A leaf that is shown as labels is in many places, and so in none.
        """
        if self._layout is None or self._drawing is None:
            return None, None
        pointed = self._pointed
        for node, group in (
            (self._selected, self._selected_group),
            (pointed.node, pointed.group),
        ):
            if group is not None and not self._drawing.has_labels_for(group):
                return None, group
            if node is not None and not self._drawing.is_label[self._drawing.card_box(node)]:
                return node, None
        middle = self.camera.to_layout(self._view.free.center())
        centre = self._layout.centre[: len(self._drawing.items)]
        away = np.abs(centre - np.array([middle.x(), middle.y()])).sum(axis=1)
        nearest = int(np.argmin(np.where(self._drawing.is_label, np.inf, away)))
        inside = self._drawing.group_of(nearest)
        return (int(self._drawing.item_node[nearest]), None) if inside is None else (None, inside)

    def _anchor_rect(self, anchor: tuple[int | None, int | None]) -> QRectF | None:
        node, group = anchor
        if self._layout is None:
            return None
        if group is not None:
            return self._group_rect(group)
        return None if node is None else self._card(node)

    def show_recording(self, recording: Recording) -> None:
        """The same graph with other numbers."""
        self._recording = recording
        self._position = min(self._position, recording.length)
        self._numbers_changed()
        self._show_legend()

    def show_position(self, position: int, animate: bool, speed: float = 1.0) -> None:
        """The view follows the current node. With `animate` a step on is played; any other
        move has no motion of its own but the camera's."""
        by = position - self._position
        self._position = position
        self._step_motion.finish()
        if by and self._layout is not None:
            self._view.follow(self._focus, self._camera_time)
        if by == 1 and animate and self._is_motion_wanted:
            self._step_motion.play(speed)
        self._numbers_changed()

    def show_selection(self, node: int | None, group: int | None = None) -> None:
        """A node, or a group, or nothing; brought into view."""
        self._selected, self._selected_group = node, group
        if self._layout is not None and (node is not None or group is not None):
            self._view.reveal(self._selection_rect(), self._camera_time)
        self._show_groups()
        self._describe()
        self._map_changed()
        self._picture_changed()

    def show_found(self, nodes: Ints | None) -> None:
        """Mark these nodes, the selected one more than the others; None marks nothing."""
        if nodes is not self.found:
            self.found = nodes
            self._mark()
            self.update()

    def _mark(self) -> None:
        self._marks = None
        if self.found is not None and self._drawing is not None and self._layout is not None:
            self._marks = Marks.of(self._drawing, self._layout, self.found)
        self._map_changed()

    def set_colouring(self, colouring: Colouring) -> None:
        """What the colours of boxes and arrows tell."""
        self._colouring = colouring
        self._show_legend()
        self.update()

    def _show_legend(self) -> None:
        if self._recording is not None:
            self._overlays.show_heat(self._recording, self._colouring)

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

    @property
    def scene(self) -> Scene | None:
        """What is painted now; None as long as there is no layout."""
        if self._recording is None or self._drawing is None or self._layout is None:
            return None
        return Scene(
            recording=self._recording,
            drawing=self._drawing,
            layout=self._layout,
            position=self._position,
            selected=self._selected,
            selected_group=self._selected_group,
            hovered_group=self._pointed.group,
            hovered=self._pointed.node,
            hovered_arrow=self._pointed.arrow,
            editing=self._editing,
            focused=self.hasFocus(),
            colouring=self._colouring,
            motion=self._step_motion.now,
        )

    @property
    def is_settled(self) -> bool:
        """A layout is shown and nothing moves."""
        is_moving = self._step_motion.is_running or self._view.is_moving
        return self._layout is not None and not is_moving

    def face(self, node: int) -> CardFace:
        """What a node's card says right now."""
        assert self._recording is not None, "show_graph comes before face"
        return card_face(self._recording, self._position, node)

    def _numbers_changed(self) -> None:
        if self._recording is not None:
            self._overlays.show_step(self._recording, self._position)
        self._map_changed()
        self._describe()
        self._picture_changed()

    def _picture_changed(self) -> None:
        """Have painted again what looks different now."""
        scene, dpr = self.scene, self.devicePixelRatioF()
        changed = None
        uses = self._lit_uses(scene)
        is_as_lit, self._uses = uses == self._uses, uses
        if scene is not None and is_as_lit:
            changed = self._backing.changed(
                self.size(), dpr, scene, self.camera, self._theme, self.detail
            )  # fmt: skip
        if changed is None or self._marks is not None:
            self.update()
        else:
            self.update(changed)

    def _lit_uses(self, scene: Scene | None) -> tuple[Marks, ...]:
        """Of the leaves pointed at and selected, where these are drawn as labels."""
        if scene is None:
            return ()
        leaves = {leaf for leaf in (scene.selected, scene.hovered) if leaf is not None}
        found = [marks_of_uses(scene.drawing, scene.layout, leaf) for leaf in sorted(leaves)]
        return tuple(marks for marks in found if marks is not None)

    def _paint_whole(self) -> None:
        """At rest there is time for it."""
        self._backing.forget()
        self.update()

    def _describe(self) -> None:
        """For screen readers: the selected node as its card shows it, or the selected group."""
        if self._recording is None:
            text = "No graph yet"
        elif self._selected_group is not None and self._drawing is not None:
            text = faces_at(self._recording, self._position).group(
                self._drawing, self._selected_group
            ).description  # fmt: skip
            does = what_activating_does(self._drawing, self._selected_group)
            text += f" Enter {does}, Backspace goes out."
        elif self._selected is None:
            text = f"{len(self._recording.graph)} values. Arrow keys walk along the edges."
        else:
            text = self.face(self._selected).description + self._place_in_words(self._selected)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)  # and Qt tells the screen reader

    def _place_in_words(self, node: int) -> str:
        """Where a value is that has no card of its own."""
        drawing = self._drawing
        if drawing is None:
            return ""
        group = drawing.group_of(drawing.card_box(node))
        if group is not None and drawing.fold is not None:
            return f" Hidden in {drawing.fold.groups.names[group]}."
        labels = len(drawing.boxes_of(node))
        return f" Shown as {labels:,} labels." if labels > 1 else ""

    def set_view_actions(
        self, groups: Sequence[QAction | None], colours: Sequence[QAction]
    ) -> None:
        """What the bar in the top right corner offers: see `ViewBar`."""
        self._overlays.view_bar.set_actions(groups, colours)
        self._overlays.arrange()

    def _show_groups(self) -> None:
        """The bar and the breadcrumbs as the drawing and the selection want them."""
        fold = self._drawing.fold if self._drawing is not None else None
        has_groups = fold is not None and len(fold.groups) > 0
        has_labels = self._drawing is not None and self._drawing.has_busy_leaves
        self._overlays.show_groups(has_groups or has_labels)
        self._overlays.show_crumbs(self._crumbs(fold) if fold is not None and has_groups else ())

    def _crumbs(self, fold: Fold) -> list[Crumb]:
        groups, node = fold.groups, self._selected
        if node is not None:
            assert self._recording is not None
            around = fold.around(node)
            last = [Crumb(self._recording.graph.name(node), None)]
        elif self._selected_group is not None:
            around, last = groups.chain(self._selected_group), []
        else:
            return []
        inwards = [Crumb(groups.names[group], group) for group in reversed(around)]
        return [Crumb("Graph", -1), *inwards, *last]

    # --- the view -----------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """1.0 is 100 %; while the camera moves, where it is going."""
        return self._view.target.zoom

    @property
    def camera(self) -> Camera:
        """What is seen now: from layout px to px of this widget."""
        return self._view.camera

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
        if self._selected is None or self._drawing is None or self._layout is None:
            self.fit()
            return
        graph = self._drawing.graph
        rect = self._card(self._selected)
        for node in {*graph.operands_of(self._selected), *graph.users_of(self._selected)}:
            rect = rect.united(self._card(node))
        self._view.zoom_to_rect(rect, self._camera_time)

    def _reveal(self, node: int, milliseconds: int) -> None:
        if self._layout is not None:
            self._view.reveal(self._card(node), milliseconds)

    @property
    def _focus(self) -> Focus:
        """The node whose step led here, with its op and operands; at the start, when there is
        none, the root."""
        if self._recording is None or self._drawing is None or self._layout is None:
            return Focus(QRectF(), QRectF())
        node = self._recording.step(self._position).node
        node = node if node >= 0 else self._recording.graph.root
        return Focus(self._card(node), step_boxes(self._drawing, self._layout, node))

    def _step_moved(self) -> None:
        scene = self.scene
        if scene is None or not self._step_motion.is_running:
            self.update()  # all of it: at rest nothing of a half-played frame may be left
        else:
            area = self.camera.rect_to_widget(step_area(scene))
            self.update(area.toAlignedRect().intersected(self.rect()))

    def _map_changed(self) -> None:
        self._overlays.show_map(self.scene, self._view, self._marks)
        self._view.corner = self._overlays.map_rect

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

    def _group_rect(self, group: int) -> QRectF:
        """Where a group is shown: its frame, its card, or the group it is hidden in."""
        assert self._drawing is not None
        assert self._layout is not None
        assert self._drawing.fold is not None
        rects = group_rects(self._drawing, self._layout, group)
        if not rects:
            return self._card(int(self._drawing.fold.groups.last_node[group]))
        return self._nearest(rects)

    def _selection_rect(self) -> QRectF:
        if self._selected_group is not None:
            return self._group_rect(self._selected_group)
        return QRectF() if self._selected is None else self._card(self._selected)

    def _card(self, node: int) -> QRectF:
        assert self._drawing is not None
        assert self._layout is not None
        boxes = self._drawing.boxes_of(node).tolist()
        return self._nearest([box_rect(self._drawing, self._layout, box) for box in boxes])

    def _nearest(self, rects: Sequence[QRectF]) -> QRectF:
        """To the middle of what will be seen: of many labels, the one to look at."""
        middle = self._view.target.to_layout(self._view.free.center())
        return min(rects, key=lambda rect: (rect.center() - middle).manhattanLength())

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
                self.detail,
            )  # fmt: skip
            self._paint_marks(painter, scene)
            self._overlays.show_thinned(self._backing.painted.is_thinned)
            if self._backing.is_patched:
                self._idle.start()
            return
        painter.fillRect(area, self._theme.color("bg.canvas"))
        if self._recording is not None and not self._waiting.isActive():
            color, font = self._theme.color("text.muted"), ui_font(METRICS.text_size.label)
            align = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, area, "Laying out…", color, font, align)

    def _paint_marks(self, painter: QPainter, scene: Scene) -> None:
        """What lies on the frame and isn't kept with it."""
        area, colors = QRectF(self.rect()), ink(self._theme)
        for uses in self._lit_uses(scene):
            paint_uses(painter, uses, self.camera, area, colors)
        group = scene.selected_group
        if group is not None and self._backing.painted.in_bulk:
            self._paint_group_ring(painter, scene, group)
        if self._marks is not None:
            current = np.zeros(0, np.int32)
            if scene.selected is not None:
                current = scene.drawing.boxes_of(scene.selected)
            paint_marks(painter, self._marks, current, self.camera, area, colors)

    def _paint_group_ring(self, painter: QPainter, scene: Scene, group: int) -> None:
        """In a frame painted in bulk nothing is ringed but blocks."""
        width = METRICS.select_width + (1.0 if scene.focused else 0.0)
        for rect in group_rects(scene.drawing, scene.layout, group):
            seen = self.camera.rect_to_widget(rect)
            paint_ring(painter, seen, METRICS.radius_node, ink(self._theme).ring, width, 3.0)
