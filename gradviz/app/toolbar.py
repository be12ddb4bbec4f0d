"""The toolbar: examples, transport, speed, the rule switch and the theme switch."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from gradviz.app.actions import Actions
from gradviz.app.player import SPEEDS
from gradviz.look.button_group import button_group
from gradviz.look.icons import app_icon, icon
from gradviz.look.theme import Theme
from gradviz.model.recording import Rule


class Toolbar(QToolBar):
    """Shows what it is told to; every button is an action of the table."""

    speed_chosen = Signal(float)
    theme_chosen = Signal(str)

    def __init__(self, actions: Actions, examples_menu: QMenu, main_menu: QMenu) -> None:
        super().__init__("Toolbar")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(16, 16))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._actions = actions

        self._menu = _menu_button("", "Menu", main_menu, "All commands")
        self._menu.setProperty("menuArrow", "none")
        self._examples = _menu_button("Examples", "Examples", examples_menu, "Open an example")

        self.addWidget(_brand())
        self.addWidget(self._menu)
        self.addWidget(self._examples)
        self.addWidget(button_group("group", _plain(actions["undo"]), _plain(actions["redo"])))
        self.addWidget(_stretch())

        self._step = _plain(actions["step"])
        self._step.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._step.setProperty("kind", "primary")
        self._play = _plain(actions["play"])
        self._play.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._play.setMinimumWidth(80)  # "Play" and "Pause" alike: nothing moves
        transport = [_plain(actions["to_start"]), _plain(actions["back"]), self._play, self._step]
        self.addWidget(
            button_group("group", *transport, _plain(actions["to_end"]), _plain(actions["run_to"]))
        )
        self._speed = QComboBox()
        self._speed.setAccessibleName("Playing speed")
        self._speed.setFixedWidth(76)
        self._speed.setToolTip("Playing speed ([ and ])")
        for speed in SPEEDS:
            self._speed.addItem(f"{speed:g}×", speed)
        self._speed.activated.connect(self._choose_speed)
        self.addWidget(self._speed)
        self.addSeparator()

        self._rules = {
            Rule.ACCUMULATE: _segment(actions["accumulate"], "segment"),
            Rule.OVERWRITE: _segment(actions["overwrite"], "segment-danger"),
        }
        self.addWidget(button_group("segments", *self._rules.values()))
        self.addWidget(_stretch())

        self._themes = {name: _theme_button(name) for name in ("light", "dark")}
        for name, button in self._themes.items():
            button.clicked.connect(lambda _=False, name=name: self.theme_chosen.emit(name))
        self.addWidget(button_group("segments", *self._themes.values()))

    def show_playing(self, playing: bool, speed: float, theme: Theme) -> None:
        self._play.setText("Pause" if playing else "Play")
        self._play.setIcon(icon("pause" if playing else "play", theme))
        self._play.setAccessibleName("Pause" if playing else "Play")
        self._speed.setCurrentIndex(SPEEDS.index(speed))

    def show_rule(self, rule: Rule, theme: Theme) -> None:
        for each, button in self._rules.items():
            self._actions[each.value].setChecked(each is rule)
            sign = "+=" if each is Rule.ACCUMULATE else "="
            button.setText(f"{sign}  {each.value}")
        wrong = rule is Rule.OVERWRITE
        self._rules[Rule.OVERWRITE].setIcon(icon("warning", theme, "error.text"))
        beside, alone = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonTextOnly,
        )
        self._rules[Rule.OVERWRITE].setToolButtonStyle(beside if wrong else alone)

    def set_theme(self, theme: Theme) -> None:
        self._menu.setIcon(icon("menu", theme))
        self._examples.setIcon(icon("open", theme))
        self._step.setIcon(icon("step", theme, "text.onAccent"))
        for name, symbol in (("light", "sun"), ("dark", "moon")):
            self._themes[name].setIcon(icon(symbol, theme, active_role="text.primary"))
            self._themes[name].setChecked(name == theme.name)

    def _choose_speed(self, index: int) -> None:
        self.speed_chosen.emit(SPEEDS[index])


def _brand() -> QWidget:
    brand = QWidget()
    row = QHBoxLayout(brand)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(8)
    mark = QLabel()
    mark.setPixmap(app_icon().pixmap(QSize(22, 22)))
    name = QLabel("gradviz")
    name.setProperty("role", "title")
    row.addWidget(mark)
    row.addWidget(name)
    return brand


def _menu_button(text: str, name: str, menu: QMenu, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if text
        else Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    return button


def _plain(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _segment(action: QAction, kind: str) -> QToolButton:
    button = _plain(action)
    button.setProperty("kind", kind)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setMinimumWidth(124)  # room for the warning sign: the two never move
    return button


def _theme_button(name: str) -> QToolButton:
    button = QToolButton()
    button.setCheckable(True)
    button.setProperty("kind", "segment")
    button.setAccessibleName(f"{name.capitalize()} theme")
    button.setToolTip(f"{name.capitalize()} theme (Ctrl+Shift+L)")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _stretch() -> QWidget:
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return space
