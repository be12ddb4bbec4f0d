"""Room: which places on the canvas are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_CELL = 128.0


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
        left, top, right, bottom = rect
        rows = range(int(top // _CELL), int(bottom // _CELL) + 1)
        for x in range(int(left // _CELL), int(right // _CELL) + 1):
            for y in rows:
                self._cells[x, y].append(rect)

    def is_free(self, rect: Rect) -> bool:
        return self._in_the_way(rect) is None

    def first_free(
        self, xs: Iterable[float], ys: Iterable[float], half_w: float, half_h: float
    ) -> Rect | None:
        """The first place with room for a rectangle so large about its middle."""
        blocker: Rect | None = None
        for x, y in zip(xs, ys, strict=True):
            left, top, right, bottom = rect = (x - half_w, y - half_h, x + half_w, y + half_h)
            if blocker is not None and (
                left < blocker[2] and right > blocker[0]
                and top < blocker[3] and bottom > blocker[1]
            ):  # fmt: skip
                continue  # what is in the way of one place is often in that of the next
            blocker = self._in_the_way(rect)
            if blocker is None:
                return rect
        return None

    def _in_the_way(self, rect: Rect) -> Rect | None:
        """One of the rectangles that overlap this one."""
        left, top, right, bottom = rect
        rows = range(int(top // _CELL), int(bottom // _CELL) + 1)
        for x in range(int(left // _CELL), int(right // _CELL) + 1):
            for y in rows:
                for other in self._cells.get((x, y), ()):
                    if (
                        left < other[2] and right > other[0]
                        and top < other[3] and bottom > other[1]
                    ):  # fmt: skip
                        return other
        return None
