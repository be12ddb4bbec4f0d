"""Judged: what each gradient of a recording should be, and which ones are something else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gradviz.model.gradients import Gradients
from gradviz.model.rule import Rule
from gradviz.model.tape import FAIR, same_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Ints


class Judged(Gradients, ABC):
    """The gradients of a recording beside the right ones."""

    @property
    @abstractmethod
    def accumulated(self) -> Gradients:
        """The same under the right rule: what every gradient should be."""

    @cached_property
    def expected_grads(self) -> Floats:
        """(n,) the right final gradients; nan where that can't be told."""
        if self.observed is None:
            return self.accumulated.final_grads
        return self.observed.expected + self.kept_grads

    def expected(self, node: int, position: int) -> float:
        """What a node's gradient should be at a position.

        A program's own order of steps has no right counterpart before its end: as long as a
        write to the node is still to come, what is there counts as right.
        """
        if self.rule is not Rule.AS_WRITTEN:
            return self.accumulated.grad(node, position)
        writes = self.tape.writes_to(node)
        done = self.tape.step_start[self.steps_done(position)]
        expected = float(self.expected_grads[node])
        is_complete = position == self.length or (len(writes) > 0 and writes[-1] < done)
        return expected if is_complete and expected == expected else self.grad(node, position)

    def is_wrong(self, node: int, position: int) -> bool:
        """Whether a node's gradient isn't what it should be at a position."""
        if self.rule is Rule.ACCUMULATE:
            return False
        if self.rule is Rule.AS_WRITTEN and not self._ends_wrong[node]:
            return False
        stored, expected = self.grad(node, position), self.expected(node, position)
        return not same_number(stored, expected)

    @cached_property
    def wrong_nodes(self) -> Ints:
        """The nodes whose final gradient isn't what it should be."""
        return np.flatnonzero(self._ends_wrong).astype(np.int32)

    def ended_wrong(self, nodes: Ints, position: int) -> NDArray[np.bool_]:
        """(k,) which of these nodes have passed on a gradient that isn't what it should be. None
        while backward hasn't begun."""
        if position <= len(self.graph):
            return np.zeros(len(nodes), np.bool_)
        return self._ends_wrong[nodes] & (self.backward_positions[nodes] < position)

    @cached_property
    def stale_nodes(self) -> Ints:
        """The nodes whose final gradient is off only by what an earlier pass had left there:
        remarkable, and no fault of the engine."""
        return np.flatnonzero(self._ends_off & ~self._ends_wrong).astype(np.int32)

    def is_stale(self, node: int, position: int) -> bool:
        """Whether a node's gradient is complete at a position and is one of those."""
        if not self._ends_off[node] or self._ends_wrong[node]:
            return False
        return not same_number(self.grad(node, position), self.expected(node, position))

    @cached_property
    def _ends_wrong(self) -> NDArray[np.bool_]:
        observed = self.observed
        if self.rule is not Rule.AS_WRITTEN or observed is None or observed.stale is None:
            return self._ends_off
        return self._ends_off & ~observed.stale

    @cached_property
    def _ends_off(self) -> NDArray[np.bool_]:
        stored, expected = self.final_grads, self.expected_grads
        if self.rule is Rule.AS_WRITTEN:
            if self.observed is not None and self.observed.found is not None:
                stored = self.observed.found
            untold = np.isnan(expected)
            right: NDArray[np.bool_] = np.isclose(stored, expected, rtol=FAIR, atol=0.0) | untold
        else:
            right = (stored == expected) | (np.isnan(stored) & np.isnan(expected))
        return ~right
