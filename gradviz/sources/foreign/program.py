"""The program's own graph: which root, which pass, and whether its gradients are right."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.capture import Captured, takes_none
from gradviz.sources.foreign.composites import Routes, routes
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.log import Call, Pass, Write
from gradviz.sources.foreign.reference import Reference, reference
from gradviz.sources.foreign.roles import Roles
from gradviz.sources.foreign.scalars import close, number
from gradviz.sources.foreign.watch import Watch

MOST_CANDIDATES = 40


@dataclass
class Candidate:
    """A value the graph can be shown from, and why it is offered."""

    obj: Any
    engine: Engine
    reason: str
    seen: Pass | None = None
    counted: tuple[Roles, int] | None = None
    """Its size, and by which roles it was counted."""

    @property
    def size(self) -> int:
        """How many values its graph has. Counted once, unless something was learnt since of
        where the class keeps operands."""
        roles = self.engine.roles
        if self.counted is None or self.counted[0] is not roles:
            self.counted = roles, len(_below(self.engine, self.obj))
        return self.counted[1]


def candidates(
    watch: Watch, engines: list[Engine], namespace: dict[str, object], shown: list[object]
) -> list[Candidate]:
    """The best first: the receiver of the last backward() call; what was shown last; the last
    value seeded by hand; the values of the program's own names."""
    out: list[Candidate] = []

    def add(obj: Any, reason: str, seen: Pass | None = None) -> None:
        engine = next((e for e in engines if e.is_value(obj)), None)
        if engine is not None and all(c.obj is not obj for c in out):
            out.append(Candidate(obj, engine, reason, seen))

    # Of the passes begun at one place, as in a training loop, the last; the others are a
    # matter of which pass.
    newest: dict[tuple[int, int], Pass] = {}
    for entry in watch.passes:
        key = id(entry.code), entry.lasti
        if entry.root is not None and not (entry.cut and key in newest):
            newest[key] = entry
    roots = sorted(newest.values(), key=lambda entry: (entry.cut, -entry.number))
    lone = [entry for entry in roots if not _has_operands(engines, entry.root)]
    for entry in [entry for entry in roots if entry not in lone]:
        add(entry.root, "backward() was called on it", entry)
    by_hand = manual_pass(watch, engines)
    for obj in reversed(shown):
        add(obj, "it was shown", by_hand if by_hand and by_hand.root is obj else None)
    if by_hand is not None:
        add(by_hand.root, "its gradient was set to 1 by hand", by_hand)
    named = [value for name, value in namespace.items() if not name.startswith("__")]
    own = {id(x): x for value in named for x in _values_in(value, engines)}
    rest = [
        Candidate(x, e, "it has a name") for x in own.values() for e in engines if e.is_value(x)
    ]
    sizes = [(c.size, i) for i, c in enumerate(rest[:200])]
    for size, i in sorted(sizes, key=lambda entry: (-entry[0], entry[1])):
        if size > 1 and len(out) < MOST_CANDIDATES:
            add(rest[i].obj, "nothing else is made from it" if i == 0 else "it has a name")
    for entry in lone:
        add(entry.root, "backward() was called on it", entry)
    counted = {id(c.obj): c.counted for c in rest}
    for candidate in out:
        candidate.counted = counted.get(id(candidate.obj))
    return sorted(out, key=lambda candidate: candidate.engine.is_forward_only)


def chosen_root(
    found: list[Candidate],
    engines: list[Engine],
    namespace: dict[str, object],
    wanted: str | None,
) -> Candidate | None:
    """What the graph is shown from: the candidate that is asked for by key, label or name, any
    other value of that name, and if nothing is asked for the first. None if there is no such."""
    if wanted is None:
        return found[0] if found else None
    for i, candidate in enumerate(found):
        if wanted == str(i) or candidate.engine.label(candidate.obj) == wanted:
            return candidate
    if wanted.isdecimal():  # a key that the program had when it ran before
        return found[0] if found else None
    named = namespace.get(wanted)
    known = next((c for c in found if c.obj is named), None)
    engine = next((e for e in engines if e.is_value(named)), None)
    return known or (Candidate(named, engine, "it was asked for") if engine is not None else None)


