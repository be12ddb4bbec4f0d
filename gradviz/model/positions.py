"""Positions: the moments of a recording, and the step that leads to each.

A *position* is one integer from 0 to `length`: how many steps have been done.

    0                 nothing yet
    1 … n             forward: the first so many values exist, in creation order
    n + 1             the seed: the root's gradient is 1
    n + 2 … length    backward: so many nodes have passed their gradient on
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Graph, Ints
    from gradviz.model.tape import Tape


class Phase(Enum):
    START = "start"
    FORWARD = "forward"
    SEED = "seed"
    BACKWARD = "backward"


class NodeState(Enum):
    """Where a node stands at a position. Derived, never stored."""

    PENDING = "pending"
    CURRENT = "current"
    DONE = "done"


class Step(NamedTuple):
    """What happened to arrive at a position: one value computed, or one node's backward.

    `number` counts within the phase, from 1; `writes` are tape indexes.
    """

    position: int
    phase: Phase
    number: int
    node: int  # -1 at the start
    writes: range


class Positions:
    """Where a recording's steps are, and where each node stands at a position."""

    graph: Graph
    tape: Tape

    @cached_property
    def length(self) -> int:
        """The last position: behind the forward phase where there is no other."""
        return len(self.graph) + (self.tape.steps if self.has_backward else 0)

    @property
    def has_backward(self) -> bool:
        """Whether gradients are passed at all. A program may have made a graph and no more."""
        return self.backward_steps > 0 or len(self.tape.target) > 0

    @property
    def backward_steps(self) -> int:
        """Steps of the backward phase, the seed not counted."""
        return self.tape.steps - 1

    def steps_done(self, position: int) -> int:
        """How many steps of the tape (the seed is one) are done at a position."""
        return max(0, position - len(self.graph))

    def step(self, position: int) -> Step:
        """What the step that leads to this position does."""
        n = len(self.graph)
        if position <= 0:
            return Step(0, Phase.START, 0, -1, range(0))
        if position <= n:
            return Step(position, Phase.FORWARD, position, position - 1, range(0))
        s = position - n - 1
        writes = range(int(self.tape.step_start[s]), int(self.tape.step_start[s + 1]))
        phase = Phase.SEED if s == 0 else Phase.BACKWARD
        return Step(position, phase, s, int(self.tape.step_node[s]), writes)

    def position_of_forward(self, node: int) -> int:
        """Where this node's value has just appeared."""
        return node + 1

    def position_of_backward(self, node: int) -> int:
        """Where this node's backward has just run: its gradient is complete."""
        step = self.tape.last_step_of(node)
        return self.length if step is None else len(self.graph) + step + 1

    @cached_property
    def backward_positions(self) -> Ints:
        """(n,) `position_of_backward` of every node."""
        out = np.full(len(self.graph), self.length, np.int32)
        last = self.tape.last_steps
        ran = np.flatnonzero(last)
        out[ran] = len(self.graph) + last[ran] + 1
        return out

    def has_value(self, node: int, position: int) -> bool:
        return node < position

    def state(self, node: int, position: int) -> NodeState:
        n = len(self.graph)
        if position <= n:
            if node == position - 1:
                return NodeState.CURRENT
            return NodeState.DONE if node < position else NodeState.PENDING
        if node == self.step(position).node:
            return NodeState.CURRENT
        return NodeState.DONE if self.position_of_backward(node) < position else NodeState.PENDING

    def done(self, position: int) -> NDArray[np.bool_]:
        """(n,) whether each node's part in the present phase is over; see `NodeState.DONE`."""
        if position <= len(self.graph):
            return np.arange(1, len(self.graph) + 1) < position
        return self.backward_positions < position

    def done_of(self, nodes: Ints, position: int) -> NDArray[np.bool_]:
        """`done` for some nodes; costs nothing for the others."""
        if position <= len(self.graph):
            return nodes + 1 < position
        return self.backward_positions[nodes] < position
