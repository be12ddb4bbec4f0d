"""Beside: the circle and the labels that stand in front of a card are made one unit with it.

    label w ──→ ╭───╮    ╭──────╮
                │ * │ ─→ │ card │        an arrow that comes from elsewhere passes below or
    ──────────→ ╰───╯    ╰──────╯        above the labels, in its operand's place

What arranges the units then sees plain boxes, and no arrow can run over a label.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gradviz.layout.inside import Arranged, Inside, curve, joined, line
from gradviz.model.graph import Floats

STUB = 24.0
"""From a circle to its card."""
REACH = 20.0
"""From a label to the circle or card that it serves."""
LABEL_GAP = 4.0
"""Between two labels of the same user."""
LANE, LANES = 16.0, 96.0
"""Between two arrows that pass the labels, if there are few; between the first and the last."""
ON_CIRCLE = 0.5
"""Two arrows enter a circle this part of its radius above and below its middle."""
ON_CARD = 0.7
"""The arrows to a card spread over this part of its height."""

Arrange = Callable[[Inside], Arranged]


@dataclass(frozen=True, eq=False)
class _Front:
    """What stands in front of one unit. Heights are from the middle of its card."""

    labels: list[int]
    label_y: list[float]
    row: dict[int, float]  # of each arrow into the unit: where it passes the labels
    enter: dict[int, float]  # of each arrow: where it enters the circle or card
    width: float  # of all that stands in front
    height: float


def with_fronts(inside: Inside, op_size: float, arrange: Arrange) -> Arranged:
    """Arranged by something that knows neither labels nor circles."""
    if not (inside.is_label.any() or inside.has_op.any()):
        return arrange(inside)
    fronts = _fronts(inside, op_size)
    kept = np.flatnonzero(~inside.is_label)
    number = np.full(len(inside), -1, np.int64)
    number[kept] = np.arange(len(kept))
    is_short = (inside.tail >= 0) & inside.is_label[inside.tail]  # from a label to its user
    arrows = np.flatnonzero(~is_short)
    size, above, below = inside.size.copy(), inside.above.copy(), inside.below.copy()
    enter = inside.enter.copy()
    for unit, front in fronts.items():
        size[unit, 0] += front.width
        more = max(front.height - size[unit, 1], 0.0)
        size[unit, 1] += more
        above[unit] = max(above[unit] - more / 2, 0.0)
        below[unit] = max(below[unit] - more / 2, 0.0)
        for arrow, y in front.row.items():
            enter[arrow] = y
    tail, head = inside.tail[arrows], inside.head[arrows]
    plain = replace(
        inside,
        size=size[kept],
        above=above[kept],
        below=below[kept],
        has_op=inside.has_op[kept] & False,
        is_label=inside.is_label[kept],
        joins=inside.joins[kept],
        kind=inside.kind[kept],
        tail=np.where(tail >= 0, number[tail], -1).astype(np.int32),
        head=np.where(head >= 0, number[head], -1).astype(np.int32),
        entry=inside.entry[arrows],
        exit=inside.exit[arrows],
        leave=inside.leave[arrows],
        enter=enter[arrows],
    )
    return _unfolded(inside, arrange(plain), fronts, kept, arrows, size, op_size)


def _unfolded(
    inside: Inside,
    plain: Arranged,
    fronts: dict[int, _Front],
    kept: Floats,
    arrows: Floats,
    size: Floats,
    op_size: float,
) -> Arranged:
    centre = np.full((len(inside), 2), np.nan)
    circle = np.full((len(inside), 2), np.nan)
    centre[kept] = plain.centre
    right = centre[:, 0] + size[:, 0] / 2
    left = centre[:, 0] - size[:, 0] / 2
    centre[:, 0] = right - inside.size[:, 0] / 2
    routes: list[Floats] = [np.empty((0, 2))] * len(inside.tail)
    for arrow, route in zip(arrows.tolist(), plain.routes, strict=True):
        routes[arrow] = route
    radius = op_size / 2
    heads, tails = inside.head.tolist(), inside.tail.tolist()
    for unit, front in fronts.items():
        y = centre[unit, 1]
        target = left[unit] + front.width  # the left border of the card
        if inside.has_op[unit]:
            circle[unit] = target - STUB - radius, y
        for label, below in zip(front.labels, front.label_y, strict=True):
            centre[label] = left[unit] + inside.size[label, 0] / 2, y + below
        past = left[unit] + max((inside.size[i, 0] for i in front.labels), default=0.0)
        if not front.labels:
            _untangle(front, routes)
        for arrow, enter in front.enter.items():
            x = target
            if inside.has_op[unit]:
                x = circle[unit, 0] - float(np.sqrt(radius**2 - enter**2))
            if arrow not in front.row:  # from a label
                label = tails[arrow]
                begin = centre[label] + (inside.size[label, 0] / 2, 0.0)
                routes[arrow] = curve(begin[0], begin[1], x, y + enter)
            elif front.labels:
                row = y + front.row[arrow]
                routes[arrow] = joined(
                    routes[arrow], line(left[unit], row, past, row), curve(past, row, x, y + enter)
                )
            else:
                _end_at(routes[arrow], x, y + enter, y + front.row[arrow])
    assert all(heads[arrow] >= 0 for front in fronts.values() for arrow in front.enter)
    return replace(plain, centre=centre, circle=circle, routes=routes)


def _fronts(inside: Inside, op_size: float) -> dict[int, _Front]:
    """Of every unit that has a circle or labels."""
    into: dict[int, list[int]] = {}
    labelled = set()
    is_label, tails = inside.is_label.tolist(), inside.tail.tolist()
    for arrow, head in enumerate(inside.head.tolist()):
        if head >= 0:
            into.setdefault(head, []).append(arrow)
            if tails[arrow] >= 0 and is_label[tails[arrow]]:
                labelled.add(head)
    units = labelled.union(np.flatnonzero(inside.has_op).tolist())
    return {unit: _front(inside, unit, into.get(unit, []), op_size) for unit in sorted(units)}


def _front(inside: Inside, unit: int, arrows: list[int], op_size: float) -> _Front:
    has_op = bool(inside.has_op[unit])
    depth = op_size * ON_CIRCLE if has_op else float(inside.size[unit, 1]) * ON_CARD
    tails = inside.tail.tolist()
    from_label = [tails[a] >= 0 and bool(inside.is_label[tails[a]]) for a in arrows]
    count = len(arrows)
    spread = [depth * (k / max(count - 1, 1) - 0.5) * (count > 1) for k in range(count)]
    if not any(from_label):
        enter = dict(zip(arrows, spread, strict=True))
        width = op_size + STUB
        return _Front([], [], dict(enter), enter, width, 0.0)
    if not has_op:  # a closed group: its labels first, then what comes from elsewhere
        order = sorted(range(count), key=lambda k: not from_label[k])
        arrows, from_label = [arrows[k] for k in order], [from_label[k] for k in order]
    lane = min(LANE, LANES / (count - sum(from_label) or 1))
    labels, label_y = list[int](), list[float]()
    row = dict[int, float]()
    top = 0.0
    for arrow, is_from_label in zip(arrows, from_label, strict=True):
        if not is_from_label:
            row[arrow] = top + lane / 2
            top += lane
        elif tails[arrow] not in labels:  # `x * x` has one label
            pitch = float(inside.size[tails[arrow], 1]) + LABEL_GAP
            labels.append(tails[arrow])
            label_y.append(top + pitch / 2)
            top += pitch
    wide = max(float(inside.size[label, 0]) for label in labels)
    return _Front(
        labels=labels,
        label_y=[y - top / 2 for y in label_y],
        row={arrow: y - top / 2 for arrow, y in row.items()},
        enter=dict(zip(arrows, spread, strict=True)),
        width=wide + REACH + (op_size + STUB if has_op else 0.0),
        height=top,
    )


def _untangle(front: _Front, routes: list[Floats]) -> None:
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
