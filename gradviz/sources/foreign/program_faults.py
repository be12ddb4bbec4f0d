"""What is wrong with the program's own gradients: the findings that explain them, placed at
the node, the step and the numbers of the program."""

from __future__ import annotations

import math
from dataclasses import replace

from gradviz.sources.foreign import driver_lines
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.comparison import Comparison, stops_at_the_root
from gradviz.sources.foreign.drivers import compares_by_number, driver_place, equality_place
from gradviz.sources.foreign.ending import raised
from gradviz.sources.foreign.errors import error_place, raised_on_purpose
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.gates import missing_share
from gradviz.sources.foreign.lines import lines_within
from gradviz.sources.foreign.log import Pass, Write, place_of
from gradviz.sources.foreign.nudge import Slopes
from gradviz.sources.foreign.patience import TookTooLong
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.wording import of_the_program, sentence, with_advice
from gradviz.sources.foreign.wrong_write import wrong_write
from gradviz.sources.user_code import Place


def program_findings(
    bench: Bench,
    comparison: Comparison,
    slopes: Slopes,
    seen: Pass | None,
    known: list[Finding],
) -> list[Finding]:
    """For each known fault that spoiled a gradient here, the same with this program's node;
    where none explains the wrong gradients, what the pass itself shows."""
    captured = comparison.captured
    if seen is None or not comparison.wrong:
        return []
    wrong = set(comparison.wrong)
    out: list[Finding] = []
    owners = {id(captured.engine.grad_owner(x)): i for i, x in enumerate(captured.objects)}
    by_place: dict[object, list[tuple[int, Write]]] = {}
    for write in seen.writes:
        node = owners.get(id(write.target))
        if node in wrong and node is not None:
            by_place.setdefault(write.place, []).append((node, write))
    written = {write.place for write in seen.writes}
    guilty = _wrong_writes(comparison.routes.captured, comparison.routes.slopes, seen)
    for finding in [f for f in known if f.severity is Severity.ERROR]:
        hits = by_place.get(finding.place, [])
        # A gradient may be wrong though this write to it is right: another spoiled it.
        hits = [hit for hit in hits if not guilty or id(hit[1]) in guilty]
        if finding.cause == "overwritten-gradient":  # only what was there can be replaced
            hits = [hit for hit in hits if captured.engine.number_in(hit[1].before)]
        if hits:
            node, write = hits[0]
            out.append(_placed(finding, comparison, node, write.calls))
        elif not guilty or finding.place not in written:
            spoiled = _spoiled_by(captured, finding, comparison)
            if spoiled is not None:
                out.append(_placed(finding, comparison, spoiled, None))
    if out:
        return out
    errors = [f for f in known if f.severity is Severity.ERROR]
    driver = [f for f in errors if f.cause in _OF_DRIVERS]
    if seen.error is None:  # it isn't what raises elsewhere
        driver = [f for f in driver if f.cause != "backward-error"]
    if driver:
        return [_placed(driver[0], comparison, comparison.wrong[0], None)]
    unseeded = seen.manual and not comparison.found[captured.root]
    if errors and not unseeded:
        return []  # the engine is wrong, and that is told
    return _by_the_pass(bench, comparison, slopes, seen)


_OF_DRIVERS = (
    "wrong-order",
    "double-visit",
    "unvisited-node",
    "missing-seed",
    "lost-edge",
    "merged-by-equality",
    "backward-error",
)


def _wrong_writes(captured: Captured, slopes: Slopes, seen: Pass) -> set[int]:
    """The ids of the writes that don't add what the node they come from owes its operand,
    given the gradient that it had itself at that moment."""
    engine = captured.engine
    owners = {id(engine.grad_owner(x)): i for i, x in enumerate(captured.objects)}
    runners = {id(engine.rule.owner(x)): i for i, x in enumerate(captured.objects)}
    now: dict[int, float] = {}
    out: set[int] = set()
    for write in seen.writes:
        node, user = owners.get(id(write.target)), runners.get(id(write.running))
        before, after = engine.number_in(write.before), engine.number_in(write.after)
        if node is None or after is None:
            continue
        due = slopes[user] if user is not None else None
        if user is not None and due is not None and node in captured.operands[user]:
            slots = zip(captured.operands[user], due, strict=False)
            shares = [slope * now.get(user, 0.0) for i, slope in slots if i == node]
            change = after - (before or 0.0)
            if not any(close(change, share, 1e-6, 1e-9) for share in (*shares, sum(shares))):
                out.add(id(write))
        now[node] = after
    return out


