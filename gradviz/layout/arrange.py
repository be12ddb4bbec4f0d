"""Arrange: which way of arranging suits what is in a frame."""

from __future__ import annotations

import numpy as np

from gradviz.layout.beside import with_fronts
from gradviz.layout.blocks import with_block
from gradviz.layout.groups import Kind
from gradviz.layout.in_layers import in_layers, operands_first
from gradviz.layout.inside import Arranged, Inside
from gradviz.layout.items import Bools
from gradviz.layout.ladder import Chain, as_ladder, longest_chain, pieces_for
from gradviz.layout.shelves import on_shelves

FEW = 4
"""So many alike units stand in a column."""
MANY_NEURONS = 64
"""So many neurons of a layer do."""
COLUMN_GAP = 140.0


def arranged(inside: Inside, op_size: float) -> Arranged:
    """Labels beside their users, samples in rows, long sums as tables, all else in layers."""
    return with_fronts(inside, op_size, _in_blocks)


def _in_blocks(inside: Inside) -> Arranged:
    alike = _alike(inside)
    if alike is not None:
        beside = _width_of_others(inside, alike)
        return with_block(inside, alike, lambda block: on_shelves(block, beside), _in_blocks)
    chain = longest_chain(inside)
    if chain is None:
        return in_layers(inside)
    return _with_ladders(inside, chain.cut(pieces_for(inside, chain)))


def _with_ladders(inside: Inside, chains: list[Chain]) -> Arranged:
    """The last piece of a chain as a ladder, then the one before it, and the rest."""
    if not chains:
        return _in_blocks(inside)
    chain = chains[-1]
    is_in = chain.members(len(inside))
    number = np.cumsum(is_in) - 1
    rest = np.cumsum(~is_in) - 1
    ops = [int(number[op]) for op in chain.ops]
    trees = [[int(number[v]) for v in tree] for tree in chain.trees]
    others = [
        Chain([int(rest[op]) for op in c.ops], [[int(rest[v]) for v in tree] for tree in c.trees])
        for c in chains[:-1]
    ]
    return with_block(
        inside,
        is_in,
        lambda block: as_ladder(block, Chain(ops, trees)),
        lambda around: _with_ladders(around, others),
    )


def _alike(inside: Inside) -> Bools | None:
    """Units that are better in rows than in one column."""
    for kind, most in ((Kind.SAMPLE, FEW), (Kind.NEURON, MANY_NEURONS)):
        is_alike = inside.kind == kind
        linked = (inside.tail >= 0) & (inside.head >= 0)
        inner = is_alike[inside.tail[linked]] & is_alike[inside.head[linked]]
        if is_alike.sum() > most and not inner.any():
            return is_alike
    return None


def _width_of_others(inside: Inside, is_in: Bools) -> float:
    """About how wide the picture is without the block: a column for every step."""
    step = np.zeros(len(inside), np.int64)
    users: list[list[int]] = [[] for _ in range(len(inside))]
    for tail, head in zip(inside.tail.tolist(), inside.head.tolist(), strict=True):
        if tail >= 0 and head >= 0:
            users[tail].append(head)
    for unit in operands_first(inside).tolist():
        for user in users[unit]:
            step[user] = max(step[user], step[unit] + 1)
    width = np.zeros(int(step.max()) + 1)
    np.maximum.at(width, step[~is_in], inside.size[~is_in, 0])
    return float(width.sum()) + COLUMN_GAP * len(width)
