"""The drawing of a folded graph: cards, closed groups, labels, and the frames around them.

Nothing is lost by folding: every edge of the graph is inside a closed group, or is one of
those that some arrow stands for, once.

    arrow from an item into a value's op    one edge: every operand has its own
    arrow from an item to a closed group    all edges between the two
    arrow from a card to its outlet         none: each edge is an arrow from a label
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.drawing import MOST_ARROWS, MOST_VALUE_ARROWS, Drawing
from gradviz.layout.fold import Fold
from gradviz.layout.groups import Kind
from gradviz.layout.items import Bools, BoxSizes, Items
from gradviz.model.distinct import distinct
from gradviz.model.graph import Graph, Ints

_Keys = NDArray[np.int64]

_RANK = {Kind.LAYER: 1, Kind.NEURON: 2}
"""Which group of parameters goes with a group: that of the layer, of the neuron, or all."""
_LEAF_RANK = 3

_LABEL, _CARD, _OUTLET = range(3)
"""What an item is, in the order in which those of one user stand."""
_NO_EDGE = -1
"""What the arrow from a card to its outlet stands for."""


def folded(graph: Graph, sizes: BoxSizes, fold: Fold) -> Drawing:
    """What is drawn of a graph. Operands come before users in it, as in the graph."""
    things = _Things(graph, fold)
    tail, head = things.of_node[graph.operands], things.of_node[graph.edge_user]
    is_inside = (tail == head) & (tail >= len(graph))
    edge = np.flatnonzero(~is_inside)
    tail, head = tail[edge], head[edge]

    # An item is a thing shown, one use of a thing that is drawn as labels, or an outlet.
    has_label = things.have_labels(graph.operands[edge], head)
    has_outlet = things.have_outlets(graph.operands[edge], head)
    is_by_label = (has_label | has_outlet)[graph.operands[edge]]
    tail = np.where(is_by_label, things.named(graph.operands[edge], head), tail)
    uses = distinct(tail[is_by_label] * things.count + head[is_by_label])
    alone = distinct(things.of_node[~has_label])
    busy = np.flatnonzero(has_outlet)
    thing = np.concatenate([alone, uses // things.count, busy])
    user = np.concatenate([alone, uses % things.count, busy])  # of a label; else the thing itself
    role = np.repeat([_CARD, _LABEL, _OUTLET], [len(alone), len(uses), len(busy)])
    key = (role == _OUTLET) * things.count**2 + thing * things.count + user
    from_key = tail * things.count + np.where(is_by_label, head, tail)
    to_key = head * things.count + head
    to_card, to_outlet = busy * things.count + busy, key[role == _OUTLET]
    tied = uses[np.isin(uses // things.count, busy)]  # a label stands right of what it names
    tied_to = tied // things.count * (things.count + 1)

    order = np.lexsort((thing, role, things.last_node[user]))
    places = _Places(key)
    before = np.concatenate([places.of(some) for some in (from_key, to_card, tied_to)])
    after = np.concatenate([places.of(some) for some in (to_key, to_outlet, tied)])
    order = _operands_first(order, before, after)
    thing, user, role = thing[order], user[order], role[order]
    moved = np.empty(len(order), np.int32)  # where each of them is now
    moved[order] = np.arange(len(order))
    arrow_count = len(edge) + len(busy)
    is_label = role != _CARD
    arrows = _Arrows.of(
        moved[before[:arrow_count]],
        moved[after[:arrow_count]],
        np.concatenate([edge, np.full(len(busy), _NO_EDGE)]),
        np.append(head >= len(graph), np.zeros(len(busy), bool)),
    )
    ties = np.stack([moved[before[arrow_count:]], moved[after[arrow_count:]]], axis=1)

    item_group = np.where(thing >= len(graph), thing - len(graph), -1).astype(np.int32)
    around = things.group_around[user]
    frames = _filled(fold, around)
    return Drawing(
        graph=graph,
        sizes=sizes,
        fold=fold,
        items=_items(graph, sizes, thing, is_label, arrows, ties, things),
        item_node=things.last_node[thing].astype(np.int32),
        item_group=item_group,
        is_label=is_label,
        is_outlet=role == _OUTLET,
        item_of_node=_shown_in(graph, thing, things),
        edges=np.concatenate([np.flatnonzero(is_inside), arrows.edges]).astype(np.int32),
        edge_start=(int(is_inside.sum()) + arrows.start).astype(np.int32),
        frames=frames,
        frame_parent=_index(frames, fold.groups.parent[frames]),
        item_frame=_index(frames, around),
    )


class _Things:
    """What can be shown: node v is thing v, group g of n nodes is thing n + g."""

    def __init__(self, graph: Graph, fold: Fold) -> None:
        n, groups = len(graph), fold.groups
        hidden = fold.hidden_in
        self._graph, self._fold = graph, fold
        self.count = n + len(groups)
        self.of_node: _Keys = np.where(hidden >= 0, n + hidden, np.arange(n)).astype(np.int64)
        self.last_node: _Keys = np.concatenate([np.arange(n), groups.last_node])
        self.group_around: Ints = np.concatenate([groups.of_node, groups.parent])

    def have_labels(self, leaf: Ints, head: _Keys) -> Bools:
        """(n,) the leaves drawn as labels beside each of their users: those with many. The
        parameters of a network all are, or none."""
        n, fold = len(self._graph), self._fold
        if not fold.has_labels:
            return np.zeros(n, bool)
        is_leaf = self._graph.opcode == 0
        whole = self._family
        of_leaves = is_leaf[leaf]
        uses = distinct(whole[leaf[of_leaves]] * self.count + head[of_leaves]) // self.count
        users = np.bincount(uses, minlength=self.count)
        out: Bools = is_leaf & (users[whole] > MOST_ARROWS)
        return out

    def have_outlets(self, operand: Ints, head: _Keys) -> Bools:
        """(n,) the values made by an op that have labels beside their users, and an outlet by
        their card: those with a card and many users."""
        n = len(self._graph)
        if not self._fold.labels_values:
            return np.zeros(n, bool)
        uses = distinct(operand.astype(np.int64) * self.count + head) // self.count
        has_card = (self._graph.opcode != 0) & (self.of_node == np.arange(n))
        out: Bools = has_card & (np.bincount(uses, minlength=n) > MOST_VALUE_ARROWS)
        return out

    @cached_property
    def _family(self) -> _Keys:
        """(n,) the outermost group of parameters that each node is in, or the node itself."""
        group = self._parameter_groups[:, 0].astype(np.int64)
        return np.where(group < 0, np.arange(len(group)), len(group) + group)

    def named(self, leaf: Ints, head: _Keys) -> _Keys:
        """What the label of a leaf beside a user names: the leaf beside a value's op; beside a
        closed group the group of parameters of its rank."""
        n = len(self._graph)
        kind = self._fold.groups.kind
        rank = np.full(self.count, _LEAF_RANK)
        rank[n:] = [_RANK.get(Kind(k), 0) for k in kind.tolist()]
        group = self._parameter_groups[leaf, np.minimum(rank[head], _LEAF_RANK - 1)]
        is_leaf_alone = (rank[head] == _LEAF_RANK) | (group < 0)
        return np.where(is_leaf_alone, leaf, n + group).astype(np.int64)

    def names_of(self, leaf: int) -> list[int]:
        """The things by which a leaf may be shown: itself, then its groups from within."""
        around = self._fold.groups.chain(int(self._fold.groups.of_node[leaf]))
        return [leaf, *(len(self._graph) + group for group in around)]

    @cached_property
    def _parameter_groups(self) -> Ints:
        """(n, ranks) the groups of parameters around each leaf, by rank; the innermost stands
        for those there aren't, -1 for a node in none."""
        groups = self._fold.groups
        n = len(self._graph)
        out = np.full((n, _LEAF_RANK), -1, np.int32)
        if not len(groups) or not self._fold.is_grouped:
            return out
        is_of_leaves = groups.kind == Kind.PARAMETERS
        table = np.full((len(groups), _LEAF_RANK), -1, np.int32)
        for group in np.flatnonzero(is_of_leaves).tolist():  # outer ones come first
            parent = int(groups.parent[group])
            outer = parent >= 0 and bool(is_of_leaves[parent])
            depth = int(groups.depth[group] - groups.depth[groups.chain(group)[-1]])
            if outer:
                table[group] = table[parent]
            table[group, min(depth, _LEAF_RANK - 1) :] = group
        inside = groups.of_node >= 0
        out[inside] = table[groups.of_node[inside]]
        return out