def _placed(finding: Finding, comparison: Comparison, node: int, step: int | None) -> Finding:
    found, expected = comparison.found[node], comparison.truth.grads[node]
    placed = replace(
        finding,
        found_in=FoundIn.PROGRAM,
        node=comparison.captured.name(node),
        step=step,
        node_index=node,
    )
    if not finding.clause:  # about a value, not a gradient
        return placed
    return replace(
        placed,
        message=_message(finding.cause, comparison, node, finding.clause),
        found=found,
        expected=expected,
    )


def _message(cause: str, comparison: Comparison, node: int, clause: str) -> str:
    captured = comparison.captured
    found, expected = comparison.found[node], comparison.truth.grads[node]
    if found is not None and close(found, expected):
        return with_advice(cause, sentence(clause))
    roles = captured.engine.roles
    grad = roles.grad or "grad"
    if roles.inner is None:
        grad = grad.rpartition(".")[2]
    numbers = of_the_program(captured.name(node), grad, found, expected)
    return with_advice(cause, f"{numbers}: {clause}.")


def _spoiled_by(captured: Captured, finding: Finding, comparison: Comparison) -> int | None:
    """A wrong gradient whose user was made by the finding's own line."""
    wrong = set(comparison.wrong)
    for node in range(len(captured)):
        birth = captured.birth(node)
        if birth is None or finding.place is None:
            continue
        if finding.place.file == birth.code.co_filename and (
            finding.place.line in lines_within(birth.code)
        ):
            spoiled = [i for i in captured.operands[node] if i in wrong]
            if spoiled:
                return spoiled[0]
    return None


def _by_the_pass(bench: Bench, comparison: Comparison, slopes: Slopes, seen: Pass) -> list[Finding]:
    """Every node and the driver are right, and the numbers are not: it is how the program
    used them."""
    captured, engine = comparison.captured, comparison.captured.engine
    root = captured.root
    node = next((i for i in comparison.wrong if i != root), comparison.wrong[0])
    root_grad = comparison.found[root]
    added = None if root_grad is None else root_grad - _kept(captured, root, seen)
    infinite = _not_finite(comparison, seen)
    place: Place | None
    broken = _stopped_at(seen)
    if broken is not None:
        place, clause = broken
        return [_new("backward-error", comparison, node, clause, place)]
    if infinite is not None:
        node, place = infinite
        clause = "it stops being a finite number in backward(), though the derivative is finite"
        return [_new("non-finite", comparison, node, clause, place)]
    is_seeded = any(x is not None and close(x, 1.0) for x in (root_grad, added))
    if not root_grad and _was_seeded(comparison, seen):  # and cleared once it was used
        is_seeded, root_grad = True, 1.0
    if not root_grad or (root in comparison.wrong and not is_seeded):
        place = driver_place(bench, seen, "")
        if place is None or seen.manual:
            place = place_of(seen.code, seen.lasti) if seen.code is not None else None
        clause = "the gradient of the result was never set to 1, so nothing was passed on"
        if root_grad:
            clause = "the gradient of the result isn't 1 when its backward runs"
        return [_new("missing-seed", comparison, root, clause, place)]
    by_gates = any(w.running is not None and not engine.is_value(w.running) for w in seen.writes)
    told = wrong_write(captured, slopes, seen) if by_gates or not seen.calls else None
    if told is not None:
        fault = _new(told.cause, comparison, told.node, told.clause, told.place)
        return [replace(fault, op=told.op)]
    missing = missing_share(captured, slopes, seen) if by_gates else None
    if missing is not None:
        clause = f"the backward of {missing.op} adds nothing to it"
        fault = _new("missing-contribution", comparison, missing.node, clause, missing.place)
        return [replace(fault, op=missing.op)]
    ran = {id(c.owner) for c in seen.calls}
    missed = [
        i
        for i in range(len(captured))
        if captured.operands[i] and id(engine.rule.owner(captured.objects[i])) not in ran
    ]
    twins = [
        i
        for i in missed
        for j in range(len(captured))
        if i != j and captured.values[i] == captured.values[j] and j not in missed
    ]
    if twins and compares_by_number(engine.cls) and not seen.manual:
        clause = "two different values that hold equal numbers are taken for one"
        place = equality_place(engine) or driver_place(bench, seen, "double-visit")
        return [_new("merged-by-equality", comparison, node, clause, place)]
    if stops_at_the_root(captured, seen):
        code = code_of(getattr(engine.cls, engine.roles.backward or "", None))
        place = Place(code.co_filename, code.co_firstlineno) if code is not None else None
        clause = f"{engine.roles.backward}() hands the gradient on to the operands and no further"
        return [_new("unvisited-node", comparison, node, clause, place)]
    if seen.manual and ran and missed:
        users = {j: i for i in missed for j in captured.operands[i]}
        went_on = [c for c in seen.calls for j in users if c.owner is _owner(captured, j)]
        place = place_of(seen.code, seen.lasti) if seen.code is not None else None
        place = place_of(went_on[0].code, went_on[0].lasti) if went_on else place
        clause = f"the backward of {captured.name(missed[-1])} was never run"
        return [_new("unvisited-node", comparison, missed[-1], clause, place)]
    early = _run_too_early(captured, seen) if seen.manual else None
    if early is not None:
        node, place = early
        clause = f"the backward of {captured.name(node)} was run before its gradient was complete"
        spoiled = next((i for i in captured.operands[node] if i in comparison.wrong), node)
        return [_new("wrong-order", comparison, spoiled, clause, place)]
    stale = [i for i in comparison.wrong if _kept(captured, i, seen)]
    if stale:
        node = next((i for i in stale if captured.operands[i]), stale[0])
        place = place_of(seen.code, seen.lasti) if seen.code is not None else None
        clause = f"the gradient of {captured.name(node)} was not 0 when backward() began"
        found = _new("stale-gradient", comparison, node, clause, place)
        return [replace(found, severity=Severity.NOTE)]
    return [
        _new(
            "wrong-order",
            comparison,
            node,
            "backward() passes on gradients in an order or a way that none of its nodes explains",
            driver_place(bench, seen, "wrong-order"),
        )
    ]


