"""Repeats: an operand that one op uses twice, or one that several ops use."""

from __future__ import annotations

from gradviz.sources.foreign.causes import adjoints, order
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.expression import Twin


def used_twice(case: Case) -> Answer:
    if case.group not in ("repeat", "shared leaf") and (
        "repeat" in case.passed
        or not any(trying.expression.group == "repeat" for trying in case.whole.failed)
    ):
        return None
    user = [t for t in case.trying.twins if t.terms][-1]
    number = case.engine.number_in
    # A first 0 in the place of None is no share.
    writes = [
        w for w in case.trying.writes_to(case.wrong.obj) if number(w.before) or number(w.after)
    ]
    if not writes or case.group != "repeat":
        return order.told(case, "wrong-order")
    if len(writes) == 1:
        return _one_share(case, user)
    elsewhere = _forgotten_elsewhere(case)
    if elsewhere is not None:
        return elsewhere
    place = case.suspects.line_of_repeat(user) or writes[-1].place
    clause = "an operand used twice by one op gets one of its two derivatives twice"
    return Told("wrong-local-derivative", place, clause, case.wrong)


def _forgotten_elsewhere(case: Case) -> Answer:
    """`a / a` made of two ops comes out wrong as well where no op multiplies by the gradient of
    its result, which a chain in which nothing is used twice tells."""
    chains = [t for t in case.whole.failed if t.expression.group == "tree" and t.wrong]
    told = (
        adjoints.forgotten(Case(case.whole, chain, case.passed, case.suspects)) for chain in chains
    )
    found = next((answer for answer in told if isinstance(answer, Told)), None)
    return None if found is None else Told(found.cause, found.place, found.clause, case.wrong)


def _one_share(case: Case, user: Twin) -> Told:
    """Of two equal operands only one got its share: recorded once, or dropped later."""
    wrong, operands = case.wrong, case.engine.operands(user.obj)
    if sum(x is wrong.obj for x in operands) > 1:
        place = case.driver_place("double-visit")
        clause = "backward() drops what reaches a value a second time"
        return Told("missing-contribution", place, clause, wrong)
    if any(x is not wrong.obj for x in operands):
        # `a / a` made of two ops: the inner one didn't pass its gradient on.
        return order.told(case, "unvisited-node")
    place = case.suspects.line_of_repeat(user) or case.place_of_birth(user)
    clause = "an operand used twice by one op is recorded once"
    return Told("lost-edge", place, clause, wrong)
