"""Items: what a layout arranges, whatever the boxes stand for.

An item is a card and, where an op made it, the op's circle in front of it, in one line with
it. The same arrays serve a whole graph, and the inside of one group of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gradviz.model.graph import Floats, Graph, Ints
from gradviz.model.repeated import repeated

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Items:
    """i items and a edges between them, in an order in which operands come before users.

    `operands[operand_start[k]:operand_start[k + 1]]` are what item k uses, repeats kept. Boxes
    are numbered cards first: item k's card is box k, the circle of `op_items[j]` is box
    i + j. Arrows are numbered edges first, then the ones from a circle to its card.
    """

    operand_start: Ints  # (i + 1,)
    operands: Ints  # (a,)
    root: int
    size: Floats  # (i, 2) width and height of each card, in px
    above: Floats  # (i,) room kept free above a card
    below: Floats  # (i,)
    op_items: Ints  # (k,) the items with a circle in front, ascending
    op_size: tuple[float, float]
    entry: Floats | None = None
    """(a,) how far below the middle of its user's card an edge ends; nan, or None for all:
    wherever it looks best."""
    exit: Floats | None = None
    """(a,) how far below the middle of its operand's card an edge begins; nan or None alike."""
    ties: Ints | None = None
    """(t, 2) the first item of each stands left of the second, though no arrow leads there."""

    def __len__(self) -> int:
        return len(self.size)

    @property
    def edge_count(self) -> int:
        return len(self.operands)

    @cached_property
    def edge_user(self) -> Ints:
        """(a,) the item that uses the operand of each edge."""
        counts = np.diff(self.operand_start)
        return repeated(np.arange(len(self), dtype=np.int32), counts).astype(np.int32)

    @cached_property
    def with_ties(self) -> Items:
        """The same with an edge for every tie, to find out what stands left of what."""
        if self.ties is None or not len(self.ties):
            return self
        user = np.concatenate([self.edge_user, self.ties[:, 1]])
        by_user = np.argsort(user, kind="stable")
        counts = np.bincount(user, minlength=len(self))
        return replace(
            self,
            operand_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            operands=np.concatenate([self.operands, self.ties[:, 0]])[by_user].astype(np.int32),
            entry=None,
            exit=None,
            ties=None,
        )

    @cached_property
    def op_box(self) -> Ints:
        """(i,) the box of each item's circle, -1 for none."""
        out = np.full(len(self), -1, np.int32)
        out[self.op_items] = len(self) + np.arange(len(self.op_items), dtype=np.int32)
        return out

    @cached_property
    def box_size(self) -> Floats:
        """(b, 2) width and height."""
        ops = np.broadcast_to(np.array(self.op_size), (len(self.op_items), 2))
        return np.concatenate([self.size, ops])

    @cached_property
    def tail(self) -> Ints:
        """(e,) the box each arrow starts at."""
        return np.concatenate([self.operands, self.op_box[self.op_items]]).astype(np.int32)

    @cached_property
    def head(self) -> Ints:
        """(e,) the box each arrow points to."""
        circle = self.op_box[self.edge_user]
        into = np.where(circle >= 0, circle, self.edge_user)
        return np.concatenate([into, self.op_items]).astype(np.int32)

    @property
    def box_count(self) -> int:
        return len(self) + len(self.op_items)

    @property
    def arrow_count(self) -> int:
        return len(self.operands) + len(self.op_items)


@dataclass(frozen=True)
class BoxSizes:
    """Sizes in px. Room is kept for what appears while stepping, so that nothing ever moves:
    below every card for its accumulation strip, and around a value that is used more than
    once (only there can a contribution be lost) for the tags that say so."""

    card: tuple[float, float]
    op: tuple[float, float]
    strip: float = 0.0
    tag_above: float = 0.0
    tag_below: float = 0.0
    group: tuple[float, float] = (208.0, 92.0)
    """The card of a closed group."""
    label: tuple[float, float] = (136.0, 32.0)
    """What is drawn beside each of its users: a busy leaf, or a value that is made elsewhere."""


def items_of(graph: Graph, sizes: BoxSizes) -> Items:
    """One item a node."""
    n = len(graph)
    is_shared = np.bincount(graph.operands, minlength=n) > 1
    return Items(
        operand_start=graph.operand_start,
        operands=graph.operands,
        root=graph.root,
        size=np.tile(np.array(sizes.card), (n, 1)),
        above=np.where(is_shared, sizes.tag_above, 0.0),
        below=np.where(is_shared, sizes.strip + sizes.tag_below, sizes.strip),
        op_items=np.flatnonzero(graph.opcode != 0).astype(np.int32),
        op_size=sizes.op,
    )
