"""The focus ring: a frame around whichever control the keyboard is on.

A style sheet can only paint inside a widget, and the ring lies 2 px outside, so one frame
follows the focus. (QFocusFrame does the same, but sits tight on the control and masks its
own corners off.)
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QSlider,
    QWidget,
)
from shiboken6 import isValid

from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.theme import Theme

_FIELDS = (QAbstractSpinBox, QLineEdit)
_CONTROLS = (QAbstractButton, QComboBox, QSlider)
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ParentChange)
_APPEARS = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.EnabledChange)


class FocusRing(QObject):
    """Follows the application's focus: around fields always, around buttons for the keyboard.

    A button pressed with the mouse gets no ring: the pointer already says where one is.
    Views, tabs and the canvas show their own current item instead. A field that is the
    whole of its frame can opt out with the dynamic property `ring` set to false.
    """

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self._color = theme.color("focus.ring")
        self._frame: _Frame | None = None
        app.focusChanged.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        self._color = theme.color("focus.ring")
        if self._frame is not None and isValid(self._frame):
            self._frame.color = self._color
            self._frame.update()

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._frame is not None and isValid(self._frame):
            self._frame.release()
        self._frame = None
        if now is None or now.isWindow() or now.property("ring") is False:
            return
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if isinstance(now, _FIELDS) or (isinstance(now, _CONTROLS) and not by_mouse):
            self._frame = _Frame(now, self._color)


class _Frame(QWidget):
    """The ring itself: above the control's surroundings, deaf to the mouse."""

    def __init__(self, target: QWidget, color: QColor) -> None:
        host, watched = _host_of(target)
        super().__init__(host)
        self._host, self._watched = host, watched
        self._target = target
        self.color = color
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setObjectName("focusRing")
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()

    def release(self) -> None:
        """Stop watching and go."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self.hide()
        # Out of its host first: deleted inside a message box that has been closed, it crashed
        # the next one (PySide6 6.11.3).
        self.setParent(None)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES or event.type() in _APPEARS:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inner = METRICS.radius_control if self._target.height() > 26 else METRICS.radius_tag
        radius = inner + METRICS.focus_offset + METRICS.focus_width
        paint_box(painter, QRectF(self.rect()), radius, None, self.color, METRICS.focus_width)

    def _place(self) -> None:
        if not isValid(self._target) or not self._target.isVisibleTo(self._host):
            self.hide()
            return
        grow = round(METRICS.focus_offset + METRICS.focus_width)
        corner = self._target.mapTo(self._host, QPoint(0, 0))
        rect = QRect(corner, self._target.size())
        self.setGeometry(rect.adjusted(-grow, -grow, grow, grow))
        self.raise_()
        self.show()


def _host_of(target: QWidget) -> tuple[QWidget, list[QWidget]]:
    """The widget to put the ring into, and those whose moving moves the control in it.

    It is the window, unless the control scrolls: then the ring must be cut off where the
    scrolled contents are.
    """
    watched = [target]
    host = target.parentWidget() or target.window()
    while not host.isWindow():
        above = host.parentWidget()
        if above is None or isinstance(above, QAbstractScrollArea):
            break
        watched.append(host)
        host = above
    return host, watched
