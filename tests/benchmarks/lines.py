"""Drawn lines: how often they cross, and how long they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradviz.model.graph import Floats

GRID = 6.0
"""px between the verticals at which the order of all lines is looked at."""
CHORDS = 12
"""Of each Bézier curve."""


@dataclass(frozen=True)
class Lines:
    crossings: int
    mean_length: float

    @classmethod
    def of(cls, routes: Iterable[Floats]) -> Lines:
        """Of the curves as they are drawn: chains of Bézier curves, from left to right.

        Two lines cross between two verticals if their order there isn't the same."""
        lengths, gaps = [], dict[int, list[tuple[float, float]]]()
        for route in routes:
            line = _chords(route)
            lengths.append(float(np.hypot(*np.diff(line, axis=0).T).sum()))
            x = np.maximum.accumulate(line[:, 0])
            first, last = int(np.ceil(x[0] / GRID)), int(np.floor(x[-1] / GRID))
            y = np.interp(np.arange(first, last + 1) * GRID, x, line[:, 1]).tolist()
            for k in range(len(y) - 1):
                gaps.setdefault(first + k, []).append((y[k], y[k + 1]))
        return cls(sum(map(_crossings, gaps.values())), float(np.mean(lengths)))


def _crossings(lines: list[tuple[float, float]]) -> int:
    left, right = np.array(lines).T
    # A touch at one of the verticals counts once: where the lines part.
    is_above, is_not_above = (left[:, None] < left - 1e-6), (right[:, None] >= right - 1e-6)
    return int(np.count_nonzero(is_above & is_not_above))


def _chords(route: Floats) -> Floats:
    t = np.linspace(0.0, 1.0, CHORDS + 1)[1:, None, None]
    a, b, c, d = route[:-1:3], route[1::3], route[2::3], route[3::3]
    points = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return np.concatenate([route[:1], points.transpose(1, 0, 2).reshape(-1, 2)])
