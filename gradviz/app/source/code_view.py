"""CodeView: a program's text with line numbers, marked lines, and numbers beside the lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
from gradviz.app.source.value_columns import LineNumbers, ValueColumns
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import Run, paint_runs
from gradviz.look.runs import text_width
from gradviz.look.theme import Theme

_INDENT = 4
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_RIGHT = QTextCursor.MoveOperation.Right
_GUTTER = 40
"""Width of the line numbers."""
_LEAST_TEXT = 150
"""The text goes before the numbers: where it would be narrower than this, they are left out."""


class CodeView(QPlainTextEdit):
    """An editor for Python; lines are numbered from 1."""

    line_clicked = Signal(int)
    edited = Signal()
    """A person changed the text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
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
        self.columns = ValueColumns(self, theme, self._visible_numbers)
        self.setViewportMargins(_GUTTER, 0, 0, 0)
        self.updateRequest.connect(self._update_margins)
        self.horizontalScrollBar().rangeChanged.connect(self._leave_room)
        self.textChanged.connect(self._tell_edited)

    @property
    def text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        self._is_loading = True
        self.setPlainText(text)
        self._is_loading = False
        self.columns.forget_widths()

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
        self.columns.show_numbers(numbers, counts)
        self._fit_columns()

    def _fit_columns(self) -> None:
        self.columns.fit(self.contentsRect().width() - _GUTTER - _LEAST_TEXT)
        self._place_margins()
        self._leave_room()

    def _leave_room(self) -> None:
        """What lies under numbers can be scrolled out from there."""
        document, columns = self.document(), self.columns
        texts = [
            document.findBlockByLineNumber(line - 1).text().rstrip()
            for line in (*columns.numbers, *columns.counts)
        ]
        most = max(map(len, texts), default=0) * self.fontMetrics().horizontalAdvance(" ")
        covered = 2 * document.documentMargin() + most + columns.whole_width
        longest = max(document.size().width(), covered if columns.column else 0)
        self.horizontalScrollBar().setMaximum(max(round(longest) - self.viewport().width(), 0))

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
        self.columns.show_backgrounds(
            {line: background for line, _, background in self._shown if background is not None}
        )

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
        self.columns.set_theme(theme)

    # --- events -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _place_margins(self) -> None:
        inner = self.contentsRect()
        self._gutter.setGeometry(inner.left(), inner.top(), _GUTTER, inner.height())
        right = self.viewport().geometry().right() + 1
        width, height = self.columns.whole_width, self.viewport().height()
        self.columns.setGeometry(right - width, inner.top(), width, height)

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
            room = self.viewport().width() - self.columns.covered(line)
            hints = [text] if text and end > room else []
            if line in self.columns.counts:
                hints.append(f"This line made {self.columns.counts[line]:,} values")
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
        self.columns.update()

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

    def _visible_numbers(self) -> Iterator[tuple[int, QRectF]]:
        """The lines in view by number, counted from 1."""
        for block, rect in self._visible_lines():
            yield block.blockNumber() + 1, rect

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
