"""From what was found out to the `Report` that leaves the process."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gradviz.sources.foreign.callables import class_place
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.picture import exercise_picture, picture_of
from gradviz.sources.report import (
    EngineInfo,
    Exercise,
    PassInfo,
    Picture,
    ProblemInfo,
    Report,
    RootCandidate,
    RootInfo,
)

if TYPE_CHECKING:
    from gradviz.sources.foreign.discover import ProgramObserver
    from gradviz.sources.foreign.examined import Examined
    from gradviz.sources.foreign.roots import Candidate
    from gradviz.sources.report import Status


def report_of(
    observer: ProgramObserver, examined: Examined, namespace: dict[str, object]
) -> Report:
    status, message = _verdict(examined, namespace)
    captured = examined.captured
    root = None
    if captured is not None:
        root = RootInfo(captured.name(captured.root), captured.values[captured.root])
    engine = None
    if examined.engine is not None:
        file, line = examined.engine.place
        engine = EngineInfo(examined.engine.name, file, line, examined.engine.attributes)
    elif examined.suspect is not None:
        file, line = class_place(examined.suspect)
        engine = EngineInfo(examined.suspect.__name__, file, line, {})
    return Report(
        file="",
        status=status,
        message=message,
        engine=engine,
        root=root,
        values=len(captured) if captured is not None else 0,
        edges=captured.edge_count if captured is not None else 0,
        backward_passes=len(observer.watch.passes) or _by_hand(examined),
        problems=tuple(map(_problem, examined.findings)),
        picture=_picture(examined),
        exercises=tuple(
            Exercise(graph.text, exercise_picture(graph)) for graph in examined.exercises
        ),
        root_candidates=tuple(
            _candidate(i, c, namespace) for i, c in enumerate(examined.candidates)
        ),
        passes=_passes(observer, examined),
        limitations=(*examined.unverified, *examined.limitations),
    )


def _picture(examined: Examined) -> Picture | None:
    if examined.captured is None:
        return None
    seen = examined.chosen.seen if examined.chosen is not None else None
    return picture_of(examined.captured, examined.comparison, seen)


def _by_hand(examined: Examined) -> int:
    seen = examined.chosen.seen if examined.chosen is not None else None
    return int(seen is not None and seen.manual)


def _verdict(examined: Examined, namespace: dict[str, object]) -> tuple[Status, str]:
    if examined.unknown_root is not None:
        return "error", _unknown_root(examined, namespace)
    errors = [f for f in examined.findings if f.severity is Severity.ERROR]
    if examined.engine is None and not errors:
        kind: Status = "error" if examined.suspect is None else "unverified"
        return kind, " ".join(examined.unverified)
    if errors:
        rest = len(errors) - 1
        more = "" if rest == 0 else f" And {rest} more problem{'s' if rest > 1 else ''}."
        return "wrong", errors[0].message + more
    assert examined.engine is not None
    comparison = examined.comparison
    count = examined.exercised
    seen = examined.chosen.seen if examined.chosen is not None else None
    if comparison is not None and seen is not None and comparison.captured.edge_count:
        count = len(comparison.captured) - len(comparison.truth.unsure)
    seen_graph = examined.captured is not None and examined.captured.edge_count > 0
    told = examined.unverified or examined.engine.is_forward_only
    is_judged = not examined.engine.is_pulled and (examined.exercised or seen_graph)
    if not is_judged and not told:
        what = "keeps no operands that gradviz can follow, and has no backward that it can run"
        if examined.engine.is_pulled:
            what = "keeps with each value what is made from it, and pulls gradients from there"
        examined.unverified.append(
            f"{examined.engine.name} {what}: such engines are not supported yet."
        )
    if examined.unverified or count == 0:
        return "unverified", " ".join(examined.unverified) or "No gradient could be verified."
    stale = len(comparison.stale) if comparison is not None else 0
    if stale:
        kept = f"{stale:,} add to what an earlier pass left"
        return "correct", f"{count - stale:,} of {count:,} gradients verified; {kept}."
    return "correct", "1 gradient verified." if count == 1 else f"All {count:,} gradients verified."


def _unknown_root(examined: Examined, namespace: dict[str, object]) -> str:
    found = [_candidate(i, c, namespace).label for i, c in enumerate(examined.candidates)]
    names = [name for name in dict.fromkeys(found) if name]
    most = 12
    others = f"Its values are {', '.join(names[:most])}" if names else "Its values have no names"
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"The program has no value called {examined.unknown_root}. {others}{more}."


def _problem(finding: Finding) -> ProblemInfo:
    place = finding.place
    in_exercise = finding.found_in is FoundIn.EXERCISE
    return ProblemInfo(
        cause=finding.cause,
        severity=finding.severity.value,
        found_in=finding.found_in.value,
        node=finding.node or None,
        op=finding.op or None,
        file=place.file if place is not None else None,
        line=place.line if place is not None else None,
        step=finding.step,
        found=finding.found,
        expected=finding.expected,
        message=finding.message,
        node_number=None if in_exercise and finding.exercise is None else finding.node_index,
        exercise=finding.exercise,
    )


def _candidate(index: int, candidate: Candidate, namespace: dict[str, object]) -> RootCandidate:
    engine, obj = candidate.engine, candidate.obj
    label = engine.label(obj) or next(
        (n for n, v in namespace.items() if v is obj and not n.startswith("_")), ""
    )
    data = engine.data(obj)
    birth = engine.births.get(id(obj))
    file, line = place_of(birth.user_code, birth.user_lasti) if birth is not None else ("", 0)
    return RootCandidate(
        key=str(index),
        label=label,
        data=math.nan if data is None else data,
        values=candidate.size,
        reason=candidate.reason,
        file=file,
        line=line,
    )


def _passes(observer: ProgramObserver, examined: Examined) -> tuple[PassInfo, ...]:
    out = []
    for seen in observer.watch.passes:
        file, line = place_of(seen.code, seen.lasti) if seen.code is not None else ("", 0)
        label = seen.label
        if examined.engine is not None and seen.root is not None:
            label = examined.engine.label(seen.root)
        is_shown = examined.chosen is not None and examined.chosen.seen is seen
        info = PassInfo(seen.number, label, seen.count, file, line, is_shown=is_shown)
        out.append(info)
    if not out and _by_hand(examined) and examined.chosen is not None:
        hand = examined.chosen.seen
        if hand is not None and hand.code is not None:
            file, line = place_of(hand.code, hand.lasti)
            out.append(PassInfo(1, "", hand.count, file, line, by_hand=True))
    return tuple(out)
