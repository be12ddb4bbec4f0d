"""Gradients: what each gradient is at a position, by the writes to it until then."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gradviz.model.positions import Positions
from gradviz.model.rule import Rule
from gradviz.model.tape import Write

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Ints
    from gradviz.model.tape import Observation


class Gradients(Positions):
    """The gradients of a recording and the writes that made them."""

    rule: Rule
    observed: Observation | None
    start: Floats | None

    def grad(self, node: int, position: int) -> float:
        """The node's gradient at a position; 0.0 as long as nothing was written to it."""
        return self.tape.grad_after(node, self.steps_done(position))

    def grads_of(self, nodes: Ints, position: int) -> Floats:
        """`grad` for many nodes at once, the visible ones say; costs nothing for the others."""
        return self.tape.grads_after(nodes, self.steps_done(position))

    def grads(self, position: int) -> Floats:
        """(n,) every gradient at a position."""
        out = self._first_grads.copy()
        done = int(self.tape.step_start[self.steps_done(position)])
        out[self.tape.target[:done]] = self.tape.after[:done]  # the last write to each wins
        return out

    @cached_property
    def _first_grads(self) -> Floats:
        """(n,) what stands in every gradient at the start."""
        if self.observed is None and self.start is None:
            return np.zeros(len(self.graph))
        return self.tape.start_grads(len(self.graph))

    @cached_property
    def final_grads(self) -> Floats:
        return self.grads(self.length)

    @cached_property
    def kept_grads(self) -> Floats:
        """(n,) what the leaves kept from earlier passes, which adds to this one's gradients."""
        start = self._first_grads.copy()
        start[self.graph.opcode != 0] = 0.0
        return start

    @cached_property
    def slopes(self) -> Floats:
        """(m,) the local derivative along each edge."""
        out = np.zeros(self.graph.edge_count)
        through = self.tape.edge >= 0
        out[self.tape.edge[through]] = self.tape.local[through]
        return out

    @cached_property
    def replaces(self) -> NDArray[np.bool_]:
        """(w,) the writes that put their contribution in the place of an earlier one."""
        if self.rule is Rule.ACCUMULATE:
            return np.zeros(len(self.tape.target), np.bool_)
        return ~self.tape.is_first if self.rule is Rule.OVERWRITE else self.tape.replaces

    @cached_property
    def replacing_steps(self) -> NDArray[np.bool_]:
        """(s,) the steps of the tape with such a write."""
        counts = np.concatenate([[0], np.cumsum(self.replaces)])
        return counts[self.tape.step_start[1:]] > counts[self.tape.step_start[:-1]]

    def write(self, index: int) -> Write:
        tape, w = self.tape, index
        edge = int(tape.edge[w])
        target = int(tape.target[w])
        step = int(tape.step_of_write[w])
        local, adjoint, before = tape.parts.of(w)
        return Write(
            index=w,
            position=len(self.graph) + step + 1,
            target=target,
            edge=edge,
            user=int(tape.step_node[step]),
            local=local,
            adjoint=adjoint,
            before=before,
            after=float(tape.after[w]),
            is_seed=step == 0,
            is_assignment=self._assigns(w),
            replaces=bool(self.replaces[w]),
        )

    def _assigns(self, write: int) -> bool:
        if self.rule is not Rule.AS_WRITTEN or self.observed is None:
            return self.rule is Rule.OVERWRITE
        assigns = self.observed.assigns
        return bool(self.replaces[write] if assigns is None else assigns[write])

    def writes_to(self, node: int) -> list[Write]:
        """Every write to a node's gradient over the whole tape, in order."""
        return [self.write(int(w)) for w in self.tape.writes_to(node)]

    def is_lost(self, write: Write, position: int) -> bool:
        """Whether a later write has replaced this one's contribution by `position`."""
        if self.rule is Rule.ACCUMULATE:
            return False
        writes = self.tape.writes_to(write.target)
        done = self.tape.step_start[self.steps_done(position)]
        later = writes[(writes > write.index) & (writes < done)]
        return bool(self.replaces[later].any())
