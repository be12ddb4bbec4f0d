"""Adjoints: an op's derivative isn't multiplied by the gradient of the op's own result."""

from __future__ import annotations

from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trying import is_alone


def forgotten(case: Case) -> Answer:
    """A leaf got its derivative as it is, in a chain whose gradient there isn't 1."""
    if case.group != "tree":
        return None
    trying, wrong = case.trying, case.wrong
    user = next(t for t in trying.twins if any(x is wrong for x, _ in t.terms))
    slope = sum(slope for x, slope in user.terms if x is wrong)
    found = trying.found[id(wrong.obj)]
    if found is None or not close(found, slope, 1e-6):
        return None
    place = (
        case.suspects.own_line(trying, wrong)
        or case.suspects.line_of_share(trying, wrong)
        or case.place_of_birth(user)
    )
    clause = "an op's backward passes on its derivative without the gradient of its result"
    return Told("missing-adjoint", place, clause, wrong)


def of_another_result(case: Case) -> Answer:
    place = case.whole.judge.wrong_among_others(case.trying.captured)
    if place is None or is_alone(case.trying):
        return None
    clause = (
        "an op's backward reads the gradient of a later result of the same operand instead of "
        "its own result's"
    )
    return Told("closure-on-wrong-node", place, clause, case.wrong)


def strange(case: Case) -> Answer:
    follows = case.visits.follows_paths
    place = None if follows else case.suspects.strange_adjoint(case.trying)
    if place is None:
        return None
    clause = "backward() hands a value's backward another gradient than the value's own"
    return Told("missing-adjoint", place, clause, case.wrong)


def partly_forgotten(case: Case) -> Answer:
    """The driver is right where this op isn't, and the op is where its gradient is 1."""
    if not case.passed & {"tree", "shared"} or case.group not in ("inner", "tree"):
        return None
    place = case.suspects.own_line(case.trying, case.wrong)
    place = place or case.suspects.line_of_share(case.trying, case.wrong)
    if place is None:
        return None
    clause = "an op's backward doesn't multiply its whole derivative by the gradient of its result"
    return Told("missing-adjoint", place, clause, case.wrong)
