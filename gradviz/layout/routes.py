"""Routes: the curve of every arrow, when all boxes have their places.

An arrow leaves its card on the right, runs level through the columns it passes (in its lane
of its value's trunk), bends only in the gaps between columns, where no card stands, and
enters its op's circle from the left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.columns import LANE, REPEAT_LANE, WIDEST_TRUNK, Columns
from gradviz.layout.items import Items
from gradviz.model.graph import Floats, Ints
from gradviz.model.repeated import repeated

Indices = NDArray[np.int64]
Bools = NDArray[np.bool_]

PORT = 20.0
"""Between two arrows where they leave a card, if there are few."""
PORTS = 60.0
"""From the first to the last of them at most."""
CORNER = 8.0
"""No arrow begins or ends so near to a corner of a card."""
PAIR_ENTRY = 0.5
"""Two arrows enter a circle this part of its radius above and below its middle."""
SIDE_ENTRY = 0.72
"""The same for an arrow that meets one which enters at the middle."""
BEND = 0.5
"""Where a curve's handles end, in parts of its width."""
BULGE = 22.0
"""How far `a + a`'s two arrows stand off from the line between their boxes."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Where things are: boxes, columns, items."""

    centre: Floats  # (b, 2)
    left: Floats  # (c,) of each column
    right: Floats  # (c,)
    y: Floats  # (i,)


def route_arrows(items: Items, columns: Columns, ground: Ground) -> tuple[Floats, Ints]:
    """Control points of all arrows, and where each arrow's begin (see Layout)."""
    m, arrows = items.edge_count, items.arrow_count
    tail, user = items.operands.astype(np.int64), items.edge_user.astype(np.int64)
    order = leaving_order(columns, ground, tail, user)
    lane = lanes(order, tail, user, columns)

    # Where each edge comes from just before its op, and goes first after its card.
    direct = columns.edge_tail < len(items)
    from_y = ground.y[columns.edge_tail] + np.where(direct, 0.0, lane)
    entry = entries(items, ground, user, from_y, order, direct)
    first = np.where(direct, user, columns.trunk_start[tail])
    is_round = items.op_box[user] >= 0
    leave = exits(items, order, ground.y[first] - ground.y[tail], np.where(direct, entry, lane))
    if items.exit is not None:
        leave = np.where(np.isnan(items.exit), leave, items.exit)

    # Stations: (card), then in and out of every trunk, then (circle). A card without a circle
    # that is narrower than its column is reached by a level line from the column's border.
    half_width = items.size[:, 0] / 2
    radius = items.op_size[0] / 2
    into, border = items.head[:m], ground.left[columns.column[user]]
    x_end = ground.centre[into, 0] - np.where(
        is_round, np.sqrt(np.maximum(radius**2 - entry**2, 0.0)), half_width[user]
    )
    is_within = ~is_round & (x_end > border + 0.5)
    passed = np.where(direct, 0, columns.edge_tail - columns.trunk_start[tail] + 1)
    curves = np.concatenate([1 + 2 * passed + is_within, np.ones(arrows - m, np.int64)])
    curve_start = np.concatenate([[0], np.cumsum(curves)])
    x0 = np.empty(curve_start[-1])
    y0, x1, y1 = np.empty_like(x0), np.empty_like(x0), np.empty_like(x0)

    begin, end = curve_start[:-1], curve_start[1:] - 1
    x0[begin[:m]] = ground.centre[tail, 0] + half_width[tail]
    y0[begin[:m]] = ground.centre[tail, 1] + leave
    x1[end[:m]] = x_end
    y1[end[:m]] = ground.centre[into, 1] + entry
    within = end[:m][is_within]
    x0[within] = x1[within - 1] = border[is_within]
    y0[within] = y1[within - 1] = y1[within]
    # An op and its card stand in one line.
    x0[begin[m:]] = ground.centre[items.tail[m:], 0] + radius
    y0[begin[m:]] = ground.centre[items.tail[m:], 1]
    x1[end[m:]] = ground.centre[items.head[m:], 0] - half_width[items.op_items]
    y1[end[m:]] = ground.centre[items.head[m:], 1]

    edge = repeated(np.arange(m), passed)
    nth = np.arange(len(edge)) - repeated(np.cumsum(passed) - passed, passed)
    trunk = columns.trunk_start[tail[edge]] + nth
    through = begin[edge] + 1 + 2 * nth  # the level curve through a column
    y = ground.y[trunk] + lane[edge]
    x0[through] = x1[through - 1] = ground.left[columns.column[trunk]]
    x1[through] = x0[through + 1] = ground.right[columns.column[trunk]]
    y0[through] = y1[through - 1] = y1[through] = y0[through + 1] = y

    x0, y0, x1, y1, curve_start = one_line(x0, y0, x1, y1, curve_start)
    begin, end = curve_start[:-1], curve_start[1:] - 1
    # Of every curve its begin and two handles; of every arrow its end.
    at = 3 * np.arange(len(x0)) + repeated(np.arange(arrows), end - begin + 1)
    start = 3 * curve_start + np.arange(arrows + 1)
    route = np.empty((int(start[-1]), 2))
    x, y = route.T
    width = BEND * (x1 - x0)
    x[at], y[at] = x0, y0
    x[at + 1], y[at + 1] = x0 + width, y0
    x[at + 2], y[at + 2] = x1 - width, y1
    x[start[1:] - 1], y[start[1:] - 1] = x1[end], y1[end]
    bend_into_circle(route, at[end[:m][is_round]], entry[is_round], radius)
    bulge(route, at[begin[:m]], direct, tail, user)
    return route, start.astype(np.int32)


