"""Blocks: some units of an Inside arranged for themselves, as one unit among the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gradviz.layout.inside import BLOCK, Arranged, Inside, joined
from gradviz.layout.items import Bools
from gradviz.layout.parts import Part, part_of, threads
from gradviz.model.graph import Floats, Ints

Arrange = Callable[[Inside], Arranged]


def with_block(inside: Inside, is_in: Bools, block_way: Arrange, around_way: Arrange) -> Arranged:
    """The units that are in arranged one way, the others and the block of those another."""
    if is_in.all():
        return block_way(inside)
    thread = threads(inside)
    part = part_of(inside, thread, is_in)
    block = block_way(part.inside)
    whole, arrow = _collapsed(inside, part, thread, is_in, block)
    around = around_way(whole)
    corner = around.centre[-1] - (block.width / 2, block.height / 2)
    centre = np.empty((len(inside), 2))
    centre[~is_in] = around.centre[:-1]
    centre[part.units] = block.centre + corner
    routes: list[Floats] = []
    for k, (tail, outer, inner) in enumerate(
        zip(inside.tail.tolist(), arrow.tolist(), part.piece.tolist(), strict=True)
    ):
        if inner < 0:
            routes.append(around.routes[outer])
            continue
        route = block.routes[inner] + corner
        if outer >= 0 and tail >= 0 and is_in[tail]:
            route = joined(route, around.routes[outer])
        elif outer >= 0:
            route = joined(around.routes[outer], route)
        routes.append(route)
    none = np.full((len(inside), 2), np.nan)
    return replace(around, centre=centre, circle=none, routes=routes)


def _collapsed(
    inside: Inside, part: Part, thread: Ints, is_in: Bools, block: Arranged
) -> tuple[Inside, Ints]:
    """The units that aren't in and, as the last one, the block; and the arrow there that each
    arrow is or has, -1 for one within the block."""
    others = np.flatnonzero(~is_in)
    last = len(others)
    number = np.full(len(inside) + 1, -1, np.int64)  # the last for the border
    number[others] = np.arange(last)
    number[part.units] = last
    tail, head = number[inside.tail], number[inside.head]
    is_within = (tail == last) & (head == last)
    comes, goes = (head == last) & ~is_within, (tail == last) & ~is_within
    leave, enter = inside.leave.copy(), inside.enter.copy()
    for k in np.flatnonzero(goes).tolist():
        leave[k] = block.exit_y[part.exit[int(thread[k])]] - block.height / 2
    for k in np.flatnonzero(comes).tolist():
        enter[k] = block.entry_y[part.entry[int(thread[k])]] - block.height / 2

    # A thread leads into the block once, whatever uses it there.
    key = np.where(comes, len(thread) + thread, np.arange(len(thread)))
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    kept = first[~is_within[first]]
    arrow = np.full(len(first), -1, np.int64)
    arrow[~is_within[first]] = np.argsort(np.argsort(kept))
    kept = np.sort(kept)

    def with_last(values: Floats, value: float) -> Floats:
        return np.append(values[others], value)

    return Inside(
        size=np.concatenate([inside.size[others], [(block.width, block.height)]]),
        above=with_last(inside.above, 0.0),
        below=with_last(inside.below, 0.0),
        has_op=with_last(inside.has_op, 0.0) > 0,
        is_label=with_last(inside.is_label, 0.0) > 0,
        joins=with_last(inside.joins, 0.0) > 0,
        kind=np.append(inside.kind[others], BLOCK).astype(np.int32),
        tail=tail[kept].astype(np.int32),
        head=head[kept].astype(np.int32),
        entry=inside.entry[kept],
        exit=inside.exit[kept],
        leave=leave[kept],
        enter=enter[kept],
        entries=inside.entries,
        exits=inside.exits,
        aspect=inside.aspect,
    ), arrow[which].astype(np.int32)
