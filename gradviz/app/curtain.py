"""Curtain: covers a view that still belongs to a program that is no longer the one in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gradviz.look.metrics import METRICS

_WIDEST = 560


class Curtain(QWidget):
    """As large as the view it hangs before; with words on the most important one."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # to what nobody sees
        self._title, self._text = QLabel(), QLabel()
        self._title.setProperty("role", "title")
        self._text.setProperty("role", "secondary")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [METRICS.space_6]))
        column.setSpacing(METRICS.space_2)
        column.addStretch(1)
        column.addWidget(self._title, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        view.installEventFilter(self)
        self.hide()

    def draw(self, title: str = "", text: str = "") -> None:
        """Hide what is behind it."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._fit()
        self.raise_()
        self.show()

    @property
    def text(self) -> str:
        return self._text.text()

    def eventFilter(self, view: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._fit()
        return False

    def _fit(self) -> None:
        self.setGeometry(self._view.rect())
        # Wrapped words need a width to know their height.
        width = max(0, min(_WIDEST, self._view.width() - 2 * METRICS.space_6))
        for label in (self._title, self._text):
            label.setVisible(bool(label.text()))
            label.setFixedWidth(width)
            label.setFixedHeight(max(0, label.heightForWidth(width)))