def root_of_pass(found: list[Candidate], engines: list[Engine], seen: Pass) -> Candidate | None:
    """What a pass began at: the graph that it ran through. None where that isn't known."""
    for candidate in found:
        if candidate.obj is seen.root:
            return candidate
    engine = next((e for e in engines if e.is_value(seen.root)), None)
    reason = "backward() was called on it"
    return Candidate(seen.root, engine, reason, seen) if engine is not None else None


def _has_operands(engines: list[Engine], obj: Any) -> bool:
    """Whether anything is below it; an engine that keeps no operands can't tell."""
    engine = next((e for e in engines if e.is_value(obj)), None)
    return engine is not None and (not engine.roles.operands or bool(engine.operands(obj)))


def _values_in(value: Any, engines: list[Engine]) -> list[Any]:
    if any(e.is_value(value) for e in engines):
        return [value]
    if type(value) in (list, tuple) and len(value) <= 200:
        return [x for x in value if any(e.is_value(x) for e in engines)]
    return []


def _below(engine: Engine, root: Any) -> set[int]:
    seen, stack = {id(root)}, [root]
    while stack and len(seen) < 100_000:
        for operand in engine.operands(stack.pop()):
            if id(operand) not in seen:
                seen.add(id(operand))
                stack.append(operand)
    return seen


def manual_pass(watch: Watch, engines: list[Engine]) -> Pass | None:
    """The writes and calls made by hand since the last seed: a gradient set to 1 by the
    program itself, after which some node's backward was run or gradients were set."""
    loose = watch.loose
    called = _called_with_seed(watch, engines) if loose.writes else _called_without(watch, engines)
    if called is not None:
        return called
    starts = [
        i
        for i, w in enumerate(loose.writes)
        if w.running is None and _is_seed(w, engines) and not _is_inside(w, watch.engine_codes)
    ]
    for start in _outermost_first(starts, loose.writes, engines):
        seed = loose.writes[start]
        calls = [c for c in loose.calls if c.writes > start]
        if not calls and len(starts) > 1 and start != starts[0]:
            continue
        first = next((i for i, c in enumerate(loose.calls) if c.writes > start), len(loose.calls))
        return Pass(
            root=seed.target,
            code=seed.code,
            lasti=seed.lasti,
            manual=True,
            data=_before_edits(watch, watch.loose.dropped + start),
            complete=True,
            cut=loose.cut or id(seed.code) in watch.stopped_in,
        ).holding(
            [w._replace(calls=max(0, w.calls - first)) for w in loose.writes[start:]],
            [c._replace(writes=c.writes - start) for c in loose.calls[first:]],
        )
    return _called_without(watch, engines)


def _called_without(watch: Watch, engines: list[Engine]) -> Pass | None:
    """What a program did that ran values' backward by hand and never set a gradient before, so
    that nothing but 0 was passed on."""
    loose = watch.loose
    if watch.passes or any(e.number_in(w.after) for w in loose.writes for e in engines):
        return None
    for at, call in enumerate(loose.calls):
        engine = next((e for e in engines if e.is_value(call.owner)), None)
        by_hand = id(call.code) not in watch.engine_codes and not call.arguments
        if engine is not None and by_hand and engine.operands(call.owner):
            return Pass(
                root=call.owner,
                code=call.code,
                lasti=call.lasti,
                manual=True,
                data=_before_edits(watch, watch.loose.dropped + call.writes),
                complete=True,
                cut=loose.cut or id(call.code) in watch.stopped_in,
            ).holding(loose.writes[call.writes :], loose.calls[at:])
    return None


