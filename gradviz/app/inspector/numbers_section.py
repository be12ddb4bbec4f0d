"""Data and gradient: the two numbers everything is about, large, and the leaf's controls."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gradviz.app.inspector.leaf_field import LeafField
from gradviz.app.inspector.leaf_slider import LeafSlider
from gradviz.app.inspector.number_range import nudged
from gradviz.app.inspector.painted import PAD, Painted
from gradviz.app.inspector.pieces import Piece, words
from gradviz.app.inspector.section import Section
from gradviz.app.inspector.subject import Subject
from gradviz.app.inspector.text import TextLine, WrappedText
from gradviz.look.fonts import mono_font
from gradviz.look.icons import icon, paint_icon
from gradviz.look.paint import paint_text, text_width
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic
from gradviz.model.graph import Graph
from gradviz.model.numbers import brief_text, card_text, plain_text

Edit = Callable[[int, float, int], None]
"""`document.edit_leaf`: node, value, gesture."""


class BigNumber(Painted):
    """A number in the largest type that fits, with a warning sign where it is wrong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._text = ""
        self._role = "text.primary"
        self._warns = False

    @property
    def text(self) -> str:
        return self._text

    def show_number(self, text: str, role: str, tip: str, *, warns: bool = False) -> None:
        if (text, role, warns) != (self._text, self._role, self._warns):
            self._text, self._role, self._warns = text, role, warns
            self.update()
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.setAccessibleName(tip)

    def sizeHint(self) -> QSize:
        return QSize(100, 32)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 32)

    def paint(self, painter: QPainter) -> None:
        text = typographic(self._text)
        room = self.width() - (26 if self._warns else 0)
        font = next(
            (f for f in map(mono_font, (22, 20, 18, 16, 14)) if text_width(text, f) <= room),
            mono_font(12),
        )
        color = self.theme.color(self._role)
        spot = paint_text(painter, QRectF(0, 0, room, self.height()), text, color, font)
        if self._warns:
            paint_icon(painter, "warning", QRectF(spot.right() + 8, 8, 16, 16), color)


