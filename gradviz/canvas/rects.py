"""Rects: many rectangles as one array, and which of them touch an area."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gradviz.model.distinct import distinct
from gradviz.model.graph import Floats, Ints

Rects = NDArray[np.float32]
"""(k, 4) left, top, right, bottom; each column without gaps, so that looking through all of
them is quick."""

Number = TypeVar("Number", np.float32, np.int32)

_FEW = 4096
"""So few are looked through quicker than they are looked up."""
_COLUMNS = 4096
_WIDTHS = 13
"""2**12 columns are all of them: the widest rectangle belongs to the last width."""
_PART = 0.25
"""An area wider than this part of everything is looked up by looking through all."""


def rects_of(left_top: Floats, right_bottom: Floats) -> Rects:
    return np.asfortranarray(np.hstack([left_top, right_bottom]), dtype=np.float32)


def some_of(rects: NDArray[Number], which: Ints) -> NDArray[Number]:
    """Column by column, which takes a third of the time for many."""
    out = np.empty((len(which), 4), rects.dtype, order="F")
    for column in range(4):
        rects[:, column].take(which, out=out[:, column], mode="clip")
    return out


def touching(rects: Rects, area: QRectF) -> Ints:
    """The rectangles that touch an area, in order."""
    return np.flatnonzero(_touch(rects, area)).astype(np.int32)


def touching_any(rects: Rects, areas: Sequence[QRectF]) -> Ints:
    """Those of a few hundred rectangles that touch one of some areas, in order."""
    whole = areas[0]
    for area in areas[1:]:
        whole = whole.united(area)
    found = np.flatnonzero(_touch(rects, whole)).astype(np.int32)
    if len(areas) > 1 and len(found):
        found = found[_touch_any(rects[found], areas)]
    return found


def _touch_any(rects: Rects, areas: Sequence[QRectF]) -> NDArray[np.bool_]:
    edges = np.array([area.getCoords() for area in areas]).reshape(-1, 4).T
    found = rects[:, :1] <= edges[2]
    found &= rects[:, 2:3] >= edges[0]
    found &= rects[:, 1:2] <= edges[3]
    found &= rects[:, 3:] >= edges[1]
    out: NDArray[np.bool_] = found.any(axis=1)
    return out


def _touch(rects: Rects, area: QRectF) -> NDArray[np.bool_]:
    found = rects[:, 0] <= area.right()
    found &= rects[:, 2] >= area.left()
    found &= rects[:, 1] <= area.bottom()
    found &= rects[:, 3] >= area.top()
    out: NDArray[np.bool_] = found
    return out


class RectIndex:
    """Rectangles on shelves, so that a small area costs what lies near it and not all of them.

    A shelf holds those of one width (up to 1, 2, 4, … columns of the whole) whose left edge
    lies in one column. What touches an area stands on a few neighbouring shelves of each width.
    """

    def __init__(self, rects: Rects) -> None:
        self.rects = rects
        self._left = float(rects[:, 0].min()) if len(rects) else 0.0
        self._width = float(rects[:, 2].max()) - self._left if len(rects) else 0.0

    def __len__(self) -> int:
        return len(self.rects)

    def is_looked_through(self, area: QRectF) -> bool:
        """Whether all rectangles are looked at to find those that touch an area."""
        return len(self) <= _FEW or area.width() > self._width * _PART

    def get_ready(self) -> None:
        """For many questions: in another thread, if there are many rectangles."""
        if len(self) > _FEW:
            _ = self._shelves

    def touching(self, area: QRectF) -> Ints:
        """The rectangles that touch an area, in order."""
        if self.is_looked_through(area):
            return touching(self.rects, area)
        near = self._near(area)
        for column, edge, sign in (
            (1, area.bottom(), 1), (3, -area.top(), -1), (0, area.right(), 1), (2, -area.left(), -1)
        ):  # fmt: skip
            near = near.compress(sign * self.rects[:, column].take(near) <= edge)
        near.sort()
        return near

    def touching_any(self, areas: list[QRectF]) -> Ints:
        """The rectangles that touch one of some areas, in order."""
        if len(areas) == 1:
            return self.touching(areas[0])
        found = [self.touching(area) for area in areas]
        return distinct(np.concatenate(found)) if found else np.zeros(0, np.int32)

    def _near(self, area: QRectF) -> Ints:
        order, start = self._shelves
        column = self._width / _COLUMNS
        last = int(min(max((area.right() - self._left) / column + 1, 0), _COLUMNS - 1))
        found = []
        for width in range(_WIDTHS):
            reach = area.left() - column * 2**width
            first = int(min(max((reach - self._left) / column - 1, 0), last))
            shelf = width * _COLUMNS
            begin, end = start[shelf + first], start[shelf + last + 1]
            if begin < end:
                found.append(order[begin:end])
        return np.concatenate(found) if found else np.zeros(0, np.int32)

    @cached_property
    def _shelves(self) -> tuple[Ints, list[int]]:
        """All rectangles shelf by shelf, and where each shelf begins among them."""
        column = max(self._width / _COLUMNS, 1e-6)
        place = np.minimum((self.rects[:, 0] - self._left) / column, _COLUMNS - 1)
        columns = (self.rects[:, 2] - self.rects[:, 0]) / column
        width = np.ceil(np.log2(np.maximum(columns, 1.0)))
        shelf = np.minimum(width, _WIDTHS - 1).astype(np.uint16) * np.uint16(_COLUMNS)
        shelf += place.astype(np.uint16)
        # Sixteen bits are sorted in two passes, a million of them in some milliseconds.
        order = np.argsort(shelf, kind="stable").astype(np.int32)
        counts = np.bincount(shelf, minlength=_WIDTHS * _COLUMNS)
        return order, [0, *np.cumsum(counts).tolist()]
