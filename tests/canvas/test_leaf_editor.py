"""Editing a leaf on its card: by field and by spin arrow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.leaf_editor import LeafEditor, not_a_number, nudged
from gradviz.canvas.scene import Detail
from tests.canvas.stage import (
    LEFT,
    A,
    B,
    D,
    F,
    part,
    place_of,
    show_canvas,
    spin_arrow_of,
    turn_wheel,
)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = show_canvas(qtbot)
    canvas.set_reduced_motion(True)
    return canvas


def selected(canvas: Canvas) -> int | None:
    assert canvas.scene is not None
    return canvas.scene.selected


def editor(canvas: Canvas) -> QLineEdit:
    """The open field; there must be one, with the keyboard in it."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert canvas.isAncestorOf(field)
    return field


def message(canvas: Canvas) -> str:
    """What is said about a refused text, if it can be seen."""
    label = part(canvas, LeafEditor).message
    return label.text() if label.isVisible() else ""


def edits(canvas: Canvas) -> list[tuple[int, float]]:
    """A list that every edit made from now on is added to."""
    seen: list[tuple[int, float]] = []
    canvas.leaf_edited.connect(lambda node, value: seen.append((node, value)))
    return seen


def test_a_double_click_opens_the_number_and_enter_commits(qtbot: QtBot, canvas: Canvas) -> None:
    made = edits(canvas)
    qtbot.mouseDClick(canvas, LEFT, pos=place_of(canvas, A))
    qtbot.mouseRelease(canvas, LEFT, pos=place_of(canvas, A))
    field = editor(canvas)
    assert field.text() == field.selectedText() == "-2.0"
    qtbot.keyClicks(field, "1e-3")
    assert made == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert made == [(A, 0.001)]
    assert not field.isVisible()
    assert QApplication.focusWidget() is canvas


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_opens_the_editor_and_escape_keeps_the_number(
    qtbot: QtBot, canvas: Canvas, key: Qt.Key
) -> None:
    made = edits(canvas)
    canvas.show_selection(B)
    qtbot.keyClick(canvas, key)
    field = editor(canvas)
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert made == []
    assert not field.isVisible()
    assert QApplication.focusWidget() is canvas


@pytest.mark.parametrize("text", ["two", "", "1,5", "--1"])
def test_what_is_not_a_number_is_refused_in_words(qtbot: QtBot, canvas: Canvas, text: str) -> None:
    made = edits(canvas)
    canvas.edit_leaf(A)
    field = editor(canvas)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert message(canvas) == not_a_number(text)
    assert field.isVisible()
    assert field.text() == text
    assert made == []
    assert canvas.rect().contains(part(canvas, LeafEditor).message.geometry())
    qtbot.keyClicks(field, "x")
    assert message(canvas) == ""


def test_the_message_names_the_text_and_what_to_try() -> None:
    assert not_a_number("two") == "Not a number: two. Try -2, 1e-3, inf or nan."


@pytest.mark.parametrize(
    ("text", "value"), [("-2.5", -2.5), ("inf", float("inf")), ("−4", -4.0), (" .5 ", 0.5)]
)
def test_python_float_literals_are_numbers(
    qtbot: QtBot, canvas: Canvas, text: str, value: float
) -> None:
    made = edits(canvas)
    canvas.edit_leaf(A)
    editor(canvas).insert(text)  # as pasting does; QTest can't type a true minus sign
    qtbot.keyClick(editor(canvas), Qt.Key.Key_Return)
    assert made == [(A, value)]


def test_leaving_the_editor_commits_a_number_and_drops_nonsense(
    qtbot: QtBot, canvas: Canvas
) -> None:
    made = edits(canvas)
    for text in ("5", "five"):
        canvas.edit_leaf(A)
        qtbot.keyClicks(editor(canvas), text)
        qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, D))
        canvas.setFocus()
        assert not canvas.findChildren(QLineEdit)[0].isVisible()
    assert made == [(A, 5.0)]


