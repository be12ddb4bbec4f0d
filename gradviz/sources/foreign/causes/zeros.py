"""Zeros: what an engine makes of a gradient of 0 that is handed down to it.

`if not grad: grad = 1.0` seeds the result, and every value that a 0 reaches as well. Numbers
other than 0 don't show it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from gradviz.sources.foreign import line_questions
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Elsewhere, Told
from gradviz.sources.foreign.expressions import AT_ZERO
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.spectrum import lines_run
from gradviz.sources.foreign.wording import SEEDS_ZEROS
from gradviz.sources.user_code import Place

ANY = 0.8314


def taken_for_none(case: Case) -> Answer:
    if case.group not in AT_ZERO:
        return None
    if case.whole.verdicts.bad_kinds or any(
        trying.expression.group not in AT_ZERO for trying in case.whole.failed
    ):
        return Elsewhere.TOLD  # it fails by what they tell
    if _is_of_an_op(case):
        return Elsewhere.TOLD
    if case.group == "nought":
        return None
    place = _seeded_at(case) or case.driver_place()
    return Told("missing-seed", place, SEEDS_ZEROS, case.wrong)


def _is_of_an_op(case: Case) -> bool:
    """Whether one op's own backward is wrong at this 0. The judge tells of it."""
    captured = case.trying.captured
    return case.whole.judge.examine(captured, all_derivatives(captured))


def _seeded_at(case: Case) -> Place | None:
    """The line that puts the seed in the place of a 0: it runs more often than with other
    numbers, or gives a 1 for what is nothing (`grad or 1.0`)."""
    ran = _lines_with(case, 0.0)
    usual = Counter(_lines_with(case, ANY))
    more = [place for place in ran if Counter(ran)[place] > usual[place]]
    if more:
        return more[-1]
    return next((place for place in ran if line_questions.gives_one_for_nothing(place)), None)


def _lines_with(case: Case, number: float) -> list[Place]:
    """The lines that run for the same expression with this number as its last."""
    expression = case.trying.expression
    other = replace(expression, leaves=(*expression.leaves[:-1], number))
    again, error = case.bench.attempt(partial(case.whole.build, other))
    if error is not None or again is None:
        return []
    return lines_run(case.bench, again.root.obj)
