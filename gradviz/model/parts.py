"""What each write of a tape was made of, and what it found: `local`, `adjoint`, `before`.

A pass that gradviz runs computes only what a write leaves in its gradient. The rest of the
write is one of the numbers that are there anyway, and a graph's structure says which:

    before    what the write before it to the same gradient left
    adjoint   what the last write to its user's gradient left
    local     of a sum 1, of a product the other operand's value, of other ops a slope

So nothing is computed again, every bit is the one that the pass had, and the pass, of which
one runs at every move of a slider, stores a quarter of the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from gradviz.model.graph import Floats, Graph, Ints


class Writes(NamedTuple):
    """What a backward pass computed: see `DerivedParts`."""

    after: Floats  # (w,)
    slope: Floats


class Part(NamedTuple):
    """The parts of one write."""

    local: float
    adjoint: float
    before: float


class Parts(Protocol):
    """(w,) each."""

    @property
    def local(self) -> Floats: ...
    @property
    def adjoint(self) -> Floats: ...
    @property
    def before(self) -> Floats: ...
    def of(self, write: int) -> Part: ...
    def locals_of(self, writes: Ints) -> Floats: ...


@dataclass(frozen=True, eq=False)
class WrittenParts:
    """As they were written down while a program's own engine ran."""

    local: Floats
    adjoint: Floats
    before: Floats

    def of(self, write: int) -> Part:
        w = write
        return Part(float(self.local[w]), float(self.adjoint[w]), float(self.before[w]))

    def locals_of(self, writes: Ints) -> Floats:
        return self.local[writes]


@dataclass(frozen=True, eq=False)
class DerivedParts:
    """Of a pass that gradviz ran: found among the numbers of that pass.

    `slope` are the local derivatives of all ops but sums and products, in tape order;
    `start` is what stood in the gradients before (None: zeros).
    """

    graph: Graph
    values: Floats  # (n,)
    start: Floats | None  # (n,)
    after: Floats  # (w,)
    slope: Floats

    @cached_property
    def local(self) -> Floats:
        return factors(self.values, self.slope)[self.graph.local_at]

    @cached_property
    def adjoint(self) -> Floats:
        route = self.graph.route
        return self._all_left_by(route.completed_by, route.user)

    @cached_property
    def before(self) -> Floats:
        route = self.graph.route
        return self._all_left_by(route.previous, route.target)

    def _all_left_by(self, writes: Ints, nodes: Ints) -> Floats:
        """What these writes left in the nodes' gradients; where there is none (-1), what was
        there at the start."""
        start = 0.0 if self.start is None else self.start[nodes]
        return np.where(writes >= 0, self.after[writes], start)

    def of(self, write: int) -> Part:
        """Without the whole columns, which take some milliseconds at a million writes."""
        route = self.graph.route
        at, n = int(self.graph.local_at[write]), len(self.values)
        local = self.values[at] if at < n else 1.0 if at == n else self.slope[at - n - 1]
        last = len(self.after)  # whoever passes a gradient on, it is complete
        adjoint = self._left_before(last, int(route.user[write]))
        return Part(float(local), adjoint, self._left_before(write, int(route.target[write])))

    def locals_of(self, writes: Ints) -> Floats:
        """Without the whole column, as above."""
        at, n = self.graph.local_at[writes], len(self.values)
        out = np.where(at < n, self.values[np.minimum(at, n - 1)], 1.0)
        out[at > n] = self.slope[at[at > n] - n - 1]
        return out

    def _left_before(self, write: int, node: int) -> float:
        """What the writes to a node's gradient had left there before a write of the tape."""
        writes = self.graph.route.by_target.members(node)
        done = int(np.searchsorted(writes, np.int32(write)))
        if done:
            return float(self.after[writes[done - 1]])
        return 0.0 if self.start is None else float(self.start[node])


def factors(values: Floats, slope: Floats) -> Floats:
    """The numbers that `Graph.local_at` counts: the values, a 1, the slopes."""
    return np.concatenate([values, [1.0], slope])
