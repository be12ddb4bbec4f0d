"""A comparison in words: what each row says, where the two runs part, what can't be compared."""

from __future__ import annotations

import math
from collections.abc import Iterable

from gradviz.model.compare import Comparison, Row
from gradviz.model.judgement import Kind
from gradviz.model.numbers import short_text, told_apart
from gradviz.model.phrase import Phrase, Tone, grad, lost, name, phrase, plain
from gradviz.model.positions import Phase
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

_LOST_IN_THE_GRAPH = {"lost-edge", "merged-by-equality"}
_WRONG_VALUES = {"wrong-forward", "operator-error"}


def step_text(recording: Recording, position: int) -> str:
    """'step 3', 'the seed'."""
    step = recording.step(position)
    return "the seed" if step.phase is Phase.SEED else f"step {step.number:,}"


def reason(comparison: Comparison, row: Row) -> Phrase:
    """What a row comes to, in a few words."""
    graph = comparison.recording.graph
    user, target = name(graph.name(row.user)), name(f"{graph.name(row.target)}.grad")
    if row.kind is Kind.AGREES:
        return phrase("agrees")
    if row.kind is Kind.IN_THE_END:
        return phrase("right in the end")
    if row.kind is Kind.UNTOLD:
        return phrase("what is due isn't known")
    if row.kind is Kind.FOLLOWS:
        origin = comparison.row(row.origin)
        if origin.position == row.position:
            return phrase(f"follows from {graph.name(origin.target)}.grad above")
        return phrase(f"follows from {step_text(comparison.recording, origin.position)}")
    if row.kind is Kind.REPLACED:
        return phrase("replaced ", lost(short_text(row.before)))
    if row.kind is Kind.AMOUNT and row.write is not None:
        theirs, due = told_apart(row.write.contribution, row.write.due)
        return phrase("wrote ", grad(theirs), ", and ", grad(due), " is due")
    if row.kind is Kind.EARLY:
        return phrase(user, f".grad isn't complete yet: {_still_to_come(comparison, row)}")
    if row.kind is Kind.STALE:
        return phrase(
            target, " began at ", grad(short_text(row.before)), ", left by an earlier pass"
        )
    if row.kind is Kind.NEVER:
        return _never(comparison, row)
    if row.kind is Kind.EXTRA:
        if row.edge >= 0:
            return phrase("a second write through one use")
        if row.user == row.target:
            return phrase("the backward of ", user, " writes to ", user, " itself")
        return phrase(name(graph.name(row.target)), " is no operand of ", user)
    if row.is_seed:
        return phrase("the root's gradient by itself is ", grad(short_text(row.due)))
    if row.write is not None and not math.isnan(row.due):
        theirs, due = told_apart(row.write.contribution, row.due)
        return phrase("wrote ", grad(theirs), ", and ", grad(due), " is due")
    return phrase("differs, and no earlier write tells why")


_SHORT = {
    Kind.UNTOLD: "not known",
    Kind.AMOUNT: "wrong amount",
    Kind.EARLY: "too early",
    Kind.STALE: "stale start",
    Kind.NEVER: "never written",
    Kind.EXTRA: "one too many",
    Kind.DIFFERS: "differs",
}


def short_reason(comparison: Comparison, row: Row) -> Phrase:
    """`reason` in two words, where there is no room for more."""
    if row.kind is Kind.FOLLOWS:
        origin = comparison.row(row.origin)
        if origin.position == row.position:
            return phrase("follows above")
        return phrase(f"follows {step_text(comparison.recording, origin.position)}")
    text = _SHORT.get(row.kind)
    return reason(comparison, row) if text is None else phrase(text)


def _never(comparison: Comparison, row: Row) -> Phrase:
    recording = comparison.recording
    user = name(recording.graph.name(row.user))
    if row.is_seed:
        return phrase("the root's gradient is never set")
    if recording.tape.last_step_of(row.user) is None:
        return phrase("the backward of ", user, " never runs")
    return phrase("the backward of ", user, " leaves it out")


def _still_to_come(comparison: Comparison, row: Row) -> str:
    """Which step still writes to the gradient that this row passes on."""
    recording, tape = comparison.recording, comparison.recording.tape
    writes = tape.writes_to(row.user)
    changing = writes[tape.before[writes] != tape.after[writes]]
    last = recording.write(int((changing if len(changing) else writes)[-1]))
    return f"{step_text(recording, last.position)} still writes to it"


def headline(comparison: Comparison, row: Row) -> str:
    """'Diverges at step 3: a.grad is 3, the reference has -3'."""
    recording = comparison.recording
    where = step_text(recording, row.position)
    theirs, due = told_apart(row.after, row.ref_after)
    target = recording.graph.name(row.target)
    return f"Diverges at {where}: {target}.grad is {theirs}, the reference has {due}"


def summary(comparison: Comparison) -> str:
    """One sentence on the whole comparison."""
    first, recording = comparison.first, comparison.recording
    if first is not None:
        why = reason(comparison, first)
        text = plain(why)
        if why[0].tone is Tone.PLAIN:  # a name keeps its own first letter
            text = text[0].upper() + text[1:]
        rest = comparison.divergence_count - 1
        more = f". {rest:,} more after it" if rest else ""
        return f"{headline(comparison, first)}. {text}{more}"
    count = len(comparison)
    if not count:
        return "No write to a gradient was seen in this pass, so there is nothing to compare"
    untold = comparison.count(Kind.UNTOLD)
    writes = "write" if count == 1 else "writes"
    if untold == count:
        return f"What is due isn't known for any of the {count:,} {writes}"
    if untold:
        return (
            f"{count - untold:,} of {count:,} {writes} agree; what is due isn't known for the rest"
        )
    if comparison.count(Kind.IN_THE_END):
        return f"All {count:,} {writes} lead to the reference's gradients"
    if recording.rule is Rule.ACCUMULATE:
        return f"All {count:,} {writes} agree with the reference: += is its rule"
    if count == 1:
        return "The one write agrees with the reference"
    return f"All {count:,} writes agree with the reference"


def reservation(recording: Recording, causes: Iterable[str]) -> str:
    """What the comparison can't see, given the causes of a program's problems; '' for nothing.

    The reference has the program's own graph and values. Where they are wrong already, it can
    only be right about what is left.
    """
    found = set(causes)
    if recording.rule is not Rule.AS_WRITTEN:
        return ""
    if found & _LOST_IN_THE_GRAPH:
        return "The engine loses operands: what lies behind them is in neither run"
    if found & _WRONG_VALUES:
        return "The engine computes wrong values: both runs start from them"
    return ""