def _outermost_first(starts: list[int], writes: list[Write], engines: list[Engine]) -> list[int]:
    """The last seed first. A driver outside of the class hands a 1 on to values below the
    result too: then it is the result, made last, whose 1 is the seed."""
    if len(starts) < 2:
        return starts
    last = writes[starts[-1]].target
    engine = next(e for e in engines if e.is_value(last))
    latest = {id(writes[i].target): i for i in starts}
    young = sorted(latest.values(), key=lambda i: -engine.age(writes[i].target))
    for start in young[:5]:
        above = writes[start].target
        if above is not last and engine.is_value(above) and id(last) in _below(engine, above):
            return [start, *reversed(starts)]
    return starts[::-1]


def _called_with_seed(watch: Watch, engines: list[Engine]) -> Pass | None:
    """The last time that the program ran one value's backward with a number, `y.backward(1.0)`,
    in an engine without a driver, whose values run one another's. What the program was stopped
    in the midst of counts only if there is none before it."""
    loose = watch.loose
    cut: Pass | None = None
    end, last = len(loose.writes), len(loose.calls)

    def is_own(call: Call) -> bool:
        return id(call.code) not in watch.engine_codes and not call.code.co_freevars

    for at, call in reversed(list(enumerate(loose.calls[:-1]))):
        engine = next((e for e in engines if e.is_value(call.owner)), None)
        if (
            engine is None
            or engine.driver.exists
            or not is_own(call)
            or is_own(loose.calls[at + 1])
        ):
            continue
        if call.arguments and number(call.arguments[0]) is not None:
            written = loose.writes[call.writes : end]
            own = next((i for i, w in enumerate(written) if w.running is None), len(written))
            found = Pass(
                root=call.owner,
                code=call.code,
                lasti=call.lasti,
                manual=True,
                data=_before_edits(watch, watch.loose.dropped + call.writes),
                complete=True,
                cut=loose.cut and last == len(loose.calls),
                seed=number(call.arguments[0]) or 1.0,
            ).holding(
                [w._replace(calls=max(0, w.calls - at)) for w in written[:own]],
                [c._replace(writes=c.writes - call.writes) for c in loose.calls[at:last]],
            )
            if not found.cut:
                return found
            cut, end, last = found, call.writes, at
    return cut


def _before_edits(watch: Watch, since: int) -> dict[int, Any]:
    """By id, the numbers that were edited after so many writes outside of passes, as they were
    before."""
    later = {key: [e for e in edits if e.loose > since] for key, edits in watch.edits.items()}
    return {key: edits[0].before for key, edits in later.items() if edits}


def _is_inside(write: Write, engine_codes: set[int]) -> bool:
    """Whether a function that the engine called wrote this."""
    outer = write.outer_code
    if outer is None:
        return False
    closure = id(write.code) in engine_codes and bool(outer.co_freevars)
    return id(outer) in engine_codes or closure


def _is_seed(write: Write, engines: list[Engine]) -> bool:
    return any(
        e.is_value(write.target)
        and e.number_in(write.after) == 1.0
        and not e.number_in(write.before)
        for e in engines
    )


@dataclass
class Comparison:
    """The program's gradients after a pass beside the true ones."""

    captured: Captured
    truth: Reference
    found: list[float | None]
    wrong: list[int]
    routes: Routes
    stale: list[int] = field(default_factory=list)
    """Those of the wrong ones that are so only because the pass added to what an earlier one
    had left."""


