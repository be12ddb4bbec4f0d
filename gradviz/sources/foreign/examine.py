"""examine: from what was seen of a program to the report on its gradients and its engine."""

from __future__ import annotations

import contextlib
import gc
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from gradviz.sources.foreign import names
from gradviz.sources.foreign.acquit import is_acquitted
from gradviz.sources.foreign.asking import ask_for_gradients
from gradviz.sources.foreign.bench import (
    Bench,
    calibrate,
    free_driver,
    learn_convention,
    raised_on_purpose,
)
from gradviz.sources.foreign.capture import Captured, capture, walk
from gradviz.sources.foreign.defined import constructor_fault, engine_to_exercise, no_engine
from gradviz.sources.foreign.discover import ProgramObserver
from gradviz.sources.foreign.ending import EndsTheProgram, endings_told, raised
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.exercise_graphs import ExerciseGraph, ExerciseGraphs
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity, ranked
from gradviz.sources.foreign.forward import try_operators
from gradviz.sources.foreign.gates import wrong_gates
from gradviz.sources.foreign.in_place import try_in_place
from gradviz.sources.foreign.judge import Judge
from gradviz.sources.foreign.kept_order import kept_order
from gradviz.sources.foreign.learning import learn_from
from gradviz.sources.foreign.look_alikes import (
    contradicts,
    is_base_of_look_alikes,
    keeps_numbers_unknown,
    returns_another_number,
)
from gradviz.sources.foreign.methods import defines_operators
from gradviz.sources.foreign.named_classes import against_their_names
from gradviz.sources.foreign.notes import notes_of
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.program import (
    Candidate,
    Comparison,
    candidates,
    chosen_root,
    compare,
    root_of_pass,
)
from gradviz.sources.foreign.program_faults import program_findings, stale_nodes
from gradviz.sources.foreign.program_notes import program_notes
from gradviz.sources.foreign.report import report_of
from gradviz.sources.foreign.returned import Returned
from gradviz.sources.foreign.scalars import is_tensor
from gradviz.sources.foreign.shared_state import shared_state
from gradviz.sources.foreign.trial import gives_locals
from gradviz.sources.foreign.unsupported import NoExercise, Unsupported
from gradviz.sources.foreign.verdicts import Verdicts
from gradviz.sources.foreign.whole import Whole
from gradviz.sources.foreign.wording import not_deterministic
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import raised_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradviz.sources.foreign.watch import Watch
    from gradviz.sources.report import Report
    from gradviz.sources.request import Request


LARGE = 1_000
"""Values from which a graph is told of before the examination, which takes its time."""


@dataclass
class Examined:
    """All that was found out, before it is put into a report's words."""

    engine: Engine | None = None
    candidates: list[Candidate] = field(default_factory=list)
    chosen: Candidate | None = None
    captured: Captured | None = None
    comparison: Comparison | None = None
    findings: list[Finding] = field(default_factory=list)
    limitations: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    exercised: int = 0
    no_exercise: bool = False
    exercises: list[ExerciseGraph] = field(default_factory=list)
    unknown_root: str | None = None
    """The name that was asked for, where the program has no such value."""
    suspect: type | None = None
    """A class that looks like an engine, for when none could be examined."""


def examine(
    observer: ProgramObserver,
    namespace: dict[str, object],
    shown_roots: list[object],
    request: Request,
    on_graph: Callable[[Report], None] | None = None,
    crash: str | None = None,
) -> Report:
    """The report on a program that has run: its own graph, and an exercise of its engine.

    `on_graph` is called with what is known once the graph is, if the graph is large. After an
    examination that took its process with it, `crash` says so, and nothing of the engine's is run.
    """
    observer.stop()

    def tell(so_far: Examined) -> None:
        is_large = so_far.captured is not None and len(so_far.captured) >= LARGE
        if on_graph is not None and is_large:
            on_graph(report_of(observer, so_far, namespace))

    gc_was_on = gc.isenabled()
    gc.disable()  # closures are cycles: collecting while a big graph is walked costs far more
    examined = Examined()
    try:
        with endings_told():
            _examine(examined, observer, namespace, shown_roots, request, tell, crash)
        return report_of(observer, examined, namespace)
    except (EndsTheProgram, SystemExit) as error:
        examined.findings = ranked(examined.findings)
        examined.unverified.append(_cut_short(error))
        return report_of(observer, examined, namespace)
    finally:
        for engine in observer.engines:
            engine.give_back()
        if gc_was_on:
            gc.enable()


