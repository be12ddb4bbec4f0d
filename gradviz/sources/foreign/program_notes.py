"""What is remarkable about a program's own numbers without any fault of its engine: a number
changed under the values made from it, a value or slope that isn't finite."""

from __future__ import annotations

import math
from collections import deque

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.log import Edit, Pass, place_of
from gradviz.sources.foreign.nudge import Slopes
from gradviz.sources.foreign.wording import with_advice


def program_notes(
    captured: Captured, slopes: Slopes, seen: Pass | None, edits: dict[int, deque[Edit]]
) -> list[Finding]:
    return [*_stale_data(captured, seen, edits), *_non_finite(captured, slopes, seen)]


def _stale_data(
    captured: Captured, seen: Pass | None, edits: dict[int, deque[Edit]]
) -> list[Finding]:
    """A number edited in place while values made from the old one are still used. An engine
    that computes them anew is none of this: then they fit their operands again."""
    if seen is None or seen.manual:
        return []
    for user in range(len(captured)):
        birth = captured.birth(user)
        if birth is None or not captured.operands[user] or captured.ops[user] is not None:
            continue
        for node in captured.operands[user]:
            late = [
                edit
                for edit in edits.get(id(captured.objects[node]), ())
                if edit.born >= birth.order
                and edit.passes < seen.number
                and edit.before is not None  # else it was filled in, not changed
            ]
            if late:
                name, made = captured.name(node), captured.name(user)
                data = captured.engine.roles.data
                sentence = (
                    f"{name}.{data} was changed after {made} was made from it, so that {made} "
                    "and the gradients that come through it mix old numbers with new ones."
                )
                return [
                    Finding(
                        "stale-data",
                        Severity.NOTE,
                        FoundIn.PROGRAM,
                        with_advice("stale-data", sentence),
                        place_of(late[-1].code, late[-1].lasti),
                        node=name,
                        node_index=node,
                    )
                ]
    return []


def _non_finite(captured: Captured, slopes: Slopes, seen: Pass | None) -> list[Finding]:
    """The first value, else the first slope, that is infinite or no number by the mathematics
    itself, as 1e200 * 1e200 is."""
    for node in range(len(captured)):
        x = captured.values[node]
        if not math.isfinite(x):
            name = captured.name(node)
            return [_not_finite(captured, node, f"{name} is {brief_text(x)}", x)]
    if seen is None:
        return []
    for node in range(len(captured) - 1, -1, -1):
        for operand, slope in zip(captured.operands[node], slopes[node] or (), strict=False):
            if not math.isfinite(slope):
                what = f"The derivative of {captured.name(node)} by {captured.name(operand)}"
                return [_not_finite(captured, node, f"{what} is {brief_text(slope)}", slope)]
    return []


def _not_finite(captured: Captured, node: int, what: str, x: float) -> Finding:
    birth = captured.birth(node)
    return Finding(
        "non-finite",
        Severity.NOTE,
        FoundIn.PROGRAM,
        with_advice("non-finite", f"{what}, so the gradients that come through it say nothing."),
        place_of(birth.user_code, birth.user_lasti) if birth is not None else None,
        node=captured.name(node),
        found=x,
        node_index=node,
    )
