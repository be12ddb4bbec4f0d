"""A trial of the compiled loops before they are used: every op, at ordinary and odd numbers.

That numba's `math` and Python's agree to the bit was measured on a few systems; here it is
made sure of on the system at hand.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from gradviz.model import kernels
from gradviz.model.ops import OPS

if TYPE_CHECKING:
    from gradviz.model.graph import Floats
    from gradviz.model.warming import Loops

_ODD = (
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 1e-300, 5e-324, 1e300, -1e300,
    709.0, 710.0, -745.0, -746.0, math.inf, -math.inf, math.nan,
)  # fmt: skip


def agrees(loops: Loops) -> bool:
    """Whether the compiled loops give the bits that the plain ones do."""
    random = Random(0)
    leaves = [*_ODD, *(random.uniform(-4.0, 4.0) for _ in range(40))]
    pairs = [(x, y) for x in range(len(leaves)) for y in range(len(leaves))]
    n = len(leaves)
    opcode, first, second, constant = [0] * n, [-1] * n, [-1] * n, [0.0] * n
    for code, op in enumerate(OPS):
        for x, y in pairs if op.arity else ():
            opcode.append(code)
            first.append(x)
            second.append(y if op.arity == 2 else -1)
            constant.append(leaves[y])
    start = np.array(leaves + [0.0] * (len(opcode) - n))

    lists = (opcode, first, second, constant)
    arrays = (*(np.array(column, np.int32) for column in lists[:3]), np.array(constant))
    numbers, array = [0.0] * len(opcode), np.zeros(len(opcode))
    kernels.forward(*lists, start.tolist(), numbers)
    loops.forward(*arrays, start, array)
    if not _same(array, np.array(numbers)):
        return False

    root = len(opcode) - 1
    writes = 1 + sum(x >= 0 for x in first) + sum(y >= 0 for y in second)
    sizes = (len(opcode), writes, writes)  # more slopes than there are
    plain = [[0.0] * size for size in sizes]
    kernels.backward(*lists, numbers, root, True, *plain)
    columns = [np.zeros(size) for size in sizes]
    loops.backward(*arrays, array, root, True, *columns)
    return all(_same(x, np.array(y)) for x, y in zip(columns, plain, strict=True))


def _same(x: Floats, y: Floats) -> bool:
    """Equal to the bit; every nan is the same one."""
    is_nan = np.isnan(x)
    return bool(
        (is_nan == np.isnan(y)).all() and (x.view(np.int64) == y.view(np.int64))[~is_nan].all()
    )
