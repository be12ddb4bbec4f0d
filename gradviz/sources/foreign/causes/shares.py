"""Shares: what one op gives its operands, where the driver does everything and no value's
backward can be tried alone.
"""

from __future__ import annotations

from gradviz.sources.foreign import line_questions
from gradviz.sources.foreign.causes import order
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.trying import is_alone
from gradviz.sources.foreign.wrong_write import wrong_write


def left_out(case: Case) -> Answer:
    """An op gave its shares to one of two operands alone."""
    trying = case.trying
    leaves = [t for t in trying.twins if not t.terms]
    given = [w for t in leaves for w in trying.writes_to(t.obj)]
    if not is_alone(trying) or trying.seen.calls or len(given) != 1 or len(leaves) != 2:
        return None
    one = next(t for t in leaves if trying.writes_to(t.obj))
    place = (
        case.suspects.own_line(trying)
        or case.suspects.line_of_share(trying, one)
        or case.place_of_slopes(trying.root)
    )
    none = next(t for t in leaves if not trying.writes_to(t.obj))
    clause = "backward() gives nothing to one operand of an op"
    return Told("missing-contribution", place, clause, none)


def exchanged(case: Case) -> Answer:
    """One operand of an op got the shares of all, another none."""
    trying = case.trying
    leaves = [t for t in trying.twins if not t.terms]
    counts = [len(trying.writes_to(t.obj)) for t in leaves]
    place = case.suspects.own_line(trying) if is_alone(trying) else None
    if place is None or sorted(counts) != [0, 2]:
        return None
    clause = "an op's backward gives the contribution of one operand to another"
    return Told("wrong-operand", place, clause, leaves[counts.index(0)])


def of_an_op_alone(case: Case) -> Answer:
    trying, wrong, suspects = case.trying, case.wrong, case.suspects
    if not is_alone(trying):
        return None
    if _all_alike(case):
        return _wrong_for_all(case)
    op = case.engine.op_name(trying.root.obj)
    cause, does = "missing-contribution", "adds nothing"
    if trying.found[id(wrong.obj)]:
        cause, does = "wrong-local-derivative", "passes on a wrong derivative"
    place = (
        suspects.own_line(trying, wrong)
        or suspects.table_row(op)
        or suspects.line_that_ignores(trying, wrong)
        or suspects.line_of_record(trying.root, wrong)
        or case.place_of_slopes(trying.root)
    )
    grad = (case.engine.roles.grad or "").rpartition(".")[2]
    if place is not None and line_questions.multiplies_two(place, grad):
        cause, does = "data-gradient-mixup", "multiplies two gradients, where data is due"
    clause = f"the backward of {op or trying.expression.text} {does}"
    return Told(cause, place, clause, wrong, op=op)


def first_wrong(case: Case) -> Answer:
    """Where no value's own backward is seen, the first write that isn't what it should be."""
    trying = case.trying
    if trying.seen.calls:
        return None
    told = wrong_write(trying.captured, all_derivatives(trying.captured), trying.seen)
    return Told(told.cause, told.place, told.clause, case.wrong) if told is not None else None


def _all_alike(case: Case) -> bool:
    """Whether every op whose derivatives aren't simply 1 fails alone, two at least: then it
    is what all of them share."""
    failed = {t.expression.text[:5] for t in case.whole.failed if is_alone(t)}
    return len(failed) > 1 and not case.whole.telling


def _wrong_for_all(case: Case) -> Told:
    writes = case.trying.writes_to(case.wrong.obj)
    if not writes:
        return order.told(case, "unvisited-node")
    clause = "backward() passes on a wrong share of the gradient for every op"
    place = case.suspects.line_of_share(case.trying, case.wrong) or writes[-1].place
    return Told("wrong-local-derivative", place, clause, case.wrong)
