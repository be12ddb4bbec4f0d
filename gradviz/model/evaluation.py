"""A graph's numbers: forward, the wave of an edit, backward. Compiled where that is ready.

Arrays in, arrays out; no argument is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradviz.model import kernels
from gradviz.model.warming import compiled_loops

if TYPE_CHECKING:
    from gradviz.model.graph import Floats, Graph, Ints


class Wave(NamedTuple):
    """All values after one was set, and the nodes that changed, in creation order."""

    values: Floats  # (n,)
    changed: Ints


class Writes(NamedTuple):
    """The gradients that a backward pass wrote; see `tape.Tape` for their meaning."""

    local: Floats  # (w,)
    adjoint: Floats  # (w,)
    before: Floats  # (w,)
    after: Floats  # (w,)


def forward(graph: Graph, values: Floats) -> Floats:
    """Every node's value, from those of the leaves."""
    loops = compiled_loops()
    if loops is not None:
        out = np.array(values, np.float64)
        loops.forward(*graph.flat, out)
        return out
    numbers = values.tolist()
    kernels.forward(*graph.lists, numbers)
    return np.array(numbers, np.float64)


def propagate(graph: Graph, values: Floats, node: int, value: float) -> Wave:
    """Set one node's value and re-evaluate what depends on it.

    An inner node can be set too: its own op is not re-evaluated.
    """
    out = np.array(values, np.float64)
    if kernels.same_bits(float(out[node]), value):
        return Wave(out, np.zeros(0, np.int32))
    out[node] = value
    n = len(graph)
    changed = np.empty(n, np.int32)
    users, start = graph.users
    loops = compiled_loops()
    if loops is not None:
        marks = np.zeros(n, np.uint8)
        count = loops.propagate(*graph.flat, users, start, out, node, marks, changed)
    else:
        # Views, not lists: to make lists of it all takes longer than most waves.
        count = kernels.propagate(
            *graph.lists, _view(users), _view(start), _view(out), node,
            bytearray(n), _view(changed),
        )  # fmt: skip
    return Wave(out, changed[:count].copy())


def backward(
    graph: Graph, values: Floats, accumulates: bool, start: Floats | None = None
) -> Writes:
    """Every write to a gradient, in the order of `graph.route`. `start` is what stands in the
    gradients before (None: nothing), as a program's leaves keep it from earlier passes."""
    w = len(graph.route.target)
    local, after = np.empty(w), np.empty(w)
    loops = compiled_loops()
    if loops is not None:
        grad = np.zeros(len(graph)) if start is None else start.copy()
        adjoint, before = np.empty(w), np.empty(w)
        loops.backward(
            *graph.flat, values, graph.root, accumulates, grad, local, after, adjoint, before
        )
        return Writes(local, adjoint, before, after)
    grads = [0.0] * len(graph) if start is None else start.tolist()
    kernels.backward(
        *graph.lists, values.tolist(), graph.root, accumulates,
        grads, _view(local), _view(after), None, None,
    )  # fmt: skip
    adjoint = np.array(grads)[graph.route.user]
    adjoint[0] = 1.0  # the seed's, also where it was overwritten since
    previous = graph.route.previous
    first = 0.0 if start is None else start[graph.route.target]
    before = np.where(previous >= 0, after[previous], first)
    return Writes(local, adjoint, before, after)


def _view(array: Floats | Ints) -> Any:
    """An array's memory, which plain Python reads and writes faster than the array."""
    return array.data
