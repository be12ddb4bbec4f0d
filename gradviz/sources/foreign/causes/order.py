"""Order: the driver runs the values' backward in a wrong order, twice or never."""

from __future__ import annotations

from gradviz.sources.foreign import driver_lines, driver_recursion, lines
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.causes import ranks
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.drivers import driving_code
from gradviz.sources.foreign.wording import HIDES
from gradviz.sources.user_code import Place

_CLAUSES = {
    "double-visit": "backward() runs a value's backward more than once",
    "unvisited-node": "backward() never runs the backward of a value that the result depends on",
    "wrong-order": "backward() runs a value's backward before its gradient is complete",
}


def told(case: Case, cause: str) -> Told:
    ranked = ranks.too_low(case) if cause == "wrong-order" else None
    if ranked is not None:
        return ranked
    return Told(cause, case.driver_place(cause), _CLAUSES[cause], case.wrong)


def hidden_driver(case: Case) -> Answer:
    driver = case.engine.roles.driver or ""
    made = code_of(getattr(case.engine.cls, "__init__", None))
    if not case.engine.driver.is_hidden_by(case.trying.root.obj) or made is None:
        return None
    line = lines.attribute_line(made, driver) or made.co_firstlineno
    clause = (
        f"a value stores a function named {driver}, which {HIDES} {driver}(), so that "
        "no value's backward ever runs"
    )
    return Told("unvisited-node", Place(made.co_filename, line), clause, case.wrong)


def wrong_visits(case: Case) -> Answer:
    visits = case.visits
    fault = visits.fault()
    reached = bool(case.trying.writes_to(case.wrong.obj))
    if not visits.order and not visits.without_root and not reached:
        fault = "unvisited-node"
    return told(case, fault) if fault is not None else None


def written_too_often(case: Case) -> Answer:
    if case.visits.order or not case.suspects.writes_too_often(case.trying):
        return None
    return told(case, "double-visit")


def wrong_order(case: Case) -> Answer:
    """What is left when nothing else applies."""
    code = driving_code(case.engine, "double-visit")
    line = driver_recursion.entry_handed_on(code) if code is not None else None
    if code is not None and line is not None:
        clause = (
            "backward() goes on to an operand at every arrival, and each time with all that has "
            "arrived until then"
        )
        return Told("double-visit", Place(code.co_filename, line), clause, case.wrong)
    line = driver_lines.broken_off(code) if code is not None and not case.visits.order else None
    if code is not None and line is not None:
        clause = _CLAUSES["unvisited-node"]
        return Told("unvisited-node", Place(code.co_filename, line), clause, case.wrong)
    line = (
        driver_recursion.way_forgotten(code) if code is not None and not case.visits.order else None
    )
    if code is not None and line is not None:
        clause = "backward() goes on to an operand without the derivatives that led to it"
        return Told("missing-adjoint", Place(code.co_filename, line), clause, case.wrong)
    return told(case, "wrong-order")