@dataclass(frozen=True, eq=False)
class _Arrows:
    """a arrows between items, by the item they lead to; each stands for some edges, or for none:
    one that leads to an outlet."""

    tail: Ints  # (a,)
    head: Ints  # (a,)
    edges: Ints  # (m,)
    start: Ints  # (a + 1,)

    @classmethod
    def of(cls, tail: _Keys, head: _Keys, edge: _Keys, is_into_group: Bools) -> _Arrows:
        operand = np.where(is_into_group, tail, edge)  # edges go by user, then by operand
        ranked = np.lexsort((edge, operand, head))
        is_new = np.ones(len(ranked), bool)
        is_new[1:] = (np.diff(head[ranked]) != 0) | (np.diff(operand[ranked]) != 0)
        start = np.flatnonzero(is_new)
        is_edge = edge[ranked] != _NO_EDGE
        edges_before = np.concatenate([[0], np.cumsum(is_edge)])
        return cls(
            tail=tail[ranked][start].astype(np.int32),
            head=head[ranked][start].astype(np.int32),
            edges=edge[ranked][is_edge].astype(np.int32),
            start=edges_before[np.append(start, len(ranked))].astype(np.int32),
        )


def _items(
    graph: Graph,
    sizes: BoxSizes,
    thing: _Keys,
    is_label: Bools,
    arrows: _Arrows,
    ties: Ints,
    things: _Things,
) -> Items:
    n = len(graph)
    is_value = (thing < n) & ~is_label
    is_shared = is_value & (np.bincount(arrows.tail, minlength=len(thing)) > 1)
    is_shared[ties[:, 0]] = True
    size = np.where(
        is_value[:, None], sizes.card, np.where(is_label[:, None], sizes.label, sizes.group)
    )
    is_op = is_value.copy()
    is_op[is_value] = graph.opcode[thing[is_value]] != 0
    users = np.bincount(arrows.head, minlength=len(thing))
    return Items(
        operand_start=np.concatenate([[0], np.cumsum(users)]).astype(np.int32),
        operands=arrows.tail,
        root=int(_first_of(thing, things.of_node[graph.root : graph.root + 1])[0]),
        size=size.astype(np.float64),
        above=np.where(is_shared, sizes.tag_above, 0.0),
        below=np.where(
            is_shared, sizes.strip + sizes.tag_below, np.where(is_value, sizes.strip, 0.0)
        ),
        op_items=np.flatnonzero(is_op).astype(np.int32),
        op_size=sizes.op,
        ties=ties,
    )


