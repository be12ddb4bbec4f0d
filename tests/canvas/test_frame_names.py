"""The names of open groups, seen from afar: outer ones first, and none over another."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from gradviz.canvas import paint_scene as module
from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.frame_names import named
from gradviz.canvas.paint_scene import paint_scene
from gradviz.canvas.scene import Scene
from gradviz.look.theme import load_theme
from tests.canvas.test_backing import network

pytestmark = pytest.mark.usefixtures("qapp")

ZOOMS = (0.01, 0.03, 0.08, 0.15, 0.29)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_names_lie_in_their_frames_and_on_no_other(zoom: float) -> None:
    _, drawing, layout = network(9)
    plates = named(drawing, layout, zoom)
    rects = [QRectF(a, b, c - a, d - b) for a, b, c, d in plates.rects.tolist()]
    for frame, rect in zip(plates.frames.tolist(), rects, strict=True):
        x, y, width, height = (layout.frame[frame] * zoom).tolist()
        around = QRectF(x, y, width, height).adjusted(-0.1, -0.1, 0.1, 0.1)
        assert around.contains(rect)
        assert rect.width() * rect.height() <= 0.13 * width * height
    assert not any(one.intersects(other) for one, other in combinations(rects, 2))


def test_the_nearer_one_comes_the_more_is_named() -> None:
    _, drawing, layout = network(9)
    counts = [len(named(drawing, layout, zoom).frames) for zoom in ZOOMS]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] > 2


@pytest.mark.parametrize(("zoom", "is_named"), [(0.2, True), (0.6, False)])
def test_names_are_painted_where_headers_are_not(
    monkeypatch: pytest.MonkeyPatch, zoom: float, is_named: bool
) -> None:
    """At 60 % the headers have them."""
    recording, drawing, layout = network(9)
    scene, camera = Scene(recording, drawing, layout, 5), Camera(zoom, 20.3, 20.3)
    images = []
    for _ in range(2):
        image = QImage(QSize(420, 300), QImage.Format.Format_ARGB32_Premultiplied)
        with QPainter(image) as painter:
            area = QRectF(0, 0, 420, 300)
            paint_scene(painter, scene, camera, area, load_theme("dark"), detail_at(zoom))
        images.append(image)
        if is_named:
            monkeypatch.setattr(module, "paint_frame_names", lambda frame, parts: None)
    assert (images[0] != images[1]) is is_named
