"""Columns: where long arrows pass through the columns between their ends.

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
from gradviz.layout.ranks import item_columns
from gradviz.model.distinct import distinct
from gradviz.model.graph import Floats, Ints
from gradviz.model.repeated import repeated

CARD_GAP = 16.0
"""Free height between the rooms of two cards in a column."""
LANE = 12.0
"""Between two arrows that pass a column side by side."""
REPEAT_LANE = 44.0
"""Between two such arrows to the same op (`a * a`): each carries a chip."""
TRUNK_GAP = 12.0
WIDEST_TRUNK = 240.0
MOST_LANES = 1_000_000
"""Arrows that pass a column, of all columns. Above that the longest run straight on, over
cards: at such a size nobody sees a card."""


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
        span = column[user] - column[items.operands]
        passes = _passes(items, span)
        trunk_start = (n + np.concatenate([[0], np.cumsum(passes)])).astype(np.int32)
        trunk_owner = repeated(np.arange(n, dtype=np.int32), passes)
        trunks = np.arange(n, n + len(trunk_owner), dtype=np.int32)
        nth = trunks - trunk_start[trunk_owner]
        all_columns = np.concatenate([column, column[trunk_owner] + 1 + nth])

        # An edge leaves its value's last trunk before the user's column, or the card itself.
        edge_tail = np.where(
            (span >= 2) & (passes[items.operands] > 0),
            trunk_start[items.operands] + span - 2,
            items.operands,
        ).astype(np.int32)

        # Links: along every trunk, and from the last item of every edge into its user.
        near = column[user] - all_columns[edge_tail] == 1
        pair = edge_tail[near].astype(np.int64) * n + user[near]
        pair, count = np.unique(pair, return_counts=True)
        half_card = (items.size[:, 1] + CARD_GAP) / 2
        half_trunk = (trunk_spread(items, span)[trunk_owner] + TRUNK_GAP) / 2
        return cls(
            column=all_columns.astype(np.int32),
            owner=np.concatenate([np.arange(n, dtype=np.int32), trunk_owner]),
            above=np.concatenate([half_card + items.above, half_trunk]),
            below=np.concatenate([half_card + items.below, half_trunk]),
            tail=np.concatenate([np.where(nth == 0, trunk_owner, trunks - 1), pair // max(n, 1)])
            .astype(np.int32),
            head=np.concatenate([trunks, pair % max(n, 1)]).astype(np.int32),
            weight=np.concatenate([np.where(nth == 0, 1, 6), count]).astype(np.int32),
            trunk_start=trunk_start,
            edge_tail=edge_tail,
        )  # fmt: skip


def _passes(items: Items, span: Ints) -> Ints:
    """(n,) how many columns each item's arrows pass."""
    passes = np.zeros(len(items), np.int32)
    np.maximum.at(passes, items.operands, span - 1)
    if (span - 1).sum(dtype=np.int64) > MOST_LANES:
        lanes = np.bincount(items.operands, span - 1, len(items))
        order = np.argsort(passes, kind="stable")
        passes[order[np.cumsum(lanes[order]) > MOST_LANES]] = 0
    return passes


def trunk_spread(items: Items, span: Ints) -> Floats:
    """(n,) from the first to the last of a value's arrows where they pass a column."""
    long = span >= 2
    tail, user = items.operands[long], items.edge_user[long]
    arrows = np.bincount(tail, minlength=len(items))
    pairs = distinct(tail.astype(np.int64) * len(items) + user)
    ends = np.bincount((pairs // max(len(items), 1)).astype(np.int64), minlength=len(items))
    spread = LANE * np.maximum(ends - 1, 0) + REPEAT_LANE * (arrows - ends)
    return np.minimum(spread, WIDEST_TRUNK).astype(np.float64)
