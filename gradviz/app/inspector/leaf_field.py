"""The field of a leaf's data: a float literal, typed or nudged."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget

from gradviz.look.fonts import mono_font
from gradviz.look.style import refresh
from gradviz.look.typography import typographic
from gradviz.model.numbers import card_text, parse_number, plain_text

_NUDGES = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}
_UNDO_AND_REDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
FINER, COARSER = 0.1, 10.0


class LeafField(QAbstractSpinBox):
    """Shows four decimals; while it has the keyboard, the number in full.

    It changes nothing itself: it says what was typed (`typed`), what wasn't a number
    (`refused`), and by how many steps to nudge, times which scale (`nudged`; the last
    argument says whether a new gesture begins).
    """

    typed = Signal(float)
    refused = Signal(str)
    edited = Signal()
    nudged = Signal(int, float, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = 0.0
        self._begins = True
        self.setFont(mono_font(14))
        self.lineEdit().setFont(mono_font(14))
        self.lineEdit().setTextMargins(8, 0, 0, 0)
        self.setToolTip(
            "A number as Python writes it. Enter sets it, Esc takes it back, Up and Down nudge; "
            "Shift finer, Ctrl coarser."
        )
        self.lineEdit().textEdited.connect(self._clear_error)

    def sizeHint(self) -> QSize:
        return QSize(140, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(90, super().minimumSizeHint().height())

    # --- what is shown ------------------------------------------------------------------

    def show_value(self, value: float, name: str) -> None:
        """The leaf's number, unless a person is just typing another."""
        self._value = value
        self.setAccessibleName(f"data of {name}")
        self.setAccessibleDescription(plain_text(value))
        if not self.lineEdit().isModified():
            self._show_text()

    def revert(self) -> None:
        """Forget what was typed."""
        self._show_text()
        self._set_error(False)

    def _show_text(self) -> None:
        shown, full = typographic(card_text(self._value)), plain_text(self._value)
        text = full if self.hasFocus() else shown
        if text != self.lineEdit().text():
            self.lineEdit().setText(text)
        self.lineEdit().setModified(False)

    def _set_error(self, wrong: bool) -> None:
        if bool(self.property("error")) != wrong:
            self.setProperty("error", wrong)
            refresh(self)

    def _clear_error(self) -> None:
        self._set_error(False)
        self.edited.emit()

    # --- what a person does -------------------------------------------------------------

    def commit(self) -> bool:
        """Say what was typed. Whether it was a number, or nothing new."""
        if not self.lineEdit().isModified():
            return True
        text = self.lineEdit().text()
        value = parse_number(text)
        if value is None:
            self._set_error(True)
            self.refused.emit(text.strip())
            return False
        self.lineEdit().setModified(False)
        self._set_error(False)
        self._value = value
        self.typed.emit(value)
        self._show_text()
        return True

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        # What isn't a number is said inline on Enter, rather than by keys that don't work.
        return QValidator.State.Acceptable, text, place

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        if not math.isfinite(self._value):
            return QAbstractSpinBox.StepEnabledFlag.StepNone
        return (
            QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
            | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        )

    def stepBy(self, steps: int) -> None:
        """From the arrows; holding one down is one gesture."""
        # Qt multiplies by ten under Ctrl by itself.
        fine = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self._nudge(steps, FINER if fine else 1.0)

    def _nudge(self, steps: int, scale: float) -> None:
        if self.commit() and math.isfinite(self._value):
            self.nudged.emit(steps, scale, self._begins)
            self._begins = False
            self._show_text()

    def event(self, event: QEvent) -> bool:
        # With nothing typed, undo means the document's undo, not the field's.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not self.lineEdit().isModified()
            and any(map(event.matches, _UNDO_AND_REDO))
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _NUDGES:
            self._begins = not event.isAutoRepeat()
            modifiers = event.modifiers()
            scale = 1.0
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                scale = FINER
            elif modifiers & Qt.KeyboardModifier.ControlModifier:
                scale = COARSER
            self._nudge(_NUDGES[Qt.Key(key)], scale)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.commit():
                self.selectAll()
        elif key == Qt.Key.Key_Escape and self.lineEdit().isModified():
            self.revert()
            self.selectAll()
            self.edited.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begins = True
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the panel

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.lineEdit().isModified():
            self._show_text()
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            return  # a menu, another window: the person comes back to what is typed
        if self.lineEdit().isModified() and parse_number(self.lineEdit().text()) is not None:
            self.commit()
        else:
            self.revert()
            self.edited.emit()
