"""Shapes: which groups are alike, member by member in node order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.groups import Kind
from gradviz.model.graph import Graph, Ints
from gradviz.model.grouping import Groups as ByKey

Prints = NDArray[np.uint64]


def find_shapes(graph: Graph, parent: Ints, kind: Ints, of_node: Ints) -> Ints:
    """(g,) the same number for groups with the same ops, wiring and groups inside.

    Groups are numbered so that what is in a group follows it without a gap. Each group's
    facts are added up as 64-bit fingerprints, each fact mixed with the place it is at.
    """
    g = len(parent)
    prints = _mixed([kind])
    depth = _depths(parent)
    around = of_node.copy()  # the group of this depth around each node
    edge = np.flatnonzero((of_node[graph.edge_user] >= 0) & (of_node[graph.operands] >= 0))
    for level in range(int(depth.max(initial=-1)), -1, -1):
        order, group, place = _in_groups(np.where(depth[around] == level, around, -1), g)
        _add(prints, group, [place[order], of_node[order] - group])
        own = order[of_node[order] == group]
        _add(
            prints,
            of_node[own],
            [place[own], graph.opcode[own], graph.constant[own].view(np.int64)],
        )
        tail, head = graph.operands[edge], graph.edge_user[edge]
        is_here = (around[tail] == around[head]) & (place[head] >= 0)
        here, tail, head = edge[is_here], tail[is_here], head[is_here]
        nth = here - graph.operand_start[head]
        _add(prints, around[head], [place[tail], place[head], nth])
        edge = edge[~is_here]

        # What is in the groups of this depth is known: tell those around them.
        inner = np.flatnonzero((depth == level) & (parent >= 0))
        outer = parent[inner]
        _add(prints, outer, [inner - outer, prints[inner].view(np.int64)])
        above = parent[group]
        # There is one batch: nothing to compare it with.
        around[order] = np.where(kind[above] == Kind.BATCH, -1, above)
    return np.unique(prints, return_inverse=True)[1].astype(np.int32)


def _in_groups(group: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """The nodes that are in a group, by group; the group of each of these; and the place of
    each node in its group, -1 for none."""
    inside = np.flatnonzero(group >= 0)
    order, start = ByKey.of(group[inside], count)
    order = inside[order]
    of_each = group[order]
    place = np.full(len(group), -1, np.int32)
    place[order] = np.arange(len(order)) - start[of_each]
    return order, of_each, place


def _add(prints: Prints, group: Ints, facts: list[NDArray[np.integer]]) -> None:
    np.add.at(prints, group, _mixed(facts))


def _mixed(facts: list[NDArray[np.integer]]) -> Prints:
    """A fingerprint of each row of facts (splitmix64 over them)."""
    out = np.zeros(len(facts[0]), np.uint64)
    for fact in facts:
        out ^= fact.astype(np.int64).view(np.uint64)
        out += np.uint64(0x9E3779B97F4A7C15)
        out ^= out >> np.uint64(30)
        out *= np.uint64(0xBF58476D1CE4E5B9)
        out ^= out >> np.uint64(27)
        out *= np.uint64(0x94D049BB133111EB)
        out ^= out >> np.uint64(31)
    return out


def _depths(parent: Ints) -> Ints:
    depth = np.zeros(len(parent), np.int32)
    above = parent.copy()
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, parent[above], -1)
    return depth
