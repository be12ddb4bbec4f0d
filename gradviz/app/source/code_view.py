"""CodeView: a program's text with line numbers, marked lines, and numbers beside the lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from gradviz.app.source.highlighter import PythonHighlighter
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import Run, paint_runs
from gradviz.look.runs import text_width
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic

_INDENT = 4
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_RIGHT = QTextCursor.MoveOperation.Right
_GUTTER = 40
"""Width of the line numbers."""
_LEAST_COLUMN, _MOST_COLUMN = 40, 68
_PADDING = 14
"""Of each of the two columns of numbers: as wide as the widest number in it."""
_LEAST_TEXT = 150
"""The text goes before the numbers: where it would be narrower than this, they are left out."""


@dataclass(frozen=True)
class LineNumbers:
    """What stands beside a line: the data and the gradient of the value it made."""

    data: str
    grad: str
    is_wrong: bool = False


class CodeView(QPlainTextEdit):
    """An editor for Python; lines are numbered from 1."""

    line_clicked = Signal(int)
    edited = Signal()
    """A person changed the text."""
    columns_changed = Signal(int)
    """How wide each of the two columns of numbers is; 0 where there are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._numbers: dict[int, LineNumbers] = {}
        self._counts: dict[int, int] = {}
        self._marks: list[tuple[int, QColor, QColor | None]] = []
        self._shown = self._marks
        self._is_loading = False
        self._faults: dict[int, str] = {}
        self.setAccessibleName("Program")
        self.setFont(mono_font(METRICS.text_size.small))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(False)
        self._highlighter = PythonHighlighter(self.document(), theme)
        self._gutter = _Margin(self, self._paint_gutter)
        self._columns = _Margin(self, self._paint_columns)
        self._columns.hide()
        self._column = self._widest = 0
        self.setViewportMargins(_GUTTER, 0, 0, 0)
        self.updateRequest.connect(self._update_margins)
        self.textChanged.connect(self._tell_edited)

    @property
    def text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        self._is_loading = True
        self.setPlainText(text)
        self._is_loading = False
        self._widest = 0  # the numbers of another program

    def _tell_edited(self) -> None:
        if not self._is_loading:
            self._faults = {}
            self.edited.emit()

    @property
    def faults(self) -> dict[int, str]:
        return self._faults

    def show_faults(self, faults: dict[int, str]) -> None:
        """Lines where the program failed, with what happened there."""
        self._faults = faults
        self.mark(self._marks)

    def show_numbers(self, numbers: dict[int, LineNumbers], counts: dict[int, int]) -> None:
        """By line. `counts` are of lines that made several values, none of which stands out."""
        self._numbers, self._counts = numbers, counts
        self._fit_columns()
        self._columns.update()

    @property
    def column_width(self) -> int:
        return self._column

    def _fit_columns(self) -> None:
        """Room for the numbers, where there are any and the text can spare it. What it has
        once needed it keeps: the text doesn't move with each step."""
        wanted = self._wanted_column()
        self._widest = max(self._widest, wanted)
        column = self._widest if wanted else 0
        if self.contentsRect().width() - _GUTTER - 2 * column < _LEAST_TEXT:
            column = 0
        if column != self._column:
            self._column = column
            self._columns.setVisible(column > 0)
            self.setViewportMargins(_GUTTER, 0, 2 * column, 0)
            self.columns_changed.emit(column)
        self._place_margins()

    def _wanted_column(self) -> int:
        font = mono_font(METRICS.text_size.caption)
        widths = [
            text_width(typographic(text), font)
            for numbers in self._numbers.values()
            for text in (numbers.data, numbers.grad)
        ]
        widths += [text_width(_of_several(count), font) / 2 for count in self._counts.values()]
        if not widths:
            return 0
        return min(max(round(max(widths)) + _PADDING, _LEAST_COLUMN), _MOST_COLUMN)

    @property
    def numbers(self) -> dict[int, LineNumbers]:
        """What stands beside the lines, by line number."""
        return self._numbers

    @property
    def counts(self) -> dict[int, int]:
        """How many values the lines made that have no numbers of their own."""
        return self._counts

    def mark(self, marks: list[tuple[int, QColor, QColor | None]]) -> None:
        """Lines with a bar in the first colour, over a background in the second."""
        self._marks = marks
        error = (self._theme.color("error.line"), self._theme.color("error.soft"))
        self._shown = [*marks, *((line, *error) for line in self._faults)]
        selections = []
        for line, _, background in self._shown:
            block = self.document().findBlockByLineNumber(line - 1)
            if background is not None and block.isValid():
                selection = QTextEdit.ExtraSelection()
                selection.format.setBackground(background)
                selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                cursor = self.textCursor()
                cursor.setPosition(block.position())
                selection.cursor = cursor
                selections.append(selection)
        self.setExtraSelections(selections)
        self._gutter.update()
        self._columns.update()

    def reveal(self, line: int) -> None:
        """Scroll as little as needed to see a line."""
        cursor = self.textCursor()
        cursor.setPosition(self.document().findBlockByLineNumber(line - 1).position())
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._highlighter.set_theme(theme)
        self._gutter.update()
        self._columns.update()

    # --- events -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _place_margins(self) -> None:
        inner = self.contentsRect()
        self._gutter.setGeometry(inner.left(), inner.top(), _GUTTER, inner.height())
        right = self.viewport().geometry().right() + 1
        self._columns.setGeometry(right, inner.top(), 2 * self._column, inner.height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._hint(event.pos().y()), self)
            return True
        return super().event(event)

    def _hint(self, y: int) -> str:
        """What went wrong in the line at a height; or what the numbers beside it leave no room
        for: the line's whole text, and what a count stands for."""
        for block, rect in self._visible_lines():
            if not rect.top() <= y < rect.bottom():
                continue
            line = block.blockNumber() + 1
            if line in self._faults:
                return self._faults[line]
            text = block.text().strip()
            end = self.contentOffset().x() + text_width(block.text().rstrip(), self.font())
            hints = [text] if text and end > self.viewport().width() else []
            if line in self._counts:
                hints.append(f"This line made {self._counts[line]:,} values")
            return "\n".join(hints)
        return ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by Tab is on the way through the window, and leaves by Tab again, without
        a trace in the text; until a click or another key says that one is here to write."""
        super().focusInEvent(event)
        self.setTabChangesFocus(event.reason() in _BY_TAB)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setTabChangesFocus(False)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab indents, Enter keeps the indentation and deepens it after a colon."""
        key = event.key()
        if key not in _MODIFIERS:
            self.setTabChangesFocus(False)
        if self.isReadOnly() or event.modifiers() & ~_SHIFT:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Tab:
            cursor = self.textCursor()
            cursor.insertText(" " * (_INDENT - cursor.positionInBlock() % _INDENT))
        elif key == Qt.Key.Key_Backtab:
            self._dedent()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            cursor = self.textCursor()
            before = cursor.block().text()[: cursor.positionInBlock()]
            indent = before[: len(before) - len(before.lstrip())]
            deeper = " " * _INDENT if before.rstrip().endswith(":") else ""
            cursor.insertText(f"\n{indent}{deeper}")
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def _dedent(self) -> None:
        cursor = self.textCursor()
        text = cursor.block().text()
        spaces = min(_INDENT, len(text) - len(text.lstrip(" ")))
        cursor.setPosition(cursor.block().position())
        cursor.movePosition(_RIGHT, QTextCursor.MoveMode.KeepAnchor, spaces)
        cursor.removeSelectedText()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._click(event.position().toPoint().y())

    def _click(self, y: int) -> None:
        for block, rect in self._visible_lines():
            if rect.top() <= y < rect.bottom():
                self.line_clicked.emit(block.blockNumber() + 1)

    def _update_margins(self, rect: QRect, dy: int) -> None:
        self._gutter.update()
        self._columns.update()

    # --- painting -----------------------------------------------------------------------

    def _visible_lines(self) -> list[tuple[QTextBlock, QRectF]]:
        out = []
        block = self.firstVisibleBlock()
        while block.isValid():
            rect = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if rect.top() > self.viewport().height():
                break
            out.append((block, rect))
            block = block.next()
        return out

    def _paint_gutter(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, self._theme.color("bg.panel"))
        font = mono_font(METRICS.text_size.caption)
        marks = {line: (bar, background) for line, bar, background in self._shown}
        for block, rect in self._visible_lines():
            line = block.blockNumber() + 1
            row = QRectF(0, rect.top(), area.width(), rect.height())
            color = self._theme.color("syntax.lineNumber")
            if line in marks:
                bar, background = marks[line]
                if background is not None:
                    painter.fillRect(row, background)
                painter.fillRect(QRectF(0, row.top(), 3, row.height()), bar)
                color = self._theme.color("text.primary")
            number = [Run(str(line), color, font)]
            paint_runs(painter, row.adjusted(0, 0, -12, 0), number, Qt.AlignmentFlag.AlignRight)

    def _paint_columns(self, painter: QPainter, area: QRect) -> None:
        theme = self._theme
        painter.fillRect(area, theme.color("bg.panel"))
        font = mono_font(METRICS.text_size.caption)
        backgrounds = {line: background for line, _, background in self._shown}
        for block, rect in self._visible_lines():
            line = block.blockNumber() + 1
            row = QRectF(0, rect.top(), area.width(), rect.height())
            background = backgrounds.get(line)
            if background is not None:
                painter.fillRect(row, background)
            if line in self._counts:
                words = [Run(_of_several(self._counts[line]), theme.color("text.muted"), font)]
                cell = QRectF(0, row.top(), 2 * self._column - 8, row.height())
                paint_runs(painter, cell, words, Qt.AlignmentFlag.AlignRight)
            numbers = self._numbers.get(line)
            if numbers is None:
                continue
            grad_role = "error.text" if numbers.is_wrong else "backward.text"
            for column, text, role in (
                (0, numbers.data, "forward.text"), (1, numbers.grad, grad_role),
            ):  # fmt: skip
                cell = QRectF(column * self._column, row.top(), self._column - 8, row.height())
                runs = [Run(typographic(text), theme.color(role), font)]
                paint_runs(painter, cell, runs, Qt.AlignmentFlag.AlignRight)


def _of_several(count: int) -> str:
    return f"{count:,}×"


class _Margin(QWidget):
    """A strip beside the text, painted by the view and clicked like the text."""

    def __init__(self, view: CodeView, paint: Callable[[QPainter, QRect], None]) -> None:
        super().__init__(view)
        self._view = view
        self._paint = paint

    def sizeHint(self) -> QSize:
        return QSize(_GUTTER, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter, self.rect())
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._view._click(round(event.position().y()))
