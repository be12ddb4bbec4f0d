"""Seeds: the gradient that a pass starts from, which should be 1 at the result and 0 elsewhere."""

from __future__ import annotations

import ast

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign import source_tree
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.driver_recursion import name_called
from gradviz.sources.foreign.log import Write
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.user_code import Place


def in_every_new_value(case: Case) -> Answer:
    """Every new value's gradient is something else than 0, and that is what is too much."""
    trying, wrong = case.trying, case.wrong
    fresh, found = case.bench.fresh_number, trying.found[id(wrong.obj)]
    if not fresh or found is None:
        return None
    if not close(found - trying.truth[id(wrong.obj)], fresh, 1e-6):
        return None
    clause = f"the gradient of a new value is {brief_text(fresh)} instead of 0 before backward()"
    return Told("stale-gradient", case.suspects.first_gradient(), clause, wrong)


def misplaced(case: Case) -> Answer:
    seed = _at_another_value(case)
    if seed is None:
        return _at_the_leaves(case)
    clause = "backward() sets the gradient of another value than the result to 1"
    return Told("missing-seed", seed.place, clause, case.wrong)


def _at_the_leaves(case: Case) -> Answer:
    """The end of a recursion is taken for its beginning: all that a pass writes is a 1 for each
    leaf, in the place of whatever has come down to it."""
    engine, trying = case.engine, case.trying
    leaves = {id(engine.grad_owner(t.obj)) for t in trying.twins if not t.terms}
    written = [w for w in trying.seen.writes if engine.number_in(w.after)]
    if case.whole.caller_seeds or trying.began_with or not written or not trying.root.terms:
        return None
    if not all(id(w.target) in leaves and engine.number_in(w.after) == 1.0 for w in written):
        return None
    if not all(map(is_constant, written)):
        return None
    clause = "backward() sets the gradient of the leaves to 1 instead of that of the result"
    return Told("missing-seed", written[-1].place, clause, case.wrong)


def other_than_1(case: Case) -> Answer:
    factor = _common_factor(case)
    if factor is None or close(factor, 1.0, 1e-6) or case.whole.caller_seeds:
        return None
    clause = f"backward() starts from a gradient of {brief_text(factor + 0.0)} at the result "
    return _told(case, clause + "instead of 1", factor)


def late(case: Case) -> Answer:
    seed = _at_its_call(case)
    if seed is None or close(seed, 1.0, 1e-6):
        return None
    return _told(case, "backward() runs the result's backward before its gradient is 1", seed)


def _told(case: Case, clause: str, found: float) -> Told:
    seed = _last_seeding(case)
    place = _default_of_the_driver(case, found)
    if place is None:
        place = seed.place if seed is not None else case.driver_place()
    return Told("missing-seed", place, clause, found=found, expected=1.0)


def _default_of_the_driver(case: Case, seed: float) -> Place | None:
    """Where a driver is defined that begins with a number that it is given by default."""
    code = code_of(case.engine.driver.function)
    defaults = getattr(unwrapped(case.engine.driver.function), "__defaults__", None) or ()
    if code is None or not any(type(x) in (int, float) and x == seed for x in defaults):
        return None
    return Place(code.co_filename, code.co_firstlineno)


def _common_factor(case: Case) -> float | None:
    """The one factor by which every leaf's gradient is off, if there is one."""
    trying = case.trying
    ratios = []
    for twin in trying.twins:
        if twin.terms:
            continue
        found, expected = trying.found[id(twin.obj)], trying.truth[id(twin.obj)]
        if found is None:
            return None if _is_1(case, _last_seeding(case)) else 0.0
        if expected:
            ratios.append(found / expected)
    if ratios and all(close(r, ratios[0], 1e-5) for r in ratios):
        inner = [t for t in trying.twins if t.terms]
        seed = _last_seeding(case)
        value = case.engine.number_in(seed.after) if seed is not None else None
        if value is not None and close(value, ratios[0], 1e-6):
            return ratios[0]
        if value is None and ratios[0] == 0.0 and not trying.found[id(trying.root.obj)]:
            return 0.0
        alone = len(inner) == 1 and len(ratios) > 1 and not case.whole.verified
        if alone and ratios[0] and value != 1.0:
            return ratios[0]
    return None


def _is_1(case: Case, seed: Write | None) -> bool:
    value = case.engine.number_in(seed.after) if seed is not None else None
    return value is not None and close(value, 1.0, 1e-6)


def _at_its_call(case: Case) -> float | None:
    """The root's gradient when its own backward ran; None if that wasn't seen."""
    engine, trying = case.engine, case.trying
    owner = engine.rule.owner(trying.root.obj)
    at = next((i for i, c in enumerate(trying.seen.calls) if c.owner is owner), None)
    if at is None or case.whole.caller_seeds or engine.rule.takes == "adjoint":
        return None
    writes = [w for w in trying.writes_to(trying.root.obj) if w.calls <= at]
    return (engine.number_in(writes[-1].after) or 0.0) if writes else trying.began_with or 0.0


def _last_seeding(case: Case) -> Write | None:
    """The last write to the result's gradient that isn't its clearing, once it was used."""
    writes = case.trying.writes_to(case.trying.root.obj)
    kept = [w for w in writes if w.after is not None]
    return kept[-1] if kept else None


def _at_another_value(case: Case) -> Write | None:
    """The write of a 1 to another value than the result, by the driver itself: in the place
    of the result's own, or to whatever it lists."""
    engine, trying = case.engine, case.trying
    if case.whole.caller_seeds:
        return None
    owner = engine.grad_owner(trying.root.obj)
    numbers = [(w, engine.number_in(w.after)) for w in trying.seen.writes]
    own = [w for w, x in numbers if w.target is owner and x]
    ones = [w for w, x in numbers if w.target is not owner and x == 1.0 and not w.calls]
    ones = [w for w in ones if is_constant(w)]
    if own:  # what is written on the same line as the result's is no share
        ones = [w for w in ones if w.place == own[0].place and w.running is None]
        return ones[0] if ones else None
    first = next((w for w, x in numbers if x), None)
    return first if first in ones and not trying.began_with else None


def is_constant(write: Write, adds: bool = True) -> bool:
    """Whether a gradient is set to what is written out on its line, which no share is; or with
    `adds` has that added to it."""
    function, line = source_tree.function_node(write.code), write.place.line
    for statement in source_tree.statements(function) if function is not None else ():
        if statement.lineno == line and isinstance(statement, (ast.Assign, ast.AugAssign)):
            if isinstance(statement, ast.AugAssign) and not adds:
                return False
            value = statement.value
            if isinstance(value, ast.Call) and name_called(value).startswith(("ones", "full")):
                return True  # `np.ones_like(v.data)`, whatever that is
            inner = value.args[:1] if isinstance(value, ast.Call) else [value]
            return all(isinstance(x, ast.Constant) for x in inner)
    return False
