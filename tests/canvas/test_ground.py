"""Inside a frame there is nothing to see of what lies below its fill."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from gradviz.canvas import ground as module
from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.frame import Frame
from gradviz.canvas.paint_scene import paint_scene
from gradviz.canvas.scene import Scene
from gradviz.layout.nested import HEADER
from gradviz.look.theme import load_theme
from tests.canvas.test_backing import network


@pytest.mark.parametrize("zoom", [0.2, 0.6, 3.0])
@pytest.mark.parametrize("by", [0.0, 2.0, 40.0, 150.0])
def test_a_picture_is_the_same_with_all_below_painted_and_without(
    qapp: object, monkeypatch: pytest.MonkeyPatch, zoom: float, by: float
) -> None:
    """The view begins so many px within the outermost frame's corner, or is all of it."""
    recording, drawing, layout = network(9)
    x, y, width, height = (layout.frame[0] * zoom).tolist()
    area = QRectF(0.0, 0.0, min(300.0, width - 2 * by), min(200.0, height - 2 * by))
    scene, camera = Scene(recording, drawing, layout, 5), Camera(zoom, -x - by, -y - by)

    def painted() -> QImage:
        image = QImage(QSize(300, 200), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        with QPainter(image) as painter:
            painter.setClipRect(area)
            paint_scene(painter, scene, camera, area, load_theme("dark"), detail_at(zoom))
        return image

    spared = painted()
    asked: list[int] = []
    depth_of = module._depth

    def nothing_is_spared(frame: Frame) -> int:
        asked.append(depth_of(frame))
        return -1

    monkeypatch.setattr(module, "_depth", nothing_is_spared)
    assert painted() == spared
    is_below_header = by >= HEADER * zoom
    assert (max(asked) >= 0) == (by > 12.0 and is_below_header)