def compare(
    captured: Captured,
    locals_of: list[tuple[float, ...] | None],
    seen: Pass | None,
    engine_codes: set[int],
) -> Comparison:
    """`engine_codes` are the ids of the engine's own code: a constant that it made for itself,
    such as an exponent, needs no gradient."""
    found = gradients_after(captured, seen)
    ways = Routes(captured, locals_of, set())
    if seen is not None:
        ways = routes(captured, locals_of, seen, partial(_is_made_inside, captured, engine_codes))
    truth = reference(ways.captured, ways.slopes, 1.0 if seen is None else seen.seed)
    truth.unsure |= _below_kinks(captured) | _not_reached(captured, seen)
    truth.unsure |= {i for i in ways.passed_by if not found[i]}
    loose = 1e-3 if captured.single_precision else 1e-6
    wrong = []
    written = {id(w.target) for w in seen.writes} if seen is not None else set()
    for node in range(len(captured) if seen is not None else 0):
        if node in truth.unsure:
            continue
        value, expected = found[node], truth.grads[node]
        owner = captured.engine.grad_owner(captured.objects[node])
        birth = captured.birth(node)
        made_inside = birth is not None and id(birth.code) in engine_codes
        is_constant = takes_none(captured, node) or (
            not captured.operands[node] and made_inside and id(owner) not in written
        )
        if expected != expected or (not value and is_constant):
            truth.unsure.add(node)
        elif not close(value or 0.0, expected, loose, loose * truth.scale[node] + 1e-12):
            wrong.append(node)
    if wrong and all(captured.operands[i] and not found[i] for i in wrong):
        # Some engines keep no gradients between the leaves, or clear them once they are used.
        leaves = [i for i in range(len(captured)) if not captured.operands[i]]
        if any(truth.grads[i] and i not in truth.unsure for i in leaves):
            truth.unsure.update(wrong)
            wrong = []
    return Comparison(captured, truth, found, wrong, ways)


def _is_made_inside(captured: Captured, engine_codes: set[int], obj: Any) -> bool:
    """Whether the engine made a value for itself."""
    birth = captured.engine.birth(obj)
    return birth is not None and id(birth.code) in engine_codes


def _below_kinks(captured: Captured) -> set[int]:
    """Everything whose gradient comes through an op exactly at its kink: any slope between
    the two sides is as right as another there."""
    out: set[int] = set()
    for node in range(len(captured) - 1, -1, -1):
        op = captured.ops[node]
        if op is None:
            continue
        if node in out or op.at_kink(captured.operand_values(node)):
            out.update(captured.operands[node])
    return out


def _not_reached(captured: Captured, seen: Pass | None) -> set[int]:
    """In a pass by hand that went only half-way: what isn't reached yet isn't wrong."""
    if seen is None or not seen.manual:
        return set()
    engine = captured.engine
    if stops_at_the_root(captured, seen):
        return set()
    owners = {id(c.owner) for c in seen.calls}
    ran = {i for i, obj in enumerate(captured.objects) if id(engine.rule.owner(obj)) in owners}
    out: set[int] = set()
    for node in range(len(captured) - 1, -1, -1):
        # One that was left out while what it is made from went on isn't still to come.
        left_out = any(i in ran and captured.operands[i] for i in captured.operands[node])
        if node in out or (node not in ran and not left_out):
            out.update(captured.operands[node])
    alone = len(seen.writes) == 1  # the seed was set, and nothing more was done
    return out if ran or alone else set()


def stops_at_the_root(captured: Captured, seen: Pass) -> bool:
    """Whether a program relied on a method that is named as a driver, and hands the gradient on
    to the operands alone: `loss.backward()`, and that once."""
    roles = captured.engine.roles
    name = roles.backward or ""
    is_named = names.rank(name, names.DRIVER) < len(names.DRIVER) and not name.startswith("_")
    runs = [c for c in seen.calls if captured.engine.is_value(c.owner)]
    return (
        roles.backward_kind == "method"
        and is_named
        and [id(c.owner) for c in runs] == [id(captured.objects[captured.root])]
    )


def gradients_after(captured: Captured, seen: Pass | None) -> list[float | None]:
    """Each gradient as the pass left it: its last write in the pass, else what it holds now."""
    engine = captured.engine
    out = [engine.grad(obj) for obj in captured.objects]
    if seen is None:
        return out
    owners = {id(engine.grad_owner(obj)): i for i, obj in enumerate(captured.objects)}
    for write in seen.writes:
        node = owners.get(id(write.target))
        if node is not None:
            out[node] = engine.number_in(write.after)
    return out
