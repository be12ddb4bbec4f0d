"""Room: which places on the canvas are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import QRectF

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_CELL = 128.0


def edges_of(rect: QRectF) -> Rect:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


class Room:
    """Rectangles in a grid of cells, so that asking whether a place is free is quick."""

    def __init__(self, taken: Iterable[Rect] = ()) -> None:
        self._cells: defaultdict[tuple[int, int], list[Rect]] = defaultdict(list)
        for rect in taken:
            self.take(rect)

    def copy(self) -> Room:
        out = Room()
        for cell, rects in self._cells.items():
            out._cells[cell] = list(rects)
        return out

    def take(self, rect: Rect) -> None:
        for cell in _cells(rect):
            self._cells[cell].append(rect)

    def is_free(self, rect: Rect) -> bool:
        left, top, right, bottom = rect
        rows = range(int(top // _CELL), int(bottom // _CELL) + 1)
        for x in range(int(left // _CELL), int(right // _CELL) + 1):
            for y in rows:
                for other_left, other_top, other_right, other_bottom in self._cells.get((x, y), ()):
                    if (
                        left < other_right and right > other_left
                        and top < other_bottom and bottom > other_top
                    ):  # fmt: skip
                        return False
        return True


def _cells(rect: Rect) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in rect)
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            yield x, y
