"""Cuts: every arrow of a folded drawing, cut where it crosses the border of a frame.

A *container* is the whole drawing (container 0) or a frame (container f + 1). What stands in
one directly are its *units*: items, and frames (frame f of a drawing of n items is unit n + f).
An arrow between items of different containers becomes pieces, each inside of one container:

    from the item to the right border of its frame        tail: the item      head: BORDER
    across what holds both                                tail, head: the two frames
    from the left border of the other frame to the item   tail: BORDER        head: the item

Pieces of several arrows from the same item through the same border are one and the same piece:
a value comes into a frame once, at its *entry*, and leaves it once, at its *exit*.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.drawing import Drawing
from gradviz.layout.groups import depths
from gradviz.model.graph import Ints

Longs = NDArray[np.int64]

BORDER = -1


@dataclass(frozen=True, eq=False)
class Cuts:
    """p pieces of the a edges between the n items of a drawing; c containers, u units.

    Piece e < a is the last one of edge e, the one that ends at an item.
    """

    container: Ints  # (p,)
    tail: Ints  # (p,) a unit, or BORDER: the piece comes from outside
    head: Ints  # (p,) a unit, or BORDER: the piece goes out
    source: Ints  # (p,) the item that the piece comes from in the end
    pieces: Ints  # the pieces of all edges, each edge's from its tail to its head
    piece_start: Longs  # (a + 1,)
    parent: Ints  # (c,) of each container, -1 for the whole
    unit_container: Ints  # (u,)

    @classmethod
    def of(cls, drawing: Drawing) -> Cuts:
        items = drawing.items
        n, a = len(items), items.edge_count
        frames = len(drawing.frames)
        parent = np.concatenate([[-1], drawing.frame_parent + 1]).astype(np.int32)
        depth = depths(parent)
        source = items.operands
        left = (drawing.item_frame + 1)[items.operands]  # the containers of both ends
        right = (drawing.item_frame + 1)[items.edge_user]
        tail, head = items.operands.copy(), items.edge_user.astype(np.int32)

        # Both ends climb out of their frames until they are in the same container.
        outgoing: list[Longs] = []
        incoming: list[Longs] = []
        last = np.full(a, -1, np.int64)
        while True:
            apart = left != right
            if not apart.any():
                break
            deeper = depth[left] - depth[right]
            up = np.flatnonzero(apart & (deeper >= 0))
            down = np.flatnonzero(apart & (deeper <= 0))
            outgoing.append(_rows(up, left[up], tail[up], np.full(len(up), BORDER)))
            incoming.append(_rows(down, right[down], np.full(len(down), BORDER), head[down]))
            tail[up], left[up] = n + left[up] - 1, parent[left[up]]
            head[down], right[down] = n + right[down] - 1, parent[right[down]]
        edges = np.arange(a)
        rows = np.concatenate(
            [*outgoing, _rows(edges, left, tail, head), *reversed(incoming)]
        ).astype(np.int64)
        edge, where, piece_tail, piece_head = rows[np.argsort(rows[:, 0], kind="stable")].T

        # One piece for all that go the same way, unless they end at an item: there each edge
        # has its own.
        ends = (piece_head >= 0) & (piece_head < n)
        last[edge[ends]] = np.flatnonzero(ends)
        on = np.flatnonzero(~ends)
        way = np.where(piece_head[on] < 0, where[on], frames + 1 + piece_head[on] - n)
        key = source[edge[on]].astype(np.int64) * (2 * frames + 2) + way
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        rep = np.concatenate([last, on[first]])
        pieces = np.empty(len(edge), np.int64)
        pieces[ends] = edge[ends]
        pieces[on] = a + which
        return cls(
            container=where[rep].astype(np.int32),
            tail=piece_tail[rep].astype(np.int32),
            head=piece_head[rep].astype(np.int32),
            source=source[edge[rep]],
            pieces=pieces.astype(np.int32),
            piece_start=np.concatenate([[0], np.cumsum(np.bincount(edge, minlength=a))]),
            parent=parent,
            unit_container=np.concatenate(
                [drawing.item_frame + 1, drawing.frame_parent + 1]
            ).astype(np.int32),
        )


def _rows(*columns: NDArray[np.integer]) -> Longs:
    return np.stack([column.astype(np.int64) for column in columns], axis=1)
