"""The picture itself: what is seen where, that nothing is seen that shouldn't be, and speed
by doing nothing for what is out of sight."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gradviz import Value
from gradviz.canvas import paint_boxes
from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.card_words import write_card
from gradviz.canvas.geometry import BOX_SIZES, card_rect
from gradviz.canvas.overview import NO_MARKS_BELOW
from gradviz.canvas.paint_scene import paint_scene
from gradviz.canvas.scene import Motion, Scene
from gradviz.canvas.writing import fit_number, split_zeros
from gradviz.layout.drawing import Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.look.fonts import load_fonts, mono_font
from gradviz.look.runs import text_width
from gradviz.look.theme import load_theme
from gradviz.look.typography import typographic
from gradviz.model.numbers import card_text, short_text
from gradviz.model.positions import NodeState
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from tests.canvas.stage import A, D, E, F, laid_out

pytestmark = pytest.mark.usefixtures("fonts")

VIEW = QRectF(0, 0, 1000, 520)


@pytest.fixture
def fonts(qapp: object) -> None:
    load_fonts()


def scene_at(position: int, rule: Rule = Rule.ACCUMULATE) -> Scene:
    recording, drawing, layout = laid_out()
    return Scene(recording.with_rule(rule), drawing, layout, position)


def camera_at(zoom: float) -> Camera:
    _, _, layout = laid_out()
    return Camera(zoom, 500 - layout.width / 2 * zoom, 260 - layout.height / 2 * zoom)


def painted(scene: Scene, camera: Camera, theme: str = "dark") -> QImage:
    image = QImage(VIEW.size().toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:  # a painter that outlives its image crashes
        paint_scene(painter, scene, camera, VIEW, load_theme(theme), detail_at(camera.zoom))
    finally:
        painter.end()
    return image


def colors_in(image: QImage, area: QRectF) -> set[str]:
    around = area.toAlignedRect().intersected(image.rect())
    return {
        image.pixelColor(x, y).name()
        for x in range(around.left(), around.right() + 1)
        for y in range(around.top(), around.bottom() + 1)
    }


def around_card(scene: Scene, camera: Camera, node: int) -> QRectF:
    rect = card_rect(scene.drawing, scene.layout, node)
    return camera.rect_to_widget(rect).adjusted(-2, -2, 2, 2)


def color(role: str, theme: str = "dark") -> str:
    return load_theme(theme).color(role).name()


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
def test_the_current_card_is_orange_backward_and_blue_forward(theme: str, zoom: float) -> None:
    camera = camera_at(zoom)
    for position, node, role in ((D + 1, D, "forward.line"), (9, D, "backward.line")):
        scene = scene_at(position)
        image = painted(scene, camera, theme)
        assert color(role, theme) in colors_in(image, around_card(scene, camera, node))
        assert color(role, theme) not in colors_in(image, around_card(scene, camera, F))


def test_red_is_only_for_what_is_wrong() -> None:
    camera = camera_at(1.0)
    right, wrong = scene_at(11), scene_at(11, Rule.OVERWRITE)
    red = color("error.line")
    assert red not in colors_in(painted(right, camera), VIEW)
    image = painted(wrong, camera)
    assert red in colors_in(image, around_card(wrong, camera, A))
    assert red not in colors_in(image, around_card(wrong, camera, E))


def test_the_selection_is_seen_and_grows_with_focus() -> None:
    camera, scene = camera_at(1.0), scene_at(11)
    ring = color("select.ring")

    def ring_pixels(scene: Scene) -> int:
        image = painted(scene, camera)
        area = around_card(scene, camera, D).adjusted(-8, -8, 8, 8).toAlignedRect()
        return sum(
            image.pixelColor(x, y) == QColor(ring)
            for x in range(area.left(), area.right())
            for y in range(area.top(), area.bottom())
        )

    unfocused = ring_pixels(replace(scene, selected=D))
    assert ring_pixels(scene) == 0
    assert 0 < unfocused < ring_pixels(replace(scene, selected=D, focused=True))


def test_the_same_scene_always_gives_the_same_picture() -> None:
    first = painted(scene_at(9), camera_at(0.9))
    painted(scene_at(4), camera_at(0.4))
    assert painted(scene_at(9), camera_at(0.9)) == first


def test_a_finished_animation_is_the_picture_of_the_position() -> None:
    camera, scene = camera_at(1.0), scene_at(9)
    assert painted(replace(scene, motion=Motion(1, 1, 1, 1)), camera) == painted(scene, camera)
    for motion in (Motion(0.3, 0, 0, 0), Motion(1, 0.5, 0, 0), Motion(1, 1, 0.5, 0)):
        assert painted(replace(scene, motion=motion), camera) != painted(scene, camera)


def test_what_is_out_of_sight_is_not_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted_nodes: list[int] = []

    def noting(texts, corner, width, face, *rest) -> None:  # type: ignore[no-untyped-def]
        painted_nodes.append(face.node)
        write_card(texts, corner, width, face, *rest)

    monkeypatch.setattr(paint_boxes, "write_card", noting)
    scene = scene_at(11)
    at = card_rect(scene.drawing, scene.layout, F).center()
    painted(scene, Camera(1.0, 20 - at.x(), 260 - at.y()))  # the root at the left border
    assert painted_nodes == [F]


@pytest.mark.parametrize("zoom", [2.5, 1.0, 0.72, 0.5, 0.3, 0.1])
def test_odd_numbers_and_names_are_painted_at_every_zoom(zoom: float) -> None:
    long = Value(-1.0, label="a_label_of_some_thirty_letters_")
    odd = (long.log() + Value(1e300, label="huge") * 1e300) * Value(-1.5e-300, label="{tiny}|<>")
    recording = Recording.of(odd.max(Value(float("nan"), label="")), Rule.OVERWRITE)
    drawing = Drawing.of(recording.graph, BOX_SIZES)
    layout = lay_out_layered(drawing.items)
    for position in range(recording.length + 1):
        scene = Scene(recording, drawing, layout, position, selected=0, hovered=1, editing=0)
        painted(scene, Camera(zoom))


def test_a_large_graph_in_sight_is_painted_from_its_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    recording, drawing, layout = laid_out(values=200)
    scene = Scene(recording, drawing, layout, recording.length, selected=0)
    monkeypatch.setattr(paint_boxes, "paint_block", None)
    image = painted(scene, Camera(NO_MARKS_BELOW / 2, 20, 260))
    assert color("edge.data") in colors_in(image, VIEW)
    assert color("backward.line") in colors_in(image, VIEW)


def test_a_large_graph_is_done_where_each_node_is_done() -> None:
    recording, _, _ = laid_out()
    nodes = range(len(recording.graph))
    for position in range(recording.length + 1):
        each = [recording.state(node, position) is NodeState.DONE for node in nodes]
        assert recording.done(position).tolist() == each


@given(
    st.floats(-1e300, 1e300) | st.sampled_from([math.inf, -math.inf, math.nan]), st.integers(10, 15)
)
def test_a_number_always_fits_its_card_and_keeps_its_exponent(x: float, least: int) -> None:
    rooms = (60.0, 74.0)
    text, size, taken = fit_number(card_text(x), short_text(x), max(13, least), least, rooms)
    drawn = typographic(text)
    assert size >= min(least, 13)
    if least <= 13:
        assert text_width(drawn, mono_font(size, 500)) <= rooms[taken]
    assert float(text) == pytest.approx(x, rel=0.5, abs=1e-4, nan_ok=True)


def test_only_zeros_behind_the_point_are_faint() -> None:
    assert split_zeros("-6.0000") == ("-6", ".0000")
    assert split_zeros("0.5000") == ("0.5", "000")
    assert split_zeros("100") == ("100", "")
    assert split_zeros("1.500e+10") == ("1.500e+10", "")
