"""In layers: an Inside arranged from left to right, its ports on the borders.

The layered layout knows nothing of borders. A source that all entries hang from keeps them in
the first column, and a sink keeps the exits in the last one; both are cut off again.
"""

from __future__ import annotations

import heapq

import numpy as np

from gradviz.layout.gaps import Gaps
from gradviz.layout.inside import PAD, Arranged, Inside, curve, joined, line
from gradviz.layout.cuts import Longs
from gradviz.layout.items import Items
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.spacing import spread
from gradviz.model.graph import Floats, Ints

PORT = 2.0
PORT_GAP = 14.0
"""Between two ports of a frame."""
NEAREST = 28.0
"""From the border to what an arrow from there leads to, where it needn't climb."""
CLIMB = 0.36
"""And so much more for each px that it has to climb."""
FARTHEST = 240.0


def in_layers(inside: Inside) -> Arranged:
    if len(inside) < 2:
        return _alone(inside) if len(inside) else _empty(inside)
    order = operands_first(inside)
    unit = np.empty(len(inside), np.int64)  # the item of each unit
    first = inside.entries + 2 * (inside.entries > 0)
    unit[order] = first + np.arange(len(order))
    items, arrows = _items(inside, unit)
    gaps = Gaps.of(items, lay_out_layered(items))
    routes: list[Floats] = [np.empty((0, 2))] * len(inside.tail)
    for k, arrow in enumerate(arrows.tolist()):
        if arrow >= 0:
            routes[arrow] = gaps.arrow(k, int(items.edge_user[k]))
            is_fixed = not np.isnan(inside.leave[arrow]) or not np.isnan(inside.enter[arrow])
            if is_fixed and len(routes[arrow]) == 4:  # no bulge: two ports are apart anyway
                routes[arrow] = curve(*routes[arrow][0], *routes[arrow][-1])
    return _cropped(inside, gaps.centre[unit], routes)


def operands_first(inside: Inside) -> Ints:
    """The units in the order nearest to theirs in which operands stand before users."""
    between = (inside.tail >= 0) & (inside.head >= 0)
    tail, head = inside.tail[between], inside.head[between]
    if (tail < head).all():
        return np.arange(len(inside), dtype=np.int32)
    waits = np.bincount(head, minlength=len(inside)).tolist()
    by_tail = np.argsort(tail, kind="stable")
    start = np.searchsorted(tail[by_tail], np.arange(len(inside) + 1)).tolist()
    users = head[by_tail].tolist()
    ready = [i for i, count in enumerate(waits) if count == 0]
    out: list[int] = []
    while ready:
        i = heapq.heappop(ready)
        out.append(i)
        for j in users[start[i] : start[i + 1]]:
            waits[j] -= 1
            if waits[j] == 0:
                heapq.heappush(ready, j)
    assert len(out) == len(inside), "a frame that can be left and entered again"
    return np.array(out, np.int32)


