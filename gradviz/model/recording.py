"""Recording: a graph, its values, and the tape of every write to a gradient.

Backward runs once. Everything after that is reading: the state at any position, why a
gradient is what it is, what a different rule would have done.

A *position* is one integer from 0 to `recording.length`: how many steps have been done.

    0                 nothing yet
    1 … n             forward: the first so many values exist, in creation order
    n + 1             the seed: the root's gradient is 1
    n + 2 … length    backward: so many nodes have passed their gradient on
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradviz.model import evaluation
from gradviz.model.graph import Floats, Graph, Ints
from gradviz.model.parts import DerivedParts
from gradviz.model.tape import FAIR, Observation, Tape, Write, same_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.value import Value


class Rule(Enum):
    """What a contribution does to the gradient it reaches."""

    ACCUMULATE = "accumulate"
    """`grad += contribution`: the multivariable chain rule."""
    OVERWRITE = "overwrite"
    """`grad = contribution`: the classic bug; only the last contribution survives."""
    AS_WRITTEN = "as written"
    """What a program's own engine did, write by write."""


COMPUTED_RULES = (Rule.ACCUMULATE, Rule.OVERWRITE)
"""The rules under which gradviz itself can run a backward pass."""


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


@dataclass(frozen=True, eq=False)
class Source:
    """The program a recording came from: its text, and the line that made each node."""

    name: str
    text: str
    lines: Ints  # (n,), 1-based; 0 where the line isn't in this text