class CopyButton(QToolButton):
    """Puts a number on the clipboard as Python's `repr` writes it."""

    def __init__(self, theme: Theme, what: str) -> None:
        super().__init__()
        self._what = what
        self._text = ""
        self.setProperty("small", True)
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Copy {what}")
        self.set_theme(theme)
        self.clicked.connect(self._copy)

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("copy", theme, "text.muted"))
        self.setIconSize(QSize(14, 14))

    def offer(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setToolTip(f"Copy {self._what}: {text}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


class NumbersSection(Section):
    """Two columns, data and grad, and the slider of a leaf below them."""

    def __init__(self, theme: Theme, edit: Edit) -> None:
        super().__init__(theme)
        self._edit = edit
        self._subject: Subject | None = None
        self._gesture = 0
        self._gestures = itertools.count(1)
        self._shown: tuple[Graph, int] | None = None

        self.data = BigNumber(theme)
        self.grad = BigNumber(theme)
        self.grad_note = TextLine(theme, 18)
        self.data_note = TextLine(theme, 18)
        self.field = LeafField()
        self.slider = LeafSlider(theme)
        self.message = WrappedText(theme)
        self.copy_data = CopyButton(theme, "data")
        self.copy_grad = CopyButton(theme, "grad")

        self.column.setContentsMargins(2 * PAD, 6, 2 * PAD, 8)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        data = (self.field, self.data, self.data_note)
        columns.addLayout(_column("data", "forward.text", theme, self.copy_data, *data), 1)
        grad = (self.grad, self.grad_note)
        columns.addLayout(_column("grad", "backward.text", theme, self.copy_grad, *grad), 1)
        self.column.addLayout(columns)
        self.column.addWidget(self.message)
        self.column.addWidget(self.slider)
        self.message.hide()

        self.field.typed.connect(self._typed)
        self.field.refused.connect(self._refused)
        self.field.edited.connect(self.message.hide)
        self.field.nudged.connect(self._nudged)
        self.slider.moved.connect(self._slid)

    def paintEvent(self, event: QPaintEvent) -> None:
        """No line above: the facts go over into the numbers."""

    # --- what is shown ------------------------------------------------------------------

    def show_subject(self, subject: Subject) -> None:
        self._subject = subject
        shown = (subject.graph, subject.node)
        anew = shown != self._shown
        self._shown = shown
        value = subject.value
        is_leaf = subject.is_leaf
        if anew:
            self.field.setVisible(is_leaf)
            self.slider.setVisible(is_leaf)
            self.data.setVisible(not is_leaf)
            self.message.hide()
            self.field.revert()
        if is_leaf:
            self.field.show_value(value, subject.name)
            is_finite = math.isfinite(value)
            self.slider.show_value(value, subject.name, anew=anew, is_finite=is_finite)
            self.data_note.show_pieces()
        elif subject.has_value:
            role = "text.primary" if math.isfinite(value) else "error.text"
            self.data.show_number(card_text(value), role, f"data = {plain_text(value)}")
            self.data_note.show_pieces(words("computed", "text.muted", 12))
        else:
            self.data.show_number("–", "text.muted", "The forward pass has not come here yet.")
            self.data_note.show_pieces(words("not computed yet", "text.muted", 12))
        self.copy_data.offer(plain_text(value))
        self.copy_data.setEnabled(is_leaf or subject.has_value)
        self._show_grad(subject)

    def _show_grad(self, subject: Subject) -> None:
        why = subject.explanation
        is_wrong = why.is_wrong
        is_bad = is_wrong or not math.isfinite(why.stored)
        role = "error.text" if is_bad else "text.primary" if why.done else "text.muted"
        tip = f"grad = {plain_text(why.stored)}"
        if is_wrong:
            tip += f", expected {plain_text(why.expected)}"
        self.grad.show_number(card_text(why.stored), role, tip, warns=is_bad)
        self.grad_note.show_pieces(_grad_note(subject))
        self.copy_grad.offer(plain_text(why.stored))

    def tab_stops(self) -> list[QWidget]:
        return [self.copy_data, self.field, self.copy_grad, self.slider]

    # --- what a person does -------------------------------------------------------------

    def _typed(self, value: float) -> None:
        if self._subject is not None:
            self.message.hide()
            self._edit(self._subject.node, value, 0)

    def _refused(self, text: str) -> None:
        what = f"Not a number: {text}." if text else "A number is needed."
        self.message.show_pieces(words(f"{what} Try -2, 1e-3, inf or nan.", "error.text", 12))
        self.message.show()

    def _nudged(self, steps: int, scale: float, begins: bool) -> None:
        if self._subject is not None:
            value = nudged(self._subject.value, steps, self.slider.limit, scale)
            self._edit(self._subject.node, value, self._gesture_of(begins))

    def _slid(self, value: float, begins: bool) -> None:
        if self._subject is not None:
            self._edit(self._subject.node, value, self._gesture_of(begins))

    def _gesture_of(self, begins: bool) -> int:
        """One number for a whole drag or a held key, so that one undo takes it back."""
        if begins or not self._gesture:
            self._gesture = next(self._gestures)
        return self._gesture


def _grad_note(subject: Subject) -> Piece:
    why = subject.explanation
    if why.is_wrong:
        return words(f"expected {brief_text(why.expected)}", "error.text", 12)
    if why.is_stale:
        return words(f"expected {brief_text(why.expected)}", "warning.text", 12)
    done, every = len(why.done), len(why.contributions)
    if not every:
        return words("the root does not use it", "text.muted", 12)
    if not done:
        return words("nothing so far", "text.muted", 12)
    if done < every:
        return words(f"{done} of {every} arrived", "backward.text", 12)
    return words("complete", "text.muted", 12)


def _column(
    title: str, role: str, theme: Theme, copy: CopyButton, *widgets: QWidget
) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    top = QHBoxLayout()
    top.setSpacing(0)
    caption = TextLine(theme, 24)
    caption.show_pieces(words(title, role, 13, 500))
    top.addWidget(caption, 1)
    top.addWidget(copy)
    column.addLayout(top)
    for widget in widgets:
        column.addWidget(widget)
    return column
