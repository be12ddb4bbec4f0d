"""Whatever a person does, the canvas survives."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.canvas.canvas import Canvas
from gradviz.look.theme import load_theme
from tests.canvas.stage import (
    LEFT,
    NO_KEYS,
    A,
    B,
    D,
    E,
    F,
    show_canvas,
    turn_wheel,
)

KEYS = [
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return,
    Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_3,
    Qt.Key.Key_Minus, Qt.Key.Key_E, Qt.Key.Key_Backspace,
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_two_thousand_random_events_are_survived(
    qtbot: QtBot, qtlog: pytest.LogCaptureFixture, seed: int
) -> None:
    """By hand and from the window's side, with an edit answered as the document would."""
    canvas = show_canvas(qtbot, size=(700, 460))
    chance = random.Random(seed)

    def follow(node: int, value: float) -> None:
        assert canvas.scene is not None
        canvas.show_recording(canvas.scene.recording.with_leaf(node, value))

    canvas.leaf_edited.connect(follow)
    events = [_a_key, _a_mouse_event, _a_wheel_turn, _a_command, _a_size]
    for i in range(2000):
        chance.choices(events, weights=[8, 8, 3, 3, 0.2])[0](canvas, chance)
        if i % 20 == 0:
            QApplication.processEvents()
    for button in (LEFT, Qt.MouseButton.MiddleButton):
        QTest.mouseRelease(canvas, button)
    canvas.finish_motion()
    assert canvas.is_settled
    assert not qtlog.records


def _a_key(canvas: Canvas, chance: random.Random) -> None:
    target = QApplication.focusWidget() or canvas
    QTest.keyClick(target, chance.choice(KEYS))


def _a_mouse_event(canvas: Canvas, chance: random.Random) -> None:
    at = QPoint(chance.randrange(canvas.width()), chance.randrange(canvas.height()))
    target = canvas.childAt(at) or canvas
    at = target.mapFrom(canvas, at)
    button = chance.choice([LEFT, Qt.MouseButton.MiddleButton])
    what = chance.choice(["move", "move", "press", "release", "click", "double click"])
    if what == "move":
        QTest.mouseMove(target, at)
    elif what == "press":
        QTest.mousePress(target, button, NO_KEYS, at)
    elif what == "release":
        QTest.mouseRelease(target, button, NO_KEYS, at)
    elif what == "click":
        QTest.mouseClick(target, button, NO_KEYS, at)
    else:
        QTest.mouseDClick(target, button, NO_KEYS, at)
        QTest.mouseRelease(target, button, NO_KEYS, at)


def _a_wheel_turn(canvas: Canvas, chance: random.Random) -> None:
    at = QPoint(chance.randrange(canvas.width()), chance.randrange(canvas.height()))
    if chance.random() < 0.5:
        turn_wheel(canvas, at, notches=chance.uniform(-4, 4))
    else:
        turn_wheel(canvas, at, pixels=QPoint(chance.randrange(-300, 300), 40))


def _a_command(canvas: Canvas, chance: random.Random) -> None:
    length = 11
    commands: list[Callable[[], object]] = [
        canvas.fit,
        canvas.zoom_in,
        canvas.zoom_out,
        canvas.zoom_to_selection,
        canvas.finish_motion,
        lambda: canvas.show_position(chance.randrange(length + 1), chance.random() < 0.5),
        lambda: canvas.show_selection(chance.choice([None, A, B, D, E, F])),
        lambda: canvas.edit_leaf(chance.choice([A, B, D])),
        lambda: canvas.set_theme(load_theme(chance.choice(["dark", "light"]))),
    ]
    chance.choice(commands)()


def _a_size(canvas: Canvas, chance: random.Random) -> None:
    canvas.resize(chance.randrange(240, 1400), chance.randrange(160, 900))
