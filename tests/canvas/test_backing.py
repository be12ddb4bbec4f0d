"""Backing: a frame put together from an older one is the frame that a fresh paint gives."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from gradviz.canvas import backing as module
from gradviz.canvas.backing import Backing
from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.scene import Scene
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from tests.canvas.stage import laid_out

SIZE = QSize(420, 300)


def scene_of(values: int = 0, position: int = 8) -> Scene:
    recording, drawing, layout = laid_out(values)
    return Scene(recording, drawing, layout, position)


def painted(backing: Backing, scene: Scene, camera: Camera) -> QImage:
    image = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    detail = detail_at(camera.zoom)
    backing.paint(painter, SIZE, 1.0, scene, camera, load_theme("dark"), detail)
    painter.end()
    return image


@pytest.mark.parametrize(("values", "zoom"), [(0, 1.0), (0, 0.45), (0, 0.2), (400, 0.05)])
def test_panning_shows_what_a_fresh_paint_shows(qapp: object, values: int, zoom: float) -> None:
    scene, chance = scene_of(values), random.Random(3)
    # Not on halves of pixels, which are rounded to the even side.
    backing, camera = Backing(), Camera(zoom, 20.3, 40.3)
    painted(backing, scene, camera)
    for _ in range(8):
        dx, dy = chance.randint(-60, 60), chance.randint(-40, 40)
        camera = Camera(zoom, camera.dx + dx, camera.dy + dy)
        got, fresh = painted(backing, scene, camera), painted(Backing(), scene, camera)
        assert differing(got, fresh) <= 0.002 * SIZE.width() * SIZE.height()


def differing(one: QImage, other: QImage) -> int:
    """Pixels; the ends of dashes and curves may round otherwise where a strip begins."""
    pairs = zip(bytes(one.constBits())[::4], bytes(other.constBits())[::4], strict=True)
    return sum(abs(a - b) > 24 for a, b in pairs)


def test_what_is_asked_for_again_is_not_painted_again(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    backing, scene, camera = Backing(), scene_of(), Camera(1.0)
    first = painted(backing, scene, camera)
    monkeypatch.setattr(module, "paint_scene", None)
    assert painted(backing, scene, camera) == first


def test_another_position_is_another_picture(qapp: object) -> None:
    backing, camera = Backing(), Camera(1.0, 20.0, 40.0)
    before = painted(backing, scene_of(position=8), camera)
    after = painted(backing, scene_of(position=9), camera)
    assert before != after
    assert after == painted(Backing(), scene_of(position=9), camera)


@pytest.fixture(autouse=True)
def _look(qapp: object) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_look(app, load_theme("dark"))
