"""Overwriting: where a pass replaces a gradient by another, or by 0."""

from __future__ import annotations

from gradviz.sources.foreign import driver_recursion, line_questions
from gradviz.sources.foreign.causes import seeds
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.drivers import driving_code
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.wording import CHANGED, CLEARED, FIXED
from gradviz.sources.user_code import Place

REPLACED = "backward() replaces a gradient that another use already gave"


def cleared(case: Case) -> Answer:
    """The last write of 0 over a gradient, where that is what the gradient lacks."""
    trying, wrong, number = case.trying, case.wrong, case.engine.number_in
    writes = trying.writes_to(wrong.obj)
    zeros = [w for w in writes if number(w.after) == 0.0 and number(w.before)]
    if not zeros:
        return None
    found, expected = trying.found[id(wrong.obj)] or 0.0, trying.truth[id(wrong.obj)]
    lost = [number(w.before) or 0.0 for w in zeros]
    if not any(close(expected - found, x, 1e-5) for x in (lost[-1], sum(lost))):
        return None
    return Told("overwritten-gradient", zeros[-1].place, CLEARED, wrong)


def changed_when_due(case: Case) -> Answer:
    """The first write outside of any value's rule that makes a gradient wrong which was right,
    where the rules add what is due themselves."""
    trying, number = case.trying, case.engine.number_in
    if not any(write.running is not None for write in trying.seen.writes):
        return None
    truth = {id(case.engine.grad_owner(t.obj)): trying.truth[id(t.obj)] for t in trying.twins}
    for write in trying.seen.writes:
        due, before, after = truth.get(id(write.target)), number(write.before), number(write.after)
        if write.running is not None or due is None or not before or not after:
            continue
        if line_questions.adds_an_argument(write.code, write.place.line):
            continue  # it is the share that may be wrong
        if close(before, due, 1e-6) and not close(after, due, 1e-4):
            return Told("overwritten-gradient", write.place, CHANGED, case.wrong)
    return None


def by_a_constant(case: Case) -> Answer:
    """What is written out on a line, in the place of what has come down to a value."""
    writes, number = case.trying.writes_to(case.wrong.obj), case.engine.number_in
    if not writes or not number(writes[-1].before) or not number(writes[-1].after):
        return None
    if case.wrong is case.trying.root or not seeds.is_constant(writes[-1], adds=False):
        return None
    return Told("overwritten-gradient", writes[-1].place, FIXED, case.wrong)


def in_forward(case: Case) -> Answer:
    writes = case.trying.forward_writes
    if not writes:
        return None
    clause = (
        "an operator sets the gradients of its operands while it computes a value, so that a "
        "second use replaces the first"
    )
    return Told("overwritten-gradient", writes[-1].place, clause, case.wrong)


def replaced(case: Case) -> Answer:
    place = _last_replacing(case)
    if place is None and case.group == "repeat":
        place = replaced_entry(case)
    if place is None:
        return None
    return Told("overwritten-gradient", place, REPLACED, case.wrong)


def _last_replacing(case: Case) -> Place | None:
    """The last write to a gradient, where what is missing is what was there before it."""
    trying, wrong = case.trying, case.wrong
    writes = trying.writes_to(wrong.obj)
    before = case.engine.number_in(writes[-1].before) if len(writes) > 1 else None
    found, expected = trying.found[id(wrong.obj)], trying.truth[id(wrong.obj)]
    if found is None or not before or not close(expected - found, before, 1e-5):
        return None
    return writes[-1].place


def replaced_entry(case: Case) -> Place | None:
    """The same in a driver that keeps the gradients in a mapping of its own."""
    code = driving_code(case.engine, "overwritten-gradient")
    line = driver_recursion.replaced_entry(code) if code is not None else None
    return Place(code.co_filename, line) if code is not None and line is not None else None
