"""The main job, as a person does it: open, step, click, edit, undo, switch the rule."""

from __future__ import annotations

import gc
import random
import weakref

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.app.window import MainWindow
from gradviz.canvas.geometry import box_rect
from gradviz.model.numbers import plain_text
from gradviz.model.rule import Rule
from tests.app.conftest import OpenWindow


def node_named(window: MainWindow, label: str) -> int:
    return window.document.recording.graph.labels.index(label)


def click_node(qtbot: QtBot, window: MainWindow, label: str) -> int:
    """Click in the middle of a value's card."""
    node = node_named(window, label)
    scene = window.canvas.scene
    assert scene is not None
    rect = window.canvas.camera.rect_to_widget(box_rect(scene.drawing, scene.layout, node))
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    return node


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, times: int = 1) -> None:
    window.canvas.setFocus()
    for _ in range(times):
        qtbot.keyClick(window.canvas, key)


@pytest.mark.parametrize(
    ("example", "gradients"),
    [
        ("neuron", {"x1": "-1.5000", "w1": "1.0000", "x2": "0.5000", "w2": "0.0000"}),
        ("reuse_once", {"a": "2.0000"}),
        ("reuse_twice", {"a": "-3.0000", "b": "-8.0000"}),
        ("micrograd_readme", {"a": "138.8338", "b": "645.5773"}),
    ],
)
def test_stepping_to_the_end_by_keyboard_shows_the_right_gradients(
    qtbot: QtBot, open_window: OpenWindow, example: str, gradients: dict[str, str]
) -> None:
    window = open_window(example)
    press(qtbot, window, Qt.Key.Key_F10, window.document.recording.backward_steps + 1)
    assert window.document.at_end
    shown = {name: window.canvas.face(node_named(window, name)).grad for name in gradients}
    assert shown == gradients


