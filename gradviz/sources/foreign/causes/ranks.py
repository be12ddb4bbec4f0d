"""Ranks: a driver runs the values by a number that each keeps, its generation, and that number
is wrong: a value isn't ranked above all that it was made from.
"""

from __future__ import annotations

from typing import Any

from gradviz.sources.foreign import driver_lines, lines
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Told
from gradviz.sources.foreign.drivers import driving_code
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.stored import attributes_of, is_plain_object
from gradviz.sources.user_code import Place


def too_low(case: Case) -> Told | None:
    """The line that ranks a value, or the op that made it, too low."""
    code = driving_code(case.engine, "wrong-order")
    roles = case.engine.roles
    for name in driver_lines.ranking(code) if code is not None else ():
        # A driver that sorts by the numbers themselves is wrong, not they.
        place = _place(case, name) if name not in (roles.data, roles.grad) else None
        if place is not None:
            clause = f"the {name} of a value isn't above that of all that it was made from"
            return Told("wrong-order", place, clause, case.wrong)
    return None


def _place(case: Case, name: str) -> Place | None:
    captured = case.trying.captured
    for node, obj in enumerate(captured.objects):
        below = [_rank(captured.objects[i], name) for i in captured.operands[node]]
        ranks = [x for x in below if x is not None]
        own = _rank(obj, name)
        if not ranks or len(ranks) < len(below) or own is None:
            continue
        makers = [x for x in attributes_of(obj).values() if _rank(x, name) is not None]
        maker = next((x for x in makers if is_plain_object(x)), None)
        if maker is not None and (_rank(maker, name) or 0.0) < max(ranks):
            return _where_set(maker, name)
        if own <= max(ranks):
            birth = case.engine.birth(obj)
            at = place_of(birth.code, birth.lasti) if birth is not None else None
            return _where_set(obj, name) or at
    return None


def _rank(x: Any, name: str) -> float | None:
    found = attributes_of(x).get(name) if is_plain_object(x) else None
    return found if type(found) in (int, float) else None


def _where_set(x: Any, name: str) -> Place | None:
    """The line of a method of its class, the constructor apart, that sets it."""
    for method, function in own_methods(type(x)).items():
        code = code_of(function)
        line = lines.attribute_line(code, name) if code is not None else None
        if code is not None and line is not None and method != "__init__":
            return Place(code.co_filename, line)
    return None
