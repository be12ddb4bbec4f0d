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

from gradviz.model.grouping import Groups
from gradviz.model.repeated import repeated

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Ints
    from gradviz.model.parts import Parts
    from gradviz.model.route import Route

CLOSE = 1e-9
"""Relative distance up to which another engine's number counts as the right one: it may add
up in another order."""


FAIR = 1e-6
"""The same for a gradient as a whole: engines guard divisions with a small number."""


def same_number(x: float, y: float) -> bool:
    """Equal, a nan being equal to a nan."""
    return x == y or (x != x and y != y)


@dataclass(frozen=True)
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
        is_due_known = self.has_factors and not math.isnan(self.local)
        if is_due_known and not self.is_faulty:
            return self.due
        return self._amount

    @cached_property
    def is_faulty(self) -> bool:
        """Whether an engine wrote another amount than local * adjoint."""
        if math.isnan(self.local) or not self.has_factors or self.is_seed:
            return False  # what is due isn't known
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
    after: Floats  # (w,)
    parts: Parts  # local, adjoint and before
    route: Route | None = None
    """Where gradviz ran the pass: what is known already of the first four columns."""

    @property
    def local(self) -> Floats:
        return self.parts.local

    @property
    def adjoint(self) -> Floats:
        return self.parts.adjoint

    @property
    def before(self) -> Floats:
        return self.parts.before

    @property
    def steps(self) -> int:
        return len(self.step_node)

    @cached_property
    def _by_target(self) -> Groups:
        if self.route is not None:
            return self.route.by_target
        return Groups.of(self.target, int(self.target.max(initial=-1)) + 1)

    def writes_to(self, node: int) -> Ints:
        """Indexes of all writes to a node's gradient, in order."""
        return self._by_target.members(node)

    def last_step_of(self, node: int) -> int | None:
        """The last step that ran a node's backward; the seed is not such a step."""
        last = self.last_steps
        return int(last[node]) if node < len(last) and last[node] > 0 else None

    @cached_property
    def runs_again(self) -> bool:
        """Whether some node's backward ran more than once, as an engine's may that visits twice
        or follows every path."""
        return self.route is None and int(np.bincount(self.step_node[1:]).max(initial=0)) > 1

    @cached_property
    def first_steps(self) -> Ints:
        """By node, the first step that ran its backward; 0 for those whose never runs."""
        out = np.zeros(int(self.step_node.max(initial=-1)) + 1, np.int32)
        out[self.step_node[:0:-1]] = np.arange(self.steps - 1, 0, -1, dtype=np.int32)
        return out

    @cached_property
    def _by_edge(self) -> Groups:
        return Groups.of(self.edge + 1, int(self.edge.max(initial=-1)) + 2)

    def writes_through(self, edge: int) -> Ints:
        """Indexes of all writes that came through an edge, in order."""
        return self._by_edge.members(edge + 1)

    @cached_property
    def step_of_write(self) -> Ints:
        """(w,) the step that made each write."""
        steps = np.arange(self.steps, dtype=np.int32)
        return repeated(steps, np.diff(self.step_start)).astype(np.int32)

    @cached_property
    def last_steps(self) -> Ints:
        """By node; 0 for those whose backward never runs."""
        out = np.zeros(int(self.step_node.max(initial=-1)) + 1, np.int32)
        out[self.step_node[1:]] = np.arange(1, self.steps, dtype=np.int32)  # the last one stays
        return out

    def grad_after(self, node: int, steps_done: int) -> float:
        """A node's gradient once so many steps are done; 0.0 if nothing is ever written."""
        writes = self.writes_to(node)
        done = int(np.searchsorted(writes, self.step_start[steps_done]))
        if done:
            return float(self.after[writes[done - 1]])
        return float(self.before[writes[0]]) if len(writes) else 0.0

    def grads_after(self, nodes: Ints, steps_done: int) -> Floats:
        """`grad_after` for many nodes at once: a binary search in step for all of them."""
        order, start = self._by_target
        known = np.minimum(nodes, len(start) - 2)
        first, end = start[known], start[known + 1]
        end = np.where(nodes == known, end, first)  # nothing is written beyond the last target
        limit = self.step_start[steps_done]
        low, high = first.copy(), end.copy()
        open_ = np.flatnonzero(low < high)
        while len(open_):
            middle = (low[open_] + high[open_]) >> 1
            is_done = order[middle] < limit
            low[open_[is_done]] = middle[is_done] + 1
            high[open_[~is_done]] = middle[~is_done]
            open_ = open_[low[open_] < high[open_]]
        out = np.zeros(len(nodes))
        begun, waiting = low > first, (low == first) & (end > first)
        out[begun] = self.after[order[low[begun] - 1]]
        if waiting.any():
            out[waiting] = self.before[order[first[waiting]]]
        return out

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
        with np.errstate(invalid="ignore"):  # inf × 0
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
    found: Floats | None = None
    """(n,) the gradients as the program left them; not every write may have been seen."""
    stale: NDArray[np.bool_] | None = None
    """(n,) the gradients that are off only by what an earlier pass had left in them."""
