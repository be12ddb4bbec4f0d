"""Drawing: which boxes and arrows stand for a graph, before any of them has a place.

Micrograd's `draw_dot` picture: a card for every value, and a small op box in front of every
value that an op made. An arrow runs from each operand's card to the op box, and one from
the op box to its result's card.

Boxes: card of node i is box i; op box of the k-th node that has an op is box n + k.
Arrows: arrow e, for e < m, is the graph's edge e; arrow m + k leads from op box n + k to its
card. So `a + a` gives two arrows with the same ends and different numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.model.graph import Floats, Graph, Ints


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


@dataclass(frozen=True, eq=False)
class Drawing:
    """b boxes, e arrows, without places."""

    graph: Graph
    sizes: BoxSizes
    op_nodes: Ints  # (k,) the nodes that have an op box, in creation order
    tail: Ints  # (e,) box each arrow starts at
    head: Ints  # (e,) box each arrow points to

    @classmethod
    def of(cls, graph: Graph, sizes: BoxSizes) -> Drawing:
        n = len(graph)
        op_nodes = np.flatnonzero(graph.opcode != 0).astype(np.int32)
        op_box = np.full(n, -1, np.int32)
        op_box[op_nodes] = n + np.arange(len(op_nodes), dtype=np.int32)
        return cls(
            graph=graph,
            sizes=sizes,
            op_nodes=op_nodes,
            tail=np.concatenate([graph.operands, op_box[op_nodes]]).astype(np.int32),
            head=np.concatenate([op_box[graph.edge_user], op_nodes]).astype(np.int32),
        )

    @property
    def box_count(self) -> int:
        return len(self.graph) + len(self.op_nodes)

    @property
    def arrow_count(self) -> int:
        return len(self.tail)

    def is_op_box(self, box: int) -> bool:
        return box >= len(self.graph)

    def node_of(self, box: int) -> int:
        """The graph node a box stands for: an op box stands for its result."""
        n = len(self.graph)
        return box if box < n else int(self.op_nodes[box - n])

    @cached_property
    def box_size(self) -> Floats:
        """(b, 2) width and height."""
        out = np.empty((self.box_count, 2))
        out[: len(self.graph)] = self.sizes.card
        out[len(self.graph) :] = self.sizes.op
        return out

    @cached_property
    def rooms(self) -> tuple[Floats, Floats]:
        """(n,) and (n,): the room to keep free above and below each card."""
        n = len(self.graph)
        is_shared = np.bincount(self.graph.operands, minlength=n) > 1
        sizes = self.sizes
        above = np.where(is_shared, sizes.tag_above, 0.0)
        return above, np.where(is_shared, sizes.strip + sizes.tag_below, sizes.strip)

    def edge_of(self, arrow: int) -> int | None:
        """The graph's edge an arrow stands for; None for the arrow from an op to its result."""
        return arrow if arrow < self.graph.edge_count else None

    def result_arrow(self, node: int) -> int | None:
        """The arrow from a node's op box to its card; None for a leaf."""
        k = int(np.searchsorted(self.op_nodes, node))
        if k == len(self.op_nodes) or self.op_nodes[k] != node:
            return None
        return self.graph.edge_count + k

    def op_box(self, node: int) -> int | None:
        arrow = self.result_arrow(node)
        return None if arrow is None else len(self.graph) + arrow - self.graph.edge_count
