"""Batches: many nodes computed at a time by numpy, with the bits that one at a time gives.

Before numba is ready, or without it, this is how a wide graph is computed. Nodes of one rank
(the longest way from a leaf) don't depend on one another. Those of one rank that also have the
same op and as many uses are a batch, and stand side by side in the batches' order, where a
node's number is its *place*: a thousand sums are one addition of two arrays.

A gradient adds up in the order of the tape. Of a batch whose nodes are used k times, the first
writes to all of them make one row, the second ones the next, and so on: k rows that numpy adds
up from the top, strictly in order. For a batch of two nodes at places 4 and 5, used twice::

    writes at 8, 9      the first to place 4, the first to place 5
    writes at 10, 11    the second to place 4, the second to place 5

Only + and * are left to numpy; for other functions its last bits differ from Python's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradviz.model.kernels import PRODUCT, SUM
from gradviz.model.ops import OPS
from gradviz.model.parts import Writes, factors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Graph, Ints
    from gradviz.model.ops import Local
    from gradviz.model.route import Route

    Indexes = NDArray[np.intp]  # what numpy indexes by without converting

_FEWEST = 24.0
"""Nodes in a batch, on average; where they are fewer, the plain loop is as fast."""


class Batch(NamedTuple):
    """k nodes of one op; `first` and `second` are the places of their operands."""

    nodes: slice  # their places
    code: int
    first: Indexes  # (k,)
    second: Indexes  # (k,)
    uses: int
    writes: slice  # uses * k of them


@dataclass(frozen=True, eq=False)
class Batches:
    """A graph's nodes and the writes to them, both in the order of the batches."""

    batches: list[Batch]  # by rank
    node_at: Indexes  # (n,) by place
    place_of: Indexes  # (n,) by node
    constant: Floats  # (n,) by place
    root: int  # its place
    user: Indexes  # (w,) the place of the user that makes each write
    local_at: Indexes  # (w,) `Graph.local_at` of each write
    on_tape: Indexes  # (w,) where each write of the tape is here
    sloped: Sloped

    @classmethod
    def of(cls, graph: Graph) -> Batches | None:
        """None for a graph that is deep rather than wide."""
        rank = _ranks(graph)
        n, route = len(graph), graph.route
        if n < _FEWEST * (rank.max() + 1):
            return None
        uses = np.bincount(route.target[1:], minlength=n)  # the seed is no use
        node_at = np.lexsort((uses, graph.opcode, rank))
        kind = np.stack([rank, graph.opcode, uses])[:, node_at]
        begins = np.concatenate([[True], (kind[:, 1:] != kind[:, :-1]).any(axis=0)])
        begin = np.flatnonzero(begins)  # of each batch its first place
        if n < _FEWEST * len(begin):
            return None
        place_of = np.empty(n, np.intp)
        place_of[node_at] = np.arange(n)

        code, uses, size = (
            graph.opcode[node_at[begin]],
            uses[node_at[begin]],
            np.diff(begin, append=n),
        )
        rows = np.cumsum(size * uses) - size * uses + 1  # of each batch its first write
        place = place_of[route.target]
        batch = (np.cumsum(begins) - 1)[place]
        on_tape = rows[batch] + _nth(route) * size[batch] + place - begin[batch]
        on_tape[0] = 0  # the seed stands before all rows
        write_at = np.empty_like(on_tape)
        write_at[on_tape] = np.arange(len(on_tape))

        first, second = (place_of[operand[node_at]] for operand in graph.flat[1:3])
        columns = (column.tolist() for column in (begin, size, code, uses, rows))
        return cls(
            batches=[
                Batch(slice(b, b + k), code, first[b : b + k], second[b : b + k], uses,
                      slice(w, w + uses * k))
                for b, k, code, uses, w in zip(*columns, strict=True)
            ],
            node_at=node_at,
            place_of=place_of,
            constant=graph.constant[node_at],
            root=int(place_of[graph.root]),
            user=place_of[route.user[write_at]],
            local_at=graph.local_at[write_at].astype(np.intp),
            on_tape=on_tape,
            sloped=Sloped.of(graph),
        )  # fmt: skip

    def forward(self, given: Floats) -> Floats:
        """Every node's value, from those of the leaves."""
        values = given[self.node_at]
        with np.errstate(all="ignore"):
            for batch in self.batches:
                if batch.code == SUM:
                    np.add(values[batch.first], values[batch.second], out=values[batch.nodes])
                elif batch.code == PRODUCT:
                    np.multiply(values[batch.first], values[batch.second], out=values[batch.nodes])
                elif batch.code:
                    values[batch.nodes] = self._looked_up(batch, values)
        return values[self.place_of]

    def _looked_up(self, batch: Batch, values: Floats) -> Floats:
        op = OPS[batch.code]
        x = values[batch.first]
        y = values[batch.second] if op.arity == 2 else self.constant[batch.nodes]
        return np.fromiter(map(op.forward, x.tolist(), y.tolist()), np.float64, len(x))

    def backward(self, values: Floats, accumulates: bool, start: Floats | None) -> Writes:
        """Every write to a gradient, in the order of the tape."""
        slope = self.sloped.slopes(values)
        local = factors(values, slope)[self.local_at]
        grad = np.zeros(len(values)) if start is None else start[self.node_at]
        after = np.empty(len(local))
        grad[self.root] = after[0] = 1.0
        with np.errstate(all="ignore"):
            for batch in reversed(self.batches):
                if batch.uses == 0:
                    continue
                writes = batch.writes
                np.multiply(local[writes], grad[self.user[writes]], out=after[writes])
                rows = after[writes].reshape(batch.uses, -1)
                if accumulates:
                    rows[0] += grad[batch.nodes]
                    np.add.accumulate(rows, axis=0, out=rows)
                grad[batch.nodes] = rows[-1]
        return Writes(after[self.on_tape], slope)


