"""Inside: what stands in one frame, or in the whole drawing, and an arrangement of it.

Everything is numbered from 0 within the frame. A *unit* is a box with fixed or free heights
for the arrows that come and go: a card, a closed group, a label, an inner frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.items import Bools
from gradviz.model.graph import Floats, Ints

VALUE, BLOCK = -1, -2
"""Kinds of a unit that is no group: a value, and several units arranged already."""

ASPECT = 1.6
"""Width to height of a window."""

PAD = 12.0
"""Between a frame's border and what is in it."""


@dataclass(frozen=True, eq=False)
class Inside:
    """u units and e arrows between them, or between one and a port on the border.

    Arrows come from unit `tail[k]`, or for -1 from the entry `entry[k]` on the left border;
    they go to unit `head[k]`, or for -1 to the exit `exit[k]` on the right border.
    """

    size: Floats  # (u, 2)
    above: Floats  # (u,) room kept free above a unit
    below: Floats  # (u,)
    has_op: Bools  # (u,) a circle stands in front of the card
    is_label: Bools  # (u,) it stands beside its only user
    is_outlet: Bools  # (u,) it stands right of the only card that an arrow leads from to it
    reach: Floats  # (u,) how far from a unit's middle an arrow may leave it
    joins: Ints  # (u,) of an op of two or more things, a number for which op; else 0
    kind: Ints  # (u,) what group it is, a Kind, or VALUE
    tail: Ints  # (e,)
    head: Ints  # (e,)
    entry: Ints  # (e,) -1 for one that comes from a unit
    exit: Ints  # (e,) -1 for one that goes to a unit
    leave: Floats  # (e,) how far below its tail's middle it begins; nan: wherever it looks best
    enter: Floats  # (e,) the same at its head
    entries: int
    exits: int
    ties: Ints  # (t, 2) the first unit stands left of the second, though no arrow leads there
    aspect: float  # width to height that would suit the picture around it

    def __len__(self) -> int:
        return len(self.size)

    def ties_among(self, number: NDArray[np.integer]) -> Ints:
        """The ties between units that are numbered anew, some perhaps alike; -1 is for those that
        are left out."""
        ties = number[self.ties].astype(np.int32)
        out: Ints = ties[(ties >= 0).all(axis=1) & (ties[:, 0] != ties[:, 1])]
        return out

    @property
    def pairs(self) -> tuple[Ints, Ints]:
        """Of every arrow between two units, and of every tie: the left one and the right one."""
        between = (self.tail >= 0) & (self.head >= 0)
        left = np.concatenate([self.tail[between], self.ties[:, 0]])
        return left, np.concatenate([self.head[between], self.ties[:, 1]])


@dataclass(frozen=True, eq=False)
class Arranged:
    """An Inside with places, in px from the top left corner of the area it takes."""

    width: float
    height: float
    centre: Floats  # (u, 2) of each unit
    circle: Floats  # (u, 2) the middle of the circle in front of a unit; nan for none
    entry_y: Floats  # (entries,)
    exit_y: Floats  # (exits,)
    routes: list[Floats]  # (e,) each (3k + 1, 2), see Layout


def curve(x0: float, y0: float, x1: float, y1: float) -> Floats:
    """One Bézier curve that begins and ends level."""
    half = (x1 - x0) / 2
    return np.array([(x0, y0), (x0 + half, y0), (x1 - half, y1), (x1, y1)])


def line(x0: float, y0: float, x1: float, y1: float) -> Floats:
    """A straight line, as a Bézier curve."""
    x, y = (x1 - x0) / 3, (y1 - y0) / 3
    return np.array([(x0, y0), (x0 + x, y0 + y), (x1 - x, y1 - y), (x1, y1)])


def joined(*routes: Floats) -> Floats:
    """Routes of which each begins where the one before ends."""
    return np.concatenate([routes[0], *[route[1:] for route in routes[1:]]])


ROUND = 0.5523
"""Where the handles of a quarter of a circle end, in parts of its radius."""
RADIUS = 9.0


def rounded(corners: list[tuple[float, float]]) -> Floats:
    """A way of level and upright lines, with its corners rounded."""
    turns = _turns(corners)
    (x, y), out = turns[0], [turns[0]]
    for (x0, y0), (x1, y1), (x2, y2) in zip(turns, turns[1:], turns[2:], strict=False):
        before, after = abs(x1 - x0) + abs(y1 - y0), abs(x2 - x1) + abs(y2 - y1)
        radius = min(RADIUS, before / 2, after / 2)
        bx, by = (x0 - x1) / before * radius, (y0 - y1) / before * radius
        ax, ay = (x2 - x1) / after * radius, (y2 - y1) / after * radius
        _straight_on(out, x1 + bx, y1 + by)
        to = 1 - ROUND
        out += [(x1 + bx * to, y1 + by * to), (x1 + ax * to, y1 + ay * to), (x1 + ax, y1 + ay)]
    x, y = turns[-1]
    _straight_on(out, x, y)
    return np.array(out)


def _turns(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ends and those corners where the direction changes."""
    out = [corners[0]]
    for here, then in zip(corners[1:], [*corners[2:], None], strict=True):
        if here == out[-1] and then is not None:
            continue
        (x0, y0), (x1, y1) = out[-1], here
        if then is None or (x1 - x0) * (then[1] - y1) != (y1 - y0) * (then[0] - x1):
            out.append(here)
    return out


def _straight_on(out: list[tuple[float, float]], x: float, y: float) -> None:
    x0, y0 = out[-1]
    if len(out) > 1 and abs(x - x0) + abs(y - y0) < 1e-9:
        return
    dx, dy = (x - x0) / 3, (y - y0) / 3
    out += [(x0 + dx, y0 + dy), (x - dx, y - dy), (x, y)]
