"""Tape: every write to a gradient in a backward pass, in order.

What a gradient was at any moment is found by binary search over its own writes; nothing is
ever subtracted, so going back is exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Ints

CLOSE = 1e-9
"""Relative distance up to which another engine's number counts as the right one: it may add
up in another order."""


def same_number(x: float, y: float) -> bool:
    """Equal, a nan being equal to a nan."""
    return x == y or (x != x and y != y)


@dataclass(frozen=True, slots=True)
class Write:
    """One write to a gradient. `edge` is -1 where it didn't come through one: the seed.

    `local` and `adjoint` are nan where a program's own engine doesn't tell them.
    `is_assignment`: the statement is `=`, not `+=`; `replaces`: an earlier contribution was
    there, and is lost.
    """

    index: int
    position: int  # of the step that made it
    target: int
    edge: int
    user: int  # the node whose backward made it; for the seed, the root
    local: float
    adjoint: float
    before: float
    after: float
    is_seed: bool
    is_assignment: bool
    replaces: bool

    @property
    def has_factors(self) -> bool:
        """Whether it is known which local derivative and adjoint it should be made of."""
        return not (math.isnan(self.local) and math.isnan(self.adjoint))

    @property
    def due(self) -> float:
        """local * adjoint: what the contribution should be."""
        return self.local * self.adjoint

    @property
    def contribution(self) -> float:
        """What was written. Of the right amount the exact product, not the difference of two
        rounded sums; of a faulty one what it changed."""
        if self.has_factors and not self.is_faulty:
            return self.due
        return self._amount

    @property
    def is_faulty(self) -> bool:
        """Whether an engine wrote another amount than local * adjoint."""
        if not self.has_factors or self.is_seed:
            return False
        if math.isnan(self.due):
            return not math.isnan(self._amount)
        rounding = CLOSE * max(abs(self.before), abs(self.after), abs(self.due))
        return abs(self._amount - self.due) > rounding

    @property
    def _amount(self) -> float:
        return self.after if self.is_assignment else self.after - self.before


@dataclass(frozen=True, eq=False)
class Tape:
    """Every write to a gradient, in order.

    Step s ran the backward of `step_node[s]` and made the writes
    `step_start[s]:step_start[s + 1]`. Step 0 is the seed. Write w took the gradient of
    `target[w]` from `before[w]` to `after[w]` with the contribution
    `local[w] * adjoint[w]`, through the edge `edge[w]` (-1: the seed).
    """

    step_node: Ints  # (s,)
    step_start: Ints  # (s + 1,)
    target: Ints  # (w,)
    edge: Ints  # (w,)
    local: Floats  # (w,)
    adjoint: Floats  # (w,)
    before: Floats  # (w,)
    after: Floats  # (w,)

    @property
    def steps(self) -> int:
        return len(self.step_node)

    @cached_property
    def _by_target(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.target, kind="stable").astype(np.int32)
        nodes = int(self.target.max(initial=-1)) + 1
        counts = np.bincount(self.target, minlength=nodes)
        return order, np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

    def writes_to(self, node: int) -> Ints:
        """Indexes of all writes to a node's gradient, in order."""
        order, start = self._by_target
        if node + 1 >= len(start):
            return order[:0]
        return order[start[node] : start[node + 1]]

    @cached_property
    def step_of_node(self) -> dict[int, int]:
        """The last step that ran each node's backward; the seed is not such a step."""
        return {int(node): s for s, node in enumerate(self.step_node) if s > 0}

    def grad_after(self, node: int, steps_done: int) -> float:
        """A node's gradient once so many steps are done; 0.0 if nothing is ever written."""
        writes = self.writes_to(node)
        done = int(np.searchsorted(writes, self.step_start[steps_done]))
        if done:
            return float(self.after[writes[done - 1]])
        return float(self.before[writes[0]]) if len(writes) else 0.0

    def start_grads(self, nodes: int) -> Floats:
        """(nodes,) what stood in each gradient before the pass wrote to it: 0 in gradviz, the
        sum of earlier passes in a program that didn't clear them."""
        out = np.zeros(nodes)
        out[self.target[self.is_first]] = self.before[self.is_first]
        return out

    @cached_property
    def is_first(self) -> NDArray[np.bool_]:
        """(w,) the first write to its target."""
        out = np.zeros(len(self.target), np.bool_)
        out[np.unique(self.target, return_index=True)[1]] = True
        return out

    @cached_property
    def replaces(self) -> NDArray[np.bool_]:
        """(w,) found by the numbers: the contribution stands there alone, though something
        else was there before. False where the contribution isn't known."""
        contribution = self.local * self.adjoint
        is_alone = np.isclose(self.after, contribution, rtol=CLOSE, atol=0.0)
        is_added = np.isclose(self.after, self.before + contribution, rtol=CLOSE, atol=0.0)
        out: NDArray[np.bool_] = is_alone & ~is_added & (self.before != 0.0) & ~self.is_first
        return out


@dataclass(frozen=True, eq=False)
class Observation:
    """What a program's own engine did, and what it should have come to.

    `expected` are the right final gradients, nan where gradviz can't tell. `assigns` are the
    writes whose statement is known to be `=`, whether or not something was there to replace.
    """

    tape: Tape
    expected: Floats  # (n,)
    assigns: NDArray[np.bool_] | None = None  # (w,)
