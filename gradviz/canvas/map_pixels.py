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
        columns, rows = min(columns, self._width), min(rows, self._height)
        corners = (bounds[:, :2] * camera.zoom + np.array([camera.dx, camera.dy])) * dpr
        x, y = np.floor(corners).astype(np.int32).T
        self._corner = np.clip(y, 0, self._height - rows) * np.int32(self._width)
        self._corner += np.clip(x, 0, self._width - columns)
        """Of each card, its upper left pixel."""
        within = [column + row * self._width for column in range(columns) for row in range(rows)]
        self._within = np.array(within, np.int32)
        """The pixels of a card, counted from that one."""
        self._covered, self._first, self._nodes = self._under_each()
        self._place = np.zeros(self._width * self._height, np.int32)
        self._place[self._covered] = np.arange(len(self._covered))
        """Of each pixel that cards cover, its place among those."""
        colors = [color.rgba() for color in (ink.map_pending, ink.edge, ink.error.line)]
        self._colors = np.array([0, *colors], np.uint32)
        self._gravest = np.zeros(self._width * self._height, np.uint8)
        self._pixels = np.zeros(self._width * self._height, np.uint32)
        self._shown: tuple[Recording, int] | None = None
        self._turn = 0

    def show(self, recording: Recording, position: int) -> int:
        """Bring it to a position. The answer is another number if any pixel has changed."""
        if self._shown != (recording, position):
            passed = self._passed(recording, position)
            if passed is None:
                self._paint(self._covered, self._gravest_at(recording, position, None))
            elif passed:
                self._paint(*self._differing(passed, recording, position))
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

    def _paint(self, spots: Ints, state: NDArray[np.uint8]) -> None:
        """Some pixels; where one is named twice, the last time counts."""
        if len(spots):
            self._gravest[spots] = state
            self._pixels[spots] = self._colors[state]
            self._turn += 1

    def _differing(
        self, passed: list[int], recording: Recording, position: int
    ) -> tuple[Ints, NDArray[np.uint8]]:
        """The pixels of some nodes that show something else now, and what.

        Going on, a pixel only becomes graver. Going back, what is no longer done uncovers what
        is, and so all that lies there is looked at.
        """
        assert self._shown is not None
        spots, state = self._spots_of(passed, recording, position)
        if position < self._shown[1]:
            spots = np.unique(spots)
            state = self._gravest_at(recording, position, self._place[spots])
            differs = state != self._gravest[spots]
        else:
            differs = state > self._gravest[spots]
        return spots[differs], state[differs]

    def _gravest_at(
        self, recording: Recording, position: int, places: Ints | None
    ) -> NDArray[np.uint8]:
        """What is to be seen in some of the pixels that cards cover, or in all of them."""
        if places is None:
            nodes, first = self._nodes, self._first[:-1]
        else:
            begin = self._first[places]
            counts = self._first[places + 1] - begin
            first = np.cumsum(counts) - counts
            nodes = self._nodes[np.repeat(begin - first, counts) + np.arange(int(counts.sum()))]
        shown = states_of(recording, position, nodes)
        out: NDArray[np.uint8] = np.maximum.reduceat(shown, first)
        return out

    def _passed(self, recording: Recording, position: int) -> list[int] | None:
        """The nodes whose turn is over, or is yet to come again: a closed group's last for what
        is in it. None where that can't be told from a few steps."""
        if self._shown is None or self._shown[0] is not recording:
            return None
        low, high = sorted((self._shown[1], position))
        if high - low > _MOST_STEPS or low <= len(recording.graph) < high:
            return None
        nodes = {recording.step(at).node for at in range(low, high)} - {-1}
        drawing = self._drawing
        return [int(drawing.item_node[drawing.item_of_node[node]]) for node in nodes]

    def _spots_of(
        self, nodes: list[int], recording: Recording, position: int
    ) -> tuple[Ints, NDArray[np.uint8]]:
        """The pixels that the cards of some nodes cover, the gravest last, and for each what
        its node shows."""
        states = states_of(recording, position, np.array(nodes, np.int32)).tolist()
        spots, shown = [], []
        for state, node in sorted(zip(states, nodes, strict=True)):
            corners = self._corner[self._drawing.boxes_of(node)]
            spots.append((corners[:, None] + self._within).ravel())
            shown.append(np.full(len(spots[-1]), state, np.uint8))
        return np.concatenate(spots), np.concatenate(shown)

    def _under_each(self) -> tuple[Ints, Ints, Ints]:
        """The pixels that cards cover, and of each the nodes of the cards there: those from
        where its own begin to where the next pixel's do."""
        spots, sides = self._corner[:, None] + self._within, len(self._within)
        is_short = self._width * self._height <= np.iinfo(np.uint16).max
        flat = spots.ravel().astype(np.uint16 if is_short else np.int32)
        order = np.argsort(flat, kind="stable")  # of 16 bits millions in some ms
        ordered = flat[order]
        first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))
        nodes = self._drawing.item_node[order // sides].astype(np.int32)
        return ordered[first].astype(np.int32), np.append(first, len(flat)).astype(np.int32), nodes
