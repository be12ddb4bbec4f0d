"""Canvas: the picture of a graph, with hands: mouse, wheel, keys, and a field on leaves.

It changes nothing by itself: what a person does there goes out as a signal, and comes back
as `show_…` once the document has followed.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gradviz.canvas.geometry import box_at, box_rect, data_field_rect
from gradviz.canvas.hints import hint
from gradviz.canvas.leaf_editor import STEP, LeafEditor, nudged
from gradviz.canvas.pick import NOTHING, Pick, pick
from gradviz.canvas.picture import Picture
from gradviz.canvas.pointer import Pointer
from gradviz.canvas.scene import Detail
from gradviz.canvas.sticky_names import sticky_names
from gradviz.canvas.walk import Direction
from gradviz.canvas.way import NOWHERE, Stop, Way
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.theme import Theme
from gradviz.model.recording import Recording

_DIRECTIONS = {
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Canvas(Picture):
    """A graph, its numbers at a position, and everything a person can do with them."""

    node_clicked = Signal(object)
    """A person picked a node (int), by mouse or arrow key, or the background (None)."""
    leaf_edited = Signal(int, float)
    """A person gave a leaf another number, in its field or by its spin arrows."""
    node_activated = Signal(int)
    """Double click or Enter on a node that isn't a leaf."""
    group_toggled = Signal(int)
    """A person wants a closed group open, or an open one closed."""
    context_menu_requested = Signal(object, QPoint)
    """A menu is wanted for a node (int) or the background (None), at a place on the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._way: Way | None = None
        self._editing_at = QRectF()
        self._is_at_keyboard = False
        self._pointer = Pointer(self)
        self._editor = LeafEditor(self, theme)
        self._editor.committed.connect(self.leaf_edited)
        self._editor.closed.connect(self._editor_closed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_graph(self, recording: Recording) -> None:
        self._editor.close_unchanged()
        super().show_graph(recording)
        self._way = None
        self._pointer.reset()

    def show_layout(self, drawing: Drawing, layout: Layout) -> None:
        super().show_layout(drawing, layout)
        self._way = Way(drawing, layout)
        if self._shown.editing is not None:
            self._editing_at = self._card(self._shown.editing)
        self._place_editor()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._editor.set_theme(theme)

    # --- editing a leaf -----------------------------------------------------------------

    def edit_leaf(self, node: int, at: QPointF | None = None) -> None:
        """Open the field on a leaf's card; of its labels on the one at a point of the widget, or
        else on the one that is nearest to the middle."""
        scene = self.scene
        if scene is None or not scene.recording.graph.is_leaf(node) or self._shown.editing == node:
            return
        self._editor.close_unchanged()
        self._reveal(node, self._camera_time)
        value = float(scene.recording.values[node])
        self._shown.editing = node
        self._editing_at = self._card(node)
        if at is not None:
            box = box_at(scene.drawing, scene.layout, self.camera.to_layout(at))
            if box is not None and box in scene.drawing.boxes_of(node):
                self._editing_at = box_rect(scene.drawing, scene.layout, box)
        self._editor.open(node, scene.recording.graph.name(node), value)
        self._place_editor()
        self.update()

    def _editor_closed(self) -> None:
        self._shown.editing = None
        self.update()

    def _place_editor(self) -> None:
        editing, drawing = self._shown.editing, self._shown.drawing
        if editing is None or drawing is None:
            return
        card = self._editing_at
        field = self.camera.rect_to_widget(data_field_rect(card))
        is_card = bool(drawing.is_card[drawing.card_box(editing)])
        is_on_card = self.detail is Detail.FULL and is_card
        self._editor.place(field, self.camera.rect_to_widget(card), self.camera.zoom, is_on_card)

    def _view_changed(self) -> None:
        super()._view_changed()
        self._place_editor()

    def _activate(self, node: int, at: QPointF | None = None) -> None:
        recording = self._shown.recording
        if recording is not None and recording.graph.is_leaf(node):
            self.edit_leaf(node, at)
        else:
            self.node_activated.emit(node)

    def _spin(self, node: int, sign: int) -> None:
        recording = self._shown.recording
        assert recording is not None
        before = float(recording.values[node])
        after = nudged(before, sign * STEP)
        if repr(after) != repr(before):
            self.leaf_edited.emit(node, after)

    # --- the pointer (see `pointer.Pointed`) ----------------------------------------------

    def pick(self, at: QPointF) -> Pick:
        scene = self.scene
        if scene is None:
            return NOTHING
        area = QRectF(self.rect())
        named = sticky_names(scene.drawing, scene.layout, self.camera, area, self._view.free)
        group = next((name.group for name in reversed(named) if name.rect.contains(at)), None)
        return pick(scene, self.camera, self.detail, at) if group is None else Pick(group=group)

    def pan_by(self, by: QPointF) -> None:
        self._view.pan_by(by)

    def zoom_by(self, factor: float, at: QPointF) -> None:
        self._view.zoom_by(factor, at, 0)

    def click(self, at: QPointF) -> None:
        there = self.pick(at)
        if there.group is not None:
            self.group_clicked.emit(there.group)
            return
        self.node_clicked.emit(there.node)
        if there.node is not None and there.spin:
            self._spin(there.node, there.spin)

    def double_click(self, at: QPointF) -> None:
        there = self.pick(at)
        if there.group is not None:
            self.group_toggled.emit(there.group)
        if there.node is None:
            return
        if there.spin:  # two quick clicks on a spin arrow are two clicks
            self._spin(there.node, there.spin)
        else:
            self._activate(there.node, at)

    def pointer_changed(self) -> None:
        self._shown.pointed = self._pointer.on
        if self._shown.layout is None:
            self.unsetCursor()
        elif self.cursor().shape() != self._pointer.cursor:
            self.setCursor(self._pointer.cursor)
        self._picture_changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_at_keyboard = False
        if self._shown.layout is not None:
            self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._shown.layout is not None:
            self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._shown.layout is not None:
            self._pointer.wheel(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_key and self._shown.layout is not None and self._shown.at != NOWHERE:
            spot = self.camera.to_widget(self._selection_rect().center())
            self.context_menu_requested.emit(self._shown.selected, self.mapToGlobal(spot.toPoint()))
        else:
            node = self.pick(QPointF(event.pos())).node
            self.context_menu_requested.emit(node, event.globalPos())

    # --- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.finish_motion()
        if not self._is_at_keyboard:
            self._is_at_keyboard = True
            self.update()
        if not (_is_plain(event) and self._press(Qt.Key(event.key()))):
            super().keyPressEvent(event)

    def _press(self, key: Qt.Key) -> bool:
        """Answer a plain key; False if the canvas has no use for it."""
        if self._shown.layout is None or self._way is None or self._shown.recording is None:
            return False
        if key in _DIRECTIONS:
            self._walk_by(_DIRECTIONS[key])
            return True
        if key == Qt.Key.Key_Backspace:
            return self._go_out()
        if key in _ENTER and self._shown.selected_group is not None:
            self.group_toggled.emit(self._shown.selected_group)
            return True
        selected = self._shown.selected
        if selected is None:
            return False
        if key in _ENTER:
            self._activate(selected)
            return True
        if key == Qt.Key.Key_F2 and self._shown.recording.graph.is_leaf(selected):
            self.edit_leaf(selected)
            return True
        return False

    def _walk_by(self, direction: Direction) -> None:
        """To the next value or closed group; from an open group into it."""
        assert self._way is not None
        assert self._shown.recording is not None
        if self._shown.at == NOWHERE:
            self._arrive(self._way.stop_of(self._shown.recording.graph.root))
            return
        to = self._way.go(self._shown.at, direction)
        if to is not None:
            self._arrive(to)

    def _go_out(self) -> bool:
        """To the group around what is selected; from an outermost one to nothing."""
        if self._way is None or self._shown.at == NOWHERE:
            return False
        self._arrive(self._way.out_of(self._shown.at))
        return True

    def _arrive(self, stop: Stop) -> None:
        if stop.group is not None:
            self.group_clicked.emit(stop.group)
        else:
            self.node_clicked.emit(stop.node)

    # --- other events ---------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            scene = self.scene if self._pointer.is_idle else None
            text = "" if scene is None else hint(scene, self.pick(at))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
                return super().event(event)
            self.zoom_by(max(1.0 + event.value(), 0.1), event.position())
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            self.finish_motion()  # a shortcut's key doesn't come as a key press
            if _is_plain(event) and event.key() in (*_DIRECTIONS, *_ENTER, Qt.Key.Key_Backspace):
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            self._is_at_keyboard = True

    def hideEvent(self, event: QHideEvent) -> None:
        self._pointer.reset()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_editor()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._is_at_keyboard and self._shown.at == NOWHERE:
            ring = self._theme.color("focus.ring")
            painter = QPainter(self)
            paint_box(painter, QRectF(self.rect()), 0.0, None, ring, METRICS.focus_width)


def _is_plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
