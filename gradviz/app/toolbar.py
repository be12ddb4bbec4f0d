"""The toolbar: examples, transport, speed, the rule switch and the theme switch."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from gradviz.app.actions import ROWS, Actions, tooltip
from gradviz.app.player import FASTEST, SPEEDS
from gradviz.look.button_group import button_group
from gradviz.look.icons import app_icon, icon
from gradviz.look.theme import Theme
from gradviz.model.rule import Rule

_ALL, _LEAST = 6, 0
"""How much the toolbar shows, see `_show_as_much_as`."""
_SEGMENT, _SEGMENT_NARROW = 124, 52
"""Widths of a rule's button, with room for the warning sign: the two never move."""


_SIGNS = {Rule.AS_WRITTEN: "", Rule.ACCUMULATE: "+=", Rule.OVERWRITE: "="}


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

        self._menu = _menu_button("", "Menu", main_menu, tooltip(ROWS["menu"]))
        self._menu.setProperty("menuArrow", "none")
        self._examples = _menu_button("Examples", "Examples", examples_menu, "Open an example")

        self._brand = QLabel("gradviz")
        self._brand.setProperty("role", "title")
        self.addWidget(_mark())
        self._brand_place = self.addWidget(self._brand)
        self.addWidget(self._menu)
        self._open = _plain(actions["open"])
        self._open.setText("Open")
        self._file_places = [self.addWidget(self._open), self.addWidget(self._examples)]
        history = button_group("group", _plain(actions["undo"]), _plain(actions["redo"]))
        self._history_place = self.addWidget(history)
        self.addWidget(_stretch())

        self._step = _plain(actions["step"])
        self._step.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._step.setProperty("kind", "primary")
        self._play = _plain(actions["play"])
        self._play.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        transport = [_plain(actions["to_start"]), _plain(actions["back"]), self._play, self._step]
        transport += [_plain(actions["to_end"]), _plain(actions["run_to"])]
        transport_frame = button_group("group", *transport)
        self.addWidget(transport_frame)
        self._speed = QComboBox()
        self._speed.setAccessibleName("Playing speed")
        self._speed.setFixedWidth(88)
        self._speed.setToolTip("Playing speed ([ and ])")
        for speed in SPEEDS:
            self._speed.addItem("Max" if speed == FASTEST else f"{speed:g}×", speed)
        self._speed.activated.connect(self._choose_speed)
        self._speed_places = [self.addWidget(self._speed), self.addSeparator()]

        self._rules = {
            Rule.AS_WRITTEN: _segment(actions["as_written"], "segment"),
            Rule.ACCUMULATE: _segment(actions["accumulate"], "segment"),
            Rule.OVERWRITE: _segment(actions["overwrite"], "segment-danger"),
        }
        rules_frame = button_group("segments", *self._rules.values())
        self.addWidget(rules_frame)
        self._that_change = [transport_frame, rules_frame]
        self.addWidget(_stretch())

        self._search = _plain(actions["palette"])
        self._search.setProperty("kind", "raised")
        self.addWidget(self._search)
        self._themes = {name: _theme_button(name) for name in ("light", "dark")}
        for name, button in self._themes.items():
            button.clicked.connect(lambda _=False, name=name: self.theme_chosen.emit(name))
        self.addWidget(button_group("segments", *self._themes.values()))

    def open_menu(self) -> None:
        """By keyboard: where its button would open it."""
        self._menu.menu().popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As much as there is room for: no button may hide behind the overflow arrow."""
        for level in range(_ALL, _LEAST - 1, -1):
            self._show_as_much_as(level)
            if self._wanted_width() <= self.width():
                return

    def _wanted_width(self) -> int:
        """What is shown now needs so much; Qt would only know in the next turn of its loop."""
        for widget in (*self._that_change, self):
            layout = widget.layout()
            assert layout is not None
            layout.invalidate()
        return self.sizeHint().width()

    def _show_as_much_as(self, level: int) -> None:
        """6 everything; 5 without the words of the search, 4 of opening and the name, 3 of the
        rules; 2 without playing's words and undo, 1 without opening, 0 without the speed: all
        of these are in the menu, and have keys."""
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
        for place, least in (
            (self._brand_place, 5),
            (self._history_place, 3),
            *((place, 2) for place in self._file_places),
            *((place, 1) for place in self._speed_places),
        ):
            place.setVisible(level >= least)
        for button, text, least in (
            (self._open, "Open", 5),
            (self._examples, "Examples", 5),
            (self._search, "Search or run a command", 6),
        ):
            button.setText(text)  # an action that changes puts its own text back
            button.setToolButtonStyle(beside if level >= least else icon_only)
        for button in (self._play, self._step):
            button.setToolButtonStyle(beside if level >= 3 else icon_only)
        self._play.setMinimumWidth(80 if level >= 3 else 0)  # "Play" and "Pause": nothing moves
        for rule, button in self._rules.items():
            sign = _SIGNS[rule]
            button.setText(f"{sign}  {rule.value}".strip() if level >= 4 else sign or "own")
            button.setMinimumWidth(_SEGMENT if level >= 4 else _SEGMENT_NARROW)

    def show_playing(self, playing: bool, speed: float, theme: Theme) -> None:
        self._play.setText("Pause" if playing else "Play")
        self._play.setIcon(icon("pause" if playing else "play", theme))
        self._play.setAccessibleName("Pause" if playing else "Play")
        self._speed.setCurrentIndex(SPEEDS.index(speed))

    def show_rule(self, rule: Rule, rules: tuple[Rule, ...], theme: Theme) -> None:
        """`rules` are those there are for this graph."""
        for each, button in self._rules.items():
            action = self._actions[each.name.lower()]
            action.setChecked(each is rule)
            action.setEnabled(each in rules)
            button.setVisible(each is not Rule.AS_WRITTEN or each in rules)
        wrong = rule is Rule.OVERWRITE
        self._rules[Rule.OVERWRITE].setIcon(icon("warning", theme, "error.text"))
        beside, alone = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonTextOnly,
        )
        self._rules[Rule.OVERWRITE].setToolButtonStyle(beside if wrong else alone)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        self._menu.setIcon(icon("menu", theme))
        self._examples.setIcon(icon("layers", theme))
        self._step.setIcon(icon("step", theme, "text.onAccent"))
        for name, symbol in (("light", "sun"), ("dark", "moon")):
            self._themes[name].setIcon(icon(symbol, theme, active_role="text.primary"))
            self._themes[name].setChecked(name == theme.name)

    def _choose_speed(self, index: int) -> None:
        self.speed_chosen.emit(SPEEDS[index])


def _mark() -> QLabel:
    mark = QLabel()
    mark.setPixmap(app_icon().pixmap(QSize(22, 22)))
    mark.setToolTip("gradviz")
    return mark


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
    button.setAccessibleName(action.iconText())  # without the letter for the menu
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _segment(action: QAction, kind: str) -> QToolButton:
    button = _plain(action)
    button.setProperty("kind", kind)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return button


def _theme_button(name: str) -> QToolButton:
    button = QToolButton()
    button.setCheckable(True)
    button.setAutoExclusive(True)
    button.setProperty("kind", "segment")
    button.setAccessibleName(f"{name.capitalize()} theme")
    button.setToolTip(f"{name.capitalize()} theme (Ctrl+Shift+L)")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _stretch() -> QWidget:
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return space
