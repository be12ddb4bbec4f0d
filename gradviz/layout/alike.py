"""Alike: which frames of a drawing look the same inside, so that one of them is laid out.

The demo loss, all open, has 3,300 neuron frames that are of 4 kinds. Two containers are alike
if their units, in order, have the same sizes and the same pieces between them; a frame in them
counts as what it looks like. They are compared by a 64-bit fingerprint, from the innermost out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.cuts import BORDER, Cuts, Longs
from gradviz.layout.drawing import Drawing
from gradviz.layout.groups import depths
from gradviz.layout.prints import Prints, print_of
from gradviz.layout.tied import Tied
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints

_TIE = -7
"""Tells the print of a tie from that of anything else between two units."""


@dataclass(frozen=True, eq=False)
class Insides:
    """What is in each container, numbered from 0 within it, and which containers are alike.

    Entries and exits of a container are numbered by the item that comes in or goes out.
    """

    cuts: Cuts
    units: Longs  # (u,) by container, operands mostly before users
    unit_start: Longs  # (c + 1,)
    place: Longs  # (u,) of each unit within its container
    pieces: Longs  # (p,) by container
    piece_start: Longs  # (c + 1,)
    piece_place: Longs  # (p,)
    entry: Longs  # (p,) of its own container, where a piece comes in; else -1
    into: Longs  # (p,) the entry of the frame that a piece leads to; else -1
    exit: Longs  # (p,) of its own container, where a piece goes out; else -1
    out_of: Longs  # (p,) the exit of the frame that a piece comes from; else -1
    entries: Longs  # (c,) how many
    exits: Longs  # (c,)
    kind: Longs  # (c,) alike containers have the same
    example: Longs  # (k,) a container of each kind, those inside of others first
    tied: Tied

    @classmethod
    def of(cls, drawing: Drawing, cuts: Cuts, look: Ints) -> Insides:
        """`look` tells frames apart that aren't to be laid out alike, by a number each."""
        n, count = len(drawing.items), len(cuts.parent)
        depth = depths(cuts.parent)
        units, unit_start, place = _numbered(
            cuts.unit_container,
            np.concatenate([np.arange(n), _last_item(drawing, cuts, depth)]),
            count,
        )
        comes_in, goes_out = cuts.tail == BORDER, cuts.head == BORDER
        here = cuts.container.astype(np.int64)
        entries = _Ports.of(here[comes_in], cuts.source[comes_in], n, count)
        exits = _Ports.of(here[goes_out], cuts.source[goes_out], n, count)
        entry = entries.number(here, cuts.source, comes_in)
        into = entries.number(cuts.head - n + 1, cuts.source, cuts.head >= n)
        exit_ = exits.number(here, cuts.source, goes_out)
        out_of = exits.number(cuts.tail - n + 1, cuts.source, cuts.tail >= n)

        # Pieces that end at items are in the order of the arrows; the others need one.
        tail = np.where(comes_in, -1 - entry, place[cuts.tail])
        head = np.where(goes_out, len(units) + exit_, place[cuts.head])
        edges = drawing.items.edge_count
        rank = np.arange(len(here))
        shared = np.lexsort((into[edges:], head[edges:], out_of[edges:], tail[edges:]))
        rank[edges + shared] = np.arange(edges, len(here))
        pieces, piece_start, piece_place = _numbered(cuts.container, rank, count)

        nth = np.zeros(len(here), np.int64)
        nth[:edges] = np.arange(edges) - drawing.items.operand_start[drawing.items.edge_user]
        facts = (tail, head, into, out_of, nth)
        sums = np.zeros(count, np.uint64)
        np.add.at(sums, here, print_of(*facts))
        tied = Tied.of(drawing, cuts)
        np.add.at(
            sums,
            tied.container,
            print_of(place[tied.left], place[tied.right], np.full(len(tied.left), _TIE)),
        )
        sums += print_of(np.diff(unit_start), entries.counts, exits.counts, look)
        kind, example = _kinds(_looks(drawing), cuts, depth, place, sums)
        return cls(
            cuts=cuts,
            units=units,
            unit_start=unit_start,
            place=place,
            pieces=pieces,
            piece_start=piece_start,
            piece_place=piece_place,
            entry=entry,
            into=into,
            exit=exit_,
            out_of=out_of,
            entries=entries.counts,
            exits=exits.counts,
            kind=kind,
            example=example,
            tied=tied,
        )

    def ties_in(self, container: int) -> Ints:
        """(t, 2) between units by their numbers within the container."""
        here = self.tied.among(container)
        ends = self.tied.left[here], self.tied.right[here]
        return np.stack([self.place[end] for end in ends], axis=1).astype(np.int32)


