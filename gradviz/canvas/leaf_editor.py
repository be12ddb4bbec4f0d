"""Leaf editor: a field on a leaf's card to type another number into."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.runs import text_width
from gradviz.look.style import refresh
from gradviz.look.theme import Theme
from gradviz.model.numbers import parse_number, plain_text

STEP = Decimal("0.1")
LARGE_STEP = Decimal(1)
SMALL_STEP = Decimal("0.01")

_LEAST_HEIGHT = METRICS.control_small_height
_WIDEST = 240
_LARGEST_TEXT = 28
_BESIDE_TEXT = 22  # padding, border and cursor
_GAP = METRICS.space_1
_POPUP_PADDING = METRICS.space_2


def nudged(value: float, by: Decimal) -> float:
    """`value + by` in decimal arithmetic: 0.2 + 0.1 is 0.3, as a person expects of a spin box.

    inf and nan stay what they are.
    """
    try:
        return float(Decimal(repr(value)) + by)
    except InvalidOperation:
        return value


def not_a_number(text: str) -> str:
    """What to say about a text that isn't one."""
    shown = text.strip()
    if not shown:
        return "Type a number, such as -2, 1e-3, inf or nan."
    shown = shown if len(shown) <= 16 else f"{shown[:15]}…"
    return f"Not a number: {shown}. Try -2, 1e-3, inf or nan."


class LeafEditor(QWidget):
    """One field that moves from leaf to leaf.

    Enter and leaving it commit, Esc doesn't. Up and Down step the number, by 1 with Shift and
    by 0.01 with Ctrl. What isn't a number is refused, with a message under the field.
    """

    committed = Signal(int, float)
    closed = Signal()

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas)
        self.node: int | None = None
        self._canvas = canvas
        self._theme = theme
        self._before = ""
        self._field_rect = QRectF()
        self._popup_rect: QRectF | None = None
        self._zoom = 1.0
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setFont(mono_font(METRICS.text_size.label, 500))
        self.field = _Field(self)
        self.message = _Message(canvas, theme)
        self.field.textEdited.connect(self._forget_message)
        self.field.textEdited.connect(self._arrange)
        self.field.entered.connect(self._commit)
        self.field.escaped.connect(self.close_unchanged)
        self.field.left.connect(self._leave)
        self.hide()
        self.message.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.message.set_theme(theme)
        self.update()

    # --- opening and closing ------------------------------------------------------------

    def open(self, node: int, name: str, value: float) -> None:
        """On this leaf, with its number selected. `place` says where."""
        self.node = node
        self._before = plain_text(value)
        self._name.setText(f"{name} =")
        self.field.setAccessibleName(f"Value of {name}")
        self.field.setText(self._before)
        self._forget_message()
        self.show()
        self.raise_()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, field: QRectF, card: QRectF, zoom: float, is_on_card: bool) -> None:
        """Over the card's data field; where that is too small to read, in a popup at the card.

        Rectangles in px of the canvas.
        """
        self._field_rect, self._zoom = field, zoom
        self._popup_rect = None if is_on_card else card
        self._arrange()

    def close_unchanged(self) -> None:
        if self.node is None:
            return
        self.node = None
        had_focus = self.field.hasFocus()
        self.hide()
        self.message.hide()
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _commit(self) -> None:
        if self.node is None:
            return
        value = parse_number(self.field.text())
        if value is None:
            self._refuse()
            return
        node, is_changed = self.node, plain_text(value) != self._before
        self.close_unchanged()
        if is_changed:
            self.committed.emit(node, value)

    def _leave(self) -> None:
        """The keyboard went elsewhere: a number counts, anything else is dropped."""
        if parse_number(self.field.text()) is None:
            self.close_unchanged()
        else:
            self._commit()

    def _refuse(self) -> None:
        self.message.setText(not_a_number(self.field.text()))
        self.field.setProperty("error", True)
        self.field.setAccessibleDescription(self.message.text())
        refresh(self.field)
        self.message.show()
        self.message.raise_()
        self._arrange()

    def _forget_message(self) -> None:
        self.field.setAccessibleDescription("Enter keeps the number, Escape the old one")
        if self.field.property("error"):
            self.field.setProperty("error", False)
            refresh(self.field)
        self.message.hide()

    # --- where it is --------------------------------------------------------------------

    def _arrange(self) -> None:
        font = self._font()
        self.field.setFont(font)
        wanted = text_width(self.field.text(), font) + _BESIDE_TEXT
        if self._popup_rect is None:
            outer, inner = self._on_card(wanted)
        else:
            outer, inner = self._in_popup(self._popup_rect, wanted)
        self._name.setVisible(self._popup_rect is not None)
        self.setGeometry(outer)
        self.field.setGeometry(inner)
        self._place_message(outer)

    def _font(self) -> QFont:
        """As large as on the card, but never too small to read."""
        normal = METRICS.canvas_text.node_value
        zoom = self._zoom if self._popup_rect is None else 1.0
        return mono_font(round(min(max(normal * zoom, normal), _LARGEST_TEXT)), 500)

    def _on_card(self, wanted: float) -> tuple[QRect, QRect]:
        width = max(self._field_rect.width(), min(wanted, _WIDEST * max(self._zoom, 1.0)))
        height = max(self._field_rect.height(), _LEAST_HEIGHT)
        top = self._field_rect.center().y() - height / 2
        outer = QRectF(self._field_rect.left(), top, width, height).toAlignedRect()
        return self._kept_inside(outer), QRect(0, 0, outer.width(), outer.height())

    def _in_popup(self, card: QRectF, wanted: float) -> tuple[QRect, QRect]:
        name = self._name.sizeHint()
        height = METRICS.control_height
        width = round(max(96.0, min(wanted, _WIDEST)))
        size = QSize(
            name.width() + _GAP + METRICS.space_1 + width + 2 * _POPUP_PADDING,
            height + 2 * _POPUP_PADDING,
        )
        corner = card.center().toPoint() - QRect(0, 0, size.width(), size.height()).center()
        self._name.setGeometry(_POPUP_PADDING + _GAP, _POPUP_PADDING, name.width(), height)
        inner = QRect(size.width() - _POPUP_PADDING - width, _POPUP_PADDING, width, height)
        return self._kept_inside(QRect(corner, size)), inner

    def _place_message(self, outer: QRect) -> None:
        """Under the field; above it where there is no room below."""
        self.message.resize(self.message.sizeHint())
        below = QRect(outer.bottomLeft(), self.message.size()).translated(0, _GAP + 2)
        if below.bottom() > self._canvas.height() - _GAP:
            below.moveBottom(outer.top() - _GAP - 2)
        self.message.setGeometry(self._kept_inside(below))

    def _kept_inside(self, rect: QRect) -> QRect:
        room = self._canvas.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        out = QRect(rect)
        out.moveLeft(max(room.left(), min(rect.left(), room.right() - rect.width() + 1)))
        out.moveTop(max(room.top(), min(rect.top(), room.bottom() - rect.height() + 1)))
        return out

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._popup_rect is None:
            return
        painter = QPainter(self)
        color = self._theme.color
        paint_box(
            painter, QRectF(self.rect()), METRICS.radius_node, color("bg.overlay"),
            color("border.control"),
        )  # fmt: skip


