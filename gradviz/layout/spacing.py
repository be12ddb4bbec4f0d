"""Spacing: how high each item stands, when the order in its column is given.

Every item wants to be level with what it is linked to, and two neighbours in a column need
room. That is a least-squares problem with one kind of constraint; it is solved column by
column, where the exact answer is cheap, and repeated until nothing moves much. Least squares
leaves many lines nearly straight, which looks worse than either straight or bent, so those
are made straight at the end (`level`).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gradviz.layout.columns import Columns
from gradviz.layout.level import level
from gradviz.layout.order import by_column
from gradviz.model.graph import Floats

SWEEPS = 200
MOST_PULLS = 200_000
"""Items times sweeps: large graphs get fewer sweeps."""
OPERANDS = 4.0
"""An item minds its operands that much more than its users: a tree looks best if every op
stands in the middle of its operands, whatever comes after it."""
STILL = 0.05
"""px a sweep may move an item and still count as done."""


def settle(columns: Columns, order: Floats) -> Floats:
    """(i,) the height of each item's line: of its card's middle."""
    rows = by_column(columns, order)
    return level(columns, rows, pulled(columns, rows, stacked(columns, order)))


def stacked(columns: Columns, order: Floats) -> Floats:
    """As tightly as the order allows, every column centred on 0."""
    ranked = np.lexsort((order, columns.column))
    above, below = columns.above[ranked], columns.below[ranked]
    bottom = np.cumsum(above + below)
    counts = np.bincount(columns.column, minlength=columns.column_count)
    last = np.cumsum(counts) - 1
    top = np.concatenate([[0.0], bottom[last][:-1]])
    middle = (bottom[last] + top) / 2
    y = np.empty(columns.item_count)
    y[ranked] = bottom - below - np.repeat(middle, counts)
    return y


def pulled(columns: Columns, rows: list[list[int]], y0: Floats) -> Floats:
    """Every item as near to level with its neighbours as the others let it."""
    links: list[list[tuple[int, float]]] = [[] for _ in range(columns.item_count)]
    for tail, head, weight in zip(
        columns.tail.tolist(), columns.head.tolist(), columns.weight.tolist(), strict=True
    ):
        links[tail].append((head, float(weight)))
        links[head].append((tail, OPERANDS * weight))
    total = [sum([weight for _, weight in of]) for of in links]
    y: list[float] = y0.tolist()
    above, below = columns.above.tolist(), columns.below.tolist()
    weights = [[total[i] or 1.0 for i in row] for row in rows]
    rooms = [[below[i] + above[j] for i, j in pairwise(row)] for row in rows]
    forth = range(len(rows))
    for turn in range(min(SWEEPS, 4 + MOST_PULLS // columns.item_count)):
        moved = 0.0
        for k in forth if turn % 2 == 0 else reversed(forth):
            wishes = []
            for i in rows[k]:
                pull = 0.0
                for j, weight in links[i]:
                    pull += y[j] * weight
                wishes.append(pull / total[i] if links[i] else y[i])
            for i, new in zip(rows[k], spread(wishes, weights[k], rooms[k]), strict=True):
                moved = max(moved, abs(new - y[i]))
                y[i] = new
        if moved < STILL:
            break
    return np.array(y)


def spread(wishes: list[float], weights: list[float], rooms: list[float]) -> list[float]:
    """The places nearest to the wishes (least weighted squares) where the k-th and the next
    keep `rooms[k]` between them, by pooling neighbours that push against one another.

    >>> spread([0.0, 0.0], [1.0, 1.0], [10.0])
    [-5.0, 5.0]
    """
    if not rooms:
        return wishes
    offset, offsets = 0.0, [0.0]
    for room in rooms:
        offset += room
        offsets.append(offset)
    # Blocks of items that touch: where their first would like to be, weight, size.
    blocks: list[tuple[float, float, int]] = []
    for wish, weight, at in zip(wishes, weights, offsets, strict=True):
        mean, total, size = wish - at, weight, 1
        while blocks and blocks[-1][0] >= mean:
            other, more, count = blocks.pop()
            mean = (mean * total + other * more) / (total + more)
            total, size = total + more, size + count
        blocks.append((mean, total, size))
    starts = [mean for mean, _, size in blocks for _ in range(size)]
    return [start + at for start, at in zip(starts, offsets, strict=True)]
