"""Order: who stands above whom in each column.

An order is one number per item; within a column the smaller one is above. Few crossings
come first; among equals, operands from top to bottom as they were written.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.columns import Columns
from gradviz.layout.items import Items
from gradviz.model.graph import Floats, Ints
from gradviz.model.repeated import repeated

Indices = NDArray[np.int64]

SWEEPS = 12
MOST_FOR_TIDYING = 2_000
FEW = 500
"""Links, that are compared each with each."""


def by_column(columns: Columns, order: Floats) -> list[list[int]]:
    """The items of each column from top to bottom."""
    ranked = np.lexsort((order, columns.column))
    cuts = np.cumsum(np.bincount(columns.column, minlength=columns.column_count))[:-1]
    return [part.tolist() for part in np.split(ranked, cuts)]


def place_in_column(columns: Columns, order: Floats) -> Ints:
    """(i,) 0 for the topmost item of a column, 1 for the next."""
    ranked = np.lexsort((order, columns.column))
    counts = np.bincount(columns.column, minlength=columns.column_count)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    place = np.empty(columns.item_count, np.int32)
    place[ranked] = np.arange(columns.item_count) - repeated(first, counts)
    return place


def written_order(items: Items, columns: Columns) -> Floats:
    """By when one first meets a node, reading the root's expression from left to right."""
    met, count = [-1] * len(items), 0
    # The operands of each item from right to left, as they are put on the pile.
    pile = items.operands[::-1].tolist()
    begin = (len(pile) - items.operand_start[1:]).tolist()
    end = (len(pile) - items.operand_start[:-1]).tolist()
    todo = [items.root]
    while todo:
        v = todo.pop()
        if met[v] < 0:
            met[v] = count
            count += 1
            todo += pile[begin[v] : end[v]]
    # A trunk goes below its value's other neighbours of the same moment.
    trunk = np.arange(columns.item_count) >= len(items)
    order: Floats = np.array(met)[columns.owner] + 0.5 * trunk
    return order


def crossings(columns: Columns, order: Floats) -> int:
    """How often two links cross, if drawn straight; repeated arrows count each."""
    place = place_in_column(columns, order).astype(np.int64)
    gap, wide = columns.column[columns.tail].astype(np.int64), int(place.max()) + 1
    key = np.sort((gap * wide + place[columns.tail]) * wide + place[columns.head])
    return _inversions(key // wide**2 * wide + key % wide)


def _inversions(numbers: Indices) -> int:
    """How many pairs stand in falling order."""
    n = len(numbers)
    if n <= FEW:
        falls = numbers[:, None] > numbers[None, :]
        return int(np.count_nonzero(np.triu(falls)))
    # Bit by bit, from the highest: a 1 crosses every 0 behind it that has the same higher bits.
    # Then those with a 0 go in front, so that equal higher bits stand together again.
    _, rest = np.unique(numbers, return_inverse=True)
    index, total = np.arange(n), 0
    for bit in range(int(rest.max()).bit_length() - 1, -1, -1):
        group = rest >> (bit + 1)
        new = np.concatenate([[True], group[1:] != group[:-1]])
        begin = np.maximum.accumulate(np.where(new, index, 0))
        is_one = (rest >> bit) & 1
        ones = np.cumsum(is_one)
        before = ones - is_one - (ones - is_one)[begin]
        total += int(before[is_one == 0].sum())
        first = np.flatnonzero(new)
        zeros = repeated(np.add.reduceat(1 - is_one, first), np.diff(np.append(first, n)))
        to = begin + np.where(is_one, zeros + before, index - begin - before)
        moved = np.empty_like(rest)
        moved[to] = rest
        rest = moved
    return total


def sweep(columns: Columns, order: Floats) -> Floats:
    """Fewer crossings: items are moved to the mean place of their neighbours, column by
    column, right and left in turn. The best order met, the given one included."""
    best, fewest = order, crossings(columns, order)
    left, right = neighbours(columns)
    place = place_in_column(columns, order).astype(np.float64).tolist()
    rows = by_column(columns, order)
    for turn in range(SWEEPS):
        if fewest == 0:
            break
        side = left if turn % 2 == 0 else right
        for row in rows if turn % 2 == 0 else reversed(rows):
            wish = {
                i: sum(place[j] for j in side[i]) / len(side[i]) if side[i] else place[i]
                for i in row
            }
            row.sort(key=wish.__getitem__)
            for k, i in enumerate(row):
                place[i] = float(k)
        now = np.array(place)
        count = crossings(columns, now)
        if count < fewest:
            best, fewest = now, count
    return best


def neighbours(columns: Columns) -> tuple[list[list[int]], list[list[int]]]:
    """The items each item is linked with in the column before, and in the column after."""
    left: list[list[int]] = [[] for _ in range(columns.item_count)]
    right: list[list[int]] = [[] for _ in range(columns.item_count)]
    for tail, head in zip(columns.tail.tolist(), columns.head.tolist(), strict=True):
        left[head].append(tail)
        right[tail].append(head)
    return left, right


def tidied(columns: Columns, order: Floats, written: Floats) -> Floats:
    """Neighbours in a column are swapped where that saves crossings, or costs none and puts
    them as written."""
    left, right = neighbours(columns)
    rows = by_column(columns, order)
    place = place_in_column(columns, order).tolist()
    first = written.tolist()

    def crossed(upper: list[int], lower: list[int]) -> int:
        return sum(place[i] > place[j] for i in upper for j in lower)

    for _ in range(SWEEPS):
        swapped = False
        for row in rows:
            for k in range(len(row) - 1):
                a, b = row[k], row[k + 1]
                now = crossed(left[a], left[b]) + crossed(right[a], right[b])
                then = crossed(left[b], left[a]) + crossed(right[b], right[a])
                if then < now or (then == now and first[b] < first[a]):
                    row[k], row[k + 1] = b, a
                    place[a], place[b] = k + 1, k
                    swapped = True
        if not swapped:
            break
    return np.array(place, np.float64)


def out_of_order(items: Items, columns: Columns, order: Floats) -> int:
    """How many ops get their first operand from below their second, and how many neighbours
    in a column stand in reverse order of creation."""
    place = place_in_column(columns, order)
    source, user = place[columns.edge_tail], items.edge_user
    operands = int(np.sum((user[1:] == user[:-1]) & (source[1:] < source[:-1])))
    cards = np.lexsort((place, columns.column))
    cards = cards[cards < len(items)]
    column = columns.column[cards]
    return operands + int(np.sum((column[1:] == column[:-1]) & (cards[1:] < cards[:-1])))


def best_order(items: Items, columns: Columns, *candidates: Floats) -> Floats:
    """Out of the candidates, their mirror images and our own sweeps, the order with the
    fewest crossings; among equals the one most as written."""
    written = written_order(items, columns)
    tries = [sweep(columns, written)]
    for candidate in candidates:
        tries += [candidate, -candidate]
    if columns.item_count <= MOST_FOR_TIDYING:
        tries = [tidied(columns, order, written) for order in tries]
    return min(
        tries,
        key=lambda order: (
            crossings(columns, order),
            out_of_order(items, columns, order),
        ),
    )