@dataclass(frozen=True, eq=False)
class _Ports:
    """The entries, or the exits, of all containers."""

    keys: Longs  # ascending: container, item
    items: int
    start: Longs  # (c + 1,)

    @classmethod
    def of(cls, container: Longs, source: Ints, items: int, count: int) -> _Ports:
        keys = distinct(container * items + source)
        counts = np.bincount(keys // max(items, 1), minlength=count)
        return cls(keys, items, np.concatenate([[0], np.cumsum(counts)]))

    @property
    def counts(self) -> Longs:
        return np.diff(self.start)

    def number(
        self, container: NDArray[np.integer], source: Ints, where: NDArray[np.bool_]
    ) -> Longs:
        """Which port of the container each item has; -1 where it is none."""
        out = np.full(len(source), -1, np.int64)
        at = container[where].astype(np.int64)
        out[where] = np.searchsorted(self.keys, at * self.items + source[where]) - self.start[at]
        return out


def _numbered(container: Ints, key: Longs, count: int) -> tuple[Longs, Longs, Longs]:
    """Things by container and by key within it; where each container's begin; and the place
    of each thing within its container."""
    order = np.lexsort((key, container))
    start = np.concatenate([[0], np.cumsum(np.bincount(container, minlength=count))])
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - start[container[order]]
    return order, start, place


def _last_item(drawing: Drawing, cuts: Cuts, depth: Ints) -> Longs:
    """(f,) the last item in each frame, inner frames included; -1 for an empty one."""
    last = np.full(len(cuts.parent), -1, np.int64)
    container = drawing.item_frame + 1
    last[container] = np.arange(len(container))  # of several, the last is kept
    for level in range(int(depth.max(initial=0)), 0, -1):
        here = np.flatnonzero(depth == level)
        np.maximum.at(last, cuts.parent[here], last[here])
    return last[1:]


def _looks(drawing: Drawing) -> Prints:
    """(i,) a fingerprint of the box of each item."""
    items = drawing.items
    return print_of(
        *(part.view(np.int64) for part in (items.above, items.below)),
        *(items.size[:, k].copy().view(np.int64) for k in (0, 1)),
        (items.op_box >= 0).astype(np.int64) + 2 * drawing.is_label + 4 * drawing.is_outlet,
        drawing.graph.opcode[drawing.item_node],
    )


def _kinds(
    looks: Prints, cuts: Cuts, depth: Ints, place: Longs, sums: Prints
) -> tuple[Longs, Longs]:
    """The kind of each container, and an example of each kind, inner ones first."""
    n, count = len(looks), len(cuts.parent)
    prints = sums.copy()
    np.add.at(prints, cuts.unit_container[:n], print_of(place[:n], looks.view(np.int64)))
    height = np.zeros(count, np.int64)
    for level in range(int(depth.max(initial=0)), 0, -1):
        here = np.flatnonzero(depth == level)
        mixed = print_of(place[n + here - 1], prints[here].view(np.int64))
        np.add.at(prints, cuts.parent[here], mixed)
        np.maximum.at(height, cuts.parent[here], height[here] + 1)
    _, first, kind = np.unique(prints, return_index=True, return_inverse=True)
    inner_first = np.argsort(height[first], kind="stable")
    number = np.empty(len(first), np.int64)
    number[inner_first] = np.arange(len(first))
    return number[kind], first[inner_first]