def test_committing_the_same_number_is_no_edit(qtbot: QtBot, canvas: Canvas) -> None:
    made = edits(canvas)
    canvas.edit_leaf(A)
    qtbot.keyClicks(editor(canvas), "-2")
    qtbot.keyClick(editor(canvas), Qt.Key.Key_Return)
    assert made == []


def test_up_and_down_step_the_number_without_committing(qtbot: QtBot, canvas: Canvas) -> None:
    made = edits(canvas)
    canvas.edit_leaf(A)
    field = editor(canvas)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "-1.9"
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert field.text() == "-2.9"
    qtbot.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "-2.89"
    assert made == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert made == [(A, -2.89)]


def test_steps_are_decimal() -> None:
    tenth = Decimal("0.1")
    assert nudged(0.2, tenth) == 0.3
    assert nudged(-0.1, tenth) == 0.0
    assert nudged(6.8813735870195432, tenth) == 6.9813735870195432
    assert nudged(float("inf"), -tenth) == float("inf")
    assert repr(nudged(float("nan"), tenth)) == "nan"


@pytest.mark.parametrize("up", [True, False])
def test_the_spin_arrows_of_a_card_step_its_number(qtbot: QtBot, canvas: Canvas, up: bool) -> None:
    made = edits(canvas)
    at = spin_arrow_of(canvas, A, up=up)
    qtbot.mouseClick(canvas, LEFT, pos=at)
    assert made == [(A, -1.9 if up else -2.1)]
    assert selected(canvas) == A
    qtbot.mouseDClick(canvas, LEFT, pos=at)  # press, release, and a second press
    qtbot.mouseRelease(canvas, LEFT, pos=at)
    assert len(made) >= 2
    assert not canvas.findChildren(QLineEdit)[0].isVisible()


def test_a_card_too_small_for_a_field_opens_a_readable_one(qtbot: QtBot, canvas: Canvas) -> None:
    while canvas.zoom > 0.4:
        canvas.zoom_out()
    assert canvas.detail is not Detail.FULL
    qtbot.mouseDClick(canvas, LEFT, pos=place_of(canvas, A))
    qtbot.mouseRelease(canvas, LEFT, pos=place_of(canvas, A))
    field = editor(canvas)
    assert field.height() >= 24
    assert field.width() >= 90
    assert field.font().pixelSize() >= 13
    popup = part(canvas, LeafEditor).geometry()
    assert popup.contains(place_of(canvas, A))
    turn_wheel(canvas, place_of(canvas, A), notches=8)  # it follows the card, and fits it
    assert canvas.zoom > 1.0
    assert field.height() >= 22 * canvas.zoom - 1
    assert editor(canvas) is field


def test_the_editor_stays_inside_the_canvas(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.edit_leaf(B)
    qtbot.keyClicks(editor(canvas), "12345678901234567890123456789")
    for pixels in (QPoint(9000, 0), QPoint(-9000, 0), QPoint(0, 9000), QPoint(0, -9000)):
        turn_wheel(canvas, QPoint(300, 300), pixels=pixels)
        assert canvas.rect().contains(part(canvas, LeafEditor).geometry())


def test_a_computed_node_has_no_editor(canvas: Canvas) -> None:
    canvas.edit_leaf(D)
    assert QApplication.focusWidget() is canvas


def test_new_numbers_change_nothing_but_the_numbers(canvas: Canvas) -> None:
    canvas.show_selection(A)
    scene, camera = canvas.scene, canvas.camera
    assert scene is not None
    canvas.show_recording(scene.recording.with_leaf(A, 4.0))
    after = canvas.scene
    assert after is not None
    assert canvas.face(F).data == "84.0000"
    assert (after.position, after.selected, after.layout) == (
        scene.position,
        scene.selected,
        scene.layout,
    )
    assert canvas.camera == camera
