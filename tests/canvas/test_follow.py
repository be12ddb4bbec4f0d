"""The view opens where one can read, and goes along with the steps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF
from pytestqt.qtbot import QtBot

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.geometry import card_rect
from gradviz.canvas.scene import Detail
from gradviz.canvas.view import READABLE_ZOOM
from tests.canvas.stage import background, laid_out, show_canvas, turn_wheel

LONG = 60
"""So long a chain is far too wide to be read as a whole."""


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A long chain, just opened where backward starts."""
    canvas = show_canvas(qtbot)
    canvas.set_reduced_motion(True)
    open_chain(canvas, LONG)
    return canvas


def open_chain(canvas: Canvas, position: int, values: int = LONG) -> None:
    recording, drawing, layout = laid_out(values)
    canvas.show_graph(recording)
    canvas.show_position(position, animate=False)
    canvas.show_layout(drawing, layout)


def card(canvas: Canvas, node: int) -> QRectF:
    scene = canvas.scene
    assert scene is not None
    return canvas.camera.rect_to_widget(card_rect(scene.drawing, scene.layout, node))


def is_seen(canvas: Canvas, node: int) -> bool:
    return QRectF(canvas.rect()).contains(card(canvas, node))


def backward_of(node: int) -> int:
    """The position at which a node of the long chain passes its gradient on."""
    return 2 * LONG + 1 - node


def test_a_small_graph_opens_whole(canvas: Canvas) -> None:
    open_chain(canvas, 2, values=4)
    assert all(is_seen(canvas, node) for node in range(4))


@pytest.mark.parametrize(("position", "node"), [(LONG, LONG - 1), (0, LONG - 1), (30, 29), (1, 0)])
def test_a_large_graph_opens_readably_at_the_current_node(
    canvas: Canvas, position: int, node: int
) -> None:
    """At the start, where there is none, at the root."""
    open_chain(canvas, position)
    assert canvas.zoom == READABLE_ZOOM
    assert canvas.detail is Detail.FULL
    assert is_seen(canvas, node)
    assert node == 0 or is_seen(canvas, node - 1)  # its operand


def test_it_opens_in_the_middle_but_leaves_no_room_empty_at_the_ends(canvas: Canvas) -> None:
    assert canvas.width() - card(canvas, LONG - 1).right() < 50
    open_chain(canvas, 30)
    step = card(canvas, 29).united(card(canvas, 28))
    assert abs(step.center().x() - canvas.width() / 2) < 5
    open_chain(canvas, 1)
    assert card(canvas, 0).left() < 50


@pytest.mark.parametrize("stride", [1, 7, 25])
def test_every_step_and_every_jump_is_in_sight_with_its_operand(
    canvas: Canvas, stride: int
) -> None:
    ends = [*range(0, 2 * LONG + 2, stride), *range(2 * LONG, 0, -stride)]
    for position in ends:
        canvas.show_position(position, animate=False)
        if position:
            assert canvas.scene is not None
            node = canvas.scene.recording.step(position).node
            assert is_seen(canvas, node)
            assert node == 0 or is_seen(canvas, node - 1)
    assert canvas.zoom == READABLE_ZOOM


def test_the_view_stays_while_the_steps_are_well_in_sight(canvas: Canvas) -> None:
    canvas.show_position(backward_of(30), animate=False)
    before = canvas.camera
    canvas.show_position(backward_of(29), animate=False)
    assert canvas.camera == before


def test_a_step_brings_back_what_was_panned_away(canvas: Canvas) -> None:
    turn_wheel(canvas, background(canvas), pixels=QPoint(9000, 0))
    assert not is_seen(canvas, LONG - 1)
    canvas.show_position(LONG + 1, animate=False)
    assert is_seen(canvas, LONG - 1)


def test_once_fitted_nothing_moves(canvas: Canvas) -> None:
    canvas.fit()
    fitted = canvas.camera
    assert all(is_seen(canvas, node) for node in range(LONG))
    for position in range(0, 2 * LONG + 2, 5):
        canvas.show_position(position, animate=False)
        assert canvas.camera == fitted


def test_the_camera_glides_to_a_jump_and_arrives(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.set_reduced_motion(False)
    before = canvas.camera
    canvas.show_position(1, animate=False)
    assert canvas.camera == before
    assert not canvas.is_settled
    qtbot.waitUntil(lambda: canvas.is_settled, timeout=2000)
    assert is_seen(canvas, 0)


def test_under_a_dragged_timeline_the_camera_keeps_up(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.set_reduced_motion(False)
    for position in range(LONG, 0, -2):
        canvas.show_position(position, animate=False)
        qtbot.wait(12)
    on_its_way = canvas.camera.dx
    canvas.finish_motion()
    assert abs(canvas.camera.dx - on_its_way) < canvas.width()


def test_another_size_keeps_the_current_node_in_sight(canvas: Canvas) -> None:
    canvas.show_position(backward_of(20), animate=False)
    for size in [(500, 300), (1600, 900), (800, 700)]:
        canvas.resize(*size)
        assert canvas.zoom == READABLE_ZOOM
        assert is_seen(canvas, 20)


def test_a_very_wide_graph_fits_all_the_same(canvas: Canvas) -> None:
    open_chain(canvas, 1000, values=1000)
    canvas.fit()
    assert is_seen(canvas, 0)
    assert is_seen(canvas, 999)


@pytest.mark.parametrize("width", [600, 660, 680, 760])
def test_room_that_was_taken_and_given_back_leaves_the_same_detail(
    canvas: Canvas, width: int
) -> None:
    """As by the bar of Find."""
    canvas.resize(width, 500)
    open_chain(canvas, 2, values=4)
    before = canvas.detail
    canvas.resize(480, 500)
    canvas.resize(width, 500)
    assert canvas.detail is before
