"""Round rects from pieces look as Qt paints them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gradviz.canvas.round_rects import draw_round_rect, draw_round_rects

RECTS = np.array([[4.0, 6.0, 60.0, 90.0], [70.0, 3.0, 21.0, 24.0], [-30.0, 110.0, 300.0, 200.0]])


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("dpr", [1.0, 2.0])
def test_pieces_make_the_whole(qapp: object, dpr: float, at_once: bool) -> None:
    fill, border = QColor("#203040"), QColor("#f0a020")

    def painted(in_pieces: bool) -> QImage:
        image = QImage(QSize(120, 160) * dpr, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(dpr)
        image.fill(QColor("white"))
        with QPainter(image) as painter:
            if in_pieces and at_once:
                draw_round_rects(painter, RECTS, 10.0, fill, border)
                return image
            if in_pieces:
                for rect in RECTS.tolist():
                    draw_round_rect(painter, QRectF(*rect), 10.0, fill, border)
                return image
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(fill)
            painter.setPen(QPen(border, 1.0))
            for x, y, width, height in RECTS.tolist():
                painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, width - 1, height - 1), 9.5, 9.5)
        return image

    # Both images live on while they are compared: constBits() is a view that holds nothing.
    pieces, whole = painted(True), painted(False)
    pairs = zip(bytes(pieces.constBits()), bytes(whole.constBits()), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 8
