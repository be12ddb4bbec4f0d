"""Inside: what stands in one frame, or in the whole drawing, and an arrangement of it.

Everything is numbered from 0 within the frame. A *unit* is a box with fixed or free heights
for the arrows that come and go: a card, a closed group, a label, an inner frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    joins: Bools  # (u,) an op of two or more things
    kind: Ints  # (u,) what group it is, a Kind, or VALUE
    tail: Ints  # (e,)
    head: Ints  # (e,)
    entry: Ints  # (e,) -1 for one that comes from a unit
    exit: Ints  # (e,) -1 for one that goes to a unit
    leave: Floats  # (e,) how far below its tail's middle it begins; nan: wherever it looks best
    enter: Floats  # (e,) the same at its head
    entries: int
    exits: int
    aspect: float  # width to height that would suit the picture around it

    def __len__(self) -> int:
        return len(self.size)


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
    return np.linspace((x0, y0), (x1, y1), 4)


def joined(*routes: Floats) -> Floats:
    """Routes of which each begins where the one before ends."""
    return np.concatenate([routes[0], *(route[1:] for route in routes[1:])])


ROUND = 0.5523
"""Where the handles of a quarter of a circle end, in parts of its radius."""
RADIUS = 9.0


def rounded(corners: list[tuple[float, float]]) -> Floats:
    """A way of level and upright lines, with its corners rounded."""
    points = [np.array(corners[0])]
    for before, after in zip(corners, corners[1:], strict=False):
        if before != after:
            points.append(np.array(after))
    # Corners between two lines in the same direction are none.
    kept = [points[0]]
    for k in range(1, len(points) - 1):
        one, two = points[k] - kept[-1], points[k + 1] - points[k]
        if abs(one[0] * two[1] - one[1] * two[0]) > 1e-9:
            kept.append(points[k])
    kept.append(points[-1])
    lengths = [float(np.abs(b - a).sum()) for a, b in zip(kept, kept[1:], strict=False)]
    parts, at = [], kept[0]
    for k in range(1, len(kept) - 1):
        radius = min(RADIUS, lengths[k - 1] / 2, lengths[k] / 2)
        back = (kept[k - 1] - kept[k]) / max(lengths[k - 1], 1e-9)
        on = (kept[k + 1] - kept[k]) / max(lengths[k], 1e-9)
        start, end = kept[k] + radius * back, kept[k] + radius * on
        if np.abs(start - at).sum() > 1e-9:
            parts.append(np.linspace(at, start, 4))
        handle = radius * (1 - ROUND)
        parts.append(np.array([start, kept[k] + handle * back, kept[k] + handle * on, end]))
        at = end
    if not parts or np.abs(kept[-1] - at).sum() > 1e-9:
        parts.append(np.linspace(at, kept[-1], 4))
    return joined(*parts)