class _Field(QLineEdit):
    """A line of text that reports how it was left."""

    entered = Signal()
    escaped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Value of a leaf")
        self.setProperty("kind", "mono")
        # As high as the card's field at any zoom: the heights of usual fields don't apply.
        # Its border is the ring, as there is no room around it on a card.
        self.setStyleSheet(
            "QLineEdit { border-width: 2px; min-height: 0; max-height: 9999px; padding: 0 4px; }"
        )
        self.setProperty("ring", False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setToolTip("Enter keeps the number, Esc the old one; Up and Down step it")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._nudge(_step_for(event), 1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def _nudge(self, step: Decimal, sign: int) -> None:
        value = parse_number(self.text())
        if value is not None:
            self.setText(plain_text(nudged(value, sign * step)))
            self.selectAll()
            self.textEdited.emit(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in passing:
            self.left.emit()


def _step_for(event: QKeyEvent) -> Decimal:
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return LARGE_STEP
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return SMALL_STEP
    return STEP


class _Message(QLabel):
    """Why a text was refused, in a small bubble."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas)
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "error")
        self.setContentsMargins(METRICS.space_2, METRICS.space_1, METRICS.space_2, METRICS.space_1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        paint_box(
            painter, QRectF(self.rect()), METRICS.radius_control, color("error.soft"),
            color("error.border"),
        )  # fmt: skip
        painter.end()
        super().paintEvent(event)
