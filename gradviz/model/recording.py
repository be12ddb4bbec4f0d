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

from gradviz.model import kernels
from gradviz.model.graph import Floats, Graph, Ints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.value import Value


class Rule(Enum):
    """What a contribution does to the gradient it reaches."""

    ACCUMULATE = "accumulate"
    """`grad += contribution`: the multivariable chain rule."""
    OVERWRITE = "overwrite"
    """`grad = contribution`: the classic bug; only the last contribution survives."""


_WRITE = {Rule.ACCUMULATE: kernels.accumulate, Rule.OVERWRITE: kernels.overwrite}


def same_number(x: float, y: float) -> bool:
    """Equal, a nan being equal to a nan."""
    return x == y or (x != x and y != y)


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


@dataclass(frozen=True, slots=True)
class Write:
    """One write to a gradient. `edge` is -1 for the seed, which comes from nowhere."""

    index: int
    position: int  # of the step that made it
    target: int
    edge: int
    user: int  # the node whose backward made it; the target itself for the seed
    local: float
    adjoint: float
    before: float
    after: float

    @property
    def is_seed(self) -> bool:
        return self.edge < 0

    @property
    def contribution(self) -> float:
        return self.local * self.adjoint


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
        """A node's gradient once so many steps are done; 0.0 before its first write."""
        writes = self.writes_to(node)
        done = int(np.searchsorted(writes, self.step_start[steps_done]))
        return float(self.after[writes[done - 1]]) if done else 0.0


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

    @classmethod
    def of(cls, root: Value, rule: Rule = Rule.ACCUMULATE) -> Recording:
        """Record the graph under `root`, from its present leaf values.

        Forward is evaluated anew, so a leaf's `data` set after the graph was built counts.
        """
        graph, values, _ = Graph.from_root(root)
        return cls.from_graph(graph, values, rule)

    @classmethod
    def from_graph(
        cls, graph: Graph, values: Floats, rule: Rule, source: Source | None = None
    ) -> Recording:
        lists = kernels.graph_lists(graph)
        numbers = values.tolist()
        kernels.forward(lists, numbers)
        return cls._record(graph, lists, numbers, rule, source)

    @classmethod
    def _record(
        cls,
        graph: Graph,
        lists: kernels.GraphLists,
        values: list[float],
        rule: Rule,
        source: Source | None,
    ) -> Recording:
        columns = kernels.taped_backward(graph, lists, values, _WRITE[rule])
        return cls(graph, np.array(values, np.float64), rule, Tape(*columns), source)

    # --- made anew ----------------------------------------------------------------------

    def with_leaf(self, node: int, value: float) -> Recording:
        """The same structure with another number in one leaf."""
        if not self.graph.is_leaf(node):
            raise ValueError(f"{self.graph.name(node)} is computed; only a leaf can be edited.")
        values = self.values.tolist()
        kernels.propagate(self.lists, values, node, value)
        return self._record(self.graph, self.lists, values, self.rule, self.source)

    def with_rule(self, rule: Rule) -> Recording:
        if rule is self.rule:
            return self
        return self._record(self.graph, self.lists, self.values.tolist(), rule, self.source)

    def with_source(self, source: Source) -> Recording:
        return replace(self, source=source)

    @cached_property
    def lists(self) -> kernels.GraphLists:
        return kernels.graph_lists(self.graph)

    # --- positions ----------------------------------------------------------------------

    @cached_property
    def length(self) -> int:
        """The last position."""
        return len(self.graph) + self.tape.steps

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
        step = self.tape.step_of_node.get(node)
        return self.length if step is None else len(self.graph) + step + 1

    # --- the state at a position --------------------------------------------------------

    def has_value(self, node: int, position: int) -> bool:
        return node < position

    def grad(self, node: int, position: int) -> float:
        """The node's gradient at a position; 0.0 as long as nothing was written to it."""
        return self.tape.grad_after(node, self.steps_done(position))

    def grads(self, position: int) -> Floats:
        """(n,) every gradient at a position."""
        out = np.zeros(len(self.graph))
        done = int(self.tape.step_start[self.steps_done(position)])
        out[self.tape.target[:done]] = self.tape.after[:done]  # the last write to each wins
        return out

    @cached_property
    def final_grads(self) -> Floats:
        return self.grads(self.length)

    @cached_property
    def accumulated(self) -> Recording:
        """This recording under the right rule: what every gradient should be."""
        return self.with_rule(Rule.ACCUMULATE)

    @cached_property
    def wrong_nodes(self) -> Ints:
        """The nodes whose final gradient isn't what accumulation gives."""
        stored, expected = self.final_grads, self.accumulated.final_grads
        both_nan = np.isnan(stored) & np.isnan(expected)
        return np.flatnonzero((stored != expected) & ~both_nan).astype(np.int32)

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
        step = int(np.searchsorted(tape.step_start, w, side="right")) - 1
        return Write(
            index=w,
            position=len(self.graph) + step + 1,
            target=target,
            edge=edge,
            user=target if edge < 0 else int(self.graph.edge_user[edge]),
            local=float(tape.local[w]),
            adjoint=float(tape.adjoint[w]),
            before=float(tape.before[w]),
            after=float(tape.after[w]),
        )

    def writes_to(self, node: int) -> list[Write]:
        """Every write to a node's gradient over the whole tape, in order."""
        return [self.write(int(w)) for w in self.tape.writes_to(node)]

    def is_lost(self, write: Write, position: int) -> bool:
        """Whether a later write has replaced this one's contribution by `position`."""
        if self.rule is Rule.ACCUMULATE:
            return False
        writes = self.tape.writes_to(write.target)
        following = int(np.searchsorted(writes, write.index, side="right"))
        done = self.tape.step_start[self.steps_done(position)]
        return following < len(writes) and bool(writes[following] < done)

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
