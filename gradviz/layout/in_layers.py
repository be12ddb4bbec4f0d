"""In layers: an Inside arranged from left to right, its ports on the borders.

The layered layout knows nothing of borders. A source that all entries hang from keeps them in
the first column, and a sink keeps the exits in the last one; both are cut off again.
"""

from __future__ import annotations

import heapq

import numpy as np

from gradviz.layout.borders import NEAREST, Border
from gradviz.layout.cuts import Longs
from gradviz.layout.gaps import Gaps
from gradviz.layout.inside import PAD, Arranged, Inside, curve, joined, line
from gradviz.layout.items import Items
from gradviz.layout.layered import lay_out_layered
from gradviz.model.graph import Floats, Ints

PORT = 2.0
TURN = 48.0
"""In so much room an arrow can leave a card and turn into its lane."""


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
            if inside.tail[arrow] >= 0 and np.isnan(inside.leave[arrow]):
                at = int(items.operands[k])
                reach = float(inside.reach[inside.tail[arrow]])
                routes[arrow] = _from_card(routes[arrow], float(gaps.centre[at, 1]), reach)
            is_fixed = not np.isnan(inside.leave[arrow]) or not np.isnan(inside.enter[arrow])
            if is_fixed:  # no bulge: two ports are apart anyway
                routes[arrow][:4] = curve(*routes[arrow][0], *routes[arrow][3])
    return _cropped(inside, gaps.centre[unit], routes)


def operands_first(inside: Inside) -> Ints:
    """The units in the order nearest to theirs in which operands stand before users."""
    tail, head = inside.pairs
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
        ties=unit[inside.ties].astype(np.int32),
    ), arrow[by_head].astype(np.int32)


def _from_card(route: Floats, middle: float, reach: float) -> Floats:
    """A route that begins at most so far from the middle of a card."""
    x, y = (float(v) for v in route[0])
    on_card = min(max(y, middle - reach), middle + reach)
    if on_card == y:
        return route
    if np.ptp(route[:4, 1]) > 0:
        route[:2, 1] = on_card
        return route
    bend = min(x + TURN, float(route[3, 0]))
    if bend == route[3, 0]:
        return joined(curve(x, on_card, bend, y), route[3:]) if len(route) > 4 else route
    return joined(curve(x, on_card, bend, y), line(bend, y, float(route[3, 0]), y), route[3:])


def _cropped(inside: Inside, centre: Floats, routes: list[Floats]) -> Arranged:
    """With the ports on the borders of what is left when source and sink are cut off."""
    half = inside.size / 2
    left, right = centre[:, 0] - half[:, 0], centre[:, 0] + half[:, 0]
    begin = Border.left(inside.entries, inside.entry, routes, left)
    end = Border.right(inside.exits, inside.exit, begin.routes, right)
    ports = [*begin.y, *end.y]
    top = min([float((centre[:, 1] - half[:, 1] - inside.above).min()), *ports])
    bottom = max([float((centre[:, 1] + half[:, 1] + inside.below).max()), *ports])
    origin = np.array([begin.x, top])
    return Arranged(
        width=end.x - begin.x,
        height=bottom - top,
        centre=centre - origin,
        circle=np.full((len(inside), 2), np.nan),
        entry_y=begin.y - top,
        exit_y=end.y - top,
        routes=[route - origin for route in end.routes],
    )


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
    enter, leave = inside.enter.copy(), inside.leave.copy()
    enter[coming] = spread_over(enter[coming], high)
    leave[going] = spread_over(leave[going], high)
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


def spread_over(fixed: Floats, high: float) -> Floats:
    """The heights of arrows at a unit, those that are free spread over its side."""
    out = fixed.copy()
    free = np.flatnonzero(np.isnan(fixed))
    if len(free):
        out[free] = ((np.arange(len(free)) + 0.5) / len(free) - 0.5) * high * 0.7
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
