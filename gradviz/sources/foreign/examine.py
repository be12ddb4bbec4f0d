"""examine: from what was seen of a program to the report on its gradients and its engine."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from gradviz.sources.foreign.acquit import is_acquitted
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.capture import capture
from gradviz.sources.foreign.comparison import compare
from gradviz.sources.foreign.discover import ProgramObserver
from gradviz.sources.foreign.ending import EndsTheProgram, endings_told, raised
from gradviz.sources.foreign.examined import Examined
from gradviz.sources.foreign.exercise_graphs import ExerciseGraphs
from gradviz.sources.foreign.finding import Severity, ranked
from gradviz.sources.foreign.forward import try_operators
from gradviz.sources.foreign.in_place import try_in_place
from gradviz.sources.foreign.judge import Judge
from gradviz.sources.foreign.kept_order import kept_order
from gradviz.sources.foreign.notes import notes_of
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.own_gradients import judge_program
from gradviz.sources.foreign.own_graph import find_engine, forward_only, take_graph
from gradviz.sources.foreign.preparing import (
    bench_for,
    learn_how_rules_are_called,
    learn_where_gradients_are,
)
from gradviz.sources.foreign.report import report_of
from gradviz.sources.foreign.shared_state import shared_state
from gradviz.sources.foreign.unsupported import Unsupported
from gradviz.sources.foreign.verdicts import Verdicts
from gradviz.sources.foreign.whole import Whole
from gradviz.sources.foreign.wording import not_deterministic
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import raised_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradviz.sources.report import Report
    from gradviz.sources.request import Request


LARGE = 1_000
"""Values from which a graph is told of before the examination, which takes its time."""


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
    if not find_engine(out, observer, namespace, shown, request):
        return
    if out.chosen is not None:
        if not take_graph(out, observer, namespace, request):
            return
        tell(out)
    engine = out.engine
    assert engine is not None
    if crash is not None:
        out.unverified.append(crash)
        return
    if engine.is_forward_only:
        out.unverified.append(forward_only(engine))
        return
    bench = bench_for(out, engine, namespace)
    if bench is None:
        return
    with bench.open():
        if not _learn(out, bench):
            return
        judge = Judge(bench, Verdicts())
        whole = Whole(bench, judge, Working())
        edit = request.exercise_edit
        if edit is not None and not out.no_exercise:
            whole.working = try_operators(bench)
            graphs = ExerciseGraphs(whole)
            graphs.add_again(edit.text, edit.numbers)
            out.exercises = graphs.graphs
            return
        is_exercised = request.exercise and not out.no_exercise and edit is None
        if is_exercised:
            _exercise(out, whole)
        if judge.verdicts.set_order is not None:
            out.findings.append(judge.verdicts.set_order)
        if out.captured is not None:
            judge_program(out, bench, judge, whole, observer.watch)
        out.findings = ranked(out.findings)
        if is_exercised and request.exercises:
            _show_exercises(out, whole)
    if whole.wrong_numbers and not any(f.severity is Severity.ERROR for f in out.findings):
        out.unverified.append(
            f"Some expressions of {engine.name} come out with other gradients than expected, and "
            "gradviz can't tell why."
        )
    if whole.varies:
        simple = out.captured is not None and out.captured.edge_count <= 2
        out.findings = not_deterministic(out.findings, simple)


def _learn(out: Examined, bench: Bench) -> bool:
    """What the engine's driver shows of it; whether it can be tried."""
    if out.no_exercise:
        return True
    engine = bench.engine
    try:
        learn_where_gradients_are(bench)
        if engine.roles.grad is None and out.chosen is not None and out.captured:
            out.chosen.seen = None  # what its pass returned is gone
            slopes = all_derivatives(out.captured)
            out.comparison = compare(out.captured, slopes, None, set())
        learn_how_rules_are_called(bench)
    except Unsupported as problem:
        out.unverified.append(f"{problem}.")
        return False
    shared = shared_state(bench)
    if shared is not None:
        out.findings.append(shared)
        return False
    bench.learn_to_run_by_hand()
    return True


def _exercise(out: Examined, whole: Whole) -> None:
    """Expressions built from whatever operators the engine has."""
    bench, judge = whole.bench, whole.judge
    whole.working = working = try_operators(bench)
    judge.verdicts.tainted |= working.tainted
    _judge_samples(bench, judge, working)
    whole.run()
    working.findings += try_in_place(whole)
    out.exercised = whole.verified
    alone = judge.resolve(partial(is_acquitted, bench, whole))
    out.findings += [*working.findings, *alone, *whole.findings]
    kept = kept_order(whole)
    out.findings += [kept] if kept is not None else []
    out.findings += notes_of(bench, working, whole, out.chosen is None)


def _show_exercises(out: Examined, whole: Whole) -> None:
    """Graphs that show what was found in the exercise, or one of an engine that is right."""
    graphs = ExerciseGraphs(whole)
    out.findings = graphs.add_for(out.findings)
    if not graphs.graphs:
        graphs.add_model()
    out.exercises = graphs.graphs


def _judge_samples(bench: Bench, judge: Judge, working: Working) -> None:
    """The graphs that the operators' own test left: every op, on many numbers."""
    for made in working.samples:
        captured = capture(bench.engine, made)
        judge.examine(captured, all_derivatives(captured))
    working.samples.clear()


def _cut_short(error: BaseException) -> str:
    places = raised_at(error.__traceback__)
    where = f"{places[-1]}: " if places else ""
    return (
        f"{where}the engine {raised(error)} while gradviz tries it, so not all could be verified."
    )
