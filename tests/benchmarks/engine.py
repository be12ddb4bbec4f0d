"""The engine's rows: against micrograd, with numba and without; seeking; editing a leaf."""

from __future__ import annotations

import gc
import time
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

import micrograd.engine
import numpy as np

from gradviz.model import evaluation, warming
from gradviz.model.debugger import Debugger
from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from gradviz.sources.running import COLLECTING
from tests.benchmarks.demo_loss import demo_loss
from tests.benchmarks.measuring import Row, at_least, at_most, in_words, medians
from tests.benchmarks.random_dag import RandomDag
from tests.model.loops import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gradviz.model.graph import Floats

    Build = Callable[[Callable[[float], Any]], Any]
    """A program that makes its root with some engine's class."""


_WHY = {
    "compiled": "what is left is mostly the memory that the pass reads and writes",
    "plain": "what is left is mostly numpy looking numbers up by their places",
    "build": "one object a value and no cycles, but the collector looks at every new value twice",
}


def rows(quick: bool) -> Iterator[Row]:
    """Each as soon as it is known. `quick` leaves out what has a million values."""
    thread = warming.warm()
    if thread is not None:
        thread.join()

    demo = "demo loss, 65,818 values"
    yield from _built(demo)
    yield from _rerun(demo, lambda value: demo_loss(value).loss, 300, rounds=7)
    yield from _edited(demo, demo_loss(Value).loss, 1e-3)

    dag = RandomDag.of_size(100_000)
    yield from _rerun("random graph, 100k values", dag.build, 120, rounds=5)
    yield from _edited("random graph, 100k values", dag.build(Value), 5e-3)

    if not quick:
        large = RandomDag.of_size(1_000_000)
        yield from _rerun("random graph, 1M values", large.build, 80, rounds=3)
        yield from _sought("1M values", large.build(Value))


def _built(name: str) -> Iterator[Row]:
    def theirs() -> object:
        return demo_loss(micrograd.engine.Value)

    def ours() -> object:
        return demo_loss(Value)

    def as_run() -> object:
        before = gc.get_threshold()
        gc.set_threshold(*COLLECTING)
        try:
            return ours()
        finally:
            gc.set_threshold(*before)

    usual, gradvizs = "Python's usual gc", "gradviz with the gc it sets for programs"
    for ways, collecting, goal in (
        ({"no gc": ours}, False, 2),
        ({usual: ours, gradvizs: as_run}, True, 15),
    ):
        taken = medians({"micrograd": theirs, **ways}, 5, collecting)
        for way in ways:
            pair = {"micrograd": taken["micrograd"], "gradviz": taken[way]}
            ratio = pair["micrograd"] / pair["gradviz"]
            yield at_least(f"Build, {name}, {way}", ratio, goal, _pair(pair), _WHY["build"])


def _rerun(name: str, build: Build, goal: float, rounds: int) -> Iterator[Row]:
    """All values, all gradients and the whole tape, from changed leaves."""
    graph, values, _ = Graph.from_root(build(Value))
    loops = warming.compiled_loops()

    def theirs() -> object:
        root = build(micrograd.engine.Value)
        root.backward()
        return root

    def ours() -> Recording:
        return Recording.from_graph(graph, values, Rule.ACCUMULATE)

    def plain() -> Recording:
        with running(None):
            return ours()

    plain()  # what is known from the structure alone is kept with the graph
    contestants: dict[str, Callable[[], object]] = {"micrograd": theirs, "plain": plain}
    if loops is not None:
        contestants["compiled"] = ours
    taken = medians(contestants, rounds)
    for way, wanted in (("compiled", goal), ("plain", 5)):
        if way in taken:
            pair = {"micrograd": taken["micrograd"], "gradviz": taken[way]}
            ratio = taken["micrograd"] / taken[way]
            words = "with numba" if way == "compiled" else "without numba"
            what = f"Forward, backward, tape; {name}; {words}"
            yield at_least(what, ratio, wanted, _pair(pair), _WHY[way])


def _edited(name: str, root: Value, goal: float) -> Iterator[Row]:
    graph, values, _ = Graph.from_root(root)
    leaves = Random(0).choices(graph.leaves.tolist(), k=100)
    graph.route  # noqa: B018  (known once a graph is open)

    def edit(leaf: int, values: Floats) -> float:
        start = time.perf_counter()
        evaluation.propagate(graph, values, leaf, 0.123)
        return time.perf_counter() - start

    edit(leaves[0], values)
    compiled = [edit(leaf, values) for leaf in leaves]
    with running(None):
        edit(leaves[0], values)
        plain = [edit(leaf, values) for leaf in leaves]
    if warming.compiled_loops() is not None:
        note = f"{in_words(max(compiled))} at most"
        yield at_most(f"Edit a leaf, {name}, with numba, median", median(compiled), goal, note)
    note = f"{in_words(max(plain))} at most"
    yield at_most(f"Edit a leaf, {name}, without numba, median", median(plain), goal, note)


def _sought(name: str, root: Value) -> Iterator[Row]:
    graph, values, _ = Graph.from_root(root)
    recording = Recording.from_graph(graph, values, Rule.ACCUMULATE)
    debugger = Debugger(recording, len(graph))
    random = Random(0)
    recording.grads_of(np.arange(2_000, dtype=np.int32), recording.length)

    def step() -> None:
        debugger.step()
        _ = debugger.current

    def back() -> None:
        debugger.back()
        _ = debugger.current

    for act, words in ((step, "Step"), (back, "Step back")):
        yield at_most(f"{words}, {name}", _each(act, 10_000), 5e-6)

    n = len(graph)
    for words in ("together", "scattered"):
        taken = []
        for _ in range(200):
            first = random.randrange(n - 2_000)
            window = range(first, first + 2_000)
            chosen = window if words == "together" else random.sample(range(n), 2_000)
            visible, position = np.array(chosen, np.int32), random.randrange(recording.length)
            start = time.perf_counter()
            debugger.seek(position)
            recording.grads_of(visible, debugger.position)
            taken.append(time.perf_counter() - start)
        yield at_most(f"Jump, 2,000 visible gradients ({words}), {name}", median(taken), 2e-4)


def _each(act: Callable[[], None], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - start) / times


def _pair(taken: dict[str, float]) -> str:
    return f"{in_words(taken['micrograd'])} against {in_words(taken['gradviz'])}"
