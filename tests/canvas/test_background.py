"""The grid of dots behind a graph."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from gradviz.canvas import background
from gradviz.canvas.background import paint_background
from gradviz.canvas.camera import Camera
from gradviz.canvas.ink import ink
from gradviz.look.theme import load_theme

VIEW = QRectF(12.0, 9.0, 180.0, 140.0)


@pytest.mark.parametrize("dpr", [1.0, 2.0])
@pytest.mark.parametrize("camera", [Camera(1.0, 3, 4), Camera(0.013, -7, 2), Camera(1.7, 0.5, 0)])
def test_dots_are_where_qt_draws_dashes(
    monkeypatch: pytest.MonkeyPatch, dpr: float, camera: Camera
) -> None:
    def painted() -> bytes:
        image = QImage(QSize(200, 160) * dpr, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(dpr)
        image.fill(0)
        with QPainter(image) as painter:
            painter.translate(3.0, 2.0)
            painter.setClipRect(VIEW)
            paint_background(painter, camera, VIEW, ink(load_theme("dark")))
        return bytes(image.constBits())

    laid = painted()
    monkeypatch.setattr(background, "is_on_screen", lambda painter: False)
    assert laid == painted()
    assert len({laid[i : i + 4] for i in range(0, len(laid), 4)}) == 3  # with what is beside it
