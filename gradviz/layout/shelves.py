"""Shelves: many units that don't lead to one another, row by row like words in a paragraph.

A hundred samples in one column would be a hundred times as high as wide. Between the rows run
the lanes of the arrows: those that come in above a row, those that go out below it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.inside import ASPECT, Arranged, Inside, curve, joined, line
from gradviz.model.graph import Floats

GAP = 56.0
"""Between two units of a row: an arrow bends there into its lane."""
ROW_GAP = 20.0
LANE, LANES = 6.0, 90.0
"""Between two lanes, if they are few; between the first and the last of a row."""


def on_shelves(inside: Inside, beside: float) -> Arranged:
    """In as many rows as suit a window, with `beside` px next to them taken by others."""
    best = min(_shelvings(inside), key=lambda rows: _misfit(inside, rows, beside))
    return _Shelves(inside, best).arranged()


def _shelvings(inside: Inside) -> list[list[list[int]]]:
    """Ways to break the units into rows: of about as many widths as rows could be."""
    widths = (inside.size[:, 0] + GAP).tolist()
    total, widest = sum(widths), max(widths)
    out: list[list[list[int]]] = []
    count = 1
    while True:
        limit = max(total / count, widest) + 1.0
        rows: list[list[int]] = [[]]
        at = 0.0
        for k, width in enumerate(widths):
            if rows[-1] and at + width > limit:
                rows.append([])
                at = 0.0
            rows[-1].append(k)
            at += width
        if not out or len(rows) != len(out[-1]):
            out.append(rows)
        if limit <= widest + 1.0:
            return out
        count = max(count + 1, int(count * 1.15))


def _misfit(inside: Inside, rows: list[list[int]], beside: float) -> float:
    height = inside.above + inside.size[:, 1] + inside.below
    wide = max(float((inside.size[row, 0] + GAP).sum()) for row in rows) + beside
    high = sum(float(height[row].max()) + ROW_GAP + LANE * len(row) for row in rows)
    return abs(float(np.log(wide / high / ASPECT)))


@dataclass(frozen=True, eq=False)
class _Shelves:
    inside: Inside
    rows: list[list[int]]

    def arranged(self) -> Arranged:
        inside, size = self.inside, self.inside.size
        coming, going = self._arrows()
        centre = np.zeros((len(inside), 2))
        width = GAP + max(float((size[row, 0] + GAP).sum()) for row in self.rows)
        routes: list[Floats] = [np.empty((0, 2))] * len(inside.tail)
        exit_y = np.zeros(inside.exits)
        lane_of: dict[tuple[int, int], float] = {}  # entry and row
        y = 0.0
        for r, row in enumerate(self.rows):
            inward = sorted({int(inside.entry[k]) for unit in row for k in coming[unit]})
            pitch = min(LANE, LANES / max(len(inward), 1))
            for k, entry in enumerate(inward):
                lane_of[entry, r] = y + pitch * (k + 0.5)
            y += pitch * len(inward) + ROW_GAP / 2
            above = float(inside.above[row].max())
            high = float(size[row, 1].max())
            x = GAP
            for unit in row:  # hung from one line
                centre[unit] = x + size[unit, 0] / 2, y + above + size[unit, 1] / 2
                x += size[unit, 0] + GAP
            y += above + high + float(inside.below[row].max()) + ROW_GAP / 2
            y = self._go_out(row, going, centre, width, y, routes, exit_y)
        entry_y = self._come_in(coming, centre, lane_of, routes)
        return Arranged(
            width=width,
            height=y,
            centre=centre,
            circle=np.full((len(inside), 2), np.nan),
            entry_y=entry_y,
            exit_y=exit_y,
            routes=routes,
        )

    def _arrows(self) -> tuple[list[list[int]], list[list[int]]]:
        """Into and out of each unit."""
        coming: list[list[int]] = [[] for _ in range(len(self.inside))]
        going: list[list[int]] = [[] for _ in range(len(self.inside))]
        tails, heads = self.inside.tail.tolist(), self.inside.head.tolist()
        for k, (tail, head) in enumerate(zip(tails, heads, strict=True)):
            if tail >= 0:
                going[tail].append(k)
            else:
                coming[head].append(k)
        return coming, going

    def _go_out(
        self,
        row: list[int],
        going: list[list[int]],
        centre: Floats,
        width: float,
        y: float,
        routes: list[Floats],
        exit_y: Floats,
    ) -> float:
        """Out of a row: from its last unit straight on, from the others by a lane below."""
        inside = self.inside
        lanes = [k for unit in reversed(row[:-1]) for k in going[unit]]
        pitch = min(LANE, LANES / max(len(lanes), 1))
        lane = {k: y + pitch * (nth + 0.5) for nth, k in enumerate(lanes)}
        for unit in row:
            right = float(centre[unit, 0] + inside.size[unit, 0] / 2)
            for nth, k in enumerate(going[unit]):
                leave = _height(float(inside.leave[k]), nth, len(going[unit]), inside.size[unit, 1])
                begin = float(centre[unit, 1]) + leave
                end = lane.get(k, begin)
                if k in lane:
                    down = curve(right, begin, right + GAP - 8.0, end)
                    routes[k] = joined(down, line(right + GAP - 8.0, end, width, end))
                else:
                    routes[k] = line(right, begin, width, begin)
                exit_y[inside.exit[k]] = end
        return y + pitch * len(lanes) + ROW_GAP / 2

    def _come_in(
        self,
        coming: list[list[int]],
        centre: Floats,
        lane_of: dict[tuple[int, int], float],
        routes: list[Floats],
    ) -> Floats:
        inside = self.inside
        entry_y = np.zeros(inside.entries)
        for entry in range(inside.entries):
            entry_y[entry] = np.mean([y for (e, _), y in lane_of.items() if e == entry])
        margin = GAP / 2
        for r, row in enumerate(self.rows):
            for unit in row:
                left = float(centre[unit, 0] - inside.size[unit, 0] / 2)
                for nth, k in enumerate(coming[unit]):
                    entry = int(inside.entry[k])
                    y, lane = float(entry_y[entry]), lane_of[entry, r]
                    enter = _height(
                        float(inside.enter[k]), nth, len(coming[unit]), inside.size[unit, 1]
                    )
                    end = float(centre[unit, 1]) + enter
                    parts = [curve(0.0, y, margin, lane)]
                    if left - margin > margin + 1.0:
                        parts.append(line(margin, lane, left - margin, lane))
                    parts.append(curve(left - margin, lane, left, end))
                    routes[k] = joined(*parts)
        return entry_y


def _height(fixed: float, nth: int, count: int, high: float) -> float:
    """How far below a unit's middle the nth of its arrows begins or ends."""
    if not np.isnan(fixed):
        return fixed
    return float(high) * 0.7 * (nth / max(count - 1, 1) - 0.5) * (count > 1)
