"""The bars of "Why this gradient?": which contributions get a row of their own, which are
folded together, and from where to where each bar goes. No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from gradviz.model.explain import Contribution, Explanation

MOST = 8
"""Contributions with a row of their own; the smaller ones are folded into one row."""

MOST_MARKED = 3
"""With more rows than this, only the ends of the chart and of the sum get a tick."""


class Standing(Enum):
    LOST = "lost"
    DONE = "done"
    COMING = "to come"


@dataclass(frozen=True)
class Bar:
    """One row: a contribution, or several of one standing folded together.

    Accumulating, a bar goes on where the one before it ended; overwriting, each starts
    at 0 again.
    """

    contributions: tuple[Contribution, ...]
    standing: Standing
    start: float

    @property
    def end(self) -> float:
        return self.start + self.amount

    @property
    def is_fold(self) -> bool:
        return len(self.contributions) > 1

    @property
    def amount(self) -> float:
        """What the members add up to, in the order of the tape."""
        total = 0.0
        for member in self.contributions:
            total += member.write.contribution
        return total

    @property
    def is_now(self) -> bool:
        return any(c.is_now for c in self.contributions)


def bars(explanation: Explanation, sums_up: bool, most: int = MOST) -> list[Bar]:
    """In the order of the tape, each standing's fold after the rows it belongs to.

    `sums_up`: each bar starts where the one before it ended; else each starts at 0.
    """
    shown = _largest(explanation.contributions, most)
    out: list[Bar] = []
    at = 0.0
    for standing in Standing:
        group = [c for c in explanation.contributions if standing_of(c) is standing]
        singles = [(c,) for c in group if c.write.index in shown]
        rest = tuple(c for c in group if c.write.index not in shown)
        for members in [*singles, *([rest] if rest else [])]:
            bar = Bar(members, standing, at if sums_up else 0.0)
            out.append(bar)
            at = bar.end
    return out


def standing_of(contribution: Contribution) -> Standing:
    if contribution.is_lost:
        return Standing.LOST
    return Standing.DONE if contribution.is_done else Standing.COMING


def _largest(contributions: Sequence[Contribution], most: int) -> set[int]:
    """Tape indexes of those that get a row: what is happening now, then the largest."""
    if len(contributions) <= most:
        return {c.write.index for c in contributions}

    def weight(c: Contribution) -> tuple[bool, float]:
        size = abs(c.write.contribution)
        return c.is_now, math.inf if size != size else size

    ranked = sorted(contributions, key=weight, reverse=True)
    return {c.write.index for c in ranked[:most]}


@dataclass(frozen=True)
class Scale:
    """Where numbers lie between the ends of the chart, as fractions of its width."""

    low: float
    high: float
    marks: tuple[float, ...]
    """The numbers worth a tick, the most important first."""

    def fraction(self, x: float) -> float:
        """0 at the left end, 1 at the right. Halved first: high - low may overflow."""
        width = self.high / 2 - self.low / 2
        return (x / 2 - self.low / 2) / width if width > 0.0 else 0.5


def scale_for(rows: Sequence[Bar], stored: float, expected: float) -> Scale:
    """From the smallest to the largest number any bar touches, 0 included."""
    ends = [x for row in rows for x in (row.start, row.end)]
    numbers = [x for x in (0.0, stored, expected, *ends) if math.isfinite(x)]
    low, high = min(numbers), max(numbers)
    if low == high:
        low, high = -1.0, 1.0
    main = [x for x in (0.0, stored, expected, low, high) if math.isfinite(x)]
    between = ends if len(rows) <= MOST_MARKED else []
    marks = dict.fromkeys(x + 0.0 for x in (*main, *between) if low <= x <= high)  # no -0.0
    return Scale(low, high, tuple(marks))
