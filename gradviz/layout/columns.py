"""Columns: which column each item stands in, and where long arrows pass through others.

An arrow that skips columns passes each of them between the cards; all arrows of
one item that pass the same column pass it side by side, as one further item, a *trunk*.
With trunks every link leads from a column to the very next one, which is what ordering,
spacing and routing need: an arrow that keeps to its trunks can't run over a card.

    column 0    column 1    column 2
    a           a * b       (a * b) + a        the arrow from a to + passes column 1
    b           trunk of a                     through a trunk
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.items import Items
from gradviz.model.graph import Floats, Ints

CARD_GAP = 16.0
"""Free height between the rooms of two cards in a column."""
LANE = 12.0
"""Between two arrows that pass a column side by side."""
REPEAT_LANE = 44.0
"""Between two such arrows to the same op (`a * a`): each carries a chip."""
TRUNK_GAP = 12.0
WIDEST_TRUNK = 240.0
MOST_TRUNKS = 60_000
MOST_LANES = 600_000
"""Above that, long arrows run straight on, over cards: at such a size nobody sees a card."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Of n items; the numbers from n on are trunks."""

    column: Ints  # (i,) of each item, from 0
    owner: Ints  # (i,) the item a trunk belongs to; an item itself
    above: Floats  # (i,) room kept free above an item's line, the middle of a card
    below: Floats  # (i,)
    tail: Ints  # (l,) items; every link leads to the next column
    head: Ints  # (l,)
    weight: Ints  # (l,) how much a straight link is worth
    trunk_start: Ints  # (n + 1,) trunks trunk_start[v]:trunk_start[v + 1], by column, are v's
    edge_tail: Ints  # (m,) the item or trunk each edge comes from last, before its user

    @property
    def item_count(self) -> int:
        return len(self.column)

    @property
    def column_count(self) -> int:
        return int(self.column.max()) + 1 if len(self.column) else 0

    @classmethod
    def of(cls, items: Items) -> Columns:
        n = len(items)
        column = item_columns(items)
        user = items.edge_user
        last = column.copy()
        np.maximum.at(last, items.operands, column[user])

        passes = np.maximum(last - column - 1, 0)
        span = column[user] - column[items.operands]
        if passes.sum() > MOST_TRUNKS or (span - 1).sum(dtype=np.int64) > MOST_LANES:
            passes[:] = 0
        trunk_start = (n + np.concatenate([[0], np.cumsum(passes)])).astype(np.int32)
        trunk_owner = np.repeat(np.arange(n, dtype=np.int32), passes)
        trunk_index = np.arange(len(trunk_owner)) - (trunk_start[trunk_owner] - n)
        trunk_column = column[trunk_owner] + 1 + trunk_index

        # An edge leaves its value's last trunk before the user's column, or the card itself.
        edge_tail = np.where(
            (span >= 2) & (passes[items.operands] > 0),
            trunk_start[items.operands] + span - 2,
            items.operands,
        ).astype(np.int32)

        # Links: along every trunk, and from the last item of every edge into its user.
        trunks = np.arange(n, n + len(trunk_owner), dtype=np.int32)
        before = np.where(trunk_index == 0, trunk_owner, trunks - 1)
        near = column[user] - np.concatenate([column, trunk_column])[edge_tail] == 1
        pair = edge_tail[near].astype(np.int64) * n + user[near]
        pair, count = np.unique(pair, return_counts=True)
        along = np.where(trunk_index == 0, 1, 6)
        half_card = (items.size[:, 1] + CARD_GAP) / 2
        half_trunk = (trunk_spread(items, column)[trunk_owner] + TRUNK_GAP) / 2
        return cls(
            column=np.concatenate([column, trunk_column]).astype(np.int32),
            owner=np.concatenate([np.arange(n), trunk_owner]).astype(np.int32),
            above=np.concatenate([half_card + items.above, half_trunk]),
            below=np.concatenate([half_card + items.below, half_trunk]),
            tail=np.concatenate([before, pair // max(n, 1)]).astype(np.int32),
            head=np.concatenate([trunks, pair % max(n, 1)]).astype(np.int32),
            weight=np.concatenate([along, count]).astype(np.int32),
            trunk_start=trunk_start,
            edge_tail=edge_tail,
        )


def item_columns(items: Items) -> Ints:
    """The column of each item: past all of its operands, and not further left of its users
    than something holds it there. (Leaves end up beside their first user.)"""
    n = len(items)
    start, operands = items.operand_start.tolist(), items.operands.tolist()
    column = [0] * n
    for v in range(n):
        if start[v] < start[v + 1]:
            column[v] = 1 + max([column[i] for i in operands[start[v] : start[v + 1]]])

    # Moving a node right shortens each arrow out of it and lengthens each arrow in that
    # can't follow: an operand follows if nothing else uses it.
    users = np.bincount(items.operands, minlength=n).tolist()
    nearest = [len(items) + 1] * n
    own_users: list[int] = [-1] * n  # the only user, -2 for several
    for v in range(n):
        for i in operands[start[v] : start[v + 1]]:
            own_users[i] = v if own_users[i] in (-1, v) else -2
    held = [0] * n
    for v in range(n):
        for i in operands[start[v] : start[v + 1]]:
            held[v] += held[i] if own_users[i] == v else 1
    for v in range(n - 1, -1, -1):
        if users[v] and users[v] > held[v]:
            column[v] = max(column[v], nearest[v] - 1)
        for i in operands[start[v] : start[v + 1]]:
            nearest[i] = min(nearest[i], column[v])
    return np.array(column, np.int32)


def trunk_spread(items: Items, column: Ints) -> Floats:
    """(n,) from the first to the last of a value's arrows where they pass a column."""
    long = column[items.edge_user] - column[items.operands] >= 2
    tail, user = items.operands[long], items.edge_user[long]
    arrows = np.bincount(tail, minlength=len(items))
    pairs = np.unique(tail.astype(np.int64) * len(items) + user)
    ends = np.bincount((pairs // max(len(items), 1)).astype(np.int64), minlength=len(items))
    spread = LANE * np.maximum(ends - 1, 0) + REPEAT_LANE * (arrows - ends)
    return np.minimum(spread, WIDEST_TRUNK).astype(np.float64)
