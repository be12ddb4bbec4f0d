"""Told: the cause of a wrong expression, as the one that recognises it tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.finding import Finding, exercise_finding
from gradviz.sources.foreign.trying import Trying, letter_of
from gradviz.sources.foreign.wording import instead, sentence
from gradviz.sources.user_code import Place


@dataclass(frozen=True)
class Told:
    cause: str
    place: Place | None
    clause: str
    wrong: Twin | None = None
    """The value whose wrong gradient is to be quoted."""
    op: str = ""
    found: float | None = None
    expected: float | None = None
    """Numbers that aren't a value's gradient, a seed's."""

    def finding(self, trying: Trying) -> Finding:
        """The finding it is, quoting the expression that shows it."""
        found, expected = self.found, self.expected
        rest = f", as in {trying.expression.text}"
        if self.wrong is not None:
            found, expected = trying.found[id(self.wrong.obj)], trying.truth[id(self.wrong.obj)]
            if found is not None:
                leaf = letter_of(trying, self.wrong)
                rest = f": in {trying.expression.text} the gradient of {leaf} is "
                rest += instead(found, expected)
        return exercise_finding(
            self.cause,
            sentence(self.clause, rest),
            self.place,
            op=self.op,
            found=found,
            expected=expected,
            clause=self.clause,
        )


class Elsewhere(Enum):
    """That the cause is known, and others tell it."""

    TOLD = "told elsewhere"


Answer = Told | Elsewhere | None
"""None where it isn't the cause."""
