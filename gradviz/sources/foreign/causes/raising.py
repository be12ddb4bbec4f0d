"""Raising: a backward that ends with an exception."""

from __future__ import annotations

from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Elsewhere, Told
from gradviz.sources.foreign.ending import raised
from gradviz.sources.foreign.errors import error_place
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.user_code import Place


def raises(case: Case) -> Answer:
    error = case.trying.seen.error
    if error is None:
        return None
    if _is_known(case) or _is_of_a_misplaced_rule(case):
        return Elsewhere.TOLD
    if ran_again(case.trying.seen):
        clause = f"backward() runs a value's backward more than once, where it {raised(error)}"
        return Told("double-visit", case.driver_place("double-visit"), clause)
    place = _closure_kept_as_none(case) or error_place(error) or case.driver_place()
    return Told("backward-error", place, f"backward() {raised(error)}")


def ran_again(seen: Pass) -> bool:
    """Whether a pass ended within the backward of a value that it had run before, whose gradient
    may have been cleared since."""
    owners = [call.owner for call in seen.calls]
    own = [x for x in owners if x is owners[-1]]
    return len(own) > 1 and isinstance(seen.error, TypeError) and "NoneType" in str(seen.error)


def _closure_kept_as_none(case: Case) -> Place | None:
    """Where a value was given None for its backward, which the driver then can't call: the
    closure was called instead of kept."""
    if "'NoneType' object is not callable" not in str(case.trying.seen.error):
        return None
    below = {id(obj) for obj in case.trying.captured.objects}
    for target, function, code, lasti in reversed(case.bench.watch.assigned.values()):
        if function is None and id(target) in below:
            return place_of(code, lasti)
    return None


def _is_known(case: Case) -> bool:
    """Whether one of the nodes raised when it was run alone."""
    kinds = case.trying.op_kinds()
    return any(
        pending.fault.cause == "backward-error"
        and pending.captured.kind(pending.node) in kinds
        and case.whole.raised_as(pending)
        for pending in case.whole.verdicts.pending
    )


def _is_of_a_misplaced_rule(case: Case) -> bool:
    """Whether an exception comes of a rule that was stored somewhere else, say in the place
    of a gradient."""
    kinds = case.trying.op_kinds()
    return bool(case.whole.ran_without_error) and any(
        pending.fault.cause == "missing-contribution"
        and pending.fault.write is None
        and pending.captured.kind(pending.node) in kinds
        for pending in case.whole.verdicts.pending
    )
