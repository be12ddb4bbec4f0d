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
from gradviz.canvas.rects import Rects
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
        self._drawing, self._camera, self._dpr = drawing, camera, dpr
        self._width, self._height = size.width(), size.height()
        self._rects = box_rects(drawing, layout)
        bounds = self._rects[: len(drawing.items)]
        largest = (bounds[:, 2:] - bounds[:, :2]).max(axis=0) * camera.zoom * dpr
        self._side = np.maximum(np.ceil(largest), _LEAST_SIDE).astype(np.int64)
        self._covered, self._first, self._nodes = self._under_each(bounds)
        colors = [color.rgba() for color in (ink.map_pending, ink.edge, ink.error.line)]
        self._colors = np.array([0, *colors], np.uint32)
        self._pixels = np.zeros(self._width * self._height, np.uint32)
        self._shown: tuple[Recording, int] | None = None

    def image(self, recording: Recording, position: int) -> QImage:
        """As it is at a position; to be painted before the next one is asked for."""
        if self._shown != (recording, position):
            some = self._changed(recording, position)
            if some is None:
                shown = states_of(recording, position, self._nodes)
                self._pixels[self._covered] = self._colors[
                    np.maximum.reduceat(shown, self._first[:-1])
                ]
            for place in some if some is not None else ():
                here = self._nodes[self._first[place] : self._first[place + 1]]
                gravest = states_of(recording, position, here).max()
                self._pixels[self._covered[place]] = self._colors[gravest]
            self._shown = recording, position
        image = QImage(
            self._pixels.data, self._width, self._height, 4 * self._width,
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip
        image.setDevicePixelRatio(self._dpr)
        return image

    def _changed(self, recording: Recording, position: int) -> list[int] | None:
        """The pixels (places among the covered ones) that may differ; None for all of them."""
        if self._shown is None or self._shown[0] is not recording:
            return None
        low, high = sorted((self._shown[1], position))
        if high - low > _MOST_STEPS or low <= len(recording.graph) < high:
            return None
        boxes: list[int] = []
        for node in {recording.step(at).node for at in range(low, high + 1)} - {-1}:
            some = self._drawing.boxes_of(node).tolist()
            if len(some) > _MOST_BOXES:
                return None
            boxes += some
        spots = np.unique(self._spots(self._rects[boxes]))
        places: list[int] = np.searchsorted(self._covered, spots).tolist()
        return places

    def _spots(self, rects: Rects) -> NDArray[np.int64]:
        """(k, s) the pixels that each of some boxes covers."""
        offset = np.array([self._camera.dx, self._camera.dy])
        corner = np.floor((rects[:, :2] * self._camera.zoom + offset) * self._dpr).astype(np.int64)
        columns, rows = np.meshgrid(np.arange(self._side[0]), np.arange(self._side[1]))
        x = np.clip(corner[:, :1] + columns.ravel(), 0, self._width - 1)
        y = np.clip(corner[:, 1:] + rows.ravel(), 0, self._height - 1)
        out: NDArray[np.int64] = y * self._width + x
        return out

    def _under_each(self, rects: Rects) -> tuple[Ints, Ints, Ints]:
        """The pixels that cards cover, and of each the nodes of the cards there: those from
        where its own begin to where the next pixel's do."""
        n, spots = len(rects), self._spots(rects)
        owner = np.repeat(np.arange(n, dtype=np.int64), spots.shape[1])
        pairs = np.unique(spots.ravel() * n + owner)
        covered, first = np.unique(pairs // n, return_index=True)
        nodes = self._drawing.item_node[pairs % n].astype(np.int32)
        first = np.append(first, len(pairs))
        return covered.astype(np.int32), first.astype(np.int32), nodes
