"""Sweeps: who stands above whom and how high, for graphs of any size.

Every item wishes to be level with its neighbours in the columns beside its own, in the mean.
A sweep grants the wishes of every second column, then those of the others: the items of a
column are sorted by wish, and put as near to their wishes as the room between them allows.
That is isotonic regression: with the room taken off, places must not decrease, and

    wishes                       0   7   3   9
    the greatest so far          0   7   7   9     no smaller places are possible that keep
    the least from here on       0   3   3   9     everyone below (above) all it must be
    places, half way             0   5   5   9

is best by the largest miss; where items push against one another (7 and 3), the whole pile
then moves to the mean of its wishes. Nothing is done item by item.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.columns import Columns
from gradviz.model.graph import Floats
from gradviz.model.repeated import repeated

Indices = NDArray[np.int64]

SOFT = 300.0
"""px. Softly swept, an item minds its near neighbours more than those further off than this,
as if it took the median of them and not the mean: that makes the sum of lengths short, where
the mean untangles more."""
WORK = 400_000
FEWEST, MOST = 4, 40
"""Sweeps that untangle: WORK over the number of items, within these."""


def swept(columns: Columns, order: Floats) -> Floats:
    """(i,) the height of each item's line, from a first order."""
    count = max(FEWEST, min(MOST, WORK // columns.item_count))
    sweeps = _Sweeps(columns, order)
    sweeps.sweep(2 + count // 4, SOFT)
    sweeps.sweep(count)
    sweeps.sweep(2 + count // 4, SOFT)
    sweeps.sweep(count // 8, SOFT, keep_order=True)
    return sweeps.heights


@dataclass(frozen=True)
class _Half:
    """Every second column: a run of slots, and the links that lead from them, by slot."""

    slots: slice
    neighbour: Indices  # (l,) a slot of the other half
    weight: Floats  # (l,)
    total: Floats  # (s,) of each slot's links
    first: Indices  # (s,) link of each slot
    links: Indices  # (s,) of each slot
    column: Indices  # (s,) from 0, not decreasing
    room: Floats  # (s,) above and below
    below: Floats  # (s,)


class _Sweeps:
    """Items sit in slots: the even columns' first, then the odd ones', each column's together
    and in the first order, so that a half of them is a slice."""

    def __init__(self, columns: Columns, order: Floats) -> None:
        n = columns.item_count
        odd = columns.column & 1
        self._item = np.lexsort((order, columns.column + odd * columns.column_count))
        slot = np.empty(n, np.int64)
        slot[self._item] = np.arange(n)
        above, below = columns.above[self._item], columns.below[self._item]
        column = columns.column[self._item]
        new = np.concatenate([[True], column[1:] != column[:-1]])
        each = np.cumsum(new) - 1

        tail, head = slot[columns.tail], slot[columns.head]
        # One without neighbours wishes to stay.
        lone = np.flatnonzero(np.bincount(np.concatenate([tail, head]), minlength=n) == 0)
        this = np.concatenate([head, tail, lone])
        ranked = _ranked(this)
        neighbour = np.concatenate([tail, head, lone])[ranked]
        weight = np.concatenate([columns.weight, columns.weight, np.ones(len(lone))])[ranked]
        links = np.bincount(this, minlength=n)
        start = np.concatenate([[0], np.cumsum(links)])
        total = np.add.reduceat(weight, start[:-1])

        even = n - int(np.count_nonzero(odd))
        self._halves = []
        for low, high in pairwise([0, even, n] if even < n else [0, n]):
            slots, mine = slice(low, high), slice(start[low], start[high])
            self._halves.append(
                _Half(
                    slots=slots,
                    neighbour=neighbour[mine],
                    weight=weight[mine],
                    total=total[slots],
                    first=start[slots] - start[low],
                    links=links[slots],
                    column=each[slots] - each[low],
                    room=(above + below)[slots],
                    below=below[slots],
                )
            )
        self._ranked = [np.arange(len(half.room)) for half in self._halves]
        # Every column spread over the same height, the order of all of them agrees.
        first = np.flatnonzero(new)
        count = np.diff(np.append(first, n))[each]
        height = np.add.reduceat(above + below, first).max()
        self._y: Floats = (np.arange(n) - first[each] + 0.5) / count * height

    @property
    def heights(self) -> Floats:
        y = np.empty_like(self._y)
        y[self._item] = self._y
        return y

    def sweep(self, times: int, soft: float = 0.0, *, keep_order: bool = False) -> None:
        for _ in range(times):
            for k, half in enumerate(self._halves):
                wish = self._wishes(half, soft)
                if not keep_order:
                    self._ranked[k] = _by_column_and(half.column, wish)
                ranked = self._ranked[k]
                room, wish = half.room[ranked], wish[ranked]
                # Without the room between; the columns one below the other, far apart.
                off = np.cumsum(room) - half.below[ranked]
                off -= half.column * (np.ptp(wish) + off[-1] + room[-1])
                y = np.empty_like(wish)
                y[ranked] = _not_decreasing(wish - off) + off
                self._y[half.slots] = y

    def _wishes(self, half: _Half, soft: float) -> Floats:
        there = self._y[half.neighbour]
        if not soft:
            mean: Floats = np.add.reduceat(half.weight * there, half.first) / half.total
            return mean
        here = repeated(self._y[half.slots], half.links)
        weight = half.weight / (soft + np.abs(there - here))
        near: Floats = np.add.reduceat(weight * there, half.first)
        return near / np.add.reduceat(weight, half.first)


def _by_column_and(column: Indices, wish: Floats) -> Indices:
    """The slots by column, then by wish, then as they are."""
    low = wish.min()
    height = float(wish.max() - low) + 1.0
    bits = 61 - len(wish).bit_length() - int(column[-1] + 1).bit_length()
    fine = min(64.0, 2.0**bits / height)  # steps a px
    steps = int(height * fine).bit_length() + 1
    key = (column << steps) + ((wish - low) * fine).astype(np.int64)
    return _ranked(key)


def _ranked(keys: Indices) -> Indices:
    """As argsort, stable, and far faster: a key and its index share one number."""
    bits = len(keys).bit_length()
    packed = (keys << bits) + np.arange(len(keys))
    packed.sort()
    return packed & ((1 << bits) - 1)


def _not_decreasing(wish: Floats) -> Floats:
    """Isotonic regression as described at the top."""
    most = np.maximum.accumulate(wish)
    least = np.minimum.accumulate(wish[::-1])[::-1]
    y = (most + least) / 2
    # Those between which nothing pushes begin a pile of their own.
    first = np.flatnonzero(np.concatenate([[True], most[:-1] <= least[1:]]))
    if len(first) == len(y):
        return y
    size = np.diff(np.append(first, len(y)))
    y += repeated(np.add.reduceat(wish - y, first) / size, size)
    most = np.maximum.accumulate(y)
    least = np.minimum.accumulate(y[::-1])[::-1]
    return (most + least) / 2
