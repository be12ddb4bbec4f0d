"""Functions: what is made of one value alone, and constants: relu(s), (e^2s - 1)/(e^2s + 1).

A neuron ends with its function, and the function ends where other neurons take it as input.
Of the last neurons nothing is taken as input: (tanh(s) - y)**2 is a function of s, too. There
it ends where that of the other neurons does, or with the function that follows s at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints

_MOST = 16
"""How many ops may follow one another in a neuron's function."""

_LEAF, _SUM = np.uint64(1), np.uint64(2)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Functions:
    total: Ints  # (n,) the sum that each node is part of, as its last addition; else -1
    source: Ints  # (n,) the sum that each node is a function of, -1 for none
    look: NDArray[np.uint64]  # (n,) the same for functions of the same ops

    @classmethod
    def of(cls, joined: Joined, total: Ints, may_be: Bools) -> Functions:
        n = len(total)
        source = np.where(total == np.arange(n), total, -1).astype(np.int32)
        look = np.where(joined.is_leaf, _LEAF, _SUM)
        edge = np.flatnonzero(may_be[joined.head])
        for _ in range(_MOST):
            tail, head = joined.tail[edge], joined.head[edge]
            is_leaf = joined.is_leaf[tail]
            low, high = np.full(n, n, np.int32), np.full(n, -1, np.int32)
            np.minimum.at(low, head[~is_leaf], source[tail[~is_leaf]])
            np.maximum.at(high, head[~is_leaf], source[tail[~is_leaf]])
            known = (low == high) & (high >= 0)
            if not known.any():
                break
            source[known] = high[known]
            now = known[head]
            mixed = look[tail[now]] * _FACTOR
            mixed ^= mixed >> np.uint64(29)
            look[known] = joined.graph.opcode[known].astype(np.uint64) * _FACTOR
            np.add.at(look, head[now], mixed)
            edge = edge[~now & ~((low >= 0) & (low < high))[head]]
        return cls(total, source, look)

    def ends(self, joined: Joined, is_input: Bools) -> tuple[Ints, Ints]:
        """(n,) where each sum's neuron ends, by the last addition; and (n,) the last addition
        of the neuron that each node is in, -1 for none. `is_input`: of a product."""
        n = len(self.total)
        source, own = self.source, np.arange(n, dtype=np.int32)
        is_function = (source >= 0) & (source != own)
        end = own.copy()
        follows = (self.source[joined.tail] == joined.tail) & joined.is_nonlinear[joined.head]
        follows &= is_function[joined.head]
        end[joined.tail[follows]] = joined.head[follows]
        ended = np.flatnonzero(is_function & is_input)
        usual = np.flatnonzero(is_function & np.isin(self.look, distinct(self.look[ended])))
        end[source[usual[::-1]]] = usual[::-1]
        end[source[ended[::-1]]] = ended[::-1]  # the first of several
        is_linear = (source == own) & is_input
        end[is_linear] = own[is_linear]

        is_part = np.zeros(n, bool)
        is_part[end[source[source == own]]] = True
        is_part &= is_function
        within = is_function[joined.tail] & is_function[joined.head]
        tail, head = joined.tail[within], joined.head[within]
        for _ in range(_MOST):
            new = is_part[head] & ~is_part[tail]
            if not new.any():
                break
            is_part[tail[new]] = True
        return end, np.where(is_part, source, self.total)
