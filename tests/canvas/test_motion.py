"""Animation decorates a finished step: it can be cut short, and never runs for nobody."""

from __future__ import annotations

from dataclasses import astuple
from itertools import pairwise
from math import inf

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.motion import motion_at
from gradviz.canvas.scene import AT_REST, Motion
from tests.canvas.stage import A, D, background, show_canvas, turn_wheel
from tests.canvas.test_backing import network

SEED = 6  # the position at which the root of `two_paths` has its gradient


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = show_canvas(qtbot)
    canvas.show_position(SEED, animate=False)
    return canvas


def motion(canvas: Canvas) -> Motion:
    assert canvas.scene is not None
    return canvas.scene.motion


def test_the_parts_of_a_step_come_one_after_another() -> None:
    assert motion_at(0) == Motion(0.0, 0.0, 0.0, 0.0)
    assert motion_at(230).pulse > motion_at(230).chips > 0.0
    assert motion_at(330).pulse == 1.0
    assert motion_at(350).strip == 0.0
    assert motion_at(360).chips == pytest.approx(1.0)
    assert motion_at(540).strip == pytest.approx(1.0)
    assert motion_at(540).halo == pytest.approx(0.0)
    assert motion_at(700) is AT_REST


def test_no_part_ever_goes_back() -> None:
    frames = [astuple(motion_at(ms)) for ms in range(0, 800, 10)]
    for before, after in pairwise(frames):
        assert all(x <= y + 1e-9 for x, y in zip(before, after, strict=True))


def test_the_numbers_are_there_before_the_animation_is(canvas: Canvas) -> None:
    canvas.show_position(SEED + 1, animate=True)
    assert motion(canvas) == Motion(0.0, 0.0, 0.0, 0.0)
    assert not canvas.is_settled
    assert canvas.face(D).grad == "1.0000"


def test_an_animation_ends_by_itself_at_rest(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.show_position(SEED + 1, animate=True, speed=4.0)
    qtbot.waitUntil(lambda: canvas.is_settled, timeout=2000)
    assert motion(canvas) is AT_REST


def test_its_last_frame_is_the_picture_of_the_position(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.show_position(SEED + 1, animate=True, speed=4.0)
    qtbot.waitUntil(lambda: canvas.is_settled, timeout=2000)
    played = canvas.grab().toImage()
    canvas.show_position(SEED, animate=False)
    canvas.show_position(SEED + 1, animate=False)
    assert canvas.grab().toImage() == played


@pytest.mark.parametrize("key", [Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_X])
def test_any_key_cuts_the_animations_short(qtbot: QtBot, canvas: Canvas, key: Qt.Key) -> None:
    canvas.show_position(SEED + 1, animate=True)
    canvas.zoom_in()
    assert not canvas.is_settled
    qtbot.keyClick(canvas, key)
    assert motion(canvas) is AT_REST
    assert canvas.camera.zoom == canvas.zoom


@pytest.mark.parametrize(
    ("position", "animate", "speed"),
    [(SEED + 1, False, 1.0), (SEED + 1, True, 8.0), (SEED - 1, True, 1.0), (11, True, 1.0)],
    ids=["not asked for", "too fast to see", "a step back", "a jump"],
)
def test_what_is_no_step_to_watch_is_shown_at_once(
    canvas: Canvas, position: int, animate: bool, speed: float
) -> None:
    canvas.show_position(position, animate, speed)
    assert canvas.is_settled


def test_reduced_motion_stops_it_all(canvas: Canvas) -> None:
    canvas.show_position(SEED + 1, animate=True)
    canvas.set_reduced_motion(True)
    assert canvas.is_settled
    canvas.show_position(SEED + 2, animate=True)
    canvas.zoom_in()
    canvas.fit()
    assert canvas.is_settled


def test_a_canvas_nobody_sees_never_moves(canvas: Canvas) -> None:
    canvas.show_position(SEED + 1, animate=True)
    canvas.hide()
    assert canvas.is_settled
    canvas.show_position(SEED + 2, animate=True)
    canvas.zoom_in()
    assert canvas.is_settled


def test_the_next_step_begins_before_the_last_one_has_ended(canvas: Canvas) -> None:
    canvas.show_position(SEED + 1, animate=True)
    canvas.show_position(SEED + 2, animate=True)
    assert motion(canvas).pulse == 0.0
    assert canvas.face(A).grad == "-6.0000"


def test_a_zoom_by_button_takes_a_moment_and_arrives(qtbot: QtBot, canvas: Canvas) -> None:
    before = canvas.camera.zoom
    canvas.zoom_in()
    canvas.zoom_in()
    assert canvas.zoom == pytest.approx(before * 1.25**2)
    assert canvas.camera.zoom < canvas.zoom
    qtbot.waitUntil(lambda: canvas.is_settled, timeout=2000)
    assert canvas.camera.zoom == canvas.zoom


def test_the_wheel_takes_over_from_a_moving_camera(canvas: Canvas) -> None:
    canvas.zoom_in()
    turn_wheel(canvas, background(canvas), pixels=QPoint(0, 10))
    assert canvas.is_settled


def test_an_idle_canvas_has_no_timer_running(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.show_position(SEED + 1, animate=True, speed=4.0)
    qtbot.waitUntil(lambda: canvas.is_settled, timeout=2000)
    assert not [timer for timer in canvas.findChildren(QTimer) if timer.isActive()]


@pytest.mark.parametrize("zoom", [0.08, 0.6])
def test_what_rests_is_drawn_smoothly_and_what_moves_in_haste(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    """One move is no movement; the second within a moment is. And a picture is kept at rest.
    From afar lines are rough in haste, and from near the past has no chips."""
    monkeypatch.setattr("gradviz.canvas.paint_scene._MOST_IN_HASTE", 5)
    monkeypatch.setattr("gradviz.canvas.haste.monotonic", lambda: 0.0)
    monkeypatch.setattr("gradviz.canvas.backing._DEAR", inf)  # nothing is stretched
    canvas = show_canvas(qtbot)
    canvas.set_reduced_motion(True)
    recording, drawing, layout = network(9)
    canvas.show_graph(recording)
    canvas.show_layout(drawing, layout)
    canvas.show_position(recording.length, animate=False)
    canvas.zoom_by(zoom / canvas.zoom, QPointF(480.0, 280.0))
    smooth = seen(canvas)
    canvas.zoom_by(1.01, QPointF(480.0, 280.0))
    seen(canvas)
    canvas.zoom_by(1 / 1.01, QPointF(480.0, 280.0))
    assert seen(canvas) != smooth
    qtbot.waitUntil(lambda: seen(canvas) == smooth, timeout=2000)
    canvas.zoom_by(1.01, QPointF(480.0, 280.0))
    seen(canvas)
    canvas.zoom_by(1 / 1.01, QPointF(480.0, 280.0))
    canvas.settle()
    assert seen(canvas) == smooth


def seen(canvas: Canvas) -> QImage:
    canvas.repaint()
    return canvas.grab().toImage()
