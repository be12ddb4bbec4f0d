"""Shapes: which groups are alike, member by member in node order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.groups import Kind, depths
from gradviz.layout.prints import Prints, print_of
from gradviz.model.graph import Graph, Ints
from gradviz.model.grouping import Groups as ByKey


def find_shapes(graph: Graph, parent: Ints, kind: Ints, of_node: Ints) -> Ints:
    """(g,) the same number for groups with the same ops, wiring and groups inside.

    Groups are numbered so that what is in a group follows it without a gap. Each group's
    facts are added up as 64-bit fingerprints, each fact mixed with the place it is at.
    """
    g = len(parent)
    prints = print_of(kind)
    depth = depths(parent)
    around = of_node.copy()  # the group of this depth around each node
    nodes = np.flatnonzero(of_node >= 0)
    level_of = np.where(of_node >= 0, depth[of_node], -1)
    tail, head = graph.operands, graph.edge_user
    edge = np.flatnonzero((level_of[head] >= 0) & (level_of[tail] >= 0))
    tail, head, nth = tail[edge], head[edge], edge - graph.operand_start[head[edge]]
    place = np.empty(len(of_node), np.int32)  # of each node in that group
    for level in range(int(depth.max(initial=-1)), -1, -1):
        here = nodes[(level_of[nodes] >= level) & (around[nodes] >= 0)]
        by_group, start = ByKey.of(around[here], g)
        order = here[by_group]
        group, inner = around[order], of_node[order]
        place[order] = np.arange(len(order)) - start[group]
        _add(prints, group, [place[order], inner - group])
        own = order[inner == group]
        constant = graph.constant[own].view(np.int64)
        _add(prints, of_node[own], [place[own], graph.opcode[own], constant])

        is_inner = (around[tail] == around[head]) & (level_of[head] >= level)
        is_inner &= around[head] >= 0
        inner_tail, inner_head = tail[is_inner], head[is_inner]
        _add(prints, around[inner_head], [place[inner_tail], place[inner_head], nth[is_inner]])
        tail, head, nth = tail[~is_inner], head[~is_inner], nth[~is_inner]

        # What is in the groups of this depth is known: tell those around them.
        inside = np.flatnonzero((depth == level) & (parent >= 0))
        outer = parent[inside]
        _add(prints, outer, [inside - outer, prints[inside].view(np.int64)])
        above = parent[group]
        # There is one batch: nothing to compare it with.
        around[order] = np.where(kind[above] == Kind.BATCH, -1, above)
    return np.unique(prints, return_inverse=True)[1].astype(np.int32)


def _add(prints: Prints, group: Ints, facts: list[NDArray[np.integer]]) -> None:
    np.add.at(prints, group, print_of(*facts))
