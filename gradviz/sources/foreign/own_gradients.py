"""The program's own gradients: which are wrong, by which fault, and which can't be told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gradviz.sources.foreign.acquit import is_acquitted
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.comparison import compare
from gradviz.sources.foreign.examined import Examined
from gradviz.sources.foreign.finding import FoundIn
from gradviz.sources.foreign.gates import wrong_gates
from gradviz.sources.foreign.judge import Judge
from gradviz.sources.foreign.look_alikes import is_base_of_look_alikes
from gradviz.sources.foreign.named_classes import against_their_names
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.program_faults import program_findings, stale_nodes
from gradviz.sources.foreign.program_notes import program_notes
from gradviz.sources.foreign.whole import Whole

if TYPE_CHECKING:
    from gradviz.sources.foreign.watch import Watch


def judge_program(out: Examined, bench: Bench, judge: Judge, whole: Whole, watch: Watch) -> None:
    assert out.captured is not None
    assert out.chosen is not None
    assert out.comparison is not None
    captured = out.captured
    slopes = all_derivatives(captured)
    engine = captured.engine
    now = [engine.raw(obj, engine.roles.data) for obj in captured.objects]
    for obj, x, raw in zip(captured.objects, captured.values, now, strict=True):
        if engine.number_in(raw) != x and x == x:
            engine.set_data(obj, x)  # as it was during the pass
    try:
        # A fault of one of these ops is the program's only where it spoils a gradient there:
        # that is for `program_findings` to say.
        named = out.no_exercise or is_base_of_look_alikes(engine.cls)
        misnamed = against_their_names(judge, captured) if named else []
        if misnamed:
            slopes = all_derivatives(captured)
            seen = None if out.chosen.seen is None or out.chosen.seen.cut else out.chosen.seen
            out.comparison = compare(captured, slopes, seen, watch.engine_codes)
        judge.examine(captured, slopes, FoundIn.EXERCISE)
        found = judge.resolve(partial(is_acquitted, bench, whole))
        if engine.differences.known:
            slopes = all_derivatives(captured)
            seen = None if out.chosen.seen is None or out.chosen.seen.cut else out.chosen.seen
            out.comparison = compare(captured, slopes, seen, watch.engine_codes)
    finally:
        for obj, raw in zip(captured.objects, now, strict=True):
            engine.store_data(obj, raw)
    out.findings += misnamed + found + wrong_gates(captured)
    notes = program_notes(captured, slopes, out.chosen.seen, watch.edits)
    out.findings += notes
    told = program_findings(bench, out.comparison, slopes, out.chosen.seen, out.findings)
    if told and all(finding.cause == "stale-gradient" for finding in told):
        out.comparison.stale = stale_nodes(out.comparison, out.chosen.seen)
    out.findings += told
    unknown = sorted(
        {
            captured.names[i] or "an op without a name"
            for i in range(len(captured))
            if captured.operands[i] and slopes[i] is None
        }
    )
    count = len(out.comparison.truth.unsure)
    if any(note.cause == "stale-data" for note in notes) and count:
        out.unverified.append(
            "Numbers were changed after other values were made from them, so the gradients of "
            f"{count} values can't be verified."
        )
    elif unknown and count:
        out.unverified.append(
            f"The op{'s' if len(unknown) > 1 else ''} {', '.join(unknown)} could not be "
            f"recognised, so the gradients of {count} values are "
            "unverified."
        )
