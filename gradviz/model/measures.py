"""What every value of a graph can be asked at once: its numbers, its users, its line.

One array with an entry for each value, so that half a million are compared or put in order
in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gradviz.model.graph import Floats, Graph, Ints
from gradviz.model.label_index import LabelIndex, Mask
from gradviz.model.op_index import OpIndex
from gradviz.model.recording import Recording

Keys = NDArray[np.int32] | NDArray[np.int64] | Floats
"""By these numbers values are put in order."""

_users: WeakKeyDictionary[Graph, Ints] = WeakKeyDictionary()


class Measure(Enum):
    """A number that every value has; `value` is what a person calls it."""

    DATA = "data"
    GRAD = "grad"
    ABS_DATA = "|data|"
    ABS_GRAD = "|grad|"
    USERS = "users"
    LINE = "line"

    @property
    def is_gradient(self) -> bool:
        """Whether it changes from step to step."""
        return self in (Measure.GRAD, Measure.ABS_GRAD)

    @property
    def is_magnitude(self) -> bool:
        return self in (Measure.ABS_DATA, Measure.ABS_GRAD)

    @property
    def is_count(self) -> bool:
        return self in (Measure.USERS, Measure.LINE)


class Order(Enum):
    """What values can be put in order by, besides a measure."""

    NUMBER = "number"
    NAME = "name"
    OP = "op"
    EXPRESSION = "expression"


@dataclass(frozen=True, eq=False)
class Measures:
    """All values of a recording at a position, one array for each question."""

    recording: Recording
    position: int

    def of(self, measure: Measure) -> Floats | Ints:
        """(n,) one number for each value."""
        if measure is Measure.DATA:
            return self.recording.values
        if measure is Measure.ABS_DATA:
            return np.abs(self.recording.values)
        if measure is Measure.GRAD:
            return self.grads
        if measure is Measure.ABS_GRAD:
            return np.abs(self.grads)
        return user_counts(self.recording.graph) if measure is Measure.USERS else self.lines

    def known(self, measure: Measure) -> Mask | None:
        """(n,) where there is such a number at this position; None: everywhere."""
        n = len(self.recording.graph)
        if measure in (Measure.DATA, Measure.ABS_DATA) and self.position < n:
            return np.arange(n) < self.position
        return self.lines > 0 if measure is Measure.LINE else None

    @cached_property
    def grads(self) -> Floats:
        return self.recording.grads(self.position)

    @property
    def lines(self) -> Ints:
        source = self.recording.source
        return np.zeros(len(self.recording.graph), np.int32) if source is None else source.lines

    @property
    def has_grads(self) -> bool:
        """Whether any gradient has been written."""
        return self.recording.steps_done(self.position) > 0

    def order(self, nodes: Ints, by: Measure | Order, descending: bool) -> Ints:
        """These nodes in order; equal ones keep theirs, what isn't known comes last."""
        if isinstance(by, Order):
            keys: Keys = self._places(by)[nodes]
        else:
            keys = self.of(by)[nodes]
            known = self.known(by)
            if known is not None:
                keys = np.where(known[nodes], keys, np.nan)
        if descending:
            keys = -keys
        return nodes[np.argsort(keys, kind="stable")]

    def _places(self, by: Order) -> Keys:
        graph = self.recording.graph
        if by is Order.NUMBER:
            return np.arange(len(graph), dtype=np.int32)
        if by is Order.NAME:
            return LabelIndex.of(graph).places
        if by is Order.OP:
            return OpIndex.of(graph).places
        return _expression_places(graph)


def user_counts(graph: Graph) -> Ints:
    """(n,) how many values use each one; `a * a` is one user of a."""
    counts = _users.get(graph)
    if counts is None:
        counts = np.bincount(graph.operands, minlength=len(graph)).astype(np.int32)
        _, first, second, _ = graph.flat
        counts -= np.bincount(first[(first == second) & (first >= 0)], minlength=len(graph))
        for node in np.flatnonzero(np.diff(graph.operand_start) > 2).tolist():
            operands = graph.operands_of(node)[2:]  # of an op of the program's own
            for place, operand in enumerate(operands, start=2):
                counts[operand] -= operand in graph.operands_of(node)[:place]
        _users[graph] = counts
    return counts


def _expression_places(graph: Graph) -> Keys:
    """(n,) keys that put 'a + b' before 'a + c' before 'a × b': by op, then by the operands'
    names in turn. The texts themselves would take a second to write."""
    names = LabelIndex.of(graph).places.astype(np.int64)
    bits = int(names.max(initial=0)).bit_length()
    _, first, second, _ = graph.flat
    key = OpIndex.of(graph).places.astype(np.int64)
    for operand in (first, second):
        key = (key << bits) | np.where(operand >= 0, names[operand], 0)
    return key
