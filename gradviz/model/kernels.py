"""The loops over a graph's flat arrays: forward, an edit's wave, and backward with its tape.

Plain loops, written once and run in two ways: as plain Python at once, over lists (indexing a
list is several times faster than indexing an array element by element), and compiled by numba
over arrays once `warming.warm` has made that ready. They use only what is common to both. The bits
are the same either way, and the same as `Value.backward` gives.

`first[i]` and `second[i]` are the operands of node i, -1 where it has none. An op of one
operand takes `constant[i]` in the second's place: the exponent of a fixed power.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gradviz.model.ops import OPS

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence

    # Lists, or views of arrays; compiled, arrays.
    Whole = Sequence[int]
    Numbers = MutableSequence[float]

_FORWARD = [op.forward for op in OPS]
_LOCAL = [op.local for op in OPS]


# --- what is replaced where the loops are compiled ----------------------------------------


def evaluate(code: int, x: float, y: float) -> float:
    """The result of an op; compiled, a chain of ifs over the same rows."""
    return _FORWARD[code](x, y)


def slopes(code: int, x: float, y: float, z: float) -> tuple[float, float]:
    """The local derivatives of an op."""
    return _LOCAL[code](x, y, z)


def next_marked(marks: bytearray, start: int) -> int:
    """The first marked node from `start` on; -1 if there is none."""
    return marks.find(1, start)


# --- the loops --------------------------------------------------------------------------


def same_bits(x: float, y: float) -> bool:
    """Equal to the last bit: tells 0.0 from -0.0, and a nan is itself."""
    if x == y:
        return x != 0.0 or math.copysign(1.0, x) == math.copysign(1.0, y)
    return x != x and y != y


def forward(
    opcode: Whole, first: Whole, second: Whole, constant: Sequence[float], values: Numbers
) -> None:
    """Evaluate every node that has an op, in creation order, in place."""
    for i, x in enumerate(first):
        if x >= 0:
            y = second[i]
            right = values[y] if y >= 0 else constant[i]
            values[i] = evaluate(opcode[i], values[x], right)


def propagate(
    opcode: Whole,
    first: Whole,
    second: Whole,
    constant: Sequence[float],
    users: Whole,
    user_start: Whole,
    values: Numbers,
    node: int,
    marks: bytearray,
    changed: MutableSequence[int],
) -> int:
    """Re-evaluate, in creation order and in place, what depends on a node that was changed.

    `users[user_start[i]:user_start[i + 1]]` use node i. `marks` are n zeros, and zeros again
    afterwards. Fills `changed` with the nodes that changed, `node` the first of them, and
    returns how many they are. A node that comes out with the same bits stops the wave.
    """
    changed[0] = node
    count = 1
    for at in range(user_start[node], user_start[node + 1]):
        marks[users[at]] = 1
    i = next_marked(marks, node + 1)
    while i >= 0:
        marks[i] = 0
        x, y = first[i], second[i]
        result = evaluate(opcode[i], values[x], values[y] if y >= 0 else constant[i])
        if not same_bits(values[i], result):
            values[i] = result
            changed[count] = i
            count += 1
            for at in range(user_start[i], user_start[i + 1]):
                marks[users[at]] = 1
        i = next_marked(marks, i + 1)
    return count


def backward(
    opcode: Whole,
    first: Whole,
    second: Whole,
    constant: Sequence[float],
    values: Numbers,
    root: int,
    accumulates: bool,
    grad: Numbers,
    local: Numbers,
    after: Numbers,
    adjoint: Numbers | None,
    before: Numbers | None,
) -> None:
    """Backward from the root, writing down every write to a gradient; see `tape.Tape`.

    The seed is the first write. Then each node up to the root passes its gradient on, in
    reverse creation order: its first operand's write, then its second's. `grad` is what
    stands in the gradients before: zeros, but for what leaves kept from earlier passes.

    `adjoint` and `before` follow from the other columns: compiled, they are filled in passing,
    whereas plain Python leaves them to numpy, and gives None.
    """
    grad[root] = 1.0
    local[0] = after[0] = 1.0
    if adjoint is not None and before is not None:
        adjoint[0] = 1.0
        before[0] = 0.0
    w = 1
    for step in range(root + 1):
        i = root - step  # not a range that counts down, which takes a sixth longer compiled
        x = first[i]
        if x < 0:
            continue
        y = second[i]
        upstream = grad[i]
        dx, dy = slopes(opcode[i], values[x], values[y] if y >= 0 else constant[i], values[i])
        was = grad[x]
        now = was + dx * upstream if accumulates else dx * upstream
        grad[x] = now
        local[w] = dx
        after[w] = now
        if adjoint is not None and before is not None:
            adjoint[w] = upstream
            before[w] = was
        w += 1
        if y >= 0:
            was = grad[y]
            now = was + dy * upstream if accumulates else dy * upstream
            grad[y] = now
            local[w] = dy
            after[w] = now
            if adjoint is not None and before is not None:
                adjoint[w] = upstream
                before[w] = was
            w += 1
