"""Handed: the gradients that a driver keeps to itself, in a mapping, and hands to the values.

Each value's backward is right alone and is given its adjoint: the first that is given another
than its own tells what the driver does with the shares that the others return.
"""

from __future__ import annotations

import math
from collections import defaultdict

from gradviz.sources.foreign.causes import order
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.overwriting import replaced_entry
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.log import Call, place_of
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.reference import reference
from gradviz.sources.foreign.scalars import close


def wrongly(case: Case) -> Answer:
    captured, engine, trying = case.trying.captured, case.engine, case.trying
    calls = _one_each(case)
    if calls is None:
        return None
    slopes = all_derivatives(captured)
    truth = reference(captured, slopes)
    shares: dict[int, list[float]] = defaultdict(list)
    last_user: dict[int, int] = {}
    for node, (at, call) in calls.items():
        given = engine.number_in(call.arguments[0]) or 0.0
        due = truth.grads[node]
        if node in truth.unsure or due != due:
            return None
        if node != captured.root and not close(given, due, 1e-5, 1e-8):
            return _of_a_value(case, node, call, given, shares[node])
        operands = captured.operands[node]
        for operand, slope in zip(
            operands, slopes[node] or [math.nan] * len(operands), strict=False
        ):
            shares[operand].append(slope * given)
            last_user[operand] = at
    leaf = captured.number_of.get(id(case.wrong.obj))
    number = engine.number_in
    # A first 0 in the place of None only begins.
    writes = [
        w for w in trying.writes_to(case.wrong.obj) if w.before is not None or number(w.after)
    ]
    if leaf is None or not writes or captured.operands[leaf]:
        return None
    if last_user.get(leaf, -1) >= writes[-1].calls:
        return order.told(case, "wrong-order")
    if len(writes) >= len(shares[leaf]):
        return None  # share by share, which the writes tell of
    return _of_a_sum(case, trying.found[id(case.wrong.obj)] or 0.0, shares[leaf])


def _one_each(case: Case) -> dict[int, tuple[int, Call]] | None:
    """The call of each value's backward and which call of the pass it is, by node in the order
    they ran, where each was run once and given its adjoint, which isn't kept on the value."""
    captured, engine = case.trying.captured, case.engine
    if engine.rule.takes != "adjoint" or case.visits.without_root or not engine.driver.exists:
        return None
    owners = {id(engine.rule.owner(obj)): i for i, obj in enumerate(captured.objects)}
    out: dict[int, tuple[int, Call]] = {}
    for at, call in enumerate(case.trying.seen.calls):
        node = owners.get(id(call.owner))
        if node is None or not captured.operands[node]:
            continue
        if node in out or not call.arguments or engine.number_in(call.arguments[0]) is None:
            return None
        if node != captured.root and case.trying.writes_to(captured.objects[node]):
            return None
        out[node] = at, call
    return out or None


def _of_a_value(case: Case, node: int, call: Call, given: float, shares: list[float]) -> Answer:
    captured = case.trying.captured
    if close(given, 1.0) and len(shares) == 1:
        clause = "backward() gives a value's backward 1 instead of the value's own gradient"
        return Told("missing-adjoint", place_of(call.code, call.lasti), clause, case.wrong)
    users = [i for i, below in enumerate(captured.operands) for x in below if x == node]
    if len(users) > len(shares):
        return order.told(case, "wrong-order")
    return _of_a_sum(case, given, shares)


def _of_a_sum(case: Case, found: float, shares: list[float]) -> Answer:
    """What became of several shares: the last alone is left, or the first."""
    if len(shares) < 2 or close(found, sum(shares), 1e-5, 1e-8):
        return None
    if close(found, shares[-1], 1e-5, 1e-8):
        place = replaced_entry(case) or case.driver_place("overwritten-gradient")
        clause = "backward() replaces a gradient that another use already gave"
        return Told("overwritten-gradient", place, clause, case.wrong)
    if close(found, shares[0], 1e-5, 1e-8):
        place = case.driver_place("double-visit")
        clause = "backward() drops what reaches a value a second time"
        return Told("missing-contribution", place, clause, case.wrong)
    return None
