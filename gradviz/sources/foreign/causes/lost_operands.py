"""Lost operands: a value doesn't record all that it was made from, or not where it is read."""

from __future__ import annotations

from functools import partial

from gradviz.sources.foreign.causes import merging
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.left_out import left_out
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.trying import Trying
from gradviz.sources.foreign.unread import misnamed


def lost_edge(case: Case) -> Answer:
    lost = _loser(case.engine, case.trying)
    if lost is None:
        return None
    if merging.is_likely(case):
        return merging.told(case)
    for_its_number = _left_out_for_its_number(case, lost)
    if for_its_number is not None:
        return for_its_number
    clause = (
        "a value doesn't record all of its operands, so that backward never reaches one of them"
    )
    op = case.engine.op_name(lost.obj)
    return Told("lost-edge", case.place_of_birth(lost), clause, op=op)


def misnamed_operands(case: Case) -> Answer:
    twins = case.trying.twins
    operands = [x.obj for twin in twins for x, _ in twin.terms]
    for obj in (twin.obj for twin in twins if twin.terms):
        stored = misnamed(case.engine, obj, operands)
        if stored is not None and case.visits.leaves_out():
            return Told("lost-edge", stored.place, stored.clause, case.wrong)
    return None


def _loser(engine: Engine, trying: Trying) -> Twin | None:
    """The first value under which one of its operands can't be found."""
    if not engine.roles.operands:
        return None
    captured = trying.captured  # as it was before the pass, which may let go of it
    for twin in trying.twins:
        node = captured.number_of.get(id(twin.obj))
        if not twin.terms or node is None:
            continue
        below = {id(captured.objects[i]) for i in _reach(captured.operands, node)}
        if any(id(operand.obj) not in below for operand, _ in twin.terms):
            return twin
    return None


def _left_out_for_its_number(case: Case, lost: Twin) -> Told | None:
    if case.group not in ("equal", "nought"):
        return None

    def again() -> Twin | None:
        built, _ = case.bench.attempt(partial(case.whole.build, case.trying.expression))
        return None if built is None else _loser(case.engine, built)

    told = left_out(case.engine, again)
    if told is None:
        return None
    place = told.place or case.place_of_birth(lost)
    return Told(told.cause, place, told.clause, op=case.engine.op_name(lost.obj))


def _reach(operands: list[list[int]], root: int) -> set[int]:
    seen, stack = {root}, [root]
    while stack:
        new = [i for i in operands[stack.pop()] if i not in seen]
        seen.update(new)
        stack += new
    return seen
