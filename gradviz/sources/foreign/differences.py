"""Differences: local derivatives that an engine takes numerically, right to some digits only.

`(f(x + h) - f(x)) / h` with h = 1e-4 is off by about 1e-4 of its size, by design. An op whose
derivative is off just so is right, and what it hands on is due with its number.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from gradviz.sources.foreign.recognise import Recognised
from gradviz.sources.foreign.scalars import close

WIDTHS = tuple(k * 10.0**-n for n in range(2, 11) for k in (1.0, 5.0, 2.0))
NOISE = 4e-16
"""Of a computed number, relative to its size."""
EXACT = 1e-10
"""Within this a derivative may have come from a formula."""


@dataclass(frozen=True)
class Difference:
    """Between the numbers that a function has so far above and below a point."""

    above: float
    below: float

    @property
    def width(self) -> float:
        return self.above + self.below

    def slope(self, f: Callable[[float], float | None], x: float) -> float:
        high, low = f(x + self.above), f(x - self.below)
        return math.nan if high is None or low is None else (high - low) / self.width

    def slopes(self, op: Recognised, xs: Sequence[float]) -> tuple[float, ...]:
        """An op's, by each operand as written."""

        def moved(i: int) -> Callable[[float], float]:
            return lambda x: op.value([*xs[:i], x, *xs[i + 1 :]])

        return tuple(self.slope(moved(i), x) for i, x in enumerate(xs))


KINDS = [
    made for h in WIDTHS for made in (Difference(h, 0.0), Difference(h, h), Difference(0.0, h))
]


@dataclass
class Differences:
    """Which ops of an engine have such derivatives, by name."""

    known: dict[str, Difference] = field(default_factory=dict)

    @property
    def noise(self) -> float:
        """How far two right gradients may be apart, relatively, by what rounding leaves."""
        return max((100 * NOISE / kind.width for kind in self.known.values()), default=0.0)

    def local(self, op: Recognised, xs: Sequence[float]) -> tuple[float, ...] | None:
        """The local derivatives that are due for an op: as the engine takes them."""
        exact = op.local(xs)
        taken = self.known.get(op.name)
        if exact is None or taken is None:
            return exact
        slopes = taken.slopes(op, xs)
        return slopes if all(map(math.isfinite, slopes)) else exact

    def learn(
        self,
        name: str,
        take: Callable[[Difference], Sequence[float]],
        due: Sequence[float],
        found: Sequence[float],
        size: float,
    ) -> bool:
        """Whether the derivatives that were found of an op are differences, and not the exact
        ones that are `due`; which is noted then. `size` is that of the op's numbers."""
        if name in self.known or len(found) != len(due) or not all(map(math.isfinite, found)):
            return False
        off = _furthest(found, due)
        if off <= EXACT * (1 + max(map(abs, due), default=0.0)):
            return False
        for kind in KINDS:
            taken = take(kind)
            if not all(map(math.isfinite, taken)):
                continue
            bound = NOISE * size / kind.width + 1e-9 * max(map(abs, taken))
            if _furthest(found, taken) <= min(off / 20, bound):
                self.known[name] = kind
                return True
        return False

    @contextlib.contextmanager
    def set_aside(self) -> Iterator[None]:
        """For a while the exact derivatives are due."""
        known, self.known = self.known, {}
        try:
            yield
        finally:
            self.known = known


def _furthest(found: Sequence[float], due: Sequence[float]) -> float:
    return max((abs(x - y) for x, y in zip(found, due, strict=True)), default=0.0)


def same_slopes(found: Sequence[float], due: Sequence[float], relative: float = 1e-9) -> bool:
    return len(found) == len(due) and all(
        close(x, y, relative, relative) for x, y in zip(found, due, strict=True)
    )
