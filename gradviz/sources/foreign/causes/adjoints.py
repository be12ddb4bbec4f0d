"""Adjoints: an op's derivative isn't multiplied by the gradient of the op's own result."""

from __future__ import annotations

from types import CodeType

from gradviz.sources.foreign import driver_recursion, lines
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.overwriting import REPLACED
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.drivers import driving_code
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trying import Trying, is_alone
from gradviz.sources.user_code import Place


def forgotten(case: Case) -> Answer:
    """A leaf got its derivative as it is, in a chain whose gradient there isn't 1."""
    if case.group not in ("tree", "inner"):
        return None
    trying = case.trying
    wrong = _given_its_slope(trying)
    if wrong is None or (case.group == "inner" and case.passed & {"tree", "shared"}):
        return None
    place = (
        case.suspects.own_line(trying, wrong)
        or case.suspects.line_of_share(trying, wrong)
        or case.suspects.rule_that_ignores(trying)
        or _of_all_ops(case, wrong)
        or case.place_of_birth(_users(trying, wrong)[0])
    )
    clause = "an op's backward passes on its derivative without the gradient of its result"
    return Told("missing-adjoint", place, clause, wrong)


def _users(trying: Trying, twin: Twin) -> list[Twin]:
    return [user for user in trying.twins for x, _ in user.terms if x is twin]


def _given_its_slope(trying: Trying) -> Twin | None:
    """A leaf that is used once and was given the derivative of its user, and no more."""
    for leaf in trying.wrong:
        users = _users(trying, leaf)
        if leaf.terms or len(users) != 1:
            continue
        slope = sum(slope for x, slope in users[0].terms if x is leaf)
        found = trying.found[id(leaf.obj)]
        if found is not None and close(found, slope, 1e-6):
            return leaf
    return None


def _of_all_ops(case: Case, wrong: Twin) -> Place | None:
    """The line of the driver that serves them all, where several ops are alike in this."""
    alike = [t for t in case.whole.failed if t.expression.group in ("tree", "inner")]
    leaves = [(t, leaf) for t in alike if (leaf := _given_its_slope(t)) is not None]
    births = [case.engine.birth(_users(t, leaf)[0].obj) for t, leaf in leaves]
    if len({id(birth.code) for birth in births if birth is not None}) < 2:
        return None
    writes = case.trying.writes_to(wrong.obj)
    if writes:
        return Place(
            writes[-1].place.file, lines.factor_line(writes[-1].code, writes[-1].place.line)
        )
    code = driving_code(case.engine, "missing-adjoint")
    for inner in [*code.co_consts, code] if code is not None else ():
        line = driver_recursion.recursion_line(inner) if isinstance(inner, CodeType) else None
        if line is not None and code is not None:
            return Place(code.co_filename, line)
    return None


def of_another_result(case: Case) -> Answer:
    fault = case.whole.judge.wrong_among_others(case.trying.captured)
    if fault is None or is_alone(case.trying):
        return None
    if fault.cause == "overwritten-gradient":
        return Told(fault.cause, fault.place, REPLACED, case.wrong)
    clause = (
        "an op's backward reads the gradient of a later result of the same operand instead of "
        "its own result's"
    )
    return Told("closure-on-wrong-node", fault.place, clause, case.wrong)


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
