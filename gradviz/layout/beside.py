"""Beside: a card with its circle, its labels and its outlet is made one unit.

What arranges the units then sees plain boxes, and no arrow can run over a label.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gradviz.layout.cuts import Longs
from gradviz.layout.fronts import STUB, Front, fronts
from gradviz.layout.inside import Arranged, Inside, curve, joined, line
from gradviz.layout.items import Bools
from gradviz.model.graph import Floats

OUT = 24.0
"""From a card to its outlet."""
TURN = 14.0
"""In so much room the arrow of a label turns into the lane between two rows of labels."""

Arrange = Callable[[Inside], Arranged]


def with_fronts(inside: Inside, op_size: float, arrange: Arrange) -> Arranged:
    """Arranged by something that knows neither labels nor circles."""
    is_aside = inside.is_label | inside.is_outlet
    if not (is_aside.any() or inside.has_op.any()):
        return arrange(inside)
    front_of = fronts(inside, op_size)
    to_outlet = (inside.head >= 0) & inside.is_outlet[inside.head]
    from_label = (inside.tail >= 0) & inside.is_label[inside.tail]
    is_short = from_label | to_outlet
    size, unit = inside.size.copy(), np.arange(len(inside))
    unit[inside.tail[from_label]] = inside.head[from_label]
    for card, front in front_of.items():
        size[card] += front.width, max(front.height - size[card, 1], 0.0)
    size[inside.tail[to_outlet], 0] += OUT + inside.size[inside.head[to_outlet], 0]
    plan = arrange(_cards_alone(inside, size, front_of, is_short, unit))
    return _Unfolding(inside, size, front_of, op_size).of(plan, is_short, to_outlet)


def _cards_alone(
    inside: Inside, size: Floats, front_of: dict[int, Front], is_short: Bools, unit: Longs
) -> Inside:
    """`unit` is the one that each belongs to."""
    kept = np.flatnonzero(~(inside.is_label | inside.is_outlet))
    number = np.full(len(inside) + 1, -1, np.int32)  # the last for the border
    number[kept] = np.arange(len(kept))
    ties = inside.ties_among(np.append(number[unit], -1))
    arrows = np.flatnonzero(~is_short)
    enter = inside.enter.copy()
    for front in front_of.values():
        for arrow, y in front.row.items():
            enter[arrow] = y
    more = (size[:, 1] - inside.size[:, 1]) / 2
    return replace(
        inside,
        size=size[kept],
        above=np.maximum(inside.above - more, 0.0)[kept],
        below=np.maximum(inside.below - more, 0.0)[kept],
        has_op=np.zeros(len(kept), bool),
        is_label=np.zeros(len(kept), bool),
        is_outlet=np.zeros(len(kept), bool),
        ties=np.unique(ties, axis=0),
        reach=inside.reach[kept],
        joins=inside.joins[kept],
        kind=inside.kind[kept],
        tail=number[inside.tail[arrows]],
        head=number[inside.head[arrows]],
        entry=inside.entry[arrows],
        exit=inside.exit[arrows],
        leave=inside.leave[arrows],
        enter=enter[arrows],
    )


class _Unfolding:
    """Puts circles, labels and the last bit of their arrows into an arrangement."""

    def __init__(
        self, inside: Inside, size: Floats, front_of: dict[int, Front], op_size: float
    ) -> None:
        self._inside, self._size = inside, size
        self._front_of, self._radius = front_of, op_size / 2
        self._centre = np.full((len(inside), 2), np.nan)
        self._circle = np.full((len(inside), 2), np.nan)
        self._routes: list[Floats] = [np.empty((0, 2))] * len(inside.tail)

    def of(self, plan: Arranged, is_short: Bools, to_outlet: Bools) -> Arranged:
        cards = np.flatnonzero(~(self._inside.is_label | self._inside.is_outlet))
        self._centre[cards] = plan.centre
        left = self._centre[:, 0] - self._size[:, 0] / 2
        self._centre[:, 0] = left + self._inside.size[:, 0] / 2
        for arrow, route in zip(np.flatnonzero(~is_short).tolist(), plan.routes, strict=True):
            self._routes[arrow] = route
        for unit, front in self._front_of.items():
            self._centre[unit, 0] += front.width
        for arrow in np.flatnonzero(to_outlet).tolist():
            self._put_outlet(arrow)
        for unit, front in self._front_of.items():
            self._unfold(unit, front, float(left[unit]))
        return replace(plan, centre=self._centre, circle=self._circle, routes=self._routes)

    def _unfold(self, unit: int, front: Front, left: float) -> None:
        y, card = float(self._centre[unit, 1]), left + front.width
        has_op = bool(self._inside.has_op[unit])
        if has_op:
            self._circle[unit] = card - STUB - self._radius, y
        for label, (x, below) in front.labels.items():
            self._centre[label] = left + x, y + below
        if not front.labels:
            _untangle(front, self._routes)
        past = left + front.labels_width
        for arrow, enter in front.enter.items():
            x, end = card, y + enter
            if has_op:
                x = float(self._circle[unit, 0] - np.sqrt(self._radius**2 - enter**2))
            tail, row = int(self._inside.tail[arrow]), front.row.get(arrow)
            if tail >= 0 and self._inside.is_label[tail]:
                self._routes[arrow] = self._from_label(tail, row, y, past, (x, end))
            elif row is None or not front.labels:
                _end_at(self._routes[arrow], x, end, y + (row or 0.0))
            else:
                self._routes[arrow] = joined(
                    self._routes[arrow],
                    line(left, y + row, past, y + row),
                    curve(past, y + row, x, end),
                )

    def _put_outlet(self, arrow: int) -> None:
        """Right of its card, at the end of a straight arrow."""
        card, outlet = int(self._inside.tail[arrow]), int(self._inside.head[arrow])
        half = self._inside.size[:, 0] / 2
        x, y = (float(v) for v in self._centre[card])
        right = x + float(half[card])
        self._centre[outlet] = right + OUT + float(half[outlet]), y
        self._routes[arrow] = line(right, y, right + OUT, y)

    def _from_label(
        self, label: int, row: float | None, y: float, past: float, end: tuple[float, float]
    ) -> Floats:
        """Straight to its end, or between the rows where other labels are in the way."""
        begin = float(self._centre[label, 0] + self._inside.size[label, 0] / 2)
        level = float(self._centre[label, 1])
        if row is None:
            return curve(begin, level, *end)
        turned = begin + TURN
        return joined(
            curve(begin, level, turned, y + row),
            line(turned, y + row, past, y + row),
            curve(past, y + row, *end),
        )


def _untangle(front: Front, routes: list[Floats]) -> None:
    """Arrows enter a circle from top to bottom as they come."""
    arrows = list(front.enter)
    by_height = sorted(arrows, key=lambda arrow: (float(routes[arrow][-4, 1]), arrow))
    if by_height != arrows:
        heights = [front.enter[arrow] for arrow in arrows]
        front.enter.update(zip(by_height, heights, strict=True))


def _end_at(route: Floats, x: float, y: float, planned: float) -> None:
    """Moves the end of a route; one that was a straight line stays one."""
    if len(route) == 4 and np.ptp(route[:, 1]) == 0 and y != planned:
        route[:, 1] = y
    route[-1] = x, y
    route[-2, 1] = y
