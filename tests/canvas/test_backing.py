"""Backing: a frame put together from an older one is the frame that a fresh paint gives."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from math import inf
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QRegion

from gradviz import Value
from gradviz.canvas import backing as module
from gradviz.canvas.backing import Backing
from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.changes import difference
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.canvas.heat import Colouring
from gradviz.canvas.paint_chips import chips_in_sight
from gradviz.canvas.paint_scene import paint_base
from gradviz.canvas.scene import Scene
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.layout.layouter import Layouter
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.nn import MLP
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from tests.canvas.stage import laid_out

SIZE = QSize(420, 300)


def scene_of(values: int = 0, position: int = 8) -> Scene:
    recording, drawing, layout = laid_out(values)
    return Scene(recording, drawing, layout, position)


def painted(
    backing: Backing, scene: Scene, camera: Camera, dpr: float = 1.0, *, moving: bool = False
) -> QImage:
    image = QImage(SIZE * dpr, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    painter = QPainter(image)
    detail = detail_at(camera.zoom)
    backing.paint(painter, SIZE, dpr, scene, camera, load_theme("dark"), detail, moving=moving)
    painter.end()
    return image


@pytest.mark.parametrize(
    ("values", "zoom", "dpr"),
    [(0, 1.0, 1.0), (0, 1.0, 1.25), (0, 0.45, 2.0), (0, 0.2, 1.0), (400, 0.05, 1.0)],
)
def test_panning_shows_what_a_fresh_paint_shows(
    qapp: object, values: int, zoom: float, dpr: float
) -> None:
    scene, chance = scene_of(values), random.Random(3)
    # Not on halves of pixels, which are rounded to the even side.
    backing, camera = Backing(), Camera(zoom, 20.3, 40.3)
    painted(backing, scene, camera)
    for _ in range(8):
        dx, dy = chance.randint(-60, 60), chance.randint(-40, 40)
        camera = Camera(zoom, camera.dx + dx / dpr, camera.dy + dy / dpr)
        got, fresh = painted(backing, scene, camera, dpr), painted(Backing(), scene, camera, dpr)
        assert differing(got, fresh) <= 0.002 * got.width() * got.height()


def test_what_comes_into_view_was_mostly_painted_ahead(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, backing, painting = scene_of(), Backing(), Mock(wraps=paint_base)
    monkeypatch.setattr(module, "paint_base", painting)
    for i in range(21):
        painted(backing, scene, Camera(1.0, 20.3 + 10 * i, 40.3 - 7 * i))
    assert painting.call_count <= 1 + 200 / 60 + 140 / 60


@cache
def network(depth: int) -> tuple[Recording, Drawing, Layout]:
    """A small network at two points, its groups open down to a depth."""
    model = MLP(2, [6, 4, 1])
    loss = Value(0.0)
    for x, y in ((0.5, -1.0), (-0.3, 0.8)):
        out = model([Value(x), Value(y)])
        assert isinstance(out, Value)
        loss = loss + (1.0 - out) * (1.0 - out)
    recording = Recording.of(loss)
    closed = Layouter().lay_out_graph(recording.graph, BOX_SIZES, None)
    laid = Layouter().lay_out_graph(recording.graph, BOX_SIZES, closed.fold.to_depth(depth))
    return recording, laid.drawing, laid.layout


def differing(one: QImage, other: QImage) -> int:
    """Pixels; the ends of dashes and curves may round otherwise where a strip begins."""
    pairs = zip(bytes(one.constBits())[::4], bytes(other.constBits())[::4], strict=True)
    return sum(abs(a - b) > 24 for a, b in pairs)


def test_what_is_asked_for_again_is_not_painted_again(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    backing, scene, camera = Backing(), scene_of(), Camera(1.0)
    first = painted(backing, scene, camera)
    monkeypatch.setattr(module, "paint_base", None)
    assert painted(backing, scene, camera) == first


@pytest.mark.parametrize("zoom", [1.1, 0.8])
def test_where_a_frame_takes_long_zooming_stretches_the_last_one(
    qapp: object, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    backing, scene = Backing(), scene_of()
    before = painted(backing, scene, Camera(1.0, 20.3, 40.3))
    monkeypatch.setattr(module, "_DEAR", -1.0)
    camera = Camera(1.0, 20.3, 40.3).zoomed(zoom, QPointF(200.0, 100.0))
    fresh = painted(Backing(), scene, camera)
    with monkeypatch.context() as patch:
        patch.setattr(module, "paint_base", None)
        got = painted(backing, scene, camera, moving=True)
    assert got != fresh
    assert differing(got, fresh) < 0.5 * differing(before, fresh)
    assert backing.is_patched
    backing.forget()
    assert painted(backing, scene, camera) == fresh


@pytest.mark.parametrize("rule", [Rule.ACCUMULATE, Rule.OVERWRITE])
@pytest.mark.parametrize("colouring", list(Colouring))
@pytest.mark.parametrize("zoom", [1.0, 0.45, 0.2, 0.05])
def test_every_step_shows_what_a_fresh_paint_shows(
    qapp: object, zoom: float, colouring: Colouring, rule: Rule
) -> None:
    """There and back again, with what is pointed at and selected on the way."""
    scene, camera, backing = scene_of(position=1), Camera(zoom, 20.3, 40.3), Backing()
    recording = scene.recording.with_rule(rule)
    scene = replace(scene, recording=recording, colouring=colouring)
    positions = [*range(1, recording.length + 1), *range(recording.length, 0, -1)]
    for place, position in enumerate(positions):
        node = place % 5 if place % 3 else None
        scene = replace(
            scene, position=position, hovered=node, selected=node, focused=place % 2 == 0,
            hovered_arrow=node,
        )  # fmt: skip
        got, fresh = painted(backing, scene, camera), painted(Backing(), scene, camera)
        assert differing(got, fresh) <= 60, (position, node)


@pytest.mark.parametrize("depth", [0, 9])
@pytest.mark.parametrize("zoom", [0.08, 0.25, 0.6])
def test_a_step_in_groups_shows_what_a_fresh_paint_shows(
    qapp: object, zoom: float, depth: int
) -> None:
    """Steps from one group into another, which is then selected."""
    recording, drawing, layout = network(depth)
    assert drawing.fold is not None
    for colouring in Colouring:
        for position in _into_other_groups(recording, drawing)[:2]:
            node = recording.step(position).node
            x, y = layout.centre[drawing.card_box(node)].tolist()
            camera = Camera(zoom, round(210.0 - x * zoom) + 0.3, round(150.0 - y * zoom) + 0.3)
            backing = Backing()
            first = Scene(recording, drawing, layout, position - 1, colouring=colouring)
            second = replace(first, position=position)
            third = replace(second, selected_group=drawing.fold.around(node)[0])
            for scene in (first, second, third, replace(third, position=position + 1)):
                got, fresh = painted(backing, scene, camera), painted(Backing(), scene, camera)
                assert differing(got, fresh) <= 30, (colouring, scene.position)


@pytest.mark.parametrize("first", [1, 205, 307])
def test_many_steps_at_once_only_give_boxes_another_colour(
    qapp: object, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    """In the forward phase, from there into the backward phase, and in that."""
    recording, drawing, layout = network(9)
    whole = QRectF(0.0, 0.0, layout.width, layout.height)
    camera = Camera.fitting(whole, QRectF(10.3, 10.3, 400.0, 280.0))
    scene, backing = Scene(recording, drawing, layout, first), Backing()
    painted(backing, scene, camera)
    seed = len(recording.graph) + 1
    for position in range(first, recording.length, 37)[:4]:
        scene = replace(scene, position=position)
        fresh = painted(Backing(), scene, camera)
        is_one_phase = first > seed or position < seed
        with monkeypatch.context() as patch:
            if is_one_phase:
                patch.setattr(module, "paint_base", None)
            got = painted(backing, scene, camera)
        assert differing(got, fresh) <= 30, position


@pytest.mark.parametrize("depth", [0, 1])
def test_a_group_pointed_at_shows_what_a_fresh_paint_shows(qapp: object, depth: int) -> None:
    recording, drawing, layout = network(depth)
    shown = {*drawing.frames.tolist(), *drawing.item_group[~drawing.is_label].tolist()} - {-1}
    whole = QRectF(0.0, 0.0, layout.width, layout.height)
    camera = Camera.fitting(whole, QRectF(10.3, 10.3, 400.0, 280.0))
    scene, backing = Scene(recording, drawing, layout, recording.length - 9), Backing()
    painted(backing, scene, camera)
    for group in [*sorted(shown)[:8], None]:
        scene = replace(scene, hovered_group=group)
        got, fresh = painted(backing, scene, camera), painted(Backing(), scene, camera)
        assert differing(got, fresh) <= 30, group


def _into_other_groups(recording: Recording, drawing: Drawing) -> list[int]:
    """Positions in the backward phase whose step is in another group than the one before."""
    assert drawing.fold is not None
    first = len(recording.graph) + 4
    around = [
        drawing.fold.around(recording.step(position).node)
        for position in range(first, recording.length)
    ]
    changes = [i for i in range(1, len(around)) if around[i] and around[i] != around[i - 1]]
    return [first + i for i in changes]


def test_a_chip_that_comes_or_goes_is_painted_anew(qapp: object) -> None:
    scene, camera, theme = scene_of(position=9), Camera(1.0, 20.3, 40.3), load_theme("dark")
    area, detail = QRectF(0.0, 0.0, 3000.0, 2000.0), detail_at(1.0)
    for position in range(8, scene.recording.length):
        one, other = replace(scene, position=position), replace(scene, position=position + 1)
        found = difference(one, other, camera, area, theme, detail, in_bulk=False)
        assert found is not None
        chips = [chips_in_sight(scene, camera, area, theme, detail) for scene in (one, other)]
        looks = [{(chip.look, chip.rect.getRect()) for chip in some} for some in chips]
        for chip in (*chips[0], *chips[1]):
            if (chip.look, chip.rect.getRect()) in looks[0] ^ looks[1]:
                left = QRegion(camera.rect_to_widget(chip.rect).toAlignedRect())
                for part in found.parts:
                    left -= QRegion(part.toAlignedRect())
                assert left.isEmpty()


def test_a_step_paints_only_a_small_part(qapp: object) -> None:
    scene, backing = scene_of(400, 600), Backing()
    x, y = scene.layout.centre[scene.recording.step(600).node].tolist()
    camera = Camera(0.05, round(200.0 - x * 0.05) + 0.3, round(150.0 - y * 0.05) + 0.3)
    painted(backing, scene, camera)
    after = replace(scene, position=601)
    changed = backing.changed(
        SIZE, 1.0, after, camera, load_theme("dark"), detail_at(camera.zoom)
    )  # fmt: skip
    assert changed is not None
    assert not changed.isEmpty()
    size = changed.boundingRect().size()
    assert size.width() * size.height() < 0.05 * SIZE.width() * SIZE.height()


@pytest.mark.parametrize("by", [1, -1])
def test_from_afar_only_what_is_over_gets_another_colour(qapp: object, by: int) -> None:
    """The current block's own colour is no news: painted over, it would hide what is done."""
    scene, theme, camera = scene_of(400, 600), load_theme("dark"), Camera(0.05)
    area, after = QRectF(0.0, 0.0, 420.0, 300.0), replace(scene, position=600 + by)
    found = difference(scene, after, camera, area, theme, detail_at(0.05), in_bulk=True)
    over = scene.recording.step(min(600, 600 + by)).node
    assert found is not None
    assert found.boxes == [*scene.drawing.boxes_of(over).tolist(), scene.drawing.op_box(over)]


def test_another_phase_is_painted_as_a_whole(qapp: object) -> None:
    scene, camera, backing = scene_of(position=5), Camera(1.0, 20.0, 40.0), Backing()
    painted(backing, scene, camera)
    seeded, theme, detail = replace(scene, position=6), load_theme("dark"), detail_at(1.0)
    assert backing.changed(SIZE, 1.0, seeded, camera, theme, detail) is None


def test_another_position_is_another_picture(qapp: object) -> None:
    backing, camera = Backing(), Camera(1.0, 20.0, 40.0)
    before = painted(backing, scene_of(position=8), camera)
    after = painted(backing, scene_of(position=9), camera)
    assert before != after
    assert after == painted(Backing(), scene_of(position=9), camera)


@pytest.fixture(autouse=True)
def _look(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_look(app, load_theme("dark"))
    monkeypatch.setattr(module, "_DEAR", inf)  # or it would depend on what else is running
