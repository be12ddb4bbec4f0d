"""The command palette: type a few letters, run a command, jump to a node or a step."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gradviz.app.actions import ACTIONS, Actions, shown_keys
from gradviz.app.document import Document
from gradviz.app.palette_search import Command, Entry, Group, search
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.icons import paint_icon, pixmap
from gradviz.look.metrics import METRICS
from gradviz.look.paint import Run, paint_runs, runs_width
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic

Index = QModelIndex | QPersistentModelIndex

_ROW = 36
_TITLE = 30
_ENTRY = Qt.ItemDataRole.UserRole


class Palette(QWidget):
    """An overlay on the window, with everything else dimmed; Esc or a click outside closes it."""

    def __init__(
        self, window: QMainWindow, document: Document, actions: Actions, theme: Theme
    ) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self._document = document
        self._actions = actions
        self._theme = theme

        self.field = QLineEdit()
        self.field.setPlaceholderText("Search or run a command")
        self.field.setAccessibleName("Search commands, nodes and steps")
        self.field.setFrame(False)
        self.field.setProperty("ring", False)  # it is the whole of its row
        self.field.setFont(ui_font(METRICS.text_size.title))
        self.field.setStyleSheet("border: none; background: transparent; font-size: 16px")
        self.field.textEdited.connect(self._search)
        self.field.installEventFilter(self)

        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setItemDelegate(_RowDelegate(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setStyleSheet("background: transparent")
        self.list.itemClicked.connect(self._run)

        self._frame = QFrame(self)
        self._frame.setProperty("kind", "floating")
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(1, 8, 1, 1)
        column.setSpacing(8)
        column.addLayout(self._search_row())
        column.addWidget(_rule())
        column.addWidget(self.list, 1)
        column.addWidget(_rule())
        column.addLayout(_hints())
        window.installEventFilter(self)

    def open(self) -> None:
        self._fit()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 0)
        row.setSpacing(8)
        symbol = QLabel()
        color = self._theme.color("text.secondary")
        symbol.setPixmap(pixmap("search", color, 16, self.devicePixelRatioF()))
        row.addWidget(symbol)
        row.addWidget(self.field, 1)
        row.addWidget(_key("Esc"))
        return row

    # --- searching and running ----------------------------------------------------------

    def _search(self, query: str) -> None:
        commands = [
            Command(
                row.name, self._actions[row.name].iconText(), row.tip, shown_keys(row), row.icon
            )
            for row in ACTIONS
            if row.name != "palette" and self._actions[row.name].isEnabled()
        ]
        document = self._document
        found = search(query, document.recording, document.position, commands)
        self.list.clear()
        group: Group | None = None
        for entry in found:
            if entry.group is not group:
                group = entry.group
                title = QListWidgetItem(group.value)
                title.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(title)
            item = QListWidgetItem(entry.text)
            item.setData(_ENTRY, entry)
            self.list.addItem(item)
        if not found:
            nothing = QListWidgetItem("Nothing found")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(1 if found else -1)

    def _run(self, item: QListWidgetItem | None) -> None:
        entry: Entry | None = item.data(_ENTRY) if item is not None else None
        if entry is None:
            return
        document = self._document
        self.close()
        if entry.group is Group.NODES:
            document.select(int(entry.target))
        elif entry.group is Group.STEPS:
            document.seek(int(entry.target))
        else:
            self._actions[str(entry.target)].trigger()

    def _move(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if self.list.item(row).data(_ENTRY) is not None:
                self.list.setCurrentRow(row)
                return
            row += 1 if by > 0 else -1

    # --- events -------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._fit()
        if watched is self.field and event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentItem())
            elif key == Qt.Key.Key_Escape:
                self.close()
            elif key in _MOVES:
                self._move(_MOVES[Qt.Key(key)])
            else:
                return False
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("scrim"))
        painter.end()

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())
        width, height = METRICS.palette_size
        width = min(width, self.width() - 48)
        height = min(height, self.height() - 120)
        self._frame.setGeometry((self.width() - width) // 2, 96, width, height)


_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class _RowDelegate(QStyledItemDelegate):
    """A group's title, or an entry: icon, text with the letters typed underlined, keys."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(_ENTRY)
        return QSize(100, _TITLE if entry is None else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        rect = QRectF(option.rect)
        entry: Entry | None = index.data(_ENTRY)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry is None:
            text = index.data(Qt.ItemDataRole.DisplayRole)
            title = [Run(text, theme.color("text.muted"), ui_font(METRICS.text_size.small, 500))]
            paint_runs(painter, rect.adjusted(16, 4, -16, 0), title)
            return
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            selected = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(theme.color("accent.border") if selected else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.selected" if selected else "bg.hover"))
            painter.drawRoundedRect(rect.adjusted(8.5, 0.5, -8.5, -0.5), 6, 6)
        box = QRectF(rect.left() + 18, rect.center().y() - 8, 16, 16)
        paint_icon(painter, entry.icon, box, theme.color("text.secondary"))
        area = rect.adjusted(46, 0, -18, 0)
        if entry.keys:
            keys = [
                Run(entry.keys, theme.color("text.muted"), mono_font(METRICS.text_size.caption))
            ]
            paint_runs(painter, area, keys, Qt.AlignmentFlag.AlignRight)
            area.setRight(area.right() - runs_width(keys) - 12)
        paint_runs(painter, area, self._texts(entry))

    def _texts(self, entry: Entry) -> list[Run]:
        theme = self._theme
        mono = entry.group is Group.NODES
        font, strong = (
            (mono_font(13), mono_font(13, 600)) if mono else (ui_font(13), ui_font(13, 600))
        )
        strong = QFont(strong)  # the look's fonts are shared
        strong.setUnderline(True)
        runs: list[Run] = []
        at = 0
        for start, length in entry.hits:
            if start < at:
                continue  # two words typed hit the same letters
            runs.append(Run(entry.text[at:start], theme.color("text.primary"), font))
            hit = entry.text[start : start + length]
            runs.append(Run(hit, theme.color("accent.text"), strong))
            at = start + length
        runs.append(Run(entry.text[at:], theme.color("text.primary"), font))
        if entry.detail:
            detail = f"   {typographic(entry.detail)}"
            runs.append(
                Run(detail, theme.color("text.muted"), mono_font(12) if mono else ui_font(12))
            )
        return [run for run in runs if run.text]


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


def _key(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "key")
    return label


def _hints() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 0, 16, 8)
    row.setSpacing(6)
    for keys, text in (
        ("↑↓", "move"),
        ("Enter", "run"),
        ("@", "node"),
        (":", "step"),
        (">", "command"),
    ):
        row.addWidget(_key(keys))
        hint = QLabel(text)
        hint.setProperty("role", "caption")
        row.addWidget(hint)
        row.addSpacing(8)
    row.addStretch(1)
    return row
