"""Route: the way a backward pass takes through a graph, which no number changes.

Known from the structure alone, so all the recordings of one graph share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gradviz.model.grouping import Groups
from gradviz.model.kernels import PRODUCT, SUM
from gradviz.model.repeated import repeated

if TYPE_CHECKING:
    from gradviz.model.graph import Graph, Ints


@dataclass(frozen=True, eq=False)
class Route:
    """The columns of a `Tape` that hold no gradient, and what follows from them.

    Step 0 seeds the root. Then each node up to the root runs once, in reverse creation
    order, leaves included (they have nothing to pass on).
    """

    step_node: Ints  # (s,)
    step_start: Ints  # (s + 1,)
    target: Ints  # (w,)
    edge: Ints  # (w,)

    @classmethod
    def through(cls, graph: Graph) -> Route:
        nodes = np.arange(graph.root, -1, -1, dtype=np.int32)
        start = graph.operand_start
        counts = (start[1:] - start[:-1])[nodes]
        ends = np.cumsum(counts)  # of each node's writes, the seed not counted
        users = repeated(np.arange(len(nodes)), counts)
        slots = np.arange(len(users)) - (ends - counts)[users]
        edges = start[nodes][users] + slots
        return cls(
            step_node=np.concatenate([[graph.root], nodes]).astype(np.int32),
            step_start=np.concatenate([[0, 1], ends + 1]).astype(np.int32),
            target=np.concatenate([[graph.root], graph.operands[edges]]).astype(np.int32),
            edge=np.concatenate([[-1], edges]).astype(np.int32),
        )

    @cached_property
    def by_target(self) -> Groups:
        return Groups.of(self.target, int(self.target.max()) + 1)

    @cached_property
    def user(self) -> Ints:
        """(w,) the node whose backward makes each write."""
        return repeated(self.step_node, np.diff(self.step_start)).astype(np.int32)

    @cached_property
    def completed_by(self) -> Ints:
        """(w,) the last write to the gradient of each write's user, which it passes on; -1
        where there is none."""
        last = np.full(int(self.step_node.max()) + 1, -1, np.int32)
        last[self.target] = np.arange(len(self.target), dtype=np.int32)  # the last one stays
        return last[self.user]

    @cached_property
    def previous(self) -> Ints:
        """(w,) the write to the same target before each one; -1 where it is the first."""
        out = np.full(len(self.target), -1, np.int32)
        order = self.by_target.order
        targets = self.target[order]
        again = targets[1:] == targets[:-1]
        out[order[1:][again]] = order[:-1][again]
        return out


def places_of_locals(graph: Graph) -> Ints:
    """See `Graph.local_at`."""
    route, n = graph.route, len(graph)
    code = graph.opcode[route.user]
    code[0] = SUM  # the seed
    out = np.full(len(code), n, np.int32)
    product = np.flatnonzero(code == PRODUCT)
    edge = route.edge[product]
    # Of the two edges into a product, which follow one another, the other one.
    out[product] = graph.operands[2 * graph.operand_start[route.user[product]] + 1 - edge]
    looked_up = np.flatnonzero((code != SUM) & (code != PRODUCT))
    out[looked_up] = n + 1 + np.arange(len(looked_up))
    return out