def _items(inside: Inside, unit: Longs) -> tuple[Items, Ints]:
    """What to lay out, and the arrow that each of its edges is; -1 for one that only keeps a
    port in its column.

    Items: a leaf and a source that uses it, the entries, the units, the exits, a sink."""
    u, entries, exits = len(inside), inside.entries, inside.exits
    lead = 2 * (entries > 0)
    first_exit = lead + entries + u
    sink = first_exit + exits
    count = sink + (exits > 0)
    uses = np.bincount(inside.entry[inside.entry >= 0], minlength=entries)
    # More arrows into an entry than out of it, from what isn't a leaf: they hold it.
    held = np.repeat(np.arange(entries), uses + 1)
    pulled = np.repeat(np.arange(exits), 2)
    tail = np.where(inside.tail >= 0, unit[inside.tail], lead + inside.entry)
    head = np.where(inside.head >= 0, unit[inside.head], first_exit + inside.exit)
    one = np.ones(lead // 2, np.int64)
    tails = np.concatenate([one - 1, held * 0 + 1, tail, first_exit + pulled])
    heads = np.concatenate([one, lead + held, head, np.full(len(pulled), sink)])
    before, after = np.zeros(len(one) + len(held)), np.zeros(len(pulled))
    arrow = np.concatenate([before - 1, np.arange(len(tail)), after - 1])
    by_head = np.argsort(heads, kind="stable")
    size = np.full((count, 2), PORT)
    size[unit] = inside.size
    above, below = np.zeros(count), np.zeros(count)
    above[unit], below[unit] = inside.above, inside.below
    counts = np.bincount(heads, minlength=count)
    return Items(
        operand_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        operands=tails[by_head].astype(np.int32),
        root=count - 1,
        size=size,
        above=above,
        below=below,
        op_items=np.empty(0, np.int32),
        op_size=(0.0, 0.0),
        entry=np.concatenate([before, inside.enter, after])[by_head],
        exit=np.concatenate([before, inside.leave, after])[by_head],
    ), arrow[by_head].astype(np.int32)


def _cropped(inside: Inside, centre: Floats, routes: list[Floats]) -> Arranged:
    """With the ports on the borders of what is left when source and sink are cut off."""
    half = inside.size / 2
    left, right = centre[:, 0] - half[:, 0], centre[:, 0] + half[:, 0]
    _split_at_first_column(inside.entry, routes, left, 1.0)
    _split_at_first_column(inside.exit, routes, right, -1.0)
    entry_y = _towards(inside.entries, inside.entry, routes, 0)
    exit_y = _towards(inside.exits, inside.exit, routes, -1)
    begins = _border(inside.entry, routes, entry_y, 0, float(left.min()))
    ends = _border(inside.exit, routes, exit_y, -1, float(right.max()))
    x0 = min([begins, float(left.min()) - PAD])
    x1 = max([ends, float(right.max()) + PAD])
    for k, route in enumerate(routes):
        if inside.entry[k] >= 0:
            _begin_at(route, x0, float(entry_y[inside.entry[k]]))
        if inside.exit[k] >= 0:
            _begin_at(route[::-1], x1, float(exit_y[inside.exit[k]]))
    top = min([float((centre[:, 1] - half[:, 1] - inside.above).min()), *entry_y, *exit_y])
    bottom = max([float((centre[:, 1] + half[:, 1] + inside.below).max()), *entry_y, *exit_y])
    origin = np.array([x0, top])
    return Arranged(
        width=x1 - x0,
        height=bottom - top,
        centre=centre - origin,
        circle=np.full((len(inside), 2), np.nan),
        entry_y=entry_y - top,
        exit_y=exit_y - top,
        routes=[route - origin for route in routes],
    )


def _split_at_first_column(port: Ints, routes: list[Floats], side: Floats, sign: float) -> None:
    """A level line from a port through several columns bends before the first of them, if at
    all: so it ends there, and goes on as another line."""
    for k, p in enumerate(port.tolist()):
        if p < 0:
            continue
        route = routes[k] if sign > 0 else routes[k][::-1]
        beyond = sign * side[sign * side > sign * route[0, 0]]
        at = sign * float(beyond.min()) if len(beyond) else float(route[0, 0])
        if sign * float(route[3, 0]) > sign * at + 1.0 and np.ptp(route[:4, 1]) == 0:
            y = float(route[0, 1])
            split = joined(
                line(float(route[0, 0]), y, at, y), line(at, y, float(route[3, 0]), y), route[3:]
            )
            routes[k] = split if sign > 0 else split[::-1]


def _towards(count: int, port: Ints, routes: list[Floats], end: int) -> Floats:
    """The height of each port: near to where its arrows bend first, in the order it has."""
    if not count:
        return np.empty(0)
    at: list[list[float]] = [[] for _ in range(count)]
    now = np.zeros(count)
    other = 3 if end == 0 else -4
    for k, p in enumerate(port.tolist()):
        if p >= 0:
            at[p].append(float(routes[k][other, 1]))
            now[p] = routes[k][end, 1]
    order = np.lexsort((np.arange(count), now))
    wishes = [float(np.mean(at[p])) if at[p] else 0.0 for p in order]
    out = np.empty(count)
    out[order] = spread(wishes, [1.0] * count, [PORT_GAP] * (count - 1))
    return out


def _border(port: Ints, routes: list[Floats], y: Floats, end: int, outmost: float) -> float:
    """How far out the border has to be for its arrows to have room to climb."""
    other, sign = (3, -1.0) if end == 0 else (-4, 1.0)
    out = outmost
    for k, p in enumerate(port.tolist()):
        if p >= 0:
            bend = routes[k][other]
            reach = NEAREST + CLIMB * abs(float(bend[1] - y[p]))
            room = float(bend[0]) + sign * min(reach, FARTHEST)
            out = min(out, room) if end == 0 else max(out, room)
    return out


def _begin_at(route: Floats, x: float, y: float) -> None:
    """Moves a route's first point, and its first curve with it."""
    half = (route[3, 0] - x) / 2
    route[0] = x, y
    route[1] = x + half, y
    route[2] = route[3, 0] - half, route[3, 1]


def _alone(inside: Inside) -> Arranged:
    """One unit, in the middle between the ports."""
    wide, high = (float(v) for v in inside.size[0])
    above = float(inside.above[0])
    left = NEAREST if inside.entries else PAD
    right = left + wide
    middle = above + high / 2
    width = right + PAD
    coming = np.flatnonzero(inside.entry >= 0)
    going = np.flatnonzero(inside.exit >= 0)
    enter, leave = _spread(inside.enter, coming, high), _spread(inside.leave, going, high)
    entry_y, exit_y = np.full(inside.entries, middle), np.full(inside.exits, middle)
    entry_y[inside.entry[coming[::-1]]] = middle + enter[coming[::-1]]  # its first arrow's
    exit_y[inside.exit[going]] = middle + leave[going]
    routes = []
    for k, (entry, exit_) in enumerate(
        zip(inside.entry.tolist(), inside.exit.tolist(), strict=True)
    ):
        if entry >= 0:
            routes.append(curve(0.0, float(entry_y[entry]), left, middle + float(enter[k])))
        else:
            y = float(exit_y[exit_])
            routes.append(line(right, y, width, y))
    return Arranged(
        width=width,
        height=above + high + float(inside.below[0]),
        centre=np.array([(left + wide / 2, middle)]),
        circle=np.full((1, 2), np.nan),
        entry_y=entry_y,
        exit_y=exit_y,
        routes=routes,
    )


def _spread(fixed: Floats, arrows: Longs, high: float) -> Floats:
    """The heights of the arrows, those that are free spread over the side of the unit."""
    out = fixed.copy()
    free = arrows[np.isnan(fixed[arrows])]
    if len(free):
        out[free] = (np.arange(len(free)) + 0.5) / len(free) * high * 0.7 - high * 0.35
    return out


def _empty(inside: Inside) -> Arranged:
    """A frame without anything in it but what its members are drawn as elsewhere."""
    return Arranged(
        width=0.0,
        height=0.0,
        centre=np.empty((0, 2)),
        circle=np.empty((0, 2)),
        entry_y=np.zeros(inside.entries),
        exit_y=np.zeros(inside.exits),
        routes=[],
    )
