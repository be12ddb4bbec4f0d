"""Ranks: the column of each item.

Longest path first: every item stands just past its operands. Then whatever its arrows pull
stronger to the right than to the left follows its users, and what is stretched on its left
goes back.

    w --> * --> + --> +         Longest path puts both products in column 1, and one arrow
    x --> * ----------^         has to skip a column. The lower product is held by nothing but
    v --> *                     its leaves: all three go right, and no arrow is long.

These are plain loops over lists, since every item waits for its operands; a hundred thousand
items take a tenth of a second, in a chain as well as side by side.
"""

from __future__ import annotations

import numpy as np

from gradviz.layout.items import Bools, Items
from gradviz.model.graph import Ints

GOING_BACK = 8
"""Rounds at most in which items go back to the left."""


def item_columns(items: Items) -> Ints:
    """(i,) from 0. Operands always stand further left than their users."""
    items, n = items.with_ties, len(items)
    if not items.edge_count:
        return np.zeros(n, np.int32)
    operands = _Operands.of(items)
    is_leaf = np.diff(items.operand_start) == 0
    users = np.bincount(items.operands, minlength=n)

    longest, held = operands.forwards(is_leaf, _has_one_user(items))
    follows = (users > 0) & (users >= held)
    column = operands.backwards(longest, follows)

    # With more arrows in than out, and all of those in stretched, an item goes back.
    inner = ~is_leaf & (np.diff(items.operand_start) > users)
    for _ in range(GOING_BACK):
        first = _after_operands(items, column)
        back = inner & (column > first)
        if not back.any():
            break
        column[back] = first[back]
    # Leaves stand beside their first user.
    nearest = np.full(n, n, np.int32)
    np.minimum.at(nearest, items.operands, column[items.edge_user])
    column[is_leaf] = nearest[is_leaf] - 1
    column -= column.min()
    return column


class _Operands:
    """The operands of every item: the first, the second, all of them where there are more.

    A missing one is -1, the number of a sentinel at the end of every list; -2 - k as second
    means that `more[k]` has them all.
    """

    def __init__(self, first: list[int], second: list[int], more: list[list[int]]) -> None:
        self._first, self._second, self._more = first, second, more

    @classmethod
    def of(cls, items: Items) -> _Operands:
        start, count = items.operand_start[:-1], np.diff(items.operand_start)
        padded = np.append(items.operands, [-1, -1])
        first = np.where(count > 0, padded[start], -1)
        second = np.where(count > 1, padded[start + 1], -1)
        many = np.flatnonzero(count > 2)
        second[many] = -2 - np.arange(len(many))
        end = items.operand_start[1:]
        more = [items.operands[start[v] : end[v]].tolist() for v in many.tolist()]
        return cls(first.tolist(), second.tolist(), more)

    def forwards(self, is_leaf: Bools, has_one_user: Bools) -> tuple[Ints, Ints]:
        """The longest path to each item; and how many arrows hold it on the left, together
        with all that nothing but it uses. (Leaves hold nothing: they come along.)"""
        column, held = [0] * len(self._first), [0] * len(self._first)
        column.append(-1)
        holds = [0 if leaf else 1 for leaf in is_leaf.tolist()]  # what each adds to its user's
        holds.append(0)
        only = (has_one_user & ~is_leaf).tolist()
        for v, (a, b) in enumerate(zip(self._first, self._second, strict=True)):
            if b >= -1:
                ca, cb = column[a], column[b]
                column[v] = 1 + (ca if ca > cb else cb)
                sum_ = holds[a] + holds[b]
            else:
                all_ = self._more[-2 - b]
                column[v] = 1 + max([column[i] for i in all_])
                sum_ = sum([holds[i] for i in all_])
            held[v] = sum_
            if only[v]:
                holds[v] = sum_
        return np.array(column[:-1], np.int32), np.array(held, np.int32)

    def backwards(self, longest: Ints, follows: Bools) -> Ints:
        """The columns once everything that follows stands right before its nearest user."""
        far = len(longest) + 1
        column = longest.tolist()
        nearest = [far] * (len(column) + 1)
        moves = follows.tolist()
        first, second = self._first, self._second
        for v in range(len(column) - 1, -1, -1):
            at = nearest[v] - 1 if moves[v] else column[v]
            column[v] = at
            a, b = first[v], second[v]
            if b >= -1:
                if at < nearest[a]:
                    nearest[a] = at
                if at < nearest[b]:
                    nearest[b] = at
            else:
                for i in self._more[-2 - b]:
                    if at < nearest[i]:
                        nearest[i] = at
        return np.array(column, np.int32)


def _has_one_user(items: Items) -> Bools:
    """(i,) used by one other item, be it more than once."""
    n = len(items)
    low, high = np.full(n, n, np.int32), np.full(n, -1, np.int32)
    np.minimum.at(low, items.operands, items.edge_user)
    np.maximum.at(high, items.operands, items.edge_user)
    out: Bools = low == high
    return out


def _after_operands(items: Items, column: Ints) -> Ints:
    out = np.zeros(len(items), np.int32)
    np.maximum.at(out, items.edge_user, column[items.operands] + 1)
    return out
