"""Drawing: which boxes and arrows stand for a graph, before any of them has a place.

Micrograd's `draw_dot` picture: a card for every value, and a small op box in front of every
value that an op made. An arrow runs from each operand's card to the op box, and one from
the op box to its result's card. `a + a` gives two arrows with the same ends.

A large graph is drawn *folded* (see `folded`): a closed group of values is one card with all
the arrows of its members, an open one is a frame around them, and a leaf that many values
use is drawn as a label beside each of them. So may a value be that an op made: it keeps its
card, from which one short arrow leads to its *outlet*, a label that tells how often it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.layout.fold import Fold
from gradviz.layout.items import Bools, BoxSizes, Items, items_of
from gradviz.model.graph import Floats, Graph, Ints
from gradviz.model.repeated import repeated

__all__ = ["BoxSizes", "Drawing"]


MOST_ARROWS = 2
"""A leaf with more users than this can be drawn as a label beside each of them."""
MOST_VALUE_ARROWS = 3
"""And what an op made, with more than this: `t * t + t` is clearer with arrows."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """b boxes, e arrows, without places; see `Items` for how they are numbered.

    In the drawing of a graph that isn't folded item i is node i, and arrow e is edge e.
    """

    graph: Graph
    sizes: BoxSizes
    items: Items
    item_node: Ints  # (i,) the node of a card or label; of a closed group, its last node
    item_group: Ints  # (i,) the closed group an item stands for, -1 for a value
    is_label: Bools  # (i,) it stands beside its only user, or is an outlet
    is_outlet: Bools  # (i,) the label beside the card of what has labels at its users
    item_of_node: Ints  # (n,) the item that shows a node: its card, its group, its first label
    edges: Ints  # (m,) the graph's edges, by arrow; those inside a closed group come first
    edge_start: Ints  # (a + 1,) arrow e stands for edges[edge_start[e]:edge_start[e + 1]]
    frames: Ints  # (f,) the open groups that are drawn as frames, outer ones first
    frame_parent: Ints  # (f,) the frame each stands in, -1 for none
    item_frame: Ints  # (i,) the frame each item stands in, -1 for none
    fold: Fold | None = None
    """Which groups are open; None where nothing is folded."""

    @classmethod
    def of(cls, graph: Graph, sizes: BoxSizes) -> Drawing:
        """Every value a card."""
        n, m = len(graph), graph.edge_count
        nodes = np.arange(n, dtype=np.int32)
        none = np.empty(0, np.int32)
        return cls(
            graph=graph,
            sizes=sizes,
            items=items_of(graph, sizes),
            item_node=nodes,
            item_group=np.full(n, -1, np.int32),
            is_label=np.zeros(n, bool),
            is_outlet=np.zeros(n, bool),
            item_of_node=nodes,
            edges=np.arange(m, dtype=np.int32),
            edge_start=np.arange(m + 1, dtype=np.int32),
            frames=none,
            frame_parent=none,
            item_frame=np.full(n, -1, np.int32),
        )

    @cached_property
    def has_busy_values(self) -> bool:
        """Whether something has so many users that it may be drawn as labels."""
        graph = self.graph
        uses = np.bincount(graph.operands, minlength=len(graph))
        return bool((uses > np.where(graph.opcode == 0, MOST_ARROWS, MOST_VALUE_ARROWS)).any())

    # --- boxes --------------------------------------------------------------------------

    @property
    def box_count(self) -> int:
        return self.items.box_count

    @property
    def arrow_count(self) -> int:
        return self.items.arrow_count

    @property
    def tail(self) -> Ints:
        """(e,) box each arrow starts at."""
        return self.items.tail

    @property
    def head(self) -> Ints:
        """(e,) box each arrow points to."""
        return self.items.head

    @property
    def box_size(self) -> Floats:
        """(b, 2) width and height."""
        return self.items.box_size

    @cached_property
    def box_node(self) -> Ints:
        """(b,) the node each box stands for: an op box stands for its result, a closed group
        for its last value."""
        return np.concatenate([self.item_node, self.item_node[self.items.op_items]])

    @cached_property
    def is_card(self) -> Bools:
        """(b,) the boxes that are the card of a value: no group, no label, no op's circle."""
        out = np.zeros(self.box_count, bool)
        out[: len(self.items)] = (self.item_group < 0) & ~self.is_label
        return out

    @cached_property
    def is_group(self) -> Bools:
        """(b,) the boxes that are the card of a closed group."""
        out = np.zeros(self.box_count, bool)
        out[: len(self.items)] = (self.item_group >= 0) & ~self.is_label
        return out

    @cached_property
    def has_groups(self) -> bool:
        """Whether any is closed and drawn as a card."""
        return bool(self.is_group.any())

    def is_op_box(self, box: int) -> bool:
        return box >= len(self.items)

    def node_of(self, box: int) -> int:
        return int(self.box_node[box])

    def group_of(self, box: int) -> int | None:
        """The closed group a box stands for; None for a value's."""
        group = int(self.item_group[box]) if box < len(self.items) else -1
        return None if group < 0 else group

    def has_labels_for(self, group: int) -> bool:
        """Whether a group is drawn as labels beside what uses its leaves."""
        return bool(self.is_label[self.item_group == group].any())

    def card_box(self, node: int) -> int:
        """The box that shows a node: its card, or the closed group it is in."""
        return int(self.item_of_node[node])

    def boxes_of(self, node: int) -> Ints:
        """Every box that shows a node, or the closed group it is hidden in: one, or with it all
        the labels that stand for it."""
        item = int(self.item_of_node[node])
        if not self._is_labelled[item]:
            return np.array([item], np.int32)
        things, items = self._by_thing
        first, end = (
            np.searchsorted(things, self._thing[item], "left"),
            np.searchsorted(things, self._thing[item], "right"),
        )
        return items[first:end]

    @cached_property
    def _is_labelled(self) -> Bools:
        """(i,) the items that are labels, and the cards of what has some."""
        out = self.is_label.copy()
        out[self.items.operands[self.is_outlet[self.items.edge_user]]] = True
        return out

    def has_outlet(self, node: int) -> bool:
        """Whether a node that has a card is drawn as labels beside its users."""
        item = self.item_of_node[node]
        return bool(self._is_labelled[item] and not self.is_label[item])

    @cached_property
    def _thing(self) -> Ints:
        """(i,) the node an item shows, or the number of nodes and its group."""
        return np.where(self.item_group < 0, self.item_node, len(self.graph) + self.item_group)

    @cached_property
    def _by_thing(self) -> tuple[Ints, Ints]:
        """The things in order, and the item of each."""
        order = np.argsort(self._thing, kind="stable").astype(np.int32)
        return self._thing[order], order

    def get_ready(self) -> None:
        """For `boxes_of` any node."""
        if self._is_labelled.any():
            _ = self._by_thing

    def op_box(self, node: int) -> int | None:
        """The circle in front of a node's card, if there is one and it is shown."""
        item = int(self.item_of_node[node])
        box = int(self.items.op_box[item])
        return None if box < 0 or self.item_group[item] >= 0 else box

    # --- frames -------------------------------------------------------------------------

    def frame_of(self, group: int) -> int | None:
        """The frame around an open group; None where it has none."""
        frame = int(self._frame_of_group[group]) if group < len(self._frame_of_group) else -1
        return None if frame < 0 else frame

    @cached_property
    def _frame_of_group(self) -> Ints:
        out = np.full(int(self.frames.max(initial=-1)) + 1, -1, np.int32)
        out[self.frames] = np.arange(len(self.frames), dtype=np.int32)
        return out

    # --- arrows -------------------------------------------------------------------------

    def edge_of(self, arrow: int) -> int | None:
        """The one edge of the graph an arrow stands for; None for several of them or none: for
        the arrow from an op to its result, or from there to its outlet."""
        if arrow >= self.items.edge_count:
            return None
        first, end = self.edge_start[arrow], self.edge_start[arrow + 1]
        return int(self.edges[first]) if end - first == 1 else None

    def edges_of(self, arrow: int) -> Ints:
        """Every edge an arrow stands for."""
        if arrow >= self.items.edge_count:
            return self.edges[:0]
        return self.edges[self.edge_start[arrow] : self.edge_start[arrow + 1]]

    def have_edges(self, arrows: Ints) -> Bools:
        """Which arrows stand for any edge: not those from an op to its result, and not those
        from a card to its outlet."""
        out = arrows < self.items.edge_count
        some = arrows[out]
        out[out] = self.edge_start[some + 1] > self.edge_start[some]
        return out

    @cached_property
    def arrow_of_edge(self) -> Ints:
        """(m,) the arrow that stands for each edge; -1 for one inside a closed group."""
        out = np.full(self.graph.edge_count, -1, np.int32)
        arrows = np.arange(self.items.edge_count, dtype=np.int32)
        shown = self.edges[self.edge_start[0] :]
        out[shown] = repeated(arrows, np.diff(self.edge_start))
        return out

    def result_arrow(self, node: int) -> int | None:
        """The arrow from a node's op box to its card; None where there is none."""
        box = self.op_box(node)
        return None if box is None else self.items.edge_count + box - len(self.items)
