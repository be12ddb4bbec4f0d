"""Case: an expression that came out wrong or raised, with what the causes ask of it."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.causes.suspects import Suspects
from gradviz.sources.foreign.causes.visits import Visits
from gradviz.sources.foreign.drivers import driver_place
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.spectrum import traced
from gradviz.sources.foreign.trying import Trying
from gradviz.sources.user_code import Place

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole


class Case:
    """One failed expression of a `Whole`; `passed` are the groups of those that came right."""

    def __init__(self, whole: Whole, trying: Trying, passed: set[str], suspects: Suspects) -> None:
        self.whole = whole
        self.trying = trying
        self.passed = passed
        self.suspects = suspects
        self.bench = whole.bench
        self.engine = whole.bench.engine
        self.group = trying.expression.group

    @cached_property
    def wrong(self) -> Twin:
        """The first value with a wrong gradient, a leaf if there is one; of an expression that
        didn't raise."""
        wrong = self.trying.wrong
        return next((twin for twin in wrong if not twin.terms), wrong[0])

    @cached_property
    def visits(self) -> Visits:
        return Visits(self.bench, self.trying.captured, self.trying.seen)

    def driver_place(self, cause: str = "") -> Place | None:
        ran = self._lines_run if cause in ("wrong-order", "double-visit") else None
        return driver_place(self.bench, self.trying.seen, cause, ran)

    @cached_property
    def _lines_run(self) -> set[Place] | None:
        """The lines that a pass of this expression runs, made once more for it."""
        again, error = self.bench.attempt(partial(self.whole.build, self.trying.expression))
        if error is not None:
            return None
        seed = 1.0 if self.whole.caller_seeds else None
        return set(traced(lambda: self.bench.backward(again.root.obj, seed)))

    def place_of_slopes(self, twin: Twin) -> Place | None:
        """Where the local derivatives that a value keeps were put together."""
        birth = self.engine.birth(twin.obj)
        if birth is None:
            return None
        return Place(birth.code.co_filename, lines.slopes_line(birth.code, birth.lasti))

    def place_of_birth(self, twin: Twin) -> Place | None:
        birth = self.engine.birth(twin.obj)
        return place_of(birth.code, birth.lasti) if birth is not None else None