def one_line(
    x0: Floats, y0: Floats, x1: Floats, y1: Floats, curve_start: Indices
) -> tuple[Floats, Floats, Floats, Floats, Indices]:
    """The curves of all arrows, with level ones in a row made one: a lane that keeps its
    height through many columns is a single long line."""
    level = y0 == y1
    goes_on = np.zeros(len(x0), bool)
    goes_on[1:] = level[1:] & level[:-1] & (y0[1:] == y1[:-1])
    goes_on[curve_start[:-1]] = False
    first = np.flatnonzero(~goes_on)
    last = np.append(first, len(x0))[1:] - 1
    # As whole numbers first: numpy keeps other threads waiting while it adds up booleans.
    kept = np.cumsum((~goes_on).astype(np.int64))
    start = np.append(0, kept)[curve_start]
    return x0[first], y0[first], x1[last], y1[last], start


def leaving_order(columns: Columns, ground: Ground, tail: Indices, user: Indices) -> Indices:
    """(m,) the place of each edge among those of its value, from top to bottom, such that
    arrows of one value don't cross: those that turn off upwards first lie highest."""
    column = columns.column
    here = column[user]
    last = np.zeros(len(column), np.int32)
    np.maximum.at(last, tail, here)
    trunk_after = columns.trunk_start[tail] + here - column[tail] - 1
    has_trunk = (here < last[tail]) & (trunk_after < columns.trunk_start[tail + 1])
    beside = ground.y[np.where(has_trunk, trunk_after, user)]
    up, down = has_trunk & (ground.y[user] < beside), has_trunk & (ground.y[user] >= beside)
    group = np.where(up, 0, np.where(down, 2, 1))
    turn = np.where(up, here, np.where(down, -here, 0))
    # One that is alone is first.
    many = np.flatnonzero(np.bincount(tail)[tail] > 1)
    ranked = many[np.lexsort((ground.y[user[many]], turn[many], group[many], tail[many]))]
    place = np.zeros(len(tail), np.int64)
    place[ranked] = _count_within(tail[ranked])
    return place


def _count_within(group: Indices) -> Indices:
    """0, 1, 2… within every run of equal numbers."""
    index = np.arange(len(group))
    new = np.concatenate([[True], group[1:] != group[:-1]])[: len(group)]
    return (index - np.maximum.accumulate(np.where(new, index, 0))).astype(np.int64)


def lanes(order: Indices, tail: Indices, user: Indices, columns: Columns) -> Floats:
    """(m,) how far from its trunk's middle each edge runs; 0 for one that passes no column."""
    lane = np.zeros(len(tail))
    long = np.flatnonzero(columns.edge_tail >= len(columns.trunk_start) - 1)
    if not len(long):
        return lane
    ranked = long[np.lexsort((order[long], tail[long]))]
    t, u = tail[ranked], user[ranked]
    same_tail = t[1:] == t[:-1]
    step = np.where(u[1:] == u[:-1], REPEAT_LANE, LANE) * same_tail
    at = np.concatenate([[0.0], np.cumsum(step)])
    group = np.concatenate([[0], np.cumsum(~same_tail)])
    low = np.full(group[-1] + 1, np.inf)
    high = np.full(group[-1] + 1, -np.inf)
    np.minimum.at(low, group, at)
    np.maximum.at(high, group, at)
    squeeze = np.minimum(1.0, WIDEST_TRUNK / np.maximum(high - low, 1.0))
    lane[ranked] = (at - (low + high)[group] / 2) * squeeze[group]
    return lane


def entries(
    items: Items,
    ground: Ground,
    user: Indices,
    from_y: Floats,
    order: Indices,
    direct: Bools,
) -> Floats:
    """(m,) how far above or below the middle each edge enters its op's circle, or the left side
    of an item that has none."""
    is_round = items.op_box[user] >= 0
    radius = np.where(is_round, items.op_size[0] / 2, items.size[user, 1] / 2)
    count = np.bincount(user, minlength=len(ground.y))[user]
    nth = _from_top(items, from_y, order)
    entry = (2 * nth / np.maximum(count - 1, 1) - 1) * radius * PAIR_ENTRY * (count > 1)
    level = np.abs(from_y - ground.y[user]) < 0.5
    levels = np.bincount(user, weights=level, minlength=len(ground.y))[user]
    one_level = (count == 2) & (levels == 1)
    entry[one_level & level] = 0.0
    beside = one_level & ~level
    entry[beside] = (np.sign(from_y - ground.y[user]) * radius * SIDE_ENTRY)[beside]
    # A lane that ends almost level with its entry goes straight on.
    off = from_y - ground.y[user] - entry
    entry = np.where(~direct & (np.abs(off) < radius / 4), entry + off, entry)
    side = np.where(is_round, radius, np.maximum(radius - CORNER, 0.0))
    entry = np.clip(entry, -side, side)
    if items.entry is not None:
        entry = np.where(np.isnan(items.entry), entry, items.entry)
    return entry


