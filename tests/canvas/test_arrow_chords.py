"""Chords in the place of curves: nobody sees the difference, a quarter of a pixel at most."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from gradviz.canvas.arrow_chords import chords
from gradviz.canvas.arrow_shapes import arrow_shapes
from gradviz.canvas.bulk import draw_with_pen
from gradviz.layout.layout import Layout
from tests.canvas.test_backing import network

WIDTH, HEIGHT = 240, 160


def _pixels(layout: Layout, scale: float, *, in_chords: bool) -> list[int]:
    """Of all arrows around some point of one, seen at a scale."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    image.fill(0)
    left, top = layout.route[len(layout.route) // 2].tolist()
    seen = QTransform().translate(50 - left * scale, 50 - top * scale)
    area = QRectF(left - 50 / scale, top - 50 / scale, WIDTH / scale, HEIGHT / scale)
    arrows = np.arange(len(layout.route_start) - 1, dtype=np.int32)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(seen.scale(scale, scale))
        pen = QPen(QColor("white"), 1.2 / scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        if in_chords:
            draw_with_pen(painter, chords(layout, arrows, area, scale))
        else:
            for arrow in arrows.tolist():
                painter.drawPath(arrow_shapes(layout).line(arrow))
    return list(bytes(image.constBits()))


@pytest.mark.parametrize("scale", [0.2, 0.45, 0.9])
def test_arrows_look_alike_in_chords_and_in_curves(qapp: object, scale: float) -> None:
    _, _, layout = network(9)
    one = np.array(_pixels(layout, scale, in_chords=True))
    other = np.array(_pixels(layout, scale, in_chords=False))
    differ = np.abs(one - other)
    assert (other > 100).sum() > 300
    assert differ.max() < 128
    assert (differ > 64).sum() < 0.03 * (other > 0).sum()


def test_no_chord_is_made_out_of_sight() -> None:
    _, _, layout = network(9)
    arrows = np.arange(len(layout.route_start) - 1, dtype=np.int32)
    assert len(chords(layout, arrows, QRectF(-900.0, -900.0, 100.0, 100.0), 0.5)) == 0