def _examine(
    out: Examined,
    observer: ProgramObserver,
    namespace: dict[str, object],
    shown: list[object],
    request: Request,
    tell: Callable[[Examined], None],
    crash: str | None,
) -> None:
    engines = observer.engines
    if observer.tensors or observer.candidates:
        out.suspect = [*observer.tensors, *observer.candidates][0]
    for engine in [e for e in engines if not e.roles.operands]:
        live = [seen.root for seen in observer.watch.passes]
        learn_from(engine, [x for x in [*namespace.values(), *live] if engine.is_value(x)])
    for engine in [e for e in engines if not e.roles.operands and e.lineage]:
        # What holds the operands goes before the calls that they were arguments of.
        with contextlib.suppress(Unsupported):
            calibrate(engine, namespace)
    out.candidates = candidates(observer.watch, engines, namespace, shown)
    if not out.candidates:
        # No name tells where the operands are: a product of two values does.
        for engine in [e for e in engines if not e.roles.operands and defines_operators(e.cls)]:
            with contextlib.suppress(Unsupported):
                calibrate(engine, namespace)
        out.candidates = candidates(observer.watch, engines, namespace, shown)
    out.chosen = chosen_root(out.candidates, engines, namespace, request.root)
    if out.chosen is None and out.candidates:
        out.engine = out.candidates[0].engine
        out.unknown_root = request.root
        return
    if out.chosen is not None:
        out.engine = out.chosen.engine
    else:
        out.engine = engine_to_exercise(observer, namespace)
        if out.engine is not None and all(out.engine is not engine for engine in engines):
            # Its values were made unseen, by `__new__` for instance: those with names are known.
            out.candidates = candidates(observer.watch, [out.engine], namespace, shown)
            out.chosen = chosen_root(out.candidates, [out.engine], namespace, request.root)
    if out.engine is None:
        broken = constructor_fault(observer)
        out.findings += broken
        out.unverified += [] if broken else [no_engine(observer)]
        return
    engine = out.engine
    if out.chosen is not None:
        seen = out.chosen.seen
        if request.pass_number is not None:
            seen = next((p for p in observer.watch.passes if p.number == request.pass_number), seen)
            if seen is not None and request.root is None:
                out.chosen = root_of_pass(out.candidates, engines, seen) or out.chosen
                out.engine = engine = out.chosen.engine
            out.chosen.seen = seen
        data = observer.watch.data_during(seen) if seen is not None else {}
        if seen is not None and engine.roles.inner is not None:
            data = observer.watch.held_during(seen) | data
        below = walk(engine, out.chosen.obj)
        if any(is_tensor(engine.raw_data(x)) for x in below.objects.values()):
            out.unverified.append(
                f"{engine.name} holds arrays of numbers; gradviz examines engines of single "
                "numbers, not tensors, as yet."
            )
            return
        out.captured = capture(engine, out.chosen.obj, data, below)
        if not out.captured.edge_count:
            # No name tells where the operands are: a product of two values does.
            with contextlib.suppress(Unsupported):
                calibrate(engine, namespace)
            out.captured = capture(engine, out.chosen.obj, data)
        _name_the_unnamed(out.captured, namespace)
        if is_base_of_look_alikes(engine.cls) and contradicts(out.captured):
            out.unverified.append(f"{keeps_numbers_unknown(engine.name)}.")
            return
        if engine.is_forward_only:
            out.unverified.append(_forward_only(engine))
            return
        # Before the exercise, which may disturb gradients that are kept outside the values.
        stopped = seen is not None and (seen.cut or raised_on_purpose(seen.error))
        finished = None if stopped else seen
        if seen is not None and seen.cut:
            out.unverified.append(
                "The program was stopped in the midst of its backward pass, so the gradients that "
                "it had until then can't be judged."
            )
        elif stopped:
            out.limitations.append(
                "backward() refused to go on, by an exception that it raises on purpose, so that "
                "the program's gradients weren't judged."
            )
        out.comparison = compare(
            out.captured, all_derivatives(out.captured), finished, observer.watch.engine_codes
        )
        tell(out)
    if crash is not None:
        out.unverified.append(crash)
        return
    if engine.is_forward_only:
        out.unverified.append(_forward_only(engine))
        return
    bench = _bench(out, engine, namespace)
    if bench is None:
        return
    with bench.open():
        varies = False
        exercise = request.exercise and not out.no_exercise and request.exercise_edit is None
        if not out.no_exercise:
            try:
                _learn_where_gradients_are(bench)
                if engine.roles.grad is None and out.chosen is not None and out.captured:
                    out.chosen.seen = None  # what its pass returned is gone
                    slopes = all_derivatives(out.captured)
                    out.comparison = compare(out.captured, slopes, None, set())
                _learn_convention(bench)
            except Unsupported as problem:
                out.unverified.append(f"{problem}.")
                return
            shared = shared_state(bench)
            if shared is not None:
                out.findings.append(shared)
                return
            bench.learn_to_run_by_hand()
        verdicts = Verdicts()
        judge = Judge(bench, verdicts)
        working = Working()
        whole = Whole(bench, judge, verdicts, working)
        edit = request.exercise_edit
        if edit is not None and not out.no_exercise:
            whole.working = try_operators(bench)
            graphs = ExerciseGraphs(whole)
            graphs.add_again(edit.text, edit.numbers)
            out.exercises = graphs.graphs
            return
        if exercise:
            whole.working = working = try_operators(bench)
            verdicts.tainted |= working.tainted
            _judge_samples(bench, judge, working)
            whole.run()
            working.findings += try_in_place(whole)
            out.exercised = whole.verified
            alone = judge.resolve(partial(is_acquitted, bench, whole))
            out.findings += [*working.findings, *alone, *whole.findings]
            varies = whole.varies
            kept = kept_order(whole)
            out.findings += [kept] if kept is not None else []
            out.findings += notes_of(bench, working, whole, out.chosen is None)
        if verdicts.set_order is not None:
            out.findings.append(verdicts.set_order)
        if out.captured is not None:
            _judge_program(out, bench, judge, whole, observer.watch)
        out.findings = ranked(out.findings)
        if exercise and request.exercises:
            graphs = ExerciseGraphs(whole)
            out.findings = graphs.add_for(out.findings)
            if not graphs.graphs:
                graphs.add_model()
            out.exercises = graphs.graphs
    if whole.wrong_numbers and not any(f.severity is Severity.ERROR for f in out.findings):
        out.unverified.append(
            f"Some expressions of {engine.name} come out with other gradients than expected, and "
            "gradviz can't tell why."
        )
    if varies:
        simple = out.captured is not None and out.captured.edge_count <= 2
        out.findings = not_deterministic(out.findings, simple)


