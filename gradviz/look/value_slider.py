"""A slider whose coloured part runs from zero to the value, on either side of it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from gradviz.look.theme import Theme

GROOVE = 4.0
TICK = 10.0


class ValueSlider(QSlider):
    """A horizontal QSlider that shows where zero is. Give it the new theme on a switch.

    Zero is the slider's own 0: choose a range of whole numbers around it and scale.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._groove = theme.color("border.control")
        self._fill = theme.color("forward.line")
        self._face = theme.color("bg.panel")
        self._pressed_face = theme.color("forward.soft")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = QRectF(self._part(option, QStyle.SubControl.SC_SliderHandle))
        middle = self.height() / 2
        knob = QPointF(handle.center().x(), middle)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        _paint_groove(painter, self._groove, 0.0, float(self.width()), middle)
        color = self._fill if self.isEnabled() else self._groove
        if self.minimum() <= 0 <= self.maximum():
            zero = self._x_of_zero(option, handle.width())
            _paint_groove(painter, color, min(zero, knob.x()), max(zero, knob.x()), middle)
            painter.fillRect(QRectF(zero - 0.5, middle - TICK / 2, 1, TICK), self._groove)
        painter.setPen(QPen(color, 2.0))
        painter.setBrush(self._pressed_face if self.isSliderDown() else self._face)
        painter.drawEllipse(knob, 7.0, 7.0)

    def _part(self, option: QStyleOptionSlider, part: QStyle.SubControl) -> QRectF:
        control = QStyle.ComplexControl.CC_Slider
        return QRectF(self.style().subControlRect(control, option, part, self))

    def _x_of_zero(self, option: QStyleOptionSlider, knob: float) -> float:
        span = round(self._part(option, QStyle.SubControl.SC_SliderGroove).width() - knob)
        offset = QStyle.sliderPositionFromValue(
            self.minimum(), self.maximum(), 0, span, option.upsideDown
        )
        return offset + knob / 2


def _paint_groove(
    painter: QPainter, color: QColor, left: float, right: float, middle: float
) -> None:
    painter.setBrush(color)
    painter.drawRoundedRect(
        QRectF(left, middle - GROOVE / 2, right - left, GROOVE), GROOVE / 2, GROOVE / 2
    )
