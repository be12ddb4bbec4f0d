"""Straight: lines that are nearly level become level, in graphs too large for `level`.

Items that follow one another nearly level, one in each column, are a chain; the trunks of an
arrow always are. Every item has a little room to move: all of it up to a neighbour that stays,
half of it up to one that moves too, so all chains can move at once. A chain is level as far
as its members' rooms have a height in common, and goes on at another one from there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.columns import Columns
from gradviz.model.graph import Floats

Indices = NDArray[np.int64]

NEARLY = 40.0
"""px an item may be moved, and a link may climb and still be made level."""


def straightened(columns: Columns, y: Floats) -> Floats:
    before = _before(columns, y)
    follows = np.flatnonzero(before >= 0)
    low, high = _room(columns, y, np.union1d(follows, before[follows]))
    # The first item of the level piece that each belongs to, found column by column.
    piece = np.arange(columns.item_count)
    follows = follows[np.argsort(columns.column[follows], kind="stable")]
    new_column = np.flatnonzero(np.diff(columns.column[follows])) + 1
    for here in np.split(follows, new_column):
        last = before[here]
        common_low = np.maximum(low[last], low[here])
        common_high = np.minimum(high[last], high[here])
        goes_on = common_low <= common_high
        on = here[goes_on]
        piece[on] = piece[last[goes_on]]
        low[on], high[on] = common_low[goes_on], common_high[goes_on]
    # What all members of a piece have in common is known at its end.
    most, least = np.full(len(y), -np.inf), np.full(len(y), np.inf)
    np.maximum.at(most, piece, low)
    np.minimum.at(least, piece, high)
    size = np.bincount(piece, minlength=len(y))
    mean = np.bincount(piece, y, minlength=len(y)) / np.maximum(size, 1)
    level = np.clip(mean, most, np.maximum(most, least))[piece]
    return np.where(size[piece] > 1, level, y)


def _before(columns: Columns, y: Floats) -> Indices:
    """(i,) the item before each in its chain, -1 for none: two that are each the other's
    nearest to level."""
    n, items = columns.item_count, len(columns.trunk_start) - 1
    climb = np.abs(y[columns.head] - y[columns.tail])
    is_inner = (columns.tail >= items) & (columns.head >= items)
    links = np.flatnonzero(is_inner | (climb <= NEARLY))
    links = links[np.argsort(np.where(is_inner[links], -1.0, climb[links]), kind="stable")[::-1]]
    tail, head = columns.tail[links], columns.head[links]
    best_after, best_before = np.full(n, -1), np.full(n, -1)
    best_after[tail], best_before[head] = links, links  # the last one assigned stays
    before = np.full(n, -1)
    mutual = links[(best_after[tail] == links) & (best_before[head] == links)]
    before[columns.head[mutual]] = columns.tail[mutual]
    return before


def _room(columns: Columns, y: Floats, movers: Indices) -> tuple[Floats, Floats]:
    """The heights each of the movers may have, whatever the other ones do."""
    moves = np.zeros(len(y), bool)
    moves[movers] = True
    ranked = np.lexsort((y, columns.column))
    upper, lower = ranked[:-1], ranked[1:]
    free = y[lower] - columns.above[lower] - y[upper] - columns.below[upper]
    free = np.maximum(free, 0.0)
    free[columns.column[upper] != columns.column[lower]] = np.inf
    share = np.where(moves[upper] & moves[lower], 0.5, 1.0)
    up, down = np.full(len(y), NEARLY), np.full(len(y), NEARLY)
    up[lower] = np.minimum(NEARLY, share * free)
    down[upper] = np.minimum(NEARLY, share * free)
    return y - up, y + down
