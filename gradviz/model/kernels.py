"""The loops over a graph's flat arrays: forward, and backward with a tape.

Plain loops, the numbers in Python lists: indexing a list is several times faster than
indexing an array element by element.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradviz.model.ops import OPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradviz.model.graph import Floats, Graph, Ints

_FORWARD = [op.forward for op in OPS]
_LOCAL = [op.local for op in OPS]


class GraphLists(NamedTuple):
    """A Graph's arrays as Python lists: opcode, first and last operand, constant."""

    opcode: list[int]
    first: list[int]  # -1 for a leaf
    second: list[int]  # -1 where the op has one operand
    constant: list[float]


def graph_lists(graph: Graph) -> GraphLists:
    start = graph.operand_start
    count = np.diff(start)
    first = np.full(len(graph), -1, np.int32)
    second = np.full(len(graph), -1, np.int32)
    first[count > 0] = graph.operands[start[:-1][count > 0]]
    second[count > 1] = graph.operands[start[:-1][count > 1] + 1]
    return GraphLists(
        graph.opcode.tolist(), first.tolist(), second.tolist(), graph.constant.tolist()
    )


def same_bits(x: float, y: float) -> bool:
    """Equal to the last bit: tells 0.0 from -0.0, and a nan is itself."""
    if x == y:
        return x != 0.0 or struct.pack("d", x) == struct.pack("d", y)
    return x != x and y != y


def forward(lists: GraphLists, values: list[float]) -> None:
    """Evaluate every node that has an op, in creation order, in place."""
    opcode, first, second, constant = lists
    for i, code in enumerate(opcode):
        x, y = first[i], second[i]
        if x >= 0:
            values[i] = _FORWARD[code](values[x], values[y] if y >= 0 else constant[i])


def propagate(lists: GraphLists, values: list[float], node: int, value: float) -> list[int]:
    """Set one node's value and re-evaluate what depends on it, in place.

    Returns the nodes that changed, in creation order; a node that comes out with the same
    bits stops the wave. An inner node can be set too: its own op is not re-evaluated.
    """
    if same_bits(values[node], value):
        return []
    opcode, first, second, constant = lists
    values[node] = value
    changed = bytearray(len(values))
    changed[node] = 1
    wave = [node]
    for i in range(node + 1, len(values)):
        x, y = first[i], second[i]
        if x < 0 or not (changed[x] or (y >= 0 and changed[y])):
            continue
        result = _FORWARD[opcode[i]](values[x], values[y] if y >= 0 else constant[i])
        if not same_bits(values[i], result):
            values[i] = result
            changed[i] = 1
            wave.append(i)
    return wave


class TapeColumns(NamedTuple):
    """What a backward pass wrote, as arrays; see `recording.Tape` for their meaning."""

    step_node: Ints
    step_start: Ints
    target: Ints
    edge: Ints
    local: Floats
    adjoint: Floats
    before: Floats
    after: Floats


def accumulate(before: float, contribution: float) -> float:
    return before + contribution


def overwrite(before: float, contribution: float) -> float:
    return contribution


def taped_backward(
    graph: Graph,
    lists: GraphLists,
    values: list[float],
    write: Callable[[float, float], float] = accumulate,
) -> TapeColumns:
    """Backward from the root, writing down every write to a gradient.

    Step 0 seeds the root with 1. Then each node the root depends on runs once, in reverse
    creation order, leaves included (they have nothing to pass on).
    """
    opcode, first, second, constant = lists
    start = graph.operand_start.tolist()
    grad = [0.0] * len(values)
    root = graph.root

    grad[root] = 1.0
    step_node, step_start = [root], [0, 1]
    target, edge = [root], [-1]
    local, adjoint, before, after = [1.0], [1.0], [0.0], [1.0]

    def contribute(operand: int, at: int, slope: float, upstream: float) -> None:
        target.append(operand)
        edge.append(at)
        local.append(slope)
        adjoint.append(upstream)
        before.append(grad[operand])
        grad[operand] = write(grad[operand], slope * upstream)
        after.append(grad[operand])

    for i in range(root, -1, -1):
        x, y = first[i], second[i]
        if x >= 0:
            upstream = grad[i]
            right = values[y] if y >= 0 else constant[i]
            dx, dy = _LOCAL[opcode[i]](values[x], right, values[i])
            contribute(x, start[i], dx, upstream)
            if y >= 0:
                contribute(y, start[i] + 1, dy, upstream)
        step_node.append(i)
        step_start.append(len(target))

    return TapeColumns(
        np.array(step_node, np.int32),
        np.array(step_start, np.int32),
        np.array(target, np.int32),
        np.array(edge, np.int32),
        np.array(local, np.float64),
        np.array(adjoint, np.float64),
        np.array(before, np.float64),
        np.array(after, np.float64),
    )
