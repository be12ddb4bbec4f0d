"""Recording: a graph, its values, and the tape of every write to a gradient.

Backward runs once. Everything after that is reading: the state at any position, why a
gradient is what it is, what a different rule would have done.

Its parts by subject: the positions (see there for what a position is), the gradients at each,
and whether they are right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradviz.model import evaluation
from gradviz.model.graph import Floats, Graph, Ints
from gradviz.model.judged import Judged
from gradviz.model.parts import DerivedParts
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.tape import Observation, Tape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.value import Value


@dataclass(frozen=True, eq=False)
class Source:
    """The program a recording came from: its text, and the line that made each node."""

    name: str
    text: str
    lines: Ints  # (n,), 1-based; 0 where the line isn't in this text


@dataclass(frozen=True, eq=False)
class Recording(Judged):
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

    @property
    def accumulated(self) -> Recording:
        """This recording under the right rule: what every gradient should be."""
        return self if self.rule is Rule.ACCUMULATE else self._accumulated

    @cached_property
    def _accumulated(self) -> Recording:
        return self.with_rule(Rule.ACCUMULATE)

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
