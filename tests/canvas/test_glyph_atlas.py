"""Signs from the atlas look as Qt writes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from gradviz.canvas import glyph_atlas as module
from gradviz.canvas.glyph_atlas import GlyphAtlas, Written
from gradviz.canvas.texts import Line, Texts
from gradviz.look.fonts import mono_font
from gradviz.model.graph import Ints

pytestmark = pytest.mark.usefixtures("qapp")

INK, PAPER = QColor("#d8e0f0"), QColor("#20242c")


def _texts() -> list[Written]:
    chance = np.random.default_rng(3)
    numbers = chance.normal(size=12)
    x = chance.uniform(5.0, 200.0, 12)
    return [Written(x[i], 20.0 * (i + 1), f"{numbers[i]:.4g}") for i in range(12)]


def _pixels(dpr: float, size: int, atlas: GlyphAtlas | None) -> Ints:
    image = QImage(QSize(300, 260) * dpr, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(PAPER)
    with QPainter(image) as painter:
        painter.translate(16, 0)
        if atlas is not None:
            atlas.draw(painter, mono_font(size, 500), INK, _texts())
        else:
            painter.setFont(mono_font(size, 500))
            painter.setPen(INK)
            for one in _texts():
                painter.drawText(QPointF(one.x, one.baseline), one.text)
    return np.frombuffer(bytes(image.constBits()), np.uint8).astype(np.int32)


@pytest.mark.parametrize("size", [9, 12, 15])
@pytest.mark.parametrize(("dpr", "most"), [(1.0, 0), (2.0, 0), (1.5, 64)])
def test_what_the_atlas_writes_is_what_qt_writes(dpr: float, most: int, size: int) -> None:
    """Where Qt scales by a part, a sign may lie a quarter of a pixel beside."""
    one, other = _pixels(dpr, size, GlyphAtlas(dpr)), _pixels(dpr, size, None)
    assert np.abs(one - other).max() <= most
    assert len(np.unique(other)) > 20


def test_a_full_atlas_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SIDE", 160)
    atlas = GlyphAtlas(1.0)
    for size in (12, 13, 14, 12):
        assert (_pixels(1.0, size, atlas) == _pixels(1.0, size, None)).all()


def test_a_drawing_for_print_keeps_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "out.svg"
    out = QSvgGenerator()
    out.setFileName(str(path))
    texts = Texts()
    texts.write("12.5", Line(0.0, 90.0, 10.0), 12, 500, INK, at_right=True)
    texts.write("a label far too long", Line(0.0, 60.0, 30.0), 12, 600, INK)
    with QPainter(out) as painter:
        texts.draw(painter)
    told = path.read_text(encoding="utf-8")
    assert "12.5" in told
    assert "a label…" in told
