"""Map ground: which cards lie under each pixel of the minimap.

All cards cover equally many pixels of a map so small, so it is enough to know by pixel the cards
whose upper left corner lies there: what is seen in a pixel is the gravest of the few around it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize

from gradviz.canvas.box_states import states_of
from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import box_rects
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints
from gradviz.model.kept import kept
from gradviz.model.recording import Recording

_LEAST_SIDE = 2.0
_INSET = float(METRICS.space_2)
"""From the map's border to the graph on it."""

States = NDArray[np.uint8]


class MapGround:
    """The cards of one drawing on a map of `size` (device px), seen through `camera`."""

    def __init__(
        self, drawing: Drawing, layout: Layout, camera: Camera, size: QSize, dpr: float
    ) -> None:
        self.drawing = drawing
        self.width, self.height = size.width(), size.height()
        rects = box_rects(drawing, layout)[: len(drawing.items)]
        sides = [(rects[:, k + 2] - rects[:, k]).max() * camera.zoom * dpr for k in (0, 1)]
        columns, rows = (int(np.ceil(max(side, _LEAST_SIDE))) for side in sides)
        self._columns, self._rows = min(columns, self.width), min(rows, self.height)
        x, y = (
            np.floor((rects[:, axis] * camera.zoom + by) * dpr).astype(np.int32)
            for axis, by in enumerate((camera.dx, camera.dy))
        )
        self._corner: Ints = np.clip(y, 0, self.height - self._rows) * np.int32(self.width)
        self._corner += np.clip(x, 0, self.width - self._columns)
        """Of each card, its upper left pixel."""
        self._corners, self._first, self._nodes = self._by_corner()
        self._place = np.full(self.width * self.height, -1, np.int32)
        self._place[self._corners] = np.arange(len(self._corners))
        """Of each pixel, its place among those where a card begins."""

    def gravest(self, recording: Recording, position: int) -> States:
        """What is to be seen in every pixel, 0 where there is no card."""
        shown = np.maximum.reduceat(states_of(recording, position, self._nodes), self._first[:-1])
        begins = np.zeros((self.height, self.width), np.uint8)
        begins.ravel()[self._corners] = shown
        out = np.zeros_like(begins)
        for down in range(self._rows):
            for across in range(self._columns):
                begun = begins[: self.height - down, : self.width - across]
                np.maximum(out[down:, across:], begun, out=out[down:, across:])
        return out.ravel()

    def gravest_in(self, spots: Ints, recording: Recording, position: int) -> States:
        """What is to be seen in some of the pixels that cards cover."""
        corners = spots[:, None] - self._within
        # No card begins so near to the right edge that its pixels would go on a row below.
        place = np.where(corners >= 0, self._place[corners], -1)
        some = distinct(place[place >= 0])
        begin = self._first[some]
        counts = self._first[some + 1] - begin
        first = np.cumsum(counts) - counts
        nodes = self._nodes[np.repeat(begin - first, counts) + np.arange(int(counts.sum()))]
        shown = np.maximum.reduceat(states_of(recording, position, nodes), first)
        of_place = np.where(place >= 0, shown[np.searchsorted(some, place)], 0)
        out: States = of_place.max(axis=1)
        return out

    def covered_by(self, node: int) -> Ints:
        """The pixels of the cards of a node, each as often as cards cover it."""
        return (self._corner[self.drawing.boxes_of(node)][:, None] + self._within).ravel()

    @property
    def _within(self) -> Ints:
        """The pixels of a card, counted from its corner."""
        across, down = np.arange(self._columns), np.arange(self._rows)
        return (across[:, None] + down * self.width).ravel().astype(np.int32)

    def _by_corner(self) -> tuple[Ints, Ints, Ints]:
        """The pixels where cards begin, and of each the nodes of those cards: those from where
        its own begin to where the next pixel's do."""
        is_short = self.width * self.height <= np.iinfo(np.uint16).max
        flat = self._corner.astype(np.uint16 if is_short else np.int32)
        order = np.argsort(flat, kind="stable")  # of 16 bits a million in some ms
        ordered = flat.take(order)
        first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))
        nodes = self.drawing.item_node.take(order).astype(np.int32, copy=False)
        return ordered[first].astype(np.int32), np.append(first, len(flat)).astype(np.int32), nodes


class MapRoom(NamedTuple):
    """The size of a map in px, and how many of the device's there are to one."""

    width: int
    height: int
    dpr: float

    def camera(self, layout: Layout) -> Camera:
        """From layout px to px of the map."""
        return _fitting(layout.width, layout.height, self.width, self.height)


@kept()
def map_ground(layout: Layout, drawing: Drawing, room: MapRoom) -> MapGround:
    """The same for every theme. Whoever lays out in another thread can ask for it there."""
    size = QSize(room.width, room.height) * room.dpr
    return MapGround(drawing, layout, room.camera(layout), size, room.dpr)


@lru_cache(maxsize=2)
def _fitting(width: float, height: float, map_width: int, map_height: int) -> Camera:
    """A layout on the map: the same at every step."""
    inset = QRectF(_INSET, _INSET, map_width - 2 * _INSET, map_height - 2 * _INSET)
    return Camera.fitting(QRectF(0.0, 0.0, width, height), inset, 1.0, 0.0)
