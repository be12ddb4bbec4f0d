"""Level: links that are nearly straight become straight, and long arrows get one height.

Items that are level with one another form a *beam*, at most one item of a column in each.
Two beams are joined where a link between them is nearly level, if both can move to a common
height without pushing anything. Afterwards every beam moves, as one, towards the middle of
its operands.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gradviz.layout.columns import Columns
from gradviz.model.graph import Floats

NEARLY = 40.0
"""px a link may climb and still be made level."""
SWEEPS = 6
INF = float("inf")


def level(columns: Columns, rows: list[list[int]], y: Floats) -> Floats:
    beams = _Beams(columns, rows, y)
    beams.join(_links(columns, beams, trunks=True), INF)
    beams.centre()
    beams.join(_links(columns, beams, trunks=False), NEARLY)
    beams.centre()
    beams.join(_links(columns, beams, trunks=False), NEARLY)
    return np.array(beams.y)


def _links(columns: Columns, beams: _Beams, trunks: bool) -> list[tuple[int, int]]:
    """Links to join, first those that gain most: the heaviest, then the nearest to level."""
    n = len(columns.trunk_start) - 1
    inner = (columns.tail >= n) & (columns.head >= n)
    chosen = np.flatnonzero(inner if trunks else ~inner)
    y = np.array(beams.y)
    climb = np.abs(y[columns.tail] - y[columns.head])[chosen]
    ranked = chosen[np.lexsort((climb.round(3), -columns.weight[chosen]))]
    return list(zip(columns.tail[ranked].tolist(), columns.head[ranked].tolist(), strict=True))


class _Beams:
    def __init__(self, columns: Columns, rows: list[list[int]], y: Floats) -> None:
        self.y: list[float] = y.tolist()
        self._column: list[int] = columns.column.tolist()
        self._beam = list(range(columns.item_count))
        self._members = [[i] for i in range(columns.item_count)]
        self._up: list[tuple[int, float] | None] = [None] * columns.item_count
        self._down: list[tuple[int, float] | None] = [None] * columns.item_count
        for row in rows:
            for upper, lower in pairwise(row):
                room = float(columns.below[upper] + columns.above[lower])
                self._down[upper] = (lower, room)
                self._up[lower] = (upper, room)
        self._left: list[list[tuple[int, int]]] = [[] for _ in range(columns.item_count)]
        self._right: list[list[tuple[int, int]]] = [[] for _ in range(columns.item_count)]
        for tail, head, weight in zip(
            columns.tail.tolist(), columns.head.tolist(), columns.weight.tolist(), strict=True
        ):
            self._left[head].append((tail, weight))
            self._right[tail].append((head, weight))

    def _range(self, beam: int) -> tuple[float, float]:
        """Where the beam may go without pushing anything."""
        low, high = -INF, INF
        for i in self._members[beam]:
            if (up := self._up[i]) is not None:
                low = max(low, self.y[up[0]] + up[1])
            if (down := self._down[i]) is not None:
                high = min(high, self.y[down[0]] - down[1])
        return low, high

    def _move(self, beam: int, y: float) -> None:
        for i in self._members[beam]:
            self.y[i] = y

    def join(self, links: list[tuple[int, int]], climb: float) -> None:
        for tail, head in links:
            a, b = self._beam[tail], self._beam[head]
            ya, yb = self.y[tail], self.y[head]
            if a == b or abs(ya - yb) > climb:
                continue
            if {self._column[i] for i in self._members[a]} & {
                self._column[i] for i in self._members[b]
            }:
                continue
            (low_a, high_a), (low_b, high_b) = self._range(a), self._range(b)
            low, high = max(low_a, low_b), min(high_a, high_b)
            if low > high:
                continue
            size_a, size_b = len(self._members[a]), len(self._members[b])
            y = min(max((ya * size_a + yb * size_b) / (size_a + size_b), low), high)
            for i in self._members[b]:
                self._beam[i] = a
            self._members[a] += self._members[b]
            self._members[b] = []
            self._move(a, y)

    def centre(self) -> None:
        beams = [b for b, members in enumerate(self._members) if members]
        beams.sort(key=lambda b: min(self._column[i] for i in self._members[b]))
        for _ in range(SWEEPS):
            for beam in beams:
                wish = self._wish(beam)
                if wish is not None:
                    low, high = self._range(beam)
                    if low <= high:
                        self._move(beam, min(max(wish, low), high))

    def _wish(self, beam: int) -> float | None:
        """The mean height of the beam's operands; of its users, if it has none."""
        for side in (self._left, self._right):
            total = pull = 0.0
            for i in self._members[beam]:
                for j, weight in side[i]:
                    if self._beam[j] != beam:
                        total += weight
                        pull += weight * self.y[j]
            if total:
                return pull / total
        return None
