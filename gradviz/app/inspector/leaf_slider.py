"""The slider of a leaf's data: blue from zero to the handle, with the ends of its range below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from gradviz.app.inspector.number_range import STEPS, limit_for, place_of, value_at
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_text
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic
from gradviz.model.numbers import plain_text, short_text

MARGIN = 8.0
"""Half a handle, so that it can reach both ends."""
_OWN_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


class LeafSlider(QSlider):
    """Says which number a person moved it to, and whether a new gesture begins with that.

    Its range grows with the value, but never while it is being dragged.
    """

    moved = Signal(float, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._limit = 5.0
        self._begins = True
        self.setRange(0, STEPS)
        self.setSingleStep(10)
        self.setPageStep(50)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.actionTriggered.connect(self._moved_by_person)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    @property
    def limit(self) -> float:
        return self._limit

    def show_value(self, value: float, name: str, *, anew: bool, is_finite: bool) -> None:
        """`anew`: another leaf, so the range starts over."""
        if not self.isSliderDown():
            limit = limit_for(value)
            self._limit = limit if anew else max(limit, self._limit)
            self.setValue(place_of(value, self._limit))
        self.setEnabled(is_finite)
        self.setAccessibleName(f"slider for data of {name}")
        self.setAccessibleDescription(plain_text(value))
        if is_finite:
            self.setToolTip("Drag to change the value; everything follows live.")
        else:
            self.setToolTip(f"{plain_text(value)} has no place on a slider. Type a finite number.")
        self.update()

    def _moved_by_person(self, action: int) -> None:
        self.moved.emit(value_at(self.sliderPosition(), self._limit), self._begins)
        self._begins = False

    # --- what a person does -------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # The arrows step through the tape elsewhere; here they move the handle.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in _OWN_KEYS
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._begins = not event.isAutoRepeat()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._begins = True
        self.setSliderDown(True)
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the panel

    def _follow(self, event: QMouseEvent) -> None:
        place = round((event.position().x() - MARGIN) / self._track * STEPS)
        self.setSliderPosition(min(max(place, 0), STEPS))
        self.update()

    # --- painting -----------------------------------------------------------------------

    @property
    def _track(self) -> float:
        return max(self.width() - 2 * MARGIN, 1.0)

    def sizeHint(self) -> QSize:
        return QSize(160, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self.theme.color
        line = color("forward.line" if self.isEnabled() else "border.control")
        y, zero = 12.0, MARGIN + self._track / 2
        x = MARGIN + self._track * self.sliderPosition() / STEPS
        track = QRectF(MARGIN, y - 1.5, self._track, 3)
        paint_box(painter, track, 1.5, color("border.control"))
        if self.isEnabled():
            paint_box(painter, QRectF(min(x, zero), y - 1.5, abs(x - zero), 3), 1.5, line)
        painter.fillRect(QRectF(zero - 0.5, y - 5, 1, 10), color("text.muted"))
        fill = "bg.panel"
        if self.isSliderDown():
            fill = "forward.line"
        elif self.underMouse() and self.isEnabled():
            fill = "forward.soft"
        paint_box(painter, QRectF(x - 8, y - 8, 16, 16), 8, color(fill), line, 2)

        font = mono_font(METRICS.text_size.caption)
        muted = color("text.muted")
        labels = QRectF(1, 22, self.width() - 2, 16)
        end = typographic(short_text(self._limit))
        paint_text(painter, labels, typographic(short_text(-self._limit)), muted, font)
        center, right = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
        paint_text(painter, labels, "0", muted, font, center)
        paint_text(painter, labels, end, muted, font, right)
        painter.end()
