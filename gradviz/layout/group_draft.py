"""A draft of groups: they are thought of kind by kind, and numbered when all are known."""

from __future__ import annotations

import numpy as np

from gradviz.layout.groups import Groups, Kind
from gradviz.layout.shapes import find_shapes
from gradviz.model.graph import Graph, Ints


class GroupDraft:
    """Groups in the order in which they are thought of."""

    def __init__(self, nodes: int) -> None:
        self.of_node = np.full(nodes, -1, np.int32)
        self._parents: list[Ints] = []
        self._kinds: list[Ints] = []
        self._names: list[str] = []

    def add(self, kind: Kind, parents: Ints, names: list[str]) -> Ints:
        """The numbers of new groups in these parents, which have been added before."""
        first = len(self._names)
        self._parents.append(parents.astype(np.int32))
        self._kinds.append(np.full(len(names), kind, np.int32))
        self._names += names
        return np.arange(first, len(self._names), dtype=np.int32)

    def add_one(self, kind: Kind, parent: int, name: str) -> int:
        return int(self.add(kind, np.array([parent]), [name])[0])

    def groups(self, graph: Graph, parameters: Ints) -> Groups:
        """Numbered anew: what is in a group follows it without a gap."""
        if not self._names:
            return Groups.none(len(graph))
        parents = np.concatenate(self._parents)
        place = _walked(parents)
        order = np.argsort(place)
        with_top = np.append(place, -1).astype(np.int32)  # -1 stays -1
        parent = with_top[parents[order]]
        kind = np.concatenate(self._kinds)[order]
        of_node = with_top[self.of_node]
        names = tuple(self._names[i] for i in order.tolist())
        shape = find_shapes(graph, parent, kind, of_node)
        return Groups(parent, kind, of_node, shape, names, parameters)


def _walked(parents: Ints) -> Ints:
    """The place of each group in a walk through all, each followed by those in it."""
    above = parents.tolist()
    sizes = [1] * len(above)
    for group in range(len(above) - 1, -1, -1):
        if above[group] >= 0:
            sizes[above[group]] += sizes[group]
    free = [0] * (len(above) + 1)  # the last one is for the top
    place = []
    for group, parent in enumerate(above):
        place.append(free[parent])
        free[parent] += sizes[group]
        free[group] = place[group] + 1
    return np.array(place, np.int32)
