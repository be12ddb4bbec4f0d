"""Zoom bar: smaller, actual size, larger, fit."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gradviz.canvas.overlay import update_with_canvas
from gradviz.look.icons import icon
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme

ZOOM_KEYS = {"zoom_out": "Ctrl+-", "zoom_reset": "Ctrl+0", "zoom_in": "Ctrl++", "fit": "F"}
"""The keys the tooltips name. The window binds them: see the action table there."""


class ZoomBar(QWidget):
    """Three buttons, and the zoom itself as one that goes back to 100 %."""

    zoom_out_clicked = Signal()
    reset_clicked = Signal()
    zoom_in_clicked = Signal()
    fit_clicked = Signal()

    def __init__(self, parent: QWidget, canvas: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._out = self._button("Zoom out", "Smaller", "zoom_out")
        self._value = self._button("Zoom", "Actual size, 100 %", "zoom_reset")
        self._in = self._button("Zoom in", "Larger", "zoom_in")
        self._fit = self._button("Fit", "The whole graph", "fit")
        self._value.setMinimumWidth(METRICS.space_12 + METRICS.space_2)
        self._out.clicked.connect(self.zoom_out_clicked)
        self._value.clicked.connect(self.reset_clicked)
        self._in.clicked.connect(self.zoom_in_clicked)
        self._fit.clicked.connect(self.fit_clicked)

        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(METRICS.space_1, 0, METRICS.space_1, 0)
        row.setSpacing(METRICS.space_1)
        for button in (self._out, self._value, self._in, self._fit):
            row.addWidget(button)
        self.show_zoom(1.0)
        self.set_theme(theme)

    def show_zoom(self, zoom: float) -> None:
        percent = zoom * 100
        text = f"{percent:.0f}%" if percent >= 1.0 else f"{percent:.1g}%"
        if text != self._value.text():
            # By itself it would be painted apart from the canvas, and the canvas under it again.
            is_quiet = Qt.WidgetAttribute.WA_UpdatesDisabled
            self._value.setAttribute(is_quiet, True)
            self._value.setText(text)
            self._value.setAttribute(is_quiet, False)
            self._value.setAccessibleName(f"Zoom {text}")
            update_with_canvas(self._value, self._canvas)

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), METRICS.legend_height)

    def set_theme(self, theme: Theme) -> None:
        self._out.setIcon(icon("minus", theme))
        self._in.setIcon(icon("plus", theme))
        self._fit.setIcon(icon("fit", theme))

    def _button(self, name: str, tip: str, action: str) -> QToolButton:
        button = QToolButton(self)
        keys = QKeySequence(ZOOM_KEYS[action]).toString(QKeySequence.SequenceFormat.NativeText)
        button.setAccessibleName(name)
        button.setToolTip(f"{tip} ({keys})")
        button.setProperty("small", True)
        button.setIconSize(QSize(METRICS.icon_size, METRICS.icon_size))
        button.setMinimumWidth(METRICS.hit_target)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