def _operands_first(order: _Keys, tail: _Keys, head: _Keys) -> _Keys:
    """The order, or the one nearest to it in which every operand stands before its users.

    The last node of a closed layer may be younger than the first user of another.
    """
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    if (place[tail] < place[head]).all():
        return order
    pairs = distinct(place[tail] * len(order) + place[head])
    before, after = pairs // len(order), pairs % len(order)
    waits = np.bincount(after, minlength=len(order)).tolist()
    first = np.searchsorted(before, np.arange(len(order) + 1)).tolist()
    users = after.tolist()
    ready = [i for i, count in enumerate(waits) if count == 0]
    out: list[int] = []
    while ready:
        i = heapq.heappop(ready)
        out.append(i)
        for j in users[first[i] : first[i + 1]]:
            waits[j] -= 1
            if waits[j] == 0:
                heapq.heappush(ready, j)
    assert len(out) == len(order), "a group that can be left and entered again"
    return order[np.array(out, np.int64)]


class _Places:
    """Where keys stand among others, all of which differ: put in order once for all questions."""

    def __init__(self, keys: _Keys) -> None:
        self._order = np.argsort(keys)
        self._ascending = keys[self._order]

    def of(self, wanted: _Keys) -> _Keys:
        out: _Keys = self._order[np.searchsorted(self._ascending, wanted)]
        return out


def _first_of(thing: _Keys, wanted: _Keys) -> Ints:
    """The first item of each thing wanted."""
    different, first = np.unique(thing, return_index=True)
    return first[np.searchsorted(different, wanted)].astype(np.int32)


def _shown_in(graph: Graph, thing: _Keys, things: _Things) -> Ints:
    """(n,) the item that shows each node; of a leaf drawn as labels alone the first of its
    labels, or of those of a group it is in."""
    wanted = things.of_node.copy()
    different, first = np.unique(thing, return_index=True)
    is_there = np.zeros(things.count, bool)
    is_there[different] = True
    missing = np.flatnonzero(~is_there[wanted])
    for node in missing.tolist():
        wanted[node] = next(other for other in things.names_of(node) if is_there[other])
    return first[np.searchsorted(different, wanted)].astype(np.int32)


def _filled(fold: Fold, around: Ints) -> Ints:
    """The frames with an item in them: parameters drawn as labels beside their users leave
    theirs empty."""
    is_filled = np.zeros(len(fold.groups) + 1, bool)  # the last for what is in no group
    here = distinct(around)
    while len(here) and here[-1] >= 0:
        is_filled[here] = True
        here = distinct(fold.groups.parent[here[here >= 0]])
    return fold.frames[is_filled[fold.frames]]


def _index(frames: Ints, group: Ints) -> Ints:
    """The place of each group among the frames, -1 for one that isn't there."""
    if not len(frames):
        return np.full(len(group), -1, np.int32)
    at = np.minimum(np.searchsorted(frames, group), len(frames) - 1)
    return np.where(frames[at] == group, at, -1).astype(np.int32)
