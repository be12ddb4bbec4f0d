"""Parts: some units of an Inside as an Inside of their own, and the arrows cut at its border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.inside import Inside
from gradviz.layout.items import Bools
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints


@dataclass(frozen=True, eq=False)
class Part:
    units: Ints  # their numbers in the whole
    inside: Inside
    piece: Ints  # (e,) the arrow of the part that each arrow of the whole is or has in it, or -1
    entry: dict[int, int]  # the entry of each thread that comes in
    exit: dict[int, int]  # the exit of each thread that goes out


def threads(inside: Inside) -> Ints:
    """(e,) arrows that start at the same point are of one thread: they are drawn as one as
    long as they go the same way."""
    at = np.where(np.isnan(inside.leave), 0.0, inside.leave)
    start = np.stack([inside.tail, inside.entry, at], axis=1)
    _, thread = np.unique(start, axis=0, return_inverse=True)
    return thread.reshape(-1).astype(np.int32)


def part_of(inside: Inside, thread: Ints, is_in: Bools) -> Part:
    """The part of the units that are in, with a port for each thread through its border."""
    units = np.flatnonzero(is_in)
    number = np.full(len(inside) + 1, -1, np.int64)  # the last for the border
    number[units] = np.arange(len(units))
    tail, head = number[inside.tail], number[inside.head]
    comes, goes = (tail < 0) & (head >= 0), (tail >= 0) & (head < 0)
    within = np.flatnonzero((tail >= 0) & (head >= 0))
    coming, going = np.flatnonzero(comes), np.flatnonzero(goes)
    entry = {int(t): k for k, t in enumerate(distinct(thread[coming]))}
    out, first, which = np.unique(thread[going], return_index=True, return_inverse=True)
    exit_ = {int(t): k for k, t in enumerate(out)}
    going_once = going[first]
    order = np.argsort(np.concatenate([within, coming, going_once]), kind="stable")
    arrows = np.concatenate([within, coming, going_once])[order]
    place = np.empty(len(arrows), np.int64)
    place[order] = np.arange(len(arrows))
    piece = np.full(len(thread), -1, np.int64)
    piece[within] = place[: len(within)]
    piece[coming] = place[len(within) : len(within) + len(coming)]
    piece[going] = place[len(within) + len(coming) :][which]
    return Part(
        units=units.astype(np.int32),
        inside=Inside(
            size=inside.size[units],
            above=inside.above[units],
            below=inside.below[units],
            has_op=inside.has_op[units],
            is_label=inside.is_label[units],
            is_outlet=inside.is_outlet[units],
            reach=inside.reach[units],
            joins=inside.joins[units],
            kind=inside.kind[units],
            tail=tail[arrows].astype(np.int32),
            head=head[arrows].astype(np.int32),
            entry=_ports(thread[arrows], comes[arrows], entry),
            exit=_ports(thread[arrows], goes[arrows], exit_),
            leave=np.where(comes[arrows], 0.0, inside.leave[arrows]),
            enter=np.where(goes[arrows], 0.0, inside.enter[arrows]),
            entries=len(entry),
            exits=len(out),
            ties=inside.ties_among(number),
            aspect=inside.aspect,
        ),
        piece=piece.astype(np.int32),
        entry=entry,
        exit=exit_,
    )


def _ports(thread: Ints, where: Bools, port: dict[int, int]) -> Ints:
    return np.array(
        [port[t] if w else -1 for t, w in zip(thread.tolist(), where.tolist(), strict=True)],
        np.int32,
    )
