"""Map pixels: a large graph on the minimap, where a pixel shows the gravest thing under it.

Nothing runs once for each box in Python, and a step only changes the pixels of its node.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from gradviz.canvas.box_states import states_of
from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import box_rects
from gradviz.canvas.ink import Ink
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.graph import Ints
from gradviz.model.recording import Recording

_LEAST_SIDE = 2.0
_MOST_STEPS = 4
"""More steps at once are another picture."""
_MOST_BOXES = 8
"""Labels of one leaf; if there are more, all pixels are made anew."""


class MapPixels:
    """The pixels of one drawing on a map of `size` (device px), seen through `camera`."""

    def __init__(
        self, drawing: Drawing, layout: Layout, camera: Camera, size: QSize, dpr: float, ink: Ink
    ) -> None:
        self._drawing, self._dpr = drawing, dpr
        self._width, self._height = size.width(), size.height()
        bounds = box_rects(drawing, layout)[: len(drawing.items)]
        largest = (bounds[:, 2:] - bounds[:, :2]).max(axis=0) * camera.zoom * dpr
        columns, rows = np.maximum(np.ceil(largest), _LEAST_SIDE).astype(int).tolist()
        self._within = [(column, row) for column in range(columns) for row in range(rows)]
        """The pixels of a card, counted from its upper left one, which is its corner."""
        corners = (bounds[:, :2] * camera.zoom + np.array([camera.dx, camera.dy])) * dpr
        self._corners = np.floor(corners).astype(np.int32)
        self._covered, self._first, self._nodes = self._under_each()
        colors = [color.rgba() for color in (ink.map_pending, ink.edge, ink.error.line)]
        self._colors = np.array([0, *colors], np.uint32)
        self._pixels = np.zeros(self._width * self._height, np.uint32)
        self._shown: tuple[Recording, int] | None = None
        self._turn = 0

    def show(self, recording: Recording, position: int) -> int:
        """Bring it to a position. The answer is another number if any pixel has changed."""
        if self._shown != (recording, position):
            some = self._changed(recording, position)
            if some is None:
                gravest = self._gravest(recording, position, self._nodes, self._first[:-1])
                self._pixels[self._covered] = gravest
                self._turn += 1
            elif some:
                under = [self._nodes[self._first[at] : self._first[at + 1]] for at in some]
                first = np.cumsum([0, *map(len, under[:-1])])
                gravest = self._gravest(recording, position, np.concatenate(under), first)
                spots = self._covered[some]
                if (self._pixels[spots] != gravest).any():
                    self._pixels[spots] = gravest
                    self._turn += 1
            self._shown = recording, position
        return self._turn

    @property
    def image(self) -> QImage:
        """As it is now; to be painted before it changes."""
        image = QImage(
            self._pixels.data, self._width, self._height, 4 * self._width,
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip
        image.setDevicePixelRatio(self._dpr)
        return image

    def _gravest(
        self, recording: Recording, position: int, nodes: Ints, first: NDArray[np.integer]
    ) -> NDArray[np.uint32]:
        """The colours of pixels with these nodes under them; where each pixel's begin."""
        shown = states_of(recording, position, nodes)
        return self._colors[np.maximum.reduceat(shown, first)]

    def _changed(self, recording: Recording, position: int) -> list[int] | None:
        """The pixels (places among the covered ones) that may differ; None for all of them."""
        if self._shown is None or self._shown[0] is not recording:
            return None
        low, high = sorted((self._shown[1], position))
        if high - low > _MOST_STEPS or low <= len(recording.graph) < high:
            return None
        spots: set[int] = set()
        for node in {recording.step(at).node for at in range(low, high + 1)} - {-1}:
            boxes = self._drawing.boxes_of(node)
            if len(boxes) > _MOST_BOXES:
                return None
            for x, y in self._corners[boxes].tolist():
                spots.update(self._spot(x + i, y + j) for i, j in self._within)
        places: list[int] = np.searchsorted(self._covered, list(spots)).tolist()
        return places

    def _spot(self, x: int, y: int) -> int:
        """The number of a pixel; of the nearest one on the map."""
        column, row = min(max(x, 0), self._width - 1), min(max(y, 0), self._height - 1)
        return row * self._width + column

    def _spots(self) -> NDArray[np.integer]:
        """(k, s) the pixels that each card covers."""
        is_short = self._width * self._height <= np.iinfo(np.uint16).max
        out = np.empty((len(self._corners), len(self._within)), np.uint16 if is_short else np.int32)
        for place, (column, row) in enumerate(self._within):
            x = np.clip(self._corners[:, 0] + column, 0, self._width - 1)
            y = np.clip(self._corners[:, 1] + row, 0, self._height - 1)
            out[:, place] = y * np.int32(self._width) + x
        return out

    def _under_each(self) -> tuple[Ints, Ints, Ints]:
        """The pixels that cards cover, and of each the nodes of the cards there: those from
        where its own begin to where the next pixel's do."""
        spots = self._spots()
        flat = spots.ravel()
        order = np.argsort(flat, kind="stable")  # of 16 bits millions in some ms
        ordered = flat[order]
        first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))
        nodes = self._drawing.item_node[order // spots.shape[1]].astype(np.int32)
        return ordered[first].astype(np.int32), np.append(first, len(flat)).astype(np.int32), nodes
