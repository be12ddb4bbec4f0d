"""The map in the corner: when it is there, what it shows, and moving the view by it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.minimap import Minimap
from gradviz.canvas.navigator import Navigator
from gradviz.layout.layout import Layout
from gradviz.look.theme import load_theme
from gradviz.model.rule import Rule
from tests.canvas.stage import (
    LEFT,
    D,
    background,
    laid_out,
    part,
    place_of,
    show_canvas,
    turn_wheel,
    two_paths,
)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A chain too long to be seen as a whole, at its end."""
    canvas = show_canvas(qtbot, values=60)
    canvas.set_reduced_motion(True)
    return canvas


def open_chain(canvas: Canvas, values: int) -> None:
    recording, drawing, layout = laid_out(values)
    canvas.show_graph(recording)
    canvas.show_layout(drawing, layout)


def colors_on(canvas: Canvas) -> set[str]:
    image: QImage = part(canvas, Minimap).grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def color(role: str) -> str:
    return QColor(load_theme("dark").color(role)).name()


# --- when it is there -------------------------------------------------------------------


def test_it_is_there_when_the_graph_is_not_all_in_view(canvas: Canvas) -> None:
    assert part(canvas, Minimap).isVisible()


def test_a_small_graph_has_one_only_while_part_of_it_is_out_of_view(canvas: Canvas) -> None:
    open_chain(canvas, 3)
    assert not part(canvas, Minimap).isVisible()
    turn_wheel(canvas, place_of(canvas, 1), notches=6)
    assert part(canvas, Minimap).isVisible()
    canvas.fit()
    assert not part(canvas, Minimap).isVisible()


@pytest.mark.parametrize(("size", "has_room"), [((699, 600), False), ((900, 419), False),
                                                ((700, 420), True)])  # fmt: skip
def test_it_needs_room(canvas: Canvas, size: tuple[int, int], has_room: bool) -> None:
    canvas.resize(*size)
    assert part(canvas, Minimap).isVisible() == has_room
    assert part(canvas, Navigator).isVisible()


def test_after_a_fit_it_covers_no_card(canvas: Canvas) -> None:
    for values in (6, 10, 60):
        open_chain(canvas, values)
        canvas.fit()
        for width in range(700, 1300, 60):
            canvas.resize(width, 420)
            if part(canvas, Minimap).isVisible():
                covered = part(canvas, Navigator).geometry()
                assert not any(covered.contains(place_of(canvas, n)) for n in range(values))


def test_it_yields_to_a_card_under_it_until_the_view_is_moved(canvas: Canvas) -> None:
    canvas.resize(700, 420)
    recording, drawing, layout = laid_out(5)
    low = layout.centre + np.array([0.0, 500.0])
    tall = Layout(low, layout.route, layout.route_start, layout.width, 620.0)
    canvas.show_graph(recording)
    canvas.show_layout(drawing, tall)
    assert not part(canvas, Minimap).isVisible()
    turn_wheel(canvas, background(canvas), pixels=QPoint(0, -10))
    assert part(canvas, Minimap).isVisible()


# --- what it shows ----------------------------------------------------------------------


def test_it_shows_what_is_current_done_and_pending(canvas: Canvas) -> None:
    forward, backward = color("forward.line"), color("backward.line")
    canvas.show_position(30, animate=False)
    assert {forward, color("edge.data"), color("border.default")} <= colors_on(canvas)
    assert backward not in colors_on(canvas)
    canvas.show_position(90, animate=False)
    assert backward in colors_on(canvas)
    assert forward not in colors_on(canvas)


def test_it_shows_what_is_wrong(canvas: Canvas) -> None:
    recording, drawing, layout = laid_out()
    canvas.show_graph(recording)
    canvas.show_layout(drawing, layout)
    canvas.show_position(recording.length, animate=False)
    turn_wheel(canvas, place_of(canvas, D), notches=5)
    assert color("error.line") not in colors_on(canvas)
    wrong = two_paths(Rule.OVERWRITE)
    canvas.show_recording(wrong)
    assert color("error.line") in colors_on(canvas)
    canvas.show_position(len(wrong.graph), animate=False)  # forward is done, nothing is wrong yet
    assert color("error.line") not in colors_on(canvas)


def test_a_large_graph_shows_the_same_things(canvas: Canvas) -> None:
    open_chain(canvas, 2000)
    canvas.show_position(1000, animate=False)
    expected = {color("forward.line"), color("edge.data"), color("border.default")}
    assert expected <= colors_on(canvas)


def test_the_frame_is_the_part_in_view(canvas: Canvas) -> None:
    minimap = part(canvas, Minimap)
    canvas.show_position(1, animate=False)
    at_the_left = minimap.frame
    canvas.show_position(60, animate=False)
    assert minimap.frame.left() > at_the_left.left() + 50
    width = minimap.frame.width()
    turn_wheel(canvas, background(canvas), notches=-5)
    assert minimap.frame.width() > width


# --- moving by it -----------------------------------------------------------------------


def seen_middle(canvas: Canvas) -> QPointF:
    return canvas.camera.to_layout(QRectF(canvas.rect()).center())


def test_a_click_on_the_map_looks_there(qtbot: QtBot, canvas: Canvas) -> None:
    minimap = part(canvas, Minimap)
    scene = canvas.scene
    assert scene is not None
    zoom = canvas.zoom
    qtbot.mouseClick(minimap, LEFT, pos=minimap.rect().center())
    assert seen_middle(canvas).x() == pytest.approx(scene.layout.width / 2, abs=200)
    assert canvas.zoom == zoom


def test_dragging_the_frame_drags_the_view(qtbot: QtBot, canvas: Canvas) -> None:
    minimap = part(canvas, Minimap)
    qtbot.mouseClick(minimap, LEFT, pos=minimap.rect().center())
    grip = minimap.frame.center().toPoint() + QPoint(2, 1)
    before = seen_middle(canvas)
    qtbot.mousePress(minimap, LEFT, pos=grip)
    assert seen_middle(canvas).x() == pytest.approx(before.x(), abs=1.0)  # it doesn't jump
    qtbot.mouseMove(minimap, grip + QPoint(-30, 0))
    assert seen_middle(canvas).x() < before.x() - 1000
    qtbot.mouseRelease(minimap, LEFT, pos=grip + QPoint(-30, 0))
    there = seen_middle(canvas)
    qtbot.mouseMove(minimap, grip)
    assert seen_middle(canvas) == there


def test_it_has_a_name_and_says_what_it_is_for(canvas: Canvas) -> None:
    assert part(canvas, Minimap).accessibleName()
    assert part(canvas, Minimap).toolTip()
