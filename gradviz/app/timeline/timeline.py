"""The timeline: every step of a recording on one line, with a playhead to drag."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPoint,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QSlider, QToolTip

from gradviz.app.document import Document
from gradviz.app.timeline.bars import BarPictures
from gradviz.app.timeline.magnitudes import magnitudes_of
from gradviz.app.timeline.paint_stops import label_spacing
from gradviz.app.timeline.stop_text import place_in_phase
from gradviz.app.timeline.timeline_layout import (
    LEAST_LABELLED_SPACING,
    Density,
    TimelineLayout,
)
from gradviz.app.timeline.timeline_paint import paint_timeline, summary_width
from gradviz.app.timeline.timeline_scene import TimelineScene
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic
from gradviz.model.debugger import Move
from gradviz.model.explain import step_name, step_phrase
from gradviz.model.phrase import plain

_PAGE = 10
"""A page is a tenth of the whole, and at least one step."""


class Timeline(QSlider):
    """A slider over the positions of the document's recording.

    It is a QSlider for what assistive technology makes of one (a role, a value, a range);
    painting and handling are its own. It never moves itself: it asks, and shows where the
    document is.
    """

    position_requested = Signal(int)
    """A person clicked, dragged or pressed a key."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._document = document
        self._theme = theme
        self._reduced_motion = False
        self._hovered: int | None = None
        self._pictures: BarPictures | None = None
        self._playhead = QVariantAnimation(self)
        self._playhead.setDuration(METRICS.motion.playhead)
        self._playhead.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._layout = self._made_layout()

        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The window's style sheet gives sliders a minimum height, which would win over a
        # height set by code.
        height = f"{METRICS.timeline_height}px"
        self.setStyleSheet(f"QSlider {{ min-height: {height}; max-height: {height}; }}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Timeline")

        self._playhead.valueChanged.connect(self._on_playhead_moved)
        document.graph_opened.connect(self._on_graph_opened)
        document.recording_changed.connect(self._on_recording_changed)
        document.cursor_moved.connect(self._on_cursor_moved)
        document.selection_changed.connect(self.update)
        self._on_graph_opened()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._pictures = None
        self.update()

    def set_reduced_motion(self, reduced: bool) -> None:
        self._reduced_motion = reduced
        self._playhead.stop()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(900, METRICS.timeline_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, METRICS.timeline_height)

    def x_of(self, position: int) -> float:
        """Where on the widget the stop of a position is."""
        return self._layout.x_of(position)

    # --- what changed -------------------------------------------------------------------

    def _on_graph_opened(self) -> None:
        self._playhead.stop()
        self._hovered = None
        self._layout = self._made_layout()
        self.setRange(0, self._document.recording.length)
        self.setPageStep(max(1, self.maximum() // _PAGE))
        self._on_recording_changed()

    def _on_recording_changed(self) -> None:
        self._pictures = None
        self._say_position()
        self.update()

    def _on_cursor_moved(self, move: Move) -> None:
        self._say_position()
        self._playhead.stop()
        if self.isVisible() and not self._reduced_motion and not self.isSliderDown():
            self._playhead.setStartValue(self._layout.x_of(move.before))
            self._playhead.setEndValue(self._layout.x_of(move.after))
            self._playhead.start()
        self.update()

    def _on_playhead_moved(self, x: object) -> None:
        self.update()

    def _say_position(self) -> None:
        """Tell assistive technology where the document is."""
        position = self._document.position
        place, phase = place_in_phase(self._document.recording, position)
        sentence = plain(step_phrase(self._document.recording, position))
        self.setAccessibleDescription(f"{place}, {phase}: {sentence}")
        self.setValue(position)

    def _made_layout(self) -> TimelineLayout:
        recording = self._document.recording
        left = summary_width(recording)
        right = max(float(self.width()), left + 100)
        values, steps = len(recording.graph), recording.backward_steps
        can_be_labelled = (values + steps) * LEAST_LABELLED_SPACING < right
        spacing = label_spacing(recording.graph) if can_be_labelled else 0.0
        seeded = recording.has_backward
        return TimelineLayout.of(values, steps, left, right, spacing, has_seed=seeded)

    # --- what a person does -------------------------------------------------------------

    def _request(self, position: int) -> None:
        position = min(max(position, 0), self._document.recording.length)
        if position != self._document.position:
            self.position_requested.emit(position)

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """A value that isn't the document's was set from outside: by a screen reader."""
        super().sliderChange(change)
        if change is QAbstractSlider.SliderChange.SliderRangeChange:
            # Another graph: take its position now, before Qt moves the old one into the range.
            self.setValue(self._document.position)
        if change is QAbstractSlider.SliderChange.SliderValueChange:
            self._request(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, last = self._document.position, self._document.recording.length
        targets: dict[int, int] = {  # plain numbers: there are keys Qt has no name for
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_PageUp: here - self.pageStep(),
            Qt.Key.Key_PageDown: here + self.pageStep(),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(event.key())
        if target is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        self._request(target)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._is_on_line(event):
            event.ignore()
            return
        self.setSliderDown(True)
        self._drag_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag_to(event)
            return
        on_line = self._is_on_line(event)
        self._hover(self._layout.position_at(event.position().x()) if on_line else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            QToolTip.hideText()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a slider would move, and this one lies where people scroll tables

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _is_on_line(self, event: QMouseEvent) -> bool:
        return event.position().x() >= self._layout.left - METRICS.space_2

    def _drag_to(self, event: QMouseEvent) -> None:
        position = self._layout.position_at(event.position().x())
        self._hover(None)
        self._request(position)
        at = QPoint(round(self._layout.x_of(position)) + 8, -METRICS.control_height)
        QToolTip.showText(self.mapToGlobal(at), self._tip(position), self)

    def _hover(self, position: int | None) -> None:
        if position != self._hovered:
            self._hovered = position
            self.setCursor(
                Qt.CursorShape.ArrowCursor
                if position is None
                else Qt.CursorShape.PointingHandCursor
            )
            self.update()

    def _tip(self, position: int) -> str:
        recording = self._document.recording
        name = escape(step_name(recording, position))
        sentence = escape(typographic(plain(step_phrase(recording, position))))
        return f"<b>{name}</b>&nbsp; {sentence}"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            x = event.pos().x()
            if x >= self._layout.left - METRICS.space_2:
                QToolTip.showText(event.globalPos(), self._tip(self._layout.position_at(x)), self)
            else:
                QToolTip.showText(event.globalPos(), "Drag, or use the arrow keys, to move", self)
            return True
        return super().event(event)

    # --- painting -----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._playhead.stop()
        self._layout = self._made_layout()
        self._pictures = None

    def scene(self) -> TimelineScene:
        """What is to be seen now."""
        document = self._document
        x = self._layout.x_of(document.position)
        if self._playhead.state() is QVariantAnimation.State.Running:
            x = float(self._playhead.currentValue())
        return TimelineScene(
            recording=document.recording,
            layout=self._layout,
            theme=self._theme,
            width=self.width(),
            position=document.position,
            playhead_x=x,
            selected=document.selected,
            hovered=self._hovered,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_timeline(painter, self.scene(), self._bar_pictures(), self.height())
        painter.end()

    def _bar_pictures(self) -> BarPictures | None:
        if self._layout.density is not Density.BARS:
            return None
        if self._pictures is None:
            self._pictures = BarPictures.of(
                self._layout,
                magnitudes_of(self._document.recording),
                self._theme,
                self.width(),
                self.devicePixelRatioF(),
            )
        return self._pictures