def _was_seeded(comparison: Comparison, seen: Pass) -> bool:
    captured = comparison.captured
    target = captured.engine.grad_owner(captured.objects[captured.root])
    given = [captured.engine.number_in(w.after) for w in seen.writes if w.target is target]
    return any(x is not None and close(x, 1.0) for x in given)


def _owner(captured: Captured, node: int) -> object:
    return captured.engine.rule.owner(captured.objects[node])


def _run_too_early(captured: Captured, seen: Pass) -> tuple[int, Place] | None:
    """The first value whose backward was run by hand before that of one that uses it."""
    owners = {id(captured.engine.rule.owner(obj)): i for i, obj in enumerate(captured.objects)}
    calls = [(owners[id(c.owner)], c) for c in seen.calls if id(c.owner) in owners]
    if len({node for node, _ in calls}) < len(calls):
        return None  # path by path, each share as it comes
    for at, (node, call) in enumerate(calls):
        if any(node in captured.operands[later] for later, _ in calls[at + 1 :]):
            place = place_of(call.code, call.lasti)
            if all((c.code, c.lasti) == (call.code, call.lasti) for _, c in calls):
                # One line runs them all: what it goes over is in the wrong order.
                place = Place(place.file, driver_lines.loop_line(place) or place.line)
            return node, place
    return None


def _stopped_at(seen: Pass) -> tuple[Place, str] | None:
    """Where an exception ended the pass, if the engine didn't raise it on purpose."""
    error = seen.error
    if not isinstance(error, Exception) or isinstance(error, (RecursionError, TookTooLong)):
        return None
    place = error_place(error)
    if place is None or raised_on_purpose(error):
        return None
    return place, f"backward() {raised(error)}"


def stale_nodes(comparison: Comparison, seen: Pass | None) -> list[int]:
    """Of the wrong gradients, those that more than accumulate: a leaf that has this pass's
    own on top of what it had is as a second pass should leave it."""
    captured, out = comparison.captured, []
    for node in comparison.wrong:
        kept = 0.0 if captured.operands[node] or seen is None else _kept(captured, node, seen)
        if not close((comparison.found[node] or 0.0) - kept, comparison.truth.grads[node]):
            out.append(node)
    return out


def _kept(captured: Captured, node: int, seen: Pass) -> float:
    """What a gradient held when the pass first wrote to it."""
    engine, target = captured.engine, captured.engine.grad_owner(captured.objects[node])
    first = next((w for w in seen.writes if w.target is target), None)
    return engine.number_in(first.before) or 0.0 if first is not None else 0.0


def _not_finite(comparison: Comparison, seen: Pass) -> tuple[int, Place] | None:
    """The first write that makes a gradient infinite or no number where the true one is
    finite."""
    engine = comparison.captured.engine
    owners = {id(engine.grad_owner(x)): i for i, x in enumerate(comparison.captured.objects)}
    for write in seen.writes:
        node, after = owners.get(id(write.target)), engine.number_in(write.after)
        if node is None or after is None or node not in comparison.wrong:
            continue
        if math.isfinite(comparison.truth.grads[node]) and not math.isfinite(after):
            return node, write.place
    return None


def _new(
    cause: str, comparison: Comparison, node: int, clause: str, place: Place | None
) -> Finding:
    return Finding(
        cause,
        Severity.ERROR,
        FoundIn.PROGRAM,
        _message(cause, comparison, node, clause),
        place,
        node=comparison.captured.name(node),
        found=comparison.found[node],
        expected=comparison.truth.grads[node],
        node_index=node,
    )