def _name_the_unnamed(captured: Captured, namespace: dict[str, object]) -> None:
    """A value without a label has the name of the program's variable."""
    for name, value in namespace.items():
        node = captured.number_of.get(id(value))
        if node is not None and not captured.labels[node] and not name.startswith("_"):
            captured.labels[node] = name


def _bench(out: Examined, engine: Engine, namespace: dict[str, object]) -> Bench | None:
    """The bench to try the engine on. An engine whose values only the program knows how to
    make, by functions beside the class for instance, is judged by the program's graph alone."""
    try:
        engine.leaf_class = _leaf_class(out, engine)
        product = calibrate(engine, namespace)[2]
        if ask_for_gradients(engine, namespace):
            product = calibrate(engine, namespace)[2]
        alike = is_base_of_look_alikes(engine.cls)
        if alike and returns_another_number(product, engine.data(product)):
            raise Unsupported(keeps_numbers_unknown(engine.name))
        return None if engine.is_pulled else Bench(engine, product)
    except NoExercise as problem:
        captured, seen = out.captured, out.chosen.seen if out.chosen is not None else None
        if captured is None or not captured.edge_count or seen is None:
            out.unverified.append(f"{problem}.")
            return None
        out.no_exercise = True
        engine.rule.is_exercised = False
        out.limitations.append(
            f"{problem}, so that only the program's own graph was examined, no further expressions."
        )
        learn_convention(engine, seen)
        if engine.roles.driver is None:
            engine.driver.beside = free_driver(engine, namespace)
        return Bench(engine, captured.objects[captured.root])
    except Unsupported as problem:
        out.unverified.append(f"{problem}.")
        return None