@dataclass(frozen=True, eq=False)
class Sloped:
    """The nodes whose local derivatives are looked up in the op table, in tape order."""

    nodes: Indexes
    first: Indexes
    second: Indexes  # -1 where there is none
    constant: Floats
    local: list[Local]
    arity: list[int]

    @classmethod
    def of(cls, graph: Graph) -> Sloped:
        is_sloped = ~np.isin(graph.opcode[: graph.root + 1], (0, SUM, PRODUCT))
        nodes = np.flatnonzero(is_sloped)[::-1]
        flat = graph.flat
        rows = [OPS[code] for code in flat.opcode[nodes].tolist()]
        return cls(
            nodes=nodes,
            first=flat.first[nodes].astype(np.intp),
            second=flat.second[nodes].astype(np.intp),
            constant=flat.constant[nodes],
            local=[op.local for op in rows],
            arity=[op.arity for op in rows],
        )

    def slopes(self, values: Floats) -> Floats:
        x, z = values[self.first], values[self.nodes]
        y = np.where(self.second >= 0, values[self.second], self.constant)
        out: list[float] = []
        numbers = (x.tolist(), y.tolist(), z.tolist())
        for local, arity, *xyz in zip(self.local, self.arity, *numbers, strict=True):
            out.extend(local(*xyz)[:arity])
        return np.array(out)


def _nth(route: Route) -> Ints:
    """(w,) how many writes to the same gradient come before each one."""
    order, start = route.by_target
    out = np.empty(len(order), np.int32)
    out[order] = np.arange(len(order), dtype=np.int32) - start[route.target[order]]
    return out


def _ranks(graph: Graph) -> NDArray[np.intp]:
    """(n,) the most edges on a way from a leaf to each node."""
    flat = graph.flat
    rank = [-1] * (len(graph) + 1)  # the last one is what an operand of -1 finds
    for i, (x, y) in enumerate(zip(flat.first.tolist(), flat.second.tolist(), strict=True)):
        a, b = rank[x], rank[y]
        rank[i] = (a if a > b else b) + 1
    return np.array(rank[:-1], np.intp)
