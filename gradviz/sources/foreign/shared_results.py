"""Shared results: an operator that keeps what it made, and gives it again for an equal number.

The second `a.exp()` of an equal number is then the very value of the first, whose backward
writes to the first operand: the second never gets its gradient. The number is right, so that
only asking twice shows it.
"""

from __future__ import annotations

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.finding import exercise_finding
from gradviz.sources.foreign.spectrum import traced
from gradviz.sources.foreign.uses import Use
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import Place

ELSEWHERE = 0.0137
"""Added to the numbers an op is tried on, it gives numbers that were never there before."""


def shares_results(bench: Bench, use: Use, working: Working) -> bool:
    """Whether an op on new values of equal numbers gives the same result twice, which then is
    told. A result made from no value, such as a 0 that all have in common, may be shared."""
    engine = bench.engine
    leaves = list(bench.leaves)
    first, error = bench.attempt(use.act)
    second, again = bench.attempt(use.act)
    bench.leaves[:] = leaves
    is_same = error is None and again is None and first is second
    if not is_same or not engine.is_value(first) or not engine.operands(first):
        return False
    working.shared.add(use.method)
    working.unary.pop(use.method, None)
    birth = engine.births.get(id(first))
    if birth is not None:
        working.tainted.add(id(birth.code))
    working.findings.append(
        exercise_finding(
            "merged-by-equality",
            f"{use.text} gives the very result of an earlier one whose operand held an equal "
            "number, and passes the gradient on to that one.",
            _where_it_is_found(bench, use),
            op=use.method.strip("_"),
        )
    )
    return True


def _where_it_is_found(bench: Bench, use: Use) -> Place | None:
    """The first line that runs for numbers seen before and not for new ones."""
    bench.shift = ELSEWHERE
    try:
        made = traced(lambda: bench.attempt(use.act))
    finally:
        bench.shift = 0.0
    found = traced(lambda: bench.attempt(use.act))
    return next((place for place in found if place not in made), None)
