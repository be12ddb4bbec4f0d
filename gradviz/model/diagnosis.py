"""What is wrong with a recording's gradients, or would be under the other rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from gradviz.model.kept import kept
from gradviz.model.numbers import brief_text, plain_text
from gradviz.model.phrase import Phrase, grad, listed, lost, name, phrase
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

MOST_LISTED = 200
"""Overwritten gradients listed one by one; what comes after them is counted."""


class Severity(Enum):
    ERROR = "error"
    """A gradient or value is wrong."""
    NOTE = "note"
    """Right as it is, and worth knowing."""


@dataclass(frozen=True)
class Problem:
    """One row of the Problems list. `position` is the step it happens at, where it has one;
    `place` says in which file and line the fault is, `line` is that line where it is in the
    program that is shown (0: it isn't)."""

    severity: Severity
    cause: str
    nodes: tuple[int, ...]
    position: int | None
    message: Phrase
    place: str = ""
    line: int = 0
    exercise: int | None = None
    """Which exercise shows it, where that isn't the graph in view."""


@kept()
def problems(recording: Recording) -> tuple[Problem, ...]:
    """Errors first, in the order they happen, then notes."""
    found = (*_overwritten(recording), *_non_finite(recording), *_feeds_several(recording))
    return tuple(sorted(found, key=lambda p: p.severity is Severity.NOTE))


def _overwritten(recording: Recording) -> list[Problem]:
    """One problem for each write that replaced a gradient and left a wrong one."""
    is_wrong = np.isin(recording.tape.target, recording.wrong_nodes)
    found: list[int] = np.flatnonzero(recording.replaces & is_wrong).tolist()
    out = [_overwritten_by(recording, w) for w in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        rest = f"{len(found) - MOST_LISTED:,} more gradients were overwritten after that"
        out.append(Problem(Severity.ERROR, "overwritten-gradient", (), None, phrase(rest)))
    return out


def _overwritten_by(recording: Recording, index: int) -> Problem:
    write = recording.write(index)
    expected = float(recording.expected_grads[write.target])
    step = recording.step(write.position)
    message = phrase(
        name(f"{recording.graph.name(write.target)}.grad"),
        f" was overwritten at step {step.number}: ",
        grad(brief_text(write.after)), " replaced ", lost(brief_text(write.before)),
        "; expected ", grad(brief_text(expected)),
    )  # fmt: skip
    where = (write.target,)
    return Problem(Severity.ERROR, "overwritten-gradient", where, write.position, message)


def _non_finite(recording: Recording) -> list[Problem]:
    """The first nan or infinity, forward; then, if there is none, the first one backward."""
    graph = recording.graph
    node = recording.first_nonfinite
    if node is not None:
        value = plain_text(float(recording.values[node]))
        how = f" = {graph.expression(node)} is " if not graph.is_leaf(node) else " is "
        message = phrase(name(graph.name(node)), how, grad(value), ", the first value not finite")
        position = recording.position_of_forward(node)
        return [Problem(Severity.ERROR, "non-finite", (node,), position, message)]
    for w in np.flatnonzero(~np.isfinite(recording.tape.after))[:1].tolist():
        write = recording.write(w)
        message = phrase(
            name(f"{graph.name(write.target)}.grad"), " becomes ", grad(plain_text(write.after)),
            ", the first gradient not finite",
        )  # fmt: skip
        return [Problem(Severity.ERROR, "non-finite", (write.target,), write.position, message)]
    return []


def _feeds_several(recording: Recording) -> list[Problem]:
    """With accumulation: which values would lose a contribution under `=`."""
    if recording.rule is not Rule.ACCUMULATE:
        return []
    writes = np.bincount(recording.tape.target)
    nodes: list[int] = np.flatnonzero(writes > 1).tolist()
    if not nodes:
        return []
    graph = recording.graph
    shown = [name(graph.name(n)) for n in nodes[:3]]
    uses = {int(writes[n]) for n in nodes}
    if len(uses) > 1:
        several = "more than once"
    else:
        several = "twice" if uses == {2} else f"{min(uses)} times"
    if len(nodes) > 3:
        who = phrase(*listed([*shown[:2], name(f"{len(nodes) - 2} more values")]))
    else:
        who = phrase(*listed(shown))
    each = " is used " if len(nodes) == 1 else " are each used "
    message = (*who, *phrase(f"{each}{several}: with = a contribution would be lost"))
    return [Problem(Severity.NOTE, "feeds-several", tuple(nodes), None, message)]
