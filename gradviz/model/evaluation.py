"""A graph's numbers: forward, the wave of an edit, backward.

By compiled loops where they are ready; else a wide graph in batches by numpy, and a deep one
node by node in plain Python. The bits are the same. Arrays in, arrays out; no argument is
changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradviz.model import kernels
from gradviz.model.parts import Writes
from gradviz.model.warming import compiled_loops

if TYPE_CHECKING:
    from gradviz.model.graph import Floats, Graph, Ints


class Wave(NamedTuple):
    """All values after one was set, and the nodes that changed, in creation order."""

    values: Floats  # (n,)
    changed: Ints


def forward(graph: Graph, values: Floats) -> Floats:
    """Every node's value, from those of the leaves."""
    out = np.empty(len(graph))
    loops = compiled_loops()
    if loops is not None:
        # Compiled loops take writable arrays of their exact types alone.
        loops.forward(*graph.flat, np.require(values, np.float64, ["C", "W"]), out)
        return out
    if graph.batches is not None:
        return graph.batches.forward(values)
    kernels.forward(*graph.lists, values.tolist(), _view(out))
    return out


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
    loops = compiled_loops()
    if loops is None and graph.batches is not None:
        return graph.batches.backward(values, accumulates, start)
    after, slope = np.empty(len(graph.route.target)), np.empty(graph.slope_count)
    if loops is not None:
        grad = np.zeros(len(graph)) if start is None else start.copy()
        loops.backward(*graph.flat, values, graph.root, accumulates, grad, after, slope)
        return Writes(after, slope)
    grads = [0.0] * len(graph) if start is None else start.tolist()
    kernels.backward(
        *graph.lists, values.tolist(), graph.root, accumulates, grads, _view(after), _view(slope)
    )
    return Writes(after, slope)


def _view(array: Floats | Ints) -> Any:
    """An array's memory, which plain Python reads and writes faster than the array."""
    return array.data