def _judge_samples(bench: Bench, judge: Judge, working: Working) -> None:
    """The graphs that the operators' own test left: every op, on many numbers."""
    for made in working.samples:
        captured = capture(bench.engine, made)
        judge.examine(captured, all_derivatives(captured))
    working.samples.clear()


def _judge_program(out: Examined, bench: Bench, judge: Judge, whole: Whole, watch: Watch) -> None:
    assert out.captured is not None
    assert out.chosen is not None
    assert out.comparison is not None
    captured = out.captured
    slopes = all_derivatives(captured)
    engine = captured.engine
    now = [engine.raw(obj, engine.roles.data) for obj in captured.objects]
    for obj, x, raw in zip(captured.objects, captured.values, now, strict=True):
        if engine._number(raw) != x and x == x:
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


def _cut_short(error: BaseException) -> str:
    places = raised_at(error.__traceback__)
    where = f"{places[-1]}: " if places else ""
    return (
        f"{where}the engine {raised(error)} while gradviz tries it, so not all could be verified."
    )


def _forward_only(engine: Engine) -> str:
    return f"{engine.name} keeps no gradients yet, so there is nothing to verify."


def _leaf_class(out: Examined, engine: Engine) -> type:
    captured = out.captured
    if captured is None or not captured.edge_count:
        return engine.cls
    leaves = [captured.objects[i] for i in range(len(captured)) if not captured.operands[i]]
    with_gradient = [obj for obj in leaves if engine.grad(obj)]
    root = captured.objects[captured.root]
    return type((with_gradient or leaves or [root])[0])


def _learn_where_gradients_are(bench: Bench) -> None:
    """Whether a driver writes them at all, or returns them instead."""
    engine = bench.engine
    if not engine.driver.exists:
        return
    a, b, product = calibrate(engine, {})
    seen = bench.backward(product)
    if engine.roles.grad is None:
        told = isinstance(engine.returned, Returned) and engine.returned.of(a) is not None
        driver = engine.roles.driver
        if driver is not None and names.rank(driver, names.DRIVER) == len(names.DRIVER):
            untold = not told  # `z.grad()` may be no driver at all
        else:
            silent = engine.driver.answer is None and seen.error is None
            untold = engine.returned is None and silent
        if untold:
            raise Unsupported(f"{engine.name} keeps its gradients where gradviz can't follow them")
        return
    kept = seen.writes or engine.grad(a) or engine.grad(b)
    if engine.driver.answer is None or engine.is_value(engine.driver.answer) or kept or seen.error:
        return
    if engine.returned is None:
        raise Unsupported(f"{engine.name} returns its gradients in a way that gradviz can't follow")
    engine.keep_no_gradients()


def _learn_convention(bench: Bench) -> None:
    """How one node's backward is called; the class's own driver shows it."""
    engine = bench.engine
    if engine.roles.backward is None:
        return
    _, _, product = calibrate(engine, {})
    seen = bench.backward(product)
    is_method = engine.roles.backward_kind == "method"
    if is_method and bench.watch.recursed and not any(c.owner is product for c in seen.calls):
        # What is named as a rule isn't run for the root: the driver itself is the rule.
        engine.roles = replace(engine.roles, backward=None, backward_kind="none")
        return
    engine.grads_are_values = engine.is_value(engine.raw_grad(product))
    learn_convention(engine, seen)
    if engine.rule.takes == "nothing" and engine.rule.takes_operands(product):
        engine.rule.takes = "node, operands"
    engine.rule.gives_locals = gives_locals(bench, product)