def test_stepping_back_by_keyboard_takes_the_gradients_away(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice", position=-1)
    a = node_named(window, "a")
    before = []
    while not window.document.at_start:
        before.append(window.canvas.face(a).grad)
        qtbot.keyClick(window.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert list(dict.fromkeys(before)) == ["-3.0000", "-6.0000", "0.0000"]
    press(qtbot, window, Qt.Key.Key_End)
    assert window.canvas.face(a).grad == "-3.0000"


def test_overwrite_shows_the_gradient_the_bug_gives(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("reuse_twice", position=-1)
    a, b = node_named(window, "a"), node_named(window, "b")
    qtbot.keyClick(window.canvas, Qt.Key.Key_Equal)
    assert window.document.recording.rule is Rule.OVERWRITE
    assert window.canvas.face(a).grad == "3.0000"
    assert window.canvas.face(b).grad == "-2.0000"
    assert window.canvas.face(a).is_wrong
    assert window.problems.errors == 2
    qtbot.keyClick(window.canvas, Qt.Key.Key_Plus)
    assert window.canvas.face(a).grad == "-3.0000"
    assert window.problems.errors == 0


def test_the_rule_in_force_stays_lit_when_it_is_pressed_again(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice")
    for _ in range(2):
        qtbot.keyClick(window.canvas, Qt.Key.Key_Equal)
        assert window.actions_["overwrite"].isChecked()
        assert not window.actions_["accumulate"].isChecked()


def test_a_click_selects_and_the_inspector_shows_the_node(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("neuron")
    node = click_node(qtbot, window, "w1")
    assert window.document.selected == node
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, 300))
    assert window.document.selected is None


def test_editing_a_leaf_on_its_card_keeps_position_selection_and_layout(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice", position=9)
    a = click_node(qtbot, window, "a")
    layout = window.document.layout
    qtbot.keyClick(window.canvas, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "-2.0"
    qtbot.keyClicks(field, "4")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.canvas.face(a).data == "4.0000"
    assert window.canvas.face(node_named(window, "f")).data == "84.0000"
    assert window.document.position == 9
    assert window.document.selected == a
    assert window.document.layout is layout

    qtbot.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.canvas.face(a).data == "-2.0000"
    qtbot.keyClick(
        window.canvas,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert window.canvas.face(a).data == "4.0000"


def test_what_is_not_a_number_is_refused_and_the_old_value_stays(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice")
    a = click_node(qtbot, window, "a")
    qtbot.keyClick(window.canvas, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "two")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.canvas.face(a).data == "-2.0000"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert window.document.undo_stack.count() == 0


def test_a_drag_of_the_slider_is_one_undo_step(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("reuse_twice")
    a = click_node(qtbot, window, "a")
    slider = next(s for s in window.inspector.findChildren(QSlider) if s.isVisible())
    start = slider.rect().center()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    for dx in range(0, 60, 6):
        qtbot.mouseMove(slider, start + QPoint(dx, 0))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=start + QPoint(54, 0))
    assert window.document.recording.values[a] != -2.0
    assert window.document.undo_stack.count() == 1
    window.document.undo_stack.undo()
    assert window.document.recording.values[a] == -2.0


def test_run_to_selected_goes_to_that_nodes_backward_step(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice")
    d = click_node(qtbot, window, "d")
    qtbot.keyClick(window.canvas, Qt.Key.Key_R)
    assert window.document.current.node == d
    assert window.document.current.number == 3


def test_playing_steps_to_the_end_and_stops(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("reuse_once")
    for _ in range(4):
        qtbot.keyClick(window.canvas, Qt.Key.Key_BracketRight)
    assert window.player.speed == 16
    qtbot.keyClick(window.canvas, Qt.Key.Key_Space)
    assert window.player.is_playing
    qtbot.waitUntil(lambda: window.document.at_end, timeout=3000)
    assert not window.player.is_playing


def test_every_example_of_the_menu_opens(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("neuron")
    seen = set()
    for number in range(1, 6):
        key = Qt.Key(Qt.Key.Key_0.value + number)
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
        assert window.document.layout is not None
        seen.add(window.document.name)
    assert len(seen) == 5


def test_switching_the_theme_twice_gives_the_same_picture(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice", position=9)
    dark = window.canvas.grab().toImage()
    window.choose_theme("light")
    light = window.canvas.grab().toImage()
    window.choose_theme("dark")
    assert window.canvas.grab().toImage() == dark
    assert light != dark


def test_every_control_has_an_accessible_name(open_window: OpenWindow) -> None:
    window = open_window("neuron")
    window.document.select(0)
    nameless = [
        control
        for kind in (QAbstractButton, QComboBox, QSlider, QLineEdit)
        for control in window.findChildren(kind)
        if not (control.accessibleName() or getattr(control, "text", str)())
        and not control.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_copying_a_gradient_gives_every_digit_in_ascii(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("neuron", position=-1)
    node = click_node(qtbot, window, "x1")
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.canvas, Qt.Key.Key_C, modifiers)
    text = QGuiApplication.clipboard().text()
    assert text == plain_text(float(window.document.recording.final_grads[node]))
    assert text.isascii()


def test_the_palette_finds_a_node_and_runs_a_command(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("neuron")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "@w1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.document.selected == node_named(window, "w1")

    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "to end")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.document.at_end


def test_thousands_of_random_events_break_nothing(qtbot: QtBot, open_window: OpenWindow) -> None:
    """3,000 keys, clicks, drags and wheels, anywhere; a Qt warning fails the test too."""
    window = open_window("reuse_twice", motion=True)
    chance = random.Random(7)
    keys = [
        Qt.Key.Key_F10, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_Return,
        Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_R, Qt.Key.Key_F, Qt.Key.Key_Z, Qt.Key.Key_1,
        Qt.Key.Key_Minus, Qt.Key.Key_Period, Qt.Key.Key_Equal, Qt.Key.Key_Plus, Qt.Key.Key_F8,
        Qt.Key.Key_F6, Qt.Key.Key_B, Qt.Key.Key_T, Qt.Key.Key_E, Qt.Key.Key_Comma,
    ]  # fmt: skip
    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    for turn in range(3_000):
        target: QWidget = QApplication.focusWidget() or window
        if not window.isAncestorOf(target):
            target = window
        what = chance.random()
        if what < 0.6:
            qtbot.keyClick(target, chance.choice(keys), none)
        elif what < 0.65:
            qtbot.keyClick(target, chance.choice([Qt.Key.Key_Z, Qt.Key.Key_Y]), control)
        else:
            at = QPoint(chance.randrange(window.width()), chance.randrange(60, window.height()))
            widget = window.childAt(at) or window
            pos = widget.mapFrom(window, at)
            if what < 0.85:
                qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, none, pos)
            elif what < 0.9:
                qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton, none, pos)
                qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, none, pos)
            else:
                qtbot.mousePress(widget, Qt.MouseButton.LeftButton, none, pos)
                qtbot.mouseMove(widget, pos + QPoint(chance.randrange(-90, 90), 20))
                qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, none, pos)
        if turn % 50 == 0:
            qtbot.wait(1)
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    qtbot.mouseRelease(window, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    window.document.to_start()
    window.document.to_end()
    assert window.document.at_end


def test_a_dock_left_floating_comes_back_in_front_of_the_window(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(size=(1600, 1000))
    dock = window.source_dock
    dock.setFloating(True)
    window.hide()
    dock.show()  # as a state that is restored shows it
    shown: list[QObject] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show:
                shown.append(watched)
            return False

    watch = Watch()
    window.installEventFilter(watch)
    dock.installEventFilter(watch)
    window.show()
    qtbot.waitUntil(lambda: shown == [window, dock])
    assert dock.isVisible()
    assert dock.isFloating()


def letters_of(menu: QWidget | None) -> dict[str, str]:
    """By entry, the letter that opens it."""
    assert isinstance(menu, QMenu)
    entries = [action.text() for action in menu.actions() if not action.isSeparator()]
    return {text.replace("&", ""): text.partition("&")[2][:1].lower() for text in entries}


def test_the_menu_opens_by_keyboard_and_each_entry_has_a_letter_of_its_own(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    window.document.edit_leaf(0, 5.0)  # what there is to undo stands in its menu
    before = window.document.position
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    letters = letters_of(menu)
    assert all(letters.values()), letters
    assert len(set(letters.values())) == len(letters), letters
    for name in ("Rule", "Edit", "View", "Colour", "Groups", "Help", "Step"):
        qtbot.keyClicks(menu, letters[name])
        within = letters_of(QApplication.activePopupWidget())
        assert within.keys() != letters.keys()
        assert all(within.values()), within
        assert len(set(within.values())) == len(within), within
        qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
    qtbot.keyClicks(menu, letters["Step"])
    inner = QApplication.activePopupWidget()
    qtbot.keyClicks(inner, letters_of(inner)["Step"])
    assert window.document.position == before + 1
    assert QApplication.activePopupWidget() is None
    names = [button.accessibleName() for button in window.toolbar.findChildren(QAbstractButton)]
    assert not [name for name in names if "&" in name]


@pytest.mark.parametrize("width", [655, 960, 1366])
def test_no_button_hides_behind_the_toolbar_s_overflow_arrow(
    qtbot: QtBot, open_window: OpenWindow, width: int
) -> None:
    window = open_window(size=(width, 600))
    rules = (Rule.AS_WRITTEN, Rule.ACCUMULATE, Rule.OVERWRITE)
    window.toolbar.show_rule(Rule.OVERWRITE, rules, window.theme)  # as much as there may be
    qtbot.wait(1)
    buttons = [b for b in window.toolbar.findChildren(QAbstractButton) if b.accessibleName()]
    shown = {b.accessibleName() for b in buttons if not b.visibleRegion().isEmpty()}
    assert {"Step", "Play", "Menu", "Dark theme", "Commands"} <= shown
    arrow = window.toolbar.findChild(QAbstractButton, "qt_toolbar_ext_button")
    assert arrow is None or not arrow.isVisible()


def test_recordings_before_an_edit_are_forgotten(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp", position=-1)
    document = window.document
    document.to_end()
    window.actions_["by_gradient"].trigger()
    document.select(document.recording.graph.root)
    seen = []
    gc.disable()  # they don't wait for it
    for value in (0.1, 0.2, 0.3):
        seen.append(weakref.ref(document.recording))
        document.edit_leaf(int(document.recording.graph.leaves[0]), value)
        window.grab()
    gc.enable()
    window.canvas.finish_motion()
    qtbot.waitUntil(lambda: window.is_settled)
    assert [recording() for recording in seen] == [None] * len(seen)


def test_a_large_graph_is_worked_out_beside_the_window_and_that_can_be_called_off(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradviz.app.document.MOST_AT_ONCE", 10)
    window = open_window("mlp", position=-1)
    document, before = window.document, window.document.recording
    leaf, other = before.graph.leaves[:2].tolist()
    for value in (0.1, 0.2, 0.3):  # as while dragging
        document.edit_leaf(leaf, value, gesture=7)
    document.edit_leaf(other, 0.5)
    document.set_rule(Rule.OVERWRITE)
    assert document.recording is before
    assert document.leaf_value(leaf) == 0.3
    qtbot.waitUntil(lambda: window.is_settled)
    expected = before.with_leaf(leaf, 0.3).with_leaf(other, 0.5).with_rule(Rule.OVERWRITE)
    assert document.recording.rule is Rule.OVERWRITE
    assert document.recording.final_grads.tobytes() == expected.final_grads.tobytes()

    kept = document.recording
    document.edit_leaf(leaf, 0.9)
    document.set_rule(Rule.ACCUMULATE)
    window.opener._stop_recomputing()
    qtbot.waitUntil(lambda: window.is_settled)
    assert document.recording is kept
    assert document.leaf_value(leaf) == 0.3
    assert window.actions_["overwrite"].isChecked()
    document.undo_stack.undo()  # the edit of the other one, not the one called off
    qtbot.waitUntil(lambda: window.is_settled)
    assert document.leaf_value(other) == float(before.values[other])
