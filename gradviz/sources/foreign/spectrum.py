"""Which lines a pass ran: the ones that only a failing expression runs are the suspects.

For engines whose driver does everything, so that no node's backward can be tried alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.user_code import Place, is_own


def lines_run(bench: Bench, root: Any) -> list[Place]:
    """The lines of the user's files that a pass from `root` runs, in order, repeats included."""
    return traced(lambda: bench.backward(root))


def lines_of_backward(bench: Bench, obj: Any) -> list[Place]:
    """The lines that one node's backward runs, in order."""
    return traced(lambda: bench.node_backward(obj, 1.0))


def last_line(bench: Bench, obj: Any, adjoint: float | None = None) -> Place | None:
    """The last line that one node's backward runs: where a contribution that is missing might
    have been, or the test that skipped it."""
    engine = bench.engine
    kept = engine.raw_grad(obj)
    if adjoint is not None:
        engine.set_grad(obj, adjoint)
    try:
        ran = traced(lambda: bench.node_backward(obj, adjoint or 1.0))
    finally:
        if adjoint is not None:
            engine.put_grad(obj, kept)
    return ran[-1] if ran else None


def traced(act: Callable[[], object]) -> list[Place]:
    """The lines of the user's files that run during an action, in order, repeats included."""
    out: list[Place] = []

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if not is_own(frame.f_code.co_filename):
            return None
        if event == "line":
            out.append(Place(frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return out
