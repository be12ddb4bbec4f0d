"""Joined: a graph seen as trees, by joining every value that is used once to its user.

    (x1 * w1 + x2 * w2 + b).relu()      one tree, if nothing else uses its inner values

Trees have no cycle among them: what leaves a tree leaves it from its head, which depends on
all of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.layout.items import Bools
from gradviz.model.graph import Graph, Ints
from gradviz.model.ops import ADD, CODE, MUL, OPS

_IS_NONLINEAR = np.array([op.is_nonlinear for op in OPS])


@dataclass(frozen=True, eq=False)
class Joined:
    """The facts about a graph's nodes and edges that finding groups begins with."""

    graph: Graph

    @property
    def tail(self) -> Ints:
        """(m,) the operand of each edge."""
        return self.graph.operands

    @property
    def head(self) -> Ints:
        """(m,) the user."""
        return self.graph.edge_user

    @cached_property
    def is_leaf(self) -> Bools:
        return np.equal(self.graph.opcode, 0)

    @cached_property
    def is_add(self) -> Bools:
        return np.equal(self.graph.opcode, CODE[ADD.name])

    @cached_property
    def is_mul(self) -> Bools:
        return np.equal(self.graph.opcode, CODE[MUL.name])

    @cached_property
    def is_nonlinear(self) -> Bools:
        """Of an op that the table doesn't have, one of a single operand."""
        code = self.graph.opcode
        is_unknown_function = (code < 0) & (np.diff(self.graph.operand_start) == 1)
        return np.where(code < 0, is_unknown_function, _IS_NONLINEAR[code])

    @cached_property
    def user(self) -> Ints:
        """(n,) the last user of each node; the node itself if there is none."""
        user = np.arange(len(self.graph), dtype=np.int32)
        user[self.tail] = self.head  # edges are in the order of their users
        return user

    @cached_property
    def is_used_once(self) -> Bools:
        """By one node, be it twice (`a * a`)."""
        first = np.arange(len(self.graph), dtype=np.int32)
        first[self.tail[::-1]] = self.head[::-1]
        return np.equal(first, self.user) & np.not_equal(self.user, np.arange(len(self.graph)))

    def up(self, cut: Bools) -> Ints:
        """(n,) the only user of each node that has just one and isn't cut off; else itself."""
        own = np.arange(len(self.graph), dtype=np.int32)
        return np.where(self.is_used_once & ~cut, self.user, own)


def tops(up: Ints) -> Ints:
    """Where one gets by following `up` until a node that leads to itself."""
    while True:
        further = up[up]
        if np.array_equal(further, up):
            return up
        up = further


def spread(marked: Bools, up: Ints) -> Bools:
    """What is marked and all that is above it by `up`."""
    marked = marked.copy()
    while True:
        marked[up[marked]] = True
        further = up[up]
        if np.array_equal(further, up):
            return marked
        up = further


def with_operand(joined: Joined, wanted: Bools) -> Bools:
    """(n,) whether any operand is one of those wanted."""
    out = np.zeros(len(joined.graph), bool)
    out[joined.head[wanted[joined.tail]]] = True
    return out
