"""Blocks: some units of an Inside arranged for themselves, as one unit among the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gradviz.layout.inside import BLOCK, Arranged, Inside, joined
from gradviz.layout.items import Bools
from gradviz.layout.parts import Part, part_of, threads
from gradviz.model.graph import Floats, Ints


@dataclass(frozen=True, eq=False)
class Block:
    """An Inside without the units in the block, and with the block as its last unit."""

    whole: Inside
    _before: Inside
    _is_in: Bools
    _part: Part
    _plan: Arranged  # of what is in the block
    _arrow: Ints  # the arrow of the whole that each arrow is or has, -1 for one in the block

    @classmethod
    def of(cls, inside: Inside, is_in: Bools, arrange: Callable[[Inside], Arranged]) -> Block:
        thread = threads(inside)
        part = part_of(inside, thread, is_in)
        plan = arrange(part.inside)
        whole, arrow = _collapsed(inside, part, thread, is_in, plan)
        return cls(whole, inside, is_in, part, plan, arrow)

    def opened(self, around: Arranged) -> Arranged:
        """An arrangement of the whole, with what is in the block in its place."""
        corner = around.centre[-1] - (self._plan.width / 2, self._plan.height / 2)
        centre = np.empty((len(self._before), 2))
        centre[~self._is_in] = around.centre[:-1]
        centre[self._part.units] = self._plan.centre + corner
        comes_out = self._before.tail >= 0
        comes_out[comes_out] = self._is_in[self._before.tail[comes_out]]
        routes: list[Floats] = []
        for is_from_block, outer, inner in zip(
            comes_out.tolist(), self._arrow.tolist(), self._part.piece.tolist(), strict=True
        ):
            if inner < 0:
                routes.append(around.routes[outer])
                continue
            route = self._plan.routes[inner] + corner
            if outer >= 0:
                pair = (route, around.routes[outer])
                route = joined(*(pair if is_from_block else pair[::-1]))
            routes.append(route)
        none = np.full((len(self._before), 2), np.nan)
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
        has_op=np.append(inside.has_op[others], False),
        is_label=np.append(inside.is_label[others], False),
        is_outlet=np.append(inside.is_outlet[others], False),
        reach=with_last(inside.reach, 0.0),
        joins=np.append(inside.joins[others], 0).astype(np.int32),
        kind=np.append(inside.kind[others], BLOCK).astype(np.int32),
        tail=tail[kept].astype(np.int32),
        head=head[kept].astype(np.int32),
        entry=inside.entry[kept],
        exit=inside.exit[kept],
        leave=leave[kept],
        enter=enter[kept],
        entries=inside.entries,
        exits=inside.exits,
        ties=inside.ties_among(number),
        aspect=inside.aspect,
    ), arrow[which].astype(np.int32)