@dataclass(frozen=True, eq=False)
class Recording:
    """One forward and one backward pass, complete. Immutable; an edit makes a new one."""

    graph: Graph
    values: Floats  # (n,)
    rule: Rule
    tape: Tape
    source: Source | None = None
    observed: Observation | None = None
    start: Floats | None = None
    """(n,) what the leaves' gradients kept from earlier passes of a program; None: nothing."""

    @classmethod
    def of(cls, root: Value, rule: Rule = Rule.ACCUMULATE) -> Recording:
        """Record the graph under `root`, from its present leaf values.

        Forward is evaluated anew, so a leaf's `data` set after the graph was built counts.
        """
        graph, values, _ = Graph.from_root(root)
        return cls.from_graph(graph, values, rule)

    @classmethod
    def from_graph(
        cls,
        graph: Graph,
        values: Floats,
        rule: Rule,
        source: Source | None = None,
        start: Floats | None = None,
    ) -> Recording:
        return cls._record(graph, evaluation.forward(graph, values), rule, source, start)

    @classmethod
    def _record(
        cls,
        graph: Graph,
        values: Floats,
        rule: Rule,
        source: Source | None,
        start: Floats | None,
    ) -> Recording:
        assert rule in COMPUTED_RULES
        writes = evaluation.backward(graph, values, rule is Rule.ACCUMULATE, start)
        route = graph.route
        parts = DerivedParts(graph, values, start, *writes)
        tape = Tape(
            route.step_node, route.step_start, route.target, route.edge, writes.after, parts, route
        )
        return cls(graph, values, rule, tape, source, start=start)

    @classmethod
    def of_program(
        cls, graph: Graph, values: Floats, observed: Observation, source: Source | None
    ) -> Recording:
        """What a program with an engine of its own did, as it did it."""
        return cls(graph, values, Rule.AS_WRITTEN, observed.tape, source, observed)

    # --- made anew ----------------------------------------------------------------------

    def with_leaf(self, node: int, value: float) -> Recording:
        """The same structure with another number in one leaf."""
        return self.edit(node, value).recording

    def edit(self, node: int, value: float) -> Edit:
        """Another number in one leaf, and which values that changed."""
        if not self.graph.is_leaf(node):
            raise ValueError(f"{self.graph.name(node)} is computed; only a leaf can be edited.")
        values, changed = evaluation.propagate(self.graph, self.values, node, value)
        return Edit(self._record(self.graph, values, self.rule, self.source, self.start), changed)

    def with_rule(self, rule: Rule) -> Recording:
        """The same values under another rule. AS_WRITTEN is for programs with an engine of
        their own; the other two for graphs that are computable."""
        if rule is self.rule:
            return self
        if rule is Rule.AS_WRITTEN:
            if self.observed is None:
                raise ValueError("This graph was computed by gradviz: nothing else was written.")
            return replace(self, rule=rule, tape=self.observed.tape)
        made = self._record(self.graph, self.values, rule, self.source, self.start)
        return replace(made, observed=self.observed)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules this recording can be looked at under."""
        own = (Rule.AS_WRITTEN,) if self.observed is not None else ()
        computed = (Rule.ACCUMULATE, Rule.OVERWRITE) if self.graph.is_computable else ()
        return own + computed

    def with_source(self, source: Source) -> Recording:
        return replace(self, source=source)

    # --- positions ----------------------------------------------------------------------

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

    # --- the state at a position --------------------------------------------------------

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

    def ended_wrong(self, nodes: Ints, position: int) -> NDArray[np.bool_]:
        """(k,) which of these nodes have passed on a gradient that isn't what it should be. None
        while backward hasn't begun."""
        if position <= len(self.graph):
            return np.zeros(len(nodes), np.bool_)
        return self._ends_wrong[nodes] & (self.backward_positions[nodes] < position)

    def has_value(self, node: int, position: int) -> bool:
        return node < position

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

    @property
    def accumulated(self) -> Recording:
        """This recording under the right rule: what every gradient should be."""
        return self if self.rule is Rule.ACCUMULATE else self._accumulated

    @cached_property
    def _accumulated(self) -> Recording:
        return self.with_rule(Rule.ACCUMULATE)

    @cached_property
    def expected_grads(self) -> Floats:
        """(n,) the right final gradients; nan where that can't be told."""
        if self.observed is None:
            return self.accumulated.final_grads
        return self.observed.expected + self.kept_grads

    @cached_property
    def kept_grads(self) -> Floats:
        """(n,) what the leaves kept from earlier passes, which adds to this one's gradients."""
        start = self._first_grads.copy()
        start[self.graph.opcode != 0] = 0.0
        return start

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

    @cached_property
    def slopes(self) -> Floats:
        """(m,) the local derivative along each edge."""
        out = np.zeros(self.graph.edge_count)
        through = self.tape.edge >= 0
        out[self.tape.edge[through]] = self.tape.local[through]
        return out

    def state(self, node: int, position: int) -> NodeState:
        n = len(self.graph)
        if position <= n:
            if node == position - 1:
                return NodeState.CURRENT
            return NodeState.DONE if node < position else NodeState.PENDING
        if node == self.step(position).node:
            return NodeState.CURRENT
        return NodeState.DONE if self.position_of_backward(node) < position else NodeState.PENDING

    # --- writes -------------------------------------------------------------------------

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

    # --- flags --------------------------------------------------------------------------

    @cached_property
    def nonfinite(self) -> NDArray[np.bool_]:
        """(n,) the values that are nan or an infinity."""
        return ~np.isfinite(self.values)

    @cached_property
    def first_nonfinite(self) -> int | None:
        """The first node, in creation order, whose value is nan or an infinity."""
        hits = np.flatnonzero(self.nonfinite)
        return int(hits[0]) if len(hits) else None

    def at_kink(self, node: int) -> bool:
        """Whether the node's op has a kink exactly at its operands (relu or |x| at 0, a tie)."""
        kink = self.graph.op(node).kink
        if kink is None:
            return False
        operands = [float(self.values[i]) for i in self.graph.operands_of(node)]
        return kink(operands[0], operands[-1])


class Edit(NamedTuple):
    """A recording made by changing a leaf, and the nodes whose values changed with it."""

    recording: Recording
    changed: Ints