def _from_top(items: Items, from_y: Floats, order: Indices) -> Indices:
    """(m,) the place of each edge among those of its user, by where it comes from."""
    count = np.diff(items.operand_start)
    nth = np.zeros(len(from_y), np.int64)
    upper = items.operand_start[:-1][count == 2]  # most have two, and they lie side by side
    lower = upper + 1
    falls = from_y[upper] > from_y[lower]
    falls |= (from_y[upper] == from_y[lower]) & (order[upper] > order[lower])
    nth[upper], nth[lower] = falls, ~falls
    many = np.flatnonzero(count[items.edge_user] > 2)
    user = items.edge_user[many]
    ranked = many[np.lexsort((order[many], from_y[many], user))]
    nth[ranked] = _count_within(items.edge_user[ranked].astype(np.int64))
    return nth


def exits(items: Items, order: Indices, climb: Floats, next_offset: Floats) -> Floats:
    """(m,) how far above or below its card's middle each edge leaves it.

    Spread evenly, in order; shifted so that an edge which runs level is a straight line. Each
    climbs as much as from the middle of its card to that of what it leads to next, and enters
    that so far off its middle."""
    tail, n = items.operands, len(items)
    count = np.bincount(tail, minlength=n)[tail]
    side = np.maximum(items.size[tail, 1] / 2 - CORNER, 0.0)
    step = np.minimum(PORT, np.minimum(PORTS, 2 * side) / np.maximum(count - 1, 1))
    level = np.abs(climb) < 0.5
    anchor = np.full(n, -1)
    candidates = np.flatnonzero(level)
    anchor[tail[candidates[::-1]]] = candidates[::-1]
    mine = anchor[tail]
    fixed = mine >= 0
    at = np.where(fixed, next_offset[mine], 0.0)
    pivot = np.where(fixed, order[mine], (count - 1) / 2)
    leave = at + (order - pivot) * step
    leave = np.where(level, np.where(np.abs(next_offset) < PORTS / 2, next_offset, leave), leave)
    # One that is almost level with where it goes next, too.
    off = climb + next_offset - leave
    leave = np.where(np.abs(off) < step / 2, leave + off, leave)
    most = np.minimum(PORTS / 2 + 6, side)
    return np.clip(leave, -most, most)


def bend_into_circle(route: Floats, last: Indices, entry: Floats, radius: float) -> None:
    """Curves that come from above or below end pointing somewhat towards the middle. `last`
    is where each arrow's last curve begins in the route."""
    come = route[last, 1] - route[last + 3, 1]
    turned = (np.abs(come) > 12) & (np.sign(come) == np.sign(entry))
    curve, come, entry = last[turned], come[turned], entry[turned]
    slope = 0.9 * entry / np.sqrt(np.maximum(radius**2 - entry**2, 1.0))
    reach = np.minimum(BEND * (route[curve + 3, 0] - route[curve, 0]), 60.0)
    climb = np.clip(slope * reach, -0.45 * np.abs(come), 0.45 * np.abs(come))
    route[curve + 2, 1] = route[curve + 3, 1] + climb


def bulge(route: Floats, first: Indices, direct: Bools, tail: Indices, user: Indices) -> None:
    """Repeated operands: two clearly different curves instead of one over the other. `first`
    is where each arrow's first curve begins in the route."""
    pair = tail * (int(user.max(initial=0)) + 1) + user
    _, which, counts = np.unique(pair, return_inverse=True, return_counts=True)
    count = counts[which]
    rep = np.flatnonzero((count > 1) & direct)
    if not len(rep):
        return
    rep = rep[np.argsort(pair[rep], kind="stable")]
    curve, count, group = first[rep], count[rep], which[rep]
    off = (_count_within(pair[rep]) - (count - 1) / 2) * 2 * BULGE
    a, d = route[curve], route[curve + 3]
    chord = d - a
    normal = np.stack([-chord[:, 1], chord[:, 0]], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    # Where the curve is in the middle now, and how far it still has to go.
    mid = (a + 3 * route[curve + 1] + 3 * route[curve + 2] + d) / 8
    centre = np.zeros((len(counts), 2))
    np.add.at(centre, group, mid)
    want = centre[group] / count[:, None] + normal * off[:, None]
    move = (want - mid) * 8 / 6
    for handle in (curve + 1, curve + 2):
        route[handle] += move
        route[handle, 0] = np.clip(route[handle, 0], a[:, 0], d[:, 0])  # never turn back
