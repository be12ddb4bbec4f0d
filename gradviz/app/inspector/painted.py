"""The two bases of what the inspector paints itself: something to look at, and a row to click."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.theme import Theme

PAD = 8
"""Between the edge of a row and its text; the same again lies outside the row."""


@runtime_checkable
class Themed(Protocol):
    """Whatever holds colours of its own and must be told of a new theme."""

    def set_theme(self, theme: Theme) -> None: ...


class Painted(QWidget):
    """Something drawn with the shared painter helpers, of a height it knows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def follow_width(self) -> None:
        """For one that overrides `heightForWidth`. Fixed would mean `sizeHint`'s height."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        raise NotImplementedError


_PRESS_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Row(QAbstractButton):
    """A painted line that is clicked as a whole, by mouse, Space or Enter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def event(self, event: QEvent) -> bool:
        # Space plays and Enter inspects elsewhere in the window; here they press this row.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in _PRESS_KEYS
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, _KEYPAD)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(120, METRICS.row_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            fill = self.theme.color("bg.pressed" if self.isDown() else "bg.hover")
            paint_box(painter, QRectF(self.rect()), METRICS.radius_control, fill)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        raise NotImplementedError


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
