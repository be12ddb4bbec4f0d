"""Merging: two different values are taken for one, since their numbers or labels are equal."""

from __future__ import annotations

from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.drivers import compares_by_number, equality_place, merging_key
from gradviz.sources.foreign.expression import Twin


def equal_numbers(case: Case) -> Answer:
    if any(trying.expression.group == "shared" for trying in case.whole.failed):
        return None
    return told(case, case.wrong) if is_likely(case) else None


def key_of_the_driver(case: Case) -> Answer:
    found = merging_key(case.bench, case.trying.captured)
    if found is None:
        return None
    place, key = found
    cause, what = "merged-by-equality", "equal numbers"
    if isinstance(key, str):
        cause, what = "unvisited-node", "one label"
    clause = f"backward() takes two different values of {what} for one"
    return Told(cause, place, clause, case.wrong)


def is_likely(case: Case) -> bool:
    """Whether a class that compares by number fails where two numbers are equal."""
    return case.group == "equal" and compares_by_number(case.engine.cls)


def told(case: Case, wrong: Twin | None = None) -> Told:
    place = equality_place(case.engine) or case.driver_place()
    clause = "two different values that hold equal numbers are taken for one"
    return Told("merged-by-equality", place, clause, wrong)
