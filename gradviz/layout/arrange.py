"""Arrange: which way of arranging suits what is in a frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from gradviz.layout.beside import with_fronts
from gradviz.layout.blocks import Block
from gradviz.layout.groups import Kind
from gradviz.layout.in_layers import in_layers, operands_first
from gradviz.layout.inside import Arranged, Inside
from gradviz.layout.items import Bools
from gradviz.layout.ladder import as_ladder, longest_chain, pieces_for
from gradviz.layout.shelves import on_shelves

HIGHEST = 1_600.0
"""px. Samples stand in a column up to such a height, in rows above it."""
MANY_NEURONS = 64
"""So many neurons of a layer stand in a column."""
COLUMN_GAP = 140.0


def arranged(inside: Inside, op_size: float) -> Arranged:
    """Labels beside their users, samples in rows, long sums as tables, all else in layers."""
    return with_fronts(inside, op_size, _in_blocks)


def _in_blocks(inside: Inside) -> Arranged:
    """One block after the other is put together, until what is left can stand in layers."""
    blocks: list[Block] = []

    def put_together(is_in: Bools, way: Callable[[Inside], Arranged]) -> None:
        nonlocal inside
        blocks.append(Block.of(inside, is_in, way))
        inside = blocks[-1].whole

    alike = _alike(inside)
    if alike is not None and alike.all():
        return on_shelves(inside, 0.0)
    if alike is not None:
        beside = _width_of_others(inside, alike)
        put_together(alike, lambda block: on_shelves(block, beside))
    while (chain := longest_chain(inside)) is not None:
        pieces = chain.cut(pieces_for(inside, chain))
        while pieces:
            is_in = pieces[-1].members(len(inside))
            ladder = pieces.pop().renumbered(is_in)
            pieces = [piece.renumbered(~is_in) for piece in pieces]
            if is_in.all():
                plan = as_ladder(inside, ladder)
                return _opened(blocks, plan)
            put_together(is_in, partial(as_ladder, chain=ladder))
    return _opened(blocks, in_layers(inside))


def _opened(blocks: list[Block], plan: Arranged) -> Arranged:
    for block in reversed(blocks):
        plan = block.opened(plan)
    return plan


def _alike(inside: Inside) -> Bools | None:
    """Units that are better in rows than in one column."""
    height = inside.above + inside.size[:, 1] + inside.below
    for kind in (Kind.SAMPLE, Kind.NEURON):
        is_alike: Bools = inside.kind == kind
        count = int(is_alike.sum())
        is_long = height[is_alike].sum() > HIGHEST if kind == Kind.SAMPLE else count > MANY_NEURONS
        if count > 1 and is_long and not _leads_back(inside, is_alike):
            return is_alike
    return None


def _leads_back(inside: Inside, is_in: Bools) -> bool:
    """Whether one of the units that are in leads to another of them, by whatever way."""
    users = _users(inside)
    is_after = [False] * len(inside)
    among = is_in.tolist()
    for unit in operands_first(inside).tolist():
        if among[unit] and is_after[unit]:
            return True
        if among[unit] or is_after[unit]:
            for user in users[unit]:
                is_after[user] = True
    return False


def _users(inside: Inside) -> list[list[int]]:
    users: list[list[int]] = [[] for _ in range(len(inside))]
    for left, right in zip(*(side.tolist() for side in inside.pairs), strict=True):
        users[left].append(right)
    return users


def _width_of_others(inside: Inside, is_in: Bools) -> float:
    """About how wide the picture is without the block: a column for every step."""
    step = np.zeros(len(inside), np.int64)
    users = _users(inside)
    for unit in operands_first(inside).tolist():
        for user in users[unit]:
            step[user] = max(step[user], step[unit] + 1)
    width = np.zeros(int(step.max()) + 1)
    np.maximum.at(width, step[~is_in], inside.size[~is_in, 0])
    return float(width.sum()) + COLUMN_GAP * len(width)
