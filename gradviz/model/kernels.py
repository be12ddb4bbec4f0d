"""The loops over a graph's flat arrays: forward, an edit's wave, and backward with its tape.

Plain loops, written once and run in two ways: compiled by numba over arrays once
`warming.warm` has made that ready, and as plain Python, over lists (indexing a list is several
times faster than indexing an array element by element), for graphs that `batches` has no use
for. They use only what is common to both. The bits are the same either way, and the same as
`Value.backward` gives.

Most of a graph are sums and products: these two are written out here, every other op is
looked up in the table.

`first[i]` and `second[i]` are the operands of node i, -1 where it has none. An op of one
operand takes `constant[i]` in the second's place: the exponent of a fixed power.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gradviz.model.ops import ADD, CODE, MUL, OPS

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence

    # Lists, or views of arrays; compiled, arrays.
    Whole = Sequence[int]
    Numbers = MutableSequence[float]

SUM = CODE[ADD.name]
PRODUCT = CODE[MUL.name]

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
    opcode: Whole,
    first: Whole,
    second: Whole,
    constant: Sequence[float],
    given: Sequence[float],
    values: Numbers,
) -> None:
    """Fill `values`: a leaf's is the given one, every other node is evaluated."""
    for i, x in enumerate(first):
        if x < 0:
            values[i] = given[i]
            continue
        code, y = opcode[i], second[i]
        if code == SUM:
            values[i] = values[x] + values[y]
        elif code == PRODUCT:
            values[i] = values[x] * values[y]
        else:
            values[i] = evaluate(code, values[x], values[y] if y >= 0 else constant[i])


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
    after: Numbers,
    slope: Numbers,
) -> None:
    """Backward from the root, writing down what every write to a gradient left there.

    The seed is the first write. Then each node up to the root passes its gradient on, in
    reverse creation order: its first operand's write, then its second's. `grad` is what
    stands in the gradients before: zeros, but for what leaves kept from earlier passes.

    `slope` takes the local derivatives in the same order, but for those of sums and products,
    which are 1 and values. All else about a write is among these numbers; see `parts.DerivedParts`.
    """
    grad[root] = after[0] = 1.0
    w, s = 1, 0
    for step in range(root + 1):
        i = root - step  # not a range that counts down, which takes a sixth longer compiled
        x = first[i]
        if x < 0:
            continue
        code, y = opcode[i], second[i]
        upstream = grad[i]
        if code == SUM:
            to_x = to_y = upstream
        elif code == PRODUCT:
            to_x, to_y = values[y] * upstream, values[x] * upstream
        else:
            dx, dy = slopes(code, values[x], values[y] if y >= 0 else constant[i], values[i])
            to_x, to_y = dx * upstream, dy * upstream
            slope[s] = dx
            s += 1
            if y >= 0:
                slope[s] = dy
                s += 1
        grad[x] = after[w] = grad[x] + to_x if accumulates else to_x
        w += 1
        if y >= 0:
            grad[y] = after[w] = grad[y] + to_y if accumulates else to_y
            w += 1
