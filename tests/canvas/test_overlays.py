"""The banner, the legend and the zoom bar: right, whole and apart at every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gradviz.canvas.banner import Banner
from gradviz.canvas.canvas import Canvas
from gradviz.canvas.legend import Legend
from gradviz.canvas.navigator import Navigator
from gradviz.model.explain import step_phrase
from gradviz.model.phrase import plain
from gradviz.model.rule import COMPUTED_RULES, Rule
from tests.canvas.stage import (
    LEFT,
    A,
    background,
    part,
    place_of,
    show_canvas,
    turn_wheel,
    two_paths,
)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = show_canvas(qtbot)
    canvas.set_reduced_motion(True)
    return canvas


def clicks(canvas: Canvas) -> list[int | None]:
    seen: list[int | None] = []
    canvas.node_clicked.connect(seen.append)
    return seen


def test_the_banner_says_what_the_step_did(canvas: Canvas) -> None:
    for rule in COMPUTED_RULES:
        recording = two_paths(rule)
        canvas.show_recording(recording)
        for position in range(recording.length + 1):
            canvas.show_position(position, animate=False)
            assert part(canvas, Banner).text == plain(step_phrase(recording, position))
            assert part(canvas, Banner).toolTip() == ""  # all of it can be read


@pytest.mark.parametrize("rule", list(COMPUTED_RULES))
@pytest.mark.parametrize(
    "size", [(240, 160), (300, 420), (400, 200), (500, 300), (656, 420), (960, 560), (3840, 2160)]
)
def test_overlays_are_whole_and_apart_at_every_size(
    canvas: Canvas, size: tuple[int, int], rule: Rule
) -> None:
    canvas.resize(*size)
    recording = two_paths(rule)
    canvas.show_recording(recording)
    for position in range(recording.length + 1):
        canvas.show_position(position, animate=False)
        shown = visible_overlays(canvas)
        for i, rect in enumerate(shown):
            assert canvas.rect().contains(rect)
            assert not any(rect.intersects(other) for other in shown[i + 1 :])
        assert size[0] < 500 or len(shown) == 3


def visible_overlays(canvas: Canvas) -> list[QRect]:
    overlays: list[QWidget] = [
        part(canvas, Banner),
        part(canvas, Legend),
        part(canvas, Navigator),
    ]
    return [overlay.geometry() for overlay in overlays if overlay.isVisible()]


def test_a_narrow_legend_opens_at_its_button(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.resize(500, 420)
    legend = part(canvas, Legend)
    closed = legend.geometry()
    button = legend.findChild(QToolButton)
    qtbot.mouseClick(button, LEFT)
    assert legend.height() > 4 * closed.height()
    assert canvas.rect().contains(legend.geometry())
    qtbot.mouseClick(button, LEFT)
    assert legend.geometry() == closed


def test_a_click_on_an_overlay_picks_nothing_behind_it(qtbot: QtBot, canvas: Canvas) -> None:
    banner = part(canvas, Banner)
    turn_wheel(canvas, background(canvas), pixels=banner.geometry().center() - place_of(canvas, A))
    clicked = clicks(canvas)
    qtbot.mouseClick(banner, LEFT)
    assert clicked == []
