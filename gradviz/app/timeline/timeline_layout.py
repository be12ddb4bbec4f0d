"""Where each position of a recording lies on the timeline, for a width. Pure geometry.

The line has three parts: a stop for every value, the seed, a stop for every backward step.
All neighbours within a part are equally far apart, so a position's place is a multiplication
whatever the number of steps, and a place's position a division.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LEAST_LABELLED_SPACING = 30.0
"""Labels inside the stops need this much, and more if they are long."""
DOT_SPACING = 9.0
"""From here on each step is a dot; below, a bar."""

STOP_SIZE = 24.0
RIGHT_MARGIN = 20.0
_MIN_END = 14.0
_MAX_END = 56.0
_LABELLED_SEED_ROOM = 62.0
_PLAIN_SEED_ROOM = 26.0


class Density(Enum):
    """How much of a step is shown, by how much room there is for it."""

    LABELLED = "labelled"
    DOTS = "dots"
    BARS = "bars"


@dataclass(frozen=True)
class TimelineLayout:
    """x in px: `start_x` of position 0, `forward_x` and `backward_x` of the first stop of
    each part, `seed_x` of the seed; `spacing` between the stops of a part."""

    values: int
    steps: int
    left: float
    right: float
    density: Density
    spacing: float
    start_x: float
    forward_x: float
    seed_x: float
    backward_x: float
    has_seed: bool = True

    @classmethod
    def of(
        cls,
        values: int,
        steps: int,
        left: float,
        right: float,
        label_spacing: float = 0.0,
        has_seed: bool = True,
    ) -> TimelineLayout:
        """`values` stops forward and `steps` backward between `left` and `right`; without a
        seed the forward ones are all there is.

        Stops carry their labels if they can be `label_spacing` apart.
        """
        gaps = max(values - 1, 0) + max(steps - 1, 0)
        span = max(right - left - RIGHT_MARGIN, 1.0)
        even = span / (gaps + 3)  # if the ends and the way around the seed were gaps too
        end = min(max(even / 2, _MIN_END), _MAX_END)
        room = max(span - 2 * end, 1.0)

        seed = max(_LABELLED_SEED_ROOM, 0.6 * even) if has_seed else 0.0
        spacing = _spacing(gaps, room, seed)
        density = Density.LABELLED
        if spacing < max(label_spacing, LEAST_LABELLED_SPACING):
            seed = min(_PLAIN_SEED_ROOM, seed)
            spacing = _spacing(gaps, room, seed)
            density = Density.DOTS if spacing >= DOT_SPACING else Density.BARS
        if not gaps and has_seed:
            seed = room / 2
        forward_x = left + end
        seed_x = forward_x + (values - 1) * spacing + seed
        return cls(
            values=values,
            steps=steps,
            left=left,
            right=right,
            density=density,
            spacing=spacing,
            start_x=left,
            forward_x=forward_x,
            seed_x=seed_x,
            backward_x=seed_x + seed,
            has_seed=has_seed,
        )

    @property
    def length(self) -> int:
        """The last position."""
        return self.values + (1 + self.steps if self.has_seed else 0)

    @property
    def forward_end(self) -> float:
        return self.x_of(self.values)

    @property
    def backward_end(self) -> float:
        return self.x_of(self.length)

    @property
    def stop_size(self) -> float:
        """The diameter of a stop."""
        if self.density is Density.LABELLED:
            return STOP_SIZE
        return min(14.0, max(5.0, self.spacing - 5.0))

    def x_of(self, position: int) -> float:
        """The middle of a position's stop or bar."""
        if position <= 0:
            return self.start_x
        if position <= self.values:
            return self.forward_x + (position - 1) * self.spacing
        if position == self.values + 1:
            return self.seed_x
        return self.backward_x + (position - self.values - 2) * self.spacing

    def position_at(self, x: float) -> int:
        """The position nearest to x."""
        forward = self._nearest(x - self.forward_x, self.values)
        if not self.has_seed:
            return min((0, 1 + forward), key=lambda position: abs(self.x_of(position) - x))
        backward = self._nearest(x - self.backward_x, self.steps)
        near = (0, 1 + forward, self.values + 1, self.values + 2 + backward)
        return min(near, key=lambda position: abs(self.x_of(position) - x))

    def _nearest(self, offset: float, count: int) -> int:
        return min(max(round(offset / self.spacing), 0), count - 1)


def _spacing(gaps: int, room: float, seed: float) -> float:
    return max(room - 2 * seed, 1.0) / gaps if gaps else room / 2
