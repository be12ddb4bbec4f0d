"""What a mutant does to the gradients of the small graphs, measured without any checker.

The truth is gradviz's own Value on the same graphs.
"""

from __future__ import annotations

import contextlib
import io
import math
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType, ModuleType
from typing import Any, Literal

from gradviz import Value
from tests.check.graphs import GRAPHS, SmallGraph

Effect = Literal["gradients", "values", "raises", "none", "endless"]


@dataclass(frozen=True)
class Handles:
    """How to drive one of the corpus's engines: its class and the names it uses."""

    make: str
    data: str
    grad: str
    driver: str


# The right engines that mutants are made of, each a style of its own.
ENGINES: dict[str, Handles] = {
    "closures": Handles("Value", "data", "grad", "backward"),
    "engine_only": Handles("Value", "data", "grad", "backward"),
    "local_grads": Handles("Value", "data", "grad", "backward"),
    "methods": Handles("Num", "value", "gradient", "backprop"),
    "op_objects": Handles("Scalar", "v", "der", "backward"),
    "subclass_per_op": Handles("Leaf", "val", "grade", "backpropagate"),
    "grad_fn_tuple": Handles("Variable", "data", "grad", "backward"),
    "match_method": Handles("Node", "data", "grad", "backward"),
    "backprop_node": Handles("Cell", "data", "grad", "run_backpropagation"),
    "pairs": Handles("Var", "value", "derivative", "backpropagate"),
    "creation_order": Handles("Scalar", "data", "_grad", "backward"),
}


class TooSlow(BaseException):
    """Not an Exception: a mutant's own handlers must not swallow it."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TooSlow inside the block when it takes too long."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True)
class Outcome:
    """A graph's value and its leaves' gradients."""

    value: float
    gradients: tuple[float, ...]


def run_source(source: str, name: str) -> dict[str, Any]:
    """What a program defines; what it prints is dropped, and if it raises, what it defined
    until then is enough."""
    module = ModuleType("__main__mutant")
    sys.modules[module.__name__] = module  # dataclasses look their module up
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        exec(compile(source, name, "exec"), module.__dict__)
    return module.__dict__


def outcome(graph: SmallGraph, space: dict[str, Any], handles: Handles) -> Outcome:
    """Raises whatever the engine raises."""
    leaves = [space[handles.make](x) for x in graph.leaves]
    root = graph.build(*leaves)
    getattr(root, handles.driver)()
    gradients = (getattr(leaf, handles.grad) for leaf in leaves)
    return Outcome(
        float(getattr(root, handles.data)), tuple(0.0 if g is None else float(g) for g in gradients)
    )


def expected(graph: SmallGraph) -> Outcome:
    leaves = [Value(x) for x in graph.leaves]
    root = graph.build(*leaves)
    root.backward()
    return Outcome(root.data, tuple(leaf.grad for leaf in leaves))


def usable_graphs(name: str, source: str) -> list[SmallGraph]:
    """The graphs a right engine can build. It must get them right, or it isn't one."""
    space = run_source(source, name)
    usable = []
    for graph in GRAPHS:
        try:
            found = outcome(graph, space, ENGINES[name])
        except Exception:  # noqa: BLE001 - an op this engine doesn't have
            continue
        assert _same(found, expected(graph)), (name, graph, found, expected(graph))
        usable.append(graph)
    return usable


def effect(name: str, source: str, graphs: list[SmallGraph]) -> Effect:
    """The worst a mutant does on any of the graphs."""
    seen: set[Effect] = set()
    try:
        with time_limit(1.0):
            space = run_source(source, name)
            for graph in graphs:
                seen.add(_effect_on(graph, space, name))
    except TooSlow:
        return "endless"
    order: tuple[Effect, ...] = ("gradients", "raises", "values")
    return next((kind for kind in order if kind in seen), "none")


def _effect_on(graph: SmallGraph, space: dict[str, Any], name: str) -> Effect:
    try:
        found = outcome(graph, space, ENGINES[name])
    except Exception:  # noqa: BLE001 - whatever a mutant raises
        return "raises"
    right = expected(graph)
    if _same(found, right):
        return "none"
    same_gradients = _same(Outcome(0.0, found.gradients), Outcome(0.0, right.gradients))
    return "values" if same_gradients else "gradients"


def _same(found: Outcome, right: Outcome) -> bool:
    pairs = zip((found.value, *found.gradients), (right.value, *right.gradients), strict=True)
    return all(math.isclose(x, y, rel_tol=1e-6, abs_tol=1e-9) for x, y in pairs)
