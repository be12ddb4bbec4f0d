"""The canvas as a person uses it: pointing, dragging, zooming, walking by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.scene import Detail
from gradviz.look.theme import load_theme
from tests.canvas.stage import (
    LEFT,
    NO_KEYS,
    A,
    B,
    D,
    E,
    F,
    background,
    laid_out,
    place_of,
    show_canvas,
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


def clicks(canvas: Canvas) -> list[int | None]:
    seen: list[int | None] = []
    canvas.node_clicked.connect(seen.append)
    return seen


# --- pointing ---------------------------------------------------------------------------


def test_a_click_selects_and_the_background_clears(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, D))
    assert selected(canvas) == D
    qtbot.mouseClick(canvas, LEFT, pos=background(canvas))
    assert selected(canvas) is None


def test_a_click_on_an_op_selects_its_result(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, E, is_op=True))
    assert selected(canvas) == E


def test_what_is_under_the_pointer_lights_up(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseMove(canvas, place_of(canvas, D))
    assert canvas.scene is not None
    assert canvas.scene.hovered == D
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(canvas, background(canvas))
    assert canvas.scene.hovered is None
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_the_tooltip_tells_everything_in_full(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []  # Qt's own can't be raised offscreen, and warns

    class FakeToolTip:
        @staticmethod
        def showText(at: QPoint, text: str, widget: QWidget) -> None:
            shown.append(text)

    monkeypatch.setattr("gradviz.canvas.canvas.QToolTip", FakeToolTip)
    for at, expected in [
        (place_of(canvas, D), ["d = a × b", "data  -6.0", "grad  1.0"]),
        (between_op_and_card(canvas, D), ["d = a × b"]),
    ]:
        event = QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at))
        QApplication.sendEvent(canvas, event)
        assert all(text in shown[-1] for text in expected)


def between_op_and_card(canvas: Canvas, node: int) -> QPoint:
    scene = canvas.scene
    assert scene is not None
    arrow = scene.drawing.result_arrow(node)
    assert arrow is not None
    middle = scene.layout.arrow_route(arrow).mean(axis=0)
    return canvas.camera.to_widget(QPointF(*middle.tolist())).toPoint()


def test_a_right_click_asks_for_a_menu_and_selects_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    asked: list[object] = []
    canvas.context_menu_requested.connect(lambda node, at: asked.append(node))
    clicked = clicks(canvas)
    for at in (place_of(canvas, B), background(canvas)):
        qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=at)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
        QApplication.sendEvent(canvas, event)
    assert asked == [B, None]
    assert clicked == []


# --- moving the picture -----------------------------------------------------------------


@pytest.mark.parametrize("button", [LEFT, Qt.MouseButton.MiddleButton])
def test_a_drag_pans_and_is_no_click(qtbot: QtBot, canvas: Canvas, button: Qt.MouseButton) -> None:
    clicked = clicks(canvas)
    start, before = background(canvas), place_of(canvas, D)
    qtbot.mousePress(canvas, button, pos=start)
    qtbot.mouseMove(canvas, start + QPoint(30, 20))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    qtbot.mouseMove(canvas, start + QPoint(60, 40))
    qtbot.mouseRelease(canvas, button, pos=start + QPoint(60, 40))
    assert place_of(canvas, D) == before + QPoint(60, 40)
    assert clicked == []
    assert canvas.cursor().shape() != Qt.CursorShape.ClosedHandCursor


def test_a_shaky_click_is_still_a_click(qtbot: QtBot, canvas: Canvas) -> None:
    at, before = place_of(canvas, D), canvas.camera
    qtbot.mousePress(canvas, LEFT, pos=at)
    qtbot.mouseMove(canvas, at + QPoint(2, 1))
    qtbot.mouseRelease(canvas, LEFT, pos=at + QPoint(2, 1))
    assert selected(canvas) == D
    assert canvas.camera == before


@pytest.mark.parametrize("notches", [1, -1, 3, 0.25])
def test_the_wheel_zooms_at_the_pointer(canvas: Canvas, notches: float) -> None:
    at, before = place_of(canvas, E), canvas.zoom
    turn_wheel(canvas, at, notches=notches)
    assert (canvas.zoom > before) == (notches > 0)
    moved = place_of(canvas, E) - at
    assert moved.manhattanLength() <= 2


def test_two_fingers_pan_and_with_ctrl_they_zoom(canvas: Canvas) -> None:
    at, zoom = place_of(canvas, D), canvas.zoom
    turn_wheel(canvas, at, pixels=QPoint(-15, 9), notches=0.1)
    assert canvas.zoom == zoom
    assert place_of(canvas, D) == at + QPoint(-15, 9)
    turn_wheel(
        canvas, at, pixels=QPoint(0, 9), notches=0.1, keys=Qt.KeyboardModifier.ControlModifier
    )
    assert canvas.zoom > zoom


def test_the_graph_cannot_be_lost(canvas: Canvas) -> None:
    for pixels in (QPoint(9000, 9000), QPoint(-20000, -20000)):
        turn_wheel(canvas, background(canvas), pixels=pixels)
        seen = canvas.camera.rect_to_widget(graph_rect(canvas))
        assert seen.intersected(QRectF(canvas.rect())).width() >= 40
        assert seen.intersected(QRectF(canvas.rect())).height() >= 40
    canvas.fit()
    assert QRectF(canvas.rect()).contains(canvas.camera.rect_to_widget(graph_rect(canvas)))


def graph_rect(canvas: Canvas) -> QRectF:
    assert canvas.scene is not None
    return QRectF(0, 0, canvas.scene.layout.width, canvas.scene.layout.height)


def test_zoom_commands(qtbot: QtBot, canvas: Canvas) -> None:
    told: list[float] = []
    canvas.zoom_changed.connect(told.append)
    canvas.zoom_reset()
    canvas.zoom_in()
    assert canvas.zoom == pytest.approx(1.25)
    canvas.zoom_out()
    assert canvas.zoom == pytest.approx(1.0)
    assert told[-2:] == [pytest.approx(1.25), pytest.approx(1.0)]
    canvas.show_selection(D)
    canvas.zoom_to_selection()
    assert canvas.zoom > 0.7
    for node in (A, B, D, F):  # the node and what is next to it
        assert canvas.rect().contains(place_of(canvas, node))


def test_the_zoom_bar_does_what_it_says(qtbot: QtBot, canvas: Canvas) -> None:
    buttons = {b.accessibleName(): b for b in canvas.findChildren(QToolButton) if b.isVisible()}
    qtbot.mouseClick(buttons["Zoom in"], LEFT)
    assert canvas.zoom > 1.0
    shown = next(b for name, b in buttons.items() if name.endswith("%"))
    assert shown.text() == f"{round(canvas.zoom * 100)}%"
    qtbot.mouseClick(shown, LEFT)
    assert canvas.zoom == pytest.approx(1.0)
    qtbot.mouseClick(buttons["Zoom out"], LEFT)
    assert canvas.zoom < 1.0
    fitted = canvas.zoom
    qtbot.mouseClick(buttons["Fit"], LEFT)
    assert fitted != canvas.zoom <= 1.0
    assert all(button.toolTip() for button in buttons.values())


def test_a_node_out_of_sight_is_brought_into_sight_when_selected(canvas: Canvas) -> None:
    turn_wheel(canvas, background(canvas), pixels=QPoint(-20000, 0))
    assert not canvas.rect().contains(place_of(canvas, A))
    canvas.show_selection(A)
    assert canvas.rect().contains(place_of(canvas, A))
    before = canvas.camera
    canvas.show_selection(A)
    assert canvas.camera == before


def test_resizing_keeps_a_fitted_graph_fitted(canvas: Canvas) -> None:
    for width, height in [(500, 300), (1600, 1000), (960, 560)]:
        canvas.resize(width, height)
        seen = canvas.camera.rect_to_widget(graph_rect(canvas))
        assert QRectF(canvas.rect()).contains(seen)
        assert canvas.zoom <= 1.0


# --- keys -------------------------------------------------------------------------------


def test_arrow_keys_walk_and_come_back(qtbot: QtBot, canvas: Canvas) -> None:
    walked = []
    for key in ("Left", "Left", "Left", "Right", "Down", "Left"):
        qtbot.keyClick(canvas, getattr(Qt.Key, f"Key_{key}"))
        walked.append(selected(canvas))
    # The first key picks the root; d and e are its operands, a the nearest of d's.
    assert walked[0] == F
    assert walked[1] in (D, E)
    assert walked[2] in (A, B)
    assert walked[3] == walked[1]
    assert walked[4] in (D, E)
    assert walked[5] in (A, B)


def test_other_keys_are_left_to_the_window(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.show_selection(D)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_F10, Qt.Key.Key_F2):
        event = QKeyEvent(QEvent.Type.KeyPress, key, NO_KEYS)
        QApplication.sendEvent(canvas, event)
        assert not event.isAccepted()


def test_enter_and_double_click_activate_a_computed_node(qtbot: QtBot, canvas: Canvas) -> None:
    activated: list[int] = []
    canvas.node_activated.connect(activated.append)
    canvas.show_selection(D)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.mouseDClick(canvas, LEFT, pos=place_of(canvas, F))
    qtbot.mouseRelease(canvas, LEFT, pos=place_of(canvas, F))
    assert activated == [D, F]
    assert not canvas.findChildren(QLineEdit)[0].isVisible()


# --- another graph ----------------------------------------------------------------------


def test_until_there_is_a_layout_there_is_a_calm_canvas(qtbot: QtBot, canvas: Canvas) -> None:
    recording, drawing, layout = laid_out(8)
    canvas.edit_leaf(A)
    canvas.show_graph(recording)
    assert canvas.scene is None
    assert not canvas.is_settled
    assert not canvas.findChildren(QLineEdit)[0].isVisible()
    at_once = canvas.grab().toImage()
    qtbot.wait(200)
    assert canvas.grab().toImage() != at_once  # now it says that it is laying out
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(canvas, key)
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(300, 300))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(300, 300))
    turn_wheel(canvas, QPoint(300, 300), notches=2)
    canvas.show_layout(drawing, layout)
    assert canvas.is_settled
    assert canvas.scene is not None
    assert canvas.scene.selected is None


def test_a_graph_looks_the_same_whatever_was_shown_before(canvas: Canvas) -> None:
    first = (canvas.camera, canvas.detail)
    for _ in range(10):
        canvas.zoom_out()
    assert canvas.detail is Detail.BLOCK
    recording, drawing, layout = laid_out()
    canvas.show_graph(recording)
    canvas.show_layout(drawing, layout)
    assert (canvas.camera, canvas.detail) == first


def test_another_layout_of_the_same_graph_leaves_the_view_alone(canvas: Canvas) -> None:
    canvas.zoom_in()
    camera = canvas.camera
    canvas.show_layout(*laid_out()[1:])
    assert canvas.camera == camera


# --- accessibility and themes -----------------------------------------------------------


def test_a_screen_reader_hears_the_selected_card(qtbot: QtBot, canvas: Canvas) -> None:
    assert canvas.accessibleName() == "Computation graph"
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, A))
    assert canvas.accessibleDescription() == canvas.face(A).description
    canvas.show_position(0, animate=False)
    assert canvas.accessibleDescription() == canvas.face(A).description


def test_the_canvas_shows_that_it_has_the_keyboard(qtbot: QtBot, canvas: Canvas) -> None:
    at_rest = canvas.grab().toImage()
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.grab().toImage() != at_rest
    qtbot.mouseClick(canvas, LEFT, pos=background(canvas))  # the pointer says where one is
    qtbot.mouseMove(canvas, background(canvas))
    assert canvas.grab().toImage() == at_rest
    qtbot.keyClick(canvas, Qt.Key.Key_X)
    assert canvas.grab().toImage() != at_rest


def test_a_theme_and_back_is_the_same_picture(canvas: Canvas) -> None:
    dark = canvas.grab().toImage()
    canvas.set_theme(load_theme("light"))
    assert canvas.grab().toImage() != dark
    canvas.set_theme(load_theme("dark"))
    assert canvas.grab().toImage() == dark
