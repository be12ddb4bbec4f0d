"""Zeros: what an engine makes of a gradient of 0 that is handed down to it.

`if not grad: grad = 1.0` seeds the result, and every value that a 0 reaches as well. Numbers
other than 0 don't show it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.spectrum import lines_run
from gradviz.sources.foreign.trying import Trying
from gradviz.sources.user_code import Place

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole

ANY = 0.8314


class Zeros:
    """Tells why an expression of the group `zero` fails where the others are right."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.bench = whole.bench

    def is_of_an_op(self, trying: Trying) -> bool:
        """Whether one op's own backward is wrong at this 0. The judge tells of it."""
        slopes = all_derivatives(trying.captured)
        return self.whole.judge.examine(trying.captured, slopes)

    def seeded_at(self, trying: Trying) -> Place | None:
        """The line that puts the seed in the place of a 0: it runs more often than with other
        numbers, or gives a 1 for what is nothing (`grad or 1.0`)."""
        ran = self._lines(trying, 0.0)
        usual = Counter(self._lines(trying, ANY))
        more = [place for place in ran if Counter(ran)[place] > usual[place]]
        if more:
            return more[-1]
        return next((place for place in ran if lines.gives_one_for_nothing(place)), None)

    def _lines(self, trying: Trying, number: float) -> list[Place]:
        expression = trying.expression
        other = replace(expression, leaves=(*expression.leaves[:-1], number))
        again, error = self.bench.attempt(partial(self.whole.build, other))
        if error is not None or again is None:
            return []
        return lines_run(self.bench, again.root.obj)
