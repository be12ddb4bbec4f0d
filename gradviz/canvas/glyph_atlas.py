"""Glyph atlas: signs painted once each, and then laid down by the hundred in one go.

Cards and chips say little more than numbers, in a font whose signs are all equally wide. So a
text needs no shaping: its signs lie side by side. Qt places a sign to a quarter of a pixel;
so each is kept as it looks at every quarter.
"""

from __future__ import annotations

from codecs import getencoder
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from gradviz.canvas.bulk import draw_pieces
from gradviz.look.runs import font_metrics, text_width
from gradviz.model.graph import Floats

_SIDE = 1024  # device px
_PHASES = 4
_codes = getencoder("utf-32-le")
_ROOM = 2  # device px to the left of a sign


class Written(NamedTuple):
    """A text to be drawn from `x` on (px of the painter)."""

    x: float
    baseline: float
    text: str


class _Font:
    """The signs of one font in one colour: their size in the atlas, and where each is."""

    def __init__(self, font: QFont, color: QColor, dpr: float) -> None:
        metrics = font_metrics(font)
        self.font, self.color = font, color
        self.above = int(np.ceil(metrics.ascent() * dpr)) + 1
        self.width = int(np.ceil(text_width("0", font) * dpr)) + 2 * _ROOM + 1
        self.height = self.above + int(np.ceil(metrics.descent() * dpr)) + 1
        self.places: dict[int, tuple[int, int]] = {}


class GlyphAtlas:
    """Signs for screens of one pixel ratio. When it is full it begins anew."""

    def __init__(self, dpr: float) -> None:
        self._dpr = dpr
        self._begin()

    def _begin(self) -> None:
        self._picture = QPixmap(_SIDE, _SIDE)
        self._picture.fill(Qt.GlobalColor.transparent)
        self._picture.setDevicePixelRatio(self._dpr)
        self._fonts: dict[tuple[QFont, int], _Font] = {}
        self._left = self._top = self._next_top = 0

    def draw(self, painter: QPainter, font: QFont, color: QColor, texts: list[Written]) -> None:
        """Texts in one font and colour; a painter that neither scales nor turns."""
        if not texts:
            return
        dpr, device = self._dpr, painter.deviceTransform()
        counts = np.array([len(one.text) for one in texts])
        codes = np.frombuffer(_codes("".join(one.text for one in texts))[0], np.uint32)
        within = np.arange(len(codes)) - np.repeat(np.cumsum(counts) - counts, counts)
        advance = text_width("0", font)
        start = np.array([(one.x, one.baseline) for one in texts])
        x = np.repeat(start[:, 0], counts) + within * advance
        x = x * dpr + device.dx()
        y = np.round(np.repeat(start[:, 1], counts) * dpr + device.dy())
        if dpr == 1.0:
            x = (np.floor(x * 64) + 1) / 64  # as Qt counts where it doesn't scale
        whole = np.floor(x)
        phase = np.floor((x - whole) * _PHASES).astype(np.int64)
        signs, which = np.unique(codes * np.int64(_PHASES) + phase, return_inverse=True)
        places = self._places(font, color, signs)
        kept = self._font(font, color)
        spots = np.column_stack([whole - _ROOM - device.dx(), y - kept.above - device.dy()])
        parts = np.empty((len(x), 4))
        parts[:, :2] = places[which]
        parts[:, 2:] = kept.width, kept.height
        draw_pieces(painter, self._picture, spots / dpr, parts / dpr)

    def _font(self, font: QFont, color: QColor) -> _Font:
        key = font, color.rgba()
        if key not in self._fonts:
            self._fonts[key] = _Font(font, color, self._dpr)
        return self._fonts[key]

    def _places(self, font: QFont, color: QColor, signs: NDArray[np.int64]) -> Floats:
        """(k, 2) where signs, code and phase in one number, are in the atlas (device px)."""
        kept = self._font(font, color)
        lacking = [sign for sign in signs.tolist() if sign not in kept.places]
        if lacking and not self._add(kept, lacking):
            self._begin()
            kept = self._font(font, color)
            self._add(kept, signs.tolist())
        return np.array([kept.places[sign] for sign in signs.tolist()], np.float64)

    def _add(self, kept: _Font, signs: list[int]) -> bool:
        """False if there is no room for all of them."""
        with QPainter(self._picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.setFont(kept.font)
            painter.setPen(kept.color)
            for sign in signs:
                if self._left + kept.width > _SIDE:
                    self._left, self._top = 0, self._next_top
                if self._top + kept.height > _SIDE:
                    return False
                x = self._left + _ROOM + sign % _PHASES / _PHASES
                at = QPointF(x, self._top + kept.above) / self._dpr
                painter.drawText(at, chr(sign // _PHASES))
                kept.places[sign] = self._left, self._top
                self._left += kept.width
                self._next_top = max(self._next_top, self._top + kept.height)
        return True


@lru_cache(maxsize=2)
def glyph_atlas(dpr: float) -> GlyphAtlas:
    return GlyphAtlas(dpr)
