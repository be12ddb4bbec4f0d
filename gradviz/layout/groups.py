"""Groups: the hierarchy in a graph of scalars, sample > layer > neuron > scalar.

Every group is *convex*: no path leaves it and comes back. So a graph with any of its groups
closed to one card each still has no cycle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gradviz.model.graph import Ints
from gradviz.model.grouping import Groups as ByKey

Number = TypeVar("Number", np.int32, np.float64)


class Kind(IntEnum):
    """What a group is."""

    BATCH = 0
    """All samples of a loss."""
    SAMPLE = 1
    LAYER = 2
    NEURON = 3
    SUM = 4
    """A long chain of additions."""
    PARAMETERS = 5
    """Leaves that corresponding neurons of every sample share."""


def depths(parent: Ints) -> Ints:
    """(g,) how many others are around each, by the one directly around it, -1 for none."""
    out = np.zeros(len(parent), np.int32)
    above = parent.copy()
    while (above >= 0).any():
        out += above >= 0
        above = np.where(above >= 0, parent[above], -1)
    return out


@dataclass(frozen=True, eq=False)
class Groups:
    """g nested groups of a graph's n nodes; a group's number is greater than its parent's.

    Groups with the same `shape` are alike: the same ops, the same wiring and the same groups
    inside, member by member in node order.
    """

    parent: Ints  # (g,) the group that holds each, -1 at the top
    kind: Ints  # (g,) a Kind
    of_node: Ints  # (n,) the innermost group of each node, -1 for none
    shape: Ints  # (g,)
    names: tuple[str, ...]  # (g,) for a person: 'layer 1'
    parameters: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    """The leaves that are weights and biases of neurons, ascending."""

    @classmethod
    def none(cls, nodes: int) -> Groups:
        """A graph without groups."""
        empty = np.zeros(0, np.int32)
        return cls(empty, empty, np.full(nodes, -1, np.int32), empty, ())

    def __len__(self) -> int:
        return len(self.parent)

    def chain(self, group: int) -> list[int]:
        """A group and those around it, the innermost first; empty for -1."""
        out = []
        while group >= 0:
            out.append(group)
            group = int(self.parent[group])
        return out

    @cached_property
    def depth(self) -> Ints:
        """(g,) how many groups are around each."""
        return depths(self.parent)

    @cached_property
    def _by_group(self) -> tuple[Ints, Ints, Ints]:
        """Nodes in an order in which each group's members are one range, and those ranges."""
        # Groups in the order of a walk through the tree: each group's own nodes, then the
        # groups in it, so that what is inside of it follows it without a gap.
        walk = self._walk
        place = np.empty(len(self), np.int64)
        place[walk] = np.arange(len(self))
        inside = np.flatnonzero(self.of_node >= 0)
        at = place[self.of_node[inside]]
        order = inside[np.argsort(at, kind="stable")].astype(np.int32)
        counts = np.bincount(at, minlength=len(self))
        own_start = np.concatenate([[0], np.cumsum(counts)])
        last = np.arange(len(self))  # the place of the last group inside each
        for depth in range(int(self.depth.max(initial=0)), 0, -1):
            here = np.flatnonzero(self.depth == depth)
            np.maximum.at(last, place[self.parent[here]], last[place[here]])
        start = own_start[place].astype(np.int32)
        end = own_start[last[place] + 1].astype(np.int32)
        return order, start, end

    @cached_property
    def _walk(self) -> Ints:
        """(g,) the groups, each followed at once by all that is inside it."""
        sizes = np.ones(len(self), np.int64)
        for group in range(len(self) - 1, -1, -1):
            if self.parent[group] >= 0:
                sizes[self.parent[group]] += sizes[group]
        place = np.zeros(len(self), np.int64)
        free: dict[int, int] = {-1: 0}
        for group, parent in enumerate(self.parent.tolist()):
            place[group] = free[parent]
            free[parent] += int(sizes[group])
            free[group] = int(place[group]) + 1
        out = np.empty(len(self), np.int32)
        out[place] = np.arange(len(self))
        return out

    def members(self, group: int) -> Ints:
        """All nodes in a group, those of inner groups too, ascending."""
        order, start, end = self._by_group
        return np.sort(order[start[group] : end[group]])

    def children(self, group: int) -> Ints:
        """The groups directly in a group; of -1, those at the top."""
        return np.flatnonzero(self.parent == group).astype(np.int32)

    @cached_property
    def sizes(self) -> Ints:
        """(g,) how many nodes are in each, inner groups included."""
        _, start, end = self._by_group
        return (end - start).astype(np.int32)

    @cached_property
    def last_node(self) -> Ints:
        """(g,) the youngest node in each: what comes out of it."""
        return self.over_members(np.maximum, np.arange(len(self.of_node), dtype=np.int32))

    def over_members(self, fold: np.ufunc, values: NDArray[Number]) -> NDArray[Number]:
        """(g,) the least, greatest or the like of a number of each node, over each group's
        members: `groups.over_members(np.maximum, np.abs(grads))`. nan stays nan."""
        order, start = self._own
        out = np.empty(len(self), values.dtype)
        has_own = np.flatnonzero(start[1:] > start[:-1])
        if len(has_own):
            out[has_own] = fold.reduceat(values[order], start[has_own])
        with np.errstate(invalid="ignore"):  # numpy warns of nan here, and only here
            for fresh, rest in self._inner_first:
                # A group without nodes of its own begins with one of its inner groups.
                out[self.parent[fresh]] = out[fresh]
                fold.at(out, self.parent[rest], out[rest])
        return out

    @cached_property
    def _own(self) -> tuple[Ints, Ints]:
        """Nodes by their innermost group, and where those of each group begin."""
        inside = np.flatnonzero(self.of_node >= 0)
        by_group, start = ByKey.of(self.of_node[inside], len(self))
        return inside[by_group].astype(np.int32), start

    @cached_property
    def _inner_first(self) -> list[tuple[Ints, Ints]]:
        """The inner groups, one depth after the other from within: those that are the first to
        tell something to a group without nodes of its own, and all others."""
        _, start = self._own
        is_told = start[1:] > start[:-1]
        out = []
        for depth in range(int(self.depth.max(initial=0)), 0, -1):
            here = np.flatnonzero(self.depth == depth).astype(np.int32)
            _, first = np.unique(self.parent[here], return_index=True)
            is_first = np.zeros(len(here), bool)
            is_first[first] = True
            is_first &= ~is_told[self.parent[here]]
            out.append((here[is_first], here[~is_first]))
        return out
