"""Alignment: each write of an engine beside the one that the reference makes for it.

Row numbers can't tell which two belong together: an engine may visit its nodes in another
right order, leave a write out, or make one twice. The edge can. The reference writes through
every edge exactly once, `local * adjoint`, and seeds the root once. So

    a program's first write through an edge     stands beside the reference's through that edge
    another one, or one through no edge         stands beside nothing: it is too many
    an edge that was never written through      gets a row of its own, where it was due

and the reference then walks in the program's order: what it has in a gradient at a row is the
sum of what it wrote there up to that row. In d = a * b, e = a + b, f = d * e an engine that
overwrites, and passes e on first, reads

    step  through    theirs       reference
    2     e -> a     0 → -6       0 → -6
    3     d -> a     -6 → 3       -6 → -3

and no line differs for the order alone.

Some engines add to a gradient in its own node's backward, or from a dictionary at the end, and
no edge can be told from their writes. There only what each gradient comes to is compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradviz.model.grouping import Groups
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Graph, Ints

    Flags = NDArray[np.bool_]

NEVER = -1
"""In place of a tape index: the write was never made."""

_FEW = 64
"""Up to so many writes to each gradient, all gradients are summed at once."""

_MOST_ONE_BY_ONE = 2000
"""Edges up to which their slopes are worked out alone, not with a whole backward pass."""


class Aligned(NamedTuple):
    """The rows, in the order of the program's steps. `due` is what the reference writes: 0
    beside a write too many, nan where it isn't known; `local` and `adjoint` are its factors."""

    write: Ints  # (r,) tape index, or NEVER
    position: Ints  # (r,) ascending
    user: Ints  # (r,) the node whose backward makes the write; the root for the seed
    target: Ints  # (r,)
    edge: Ints  # (r,) -1: none
    is_seed: Flags  # (r,)
    is_extra: Flags  # (r,)
    local: Floats  # (r,)
    adjoint: Floats  # (r,)
    due: Floats  # (r,)
    ref_before: Floats  # (r,)
    ref_after: Floats  # (r,)


def align(recording: Recording, wrong: Flags) -> Aligned:
    """`wrong`: (n,) the gradients that come out wrong. Only of these is a write called
    missing: an engine may reach a right gradient in its own way."""
    if recording.rule is not Rule.AS_WRITTEN:
        return _same_route(recording)
    return _Observed(recording, wrong).rows()


def _same_route(recording: Recording) -> Aligned:
    """gradviz under another rule: it makes the same writes in the same order."""
    tape, right = recording.tape, recording.accumulated.tape
    first = np.zeros(len(tape.target), np.bool_)
    first[0] = True
    counts = np.diff(tape.step_start)
    steps = np.repeat(np.arange(tape.steps, dtype=np.int32), counts)
    return Aligned(
        write=np.arange(len(tape.target), dtype=np.int32),
        position=(steps + len(recording.graph) + 1).astype(np.int32),
        user=tape.step_node[steps],
        target=tape.target,
        edge=tape.edge,
        is_seed=first,
        is_extra=np.zeros(len(tape.target), np.bool_),
        local=right.local,
        adjoint=right.adjoint,
        due=right.local * right.adjoint,
        ref_before=right.before,
        ref_after=right.after,
    )


_ROW = np.dtype(
    [
        ("local", np.float64), ("adjoint", np.float64), ("due", np.float64), ("step", np.int32),
        ("write", np.int32), ("user", np.int32), ("target", np.int32), ("edge", np.int32),
        ("place", np.int8), ("is_seed", np.bool_), ("is_extra", np.bool_),
    ],
    align=True,  # numpy takes twice as long where numbers lie askew
)  # fmt: skip
"""Rows before they are in order: by step, and within it by place."""


class _Observed:
    """Of a program's own engine."""

    def __init__(self, recording: Recording, wrong: Flags) -> None:
        self.recording = recording
        self.wrong = wrong
        self.graph: Graph = recording.graph
        self.tape = recording.tape
        self.adjoints = _right_adjoints(recording)
        writes = np.arange(len(self.tape.target))
        self.step = np.repeat(np.arange(self.tape.steps), np.diff(self.tape.step_start))
        self.user = self.tape.step_node[self.step]
        self.was_seen = len(writes) > 0
        """Of a pass of which no write was seen, none is called missing."""
        self.changes = self.tape.before != self.tape.after
        self.seed = self._seed()
        self.unplaced = (self.tape.edge < 0) & (writes != self.seed)
        placed = np.sum(self.tape.edge >= 0)
        self.is_by_node = bool(np.sum(self.unplaced & self.changes) > placed)

    def _seed(self) -> int:
        """The write that is the seed, or NEVER."""
        found = np.flatnonzero((self.tape.target == self.graph.root) & (self.tape.edge < 0))
        changing = found[self.changes[found]]
        return int(changing[0]) if len(changing) else int(found[0]) if len(found) else NEVER

    def rows(self) -> Aligned:
        rows = self._made()
        missing = np.concatenate([self._lost_seed(), self._never_written()])
        if len(missing):
            rows = np.concatenate([rows, missing])
            rows = rows[np.lexsort((np.arange(len(rows)), rows["place"], rows["step"]))]
        shared = ("write", "user", "target", "edge", "is_seed", "is_extra")
        factors = ("local", "adjoint", "due")
        self._infer(rows)
        columns = {name: np.ascontiguousarray(rows[name]) for name in (*shared, *factors)}
        before, after = self._reference_sums(columns["target"], columns["due"])
        position = (rows["step"] + len(self.graph) + 1).astype(np.int32)
        return Aligned(position=position, ref_before=before, ref_after=after, **columns)

    def _infer(self, rows: NDArray[np.void]) -> None:
        """Where what is due isn't known of one row of a gradient, it is what the others leave."""
        target, due = rows["target"], rows["due"]
        unknown, n = np.isnan(due), len(self.graph)
        if not unknown.any():
            return
        alone = unknown & (np.bincount(target[unknown], minlength=n)[target] == 1)
        others = np.bincount(target, weights=np.where(unknown, 0.0, due), minlength=n)
        assert self.recording.observed is not None
        left = self.recording.observed.expected - others
        due[alone] = left[target[alone]]

    def _made(self) -> NDArray[np.void]:
        """The writes on the tape."""
        tape, count = self.tape, len(self.tape.target)
        through = np.flatnonzero(tape.edge >= 0)[::-1]
        first = np.full(self.graph.edge_count, NEVER)
        first[tape.edge[through]] = through  # the earliest one stays
        is_first = np.zeros(count, np.bool_)
        is_first[first[first != NEVER]] = True
        rows = np.zeros(count, _ROW)
        rows["write"] = np.arange(count)
        rows["step"], rows["user"] = self.step, self.user
        rows["target"], rows["edge"] = tape.target, tape.edge
        rows["is_seed"] = rows["write"] == self.seed
        rows["is_extra"] = ~is_first & ~rows["is_seed"] & ~(self.unplaced & self.is_by_node)
        rows["local"] = np.where(is_first, tape.local, np.nan)
        rows["adjoint"] = np.where(is_first, self.adjoints[self.user], np.nan)
        rows["due"] = np.where(rows["is_extra"], 0.0, rows["local"] * rows["adjoint"])
        rows["due"][rows["is_seed"]] = self.adjoints[self.graph.root]
        return rows

    def _never_written(self) -> NDArray[np.void]:
        """The edges through which nothing was written, where something was due. Those to right
        gradients aren't looked at, nor any where edges can't be told."""
        is_open = self.wrong[self.graph.operands]
        is_open[self.tape.edge[self.tape.edge >= 0]] = False
        edge = np.flatnonzero(is_open & ~self.is_by_node & self.was_seen).astype(np.int32)
        rows = np.zeros(len(edge), _ROW)
        rows["write"] = NEVER
        rows["edge"], rows["target"] = edge, self.graph.operands[edge]
        rows["user"] = self.graph.edge_user[edge]
        rows["step"], rows["place"] = self._due_step(edge)
        rows["local"] = _slopes(self.recording, edge)
        rows["adjoint"] = self.adjoints[rows["user"]]
        rows["due"] = rows["local"] * rows["adjoint"]
        is_told = ~np.isnan(rows["due"])
        is_bare = np.bincount(self.tape.target, minlength=len(self.graph))[rows["target"]] == 0
        is_due = np.where(is_told, rows["due"] != 0.0, is_bare)
        return np.compress(is_due, rows)

    def _lost_seed(self) -> NDArray[np.void]:
        """A row for the seed if the root was never seeded. A seed that was set before the pass
        began isn't on the tape; what the root passed on shows that it was there."""
        root = self.graph.root
        if self.seed != NEVER or not self.wrong[root] or not self.was_seen:
            return np.zeros(0, _ROW)
        passed = np.flatnonzero((self.user == root) & (self.tape.edge >= 0))
        amount = self.tape.after[passed] - self.tape.before[passed]
        due = self.tape.local[passed] * self.adjoints[root]
        if len(passed) and np.allclose(amount, due, equal_nan=True):
            return np.zeros(0, _ROW)
        rows = np.zeros(1, _ROW)
        rows["write"], rows["edge"], rows["place"] = NEVER, -1, -1
        rows["user"] = rows["target"] = root
        rows["is_seed"] = True
        rows["local"] = rows["adjoint"] = np.nan
        rows["due"] = self.adjoints[root]
        return rows

    def _reference_sums(self, target: Ints, due: Floats) -> tuple[Floats, Floats]:
        """What the reference has in each row's gradient before the row, and after it."""
        kept = self.recording.kept_grads
        groups = Groups.of(target, len(self.graph))
        sums = running_sums(due[groups.order], groups.start, kept)
        previous = np.concatenate([[0.0], sums[:-1]])[: len(sums)]
        begin = groups.start[:-1][np.diff(groups.start) > 0]
        previous[begin] = kept[target[groups.order[begin]]]
        before, after = np.empty(len(due)), np.empty(len(due))
        before[groups.order], after[groups.order] = previous, sums
        return before, after

    def _due_step(self, edges: Ints) -> tuple[Ints, NDArray[np.int8]]:
        """By which step each of these edges should have been written through, and whether
        before what that step wrote (-1) or after it (1): the last step of its user, but at the
        latest when the operand itself passes its gradient on; the end, if neither ever runs."""
        n, nodes = len(self.graph), self.tape.step_node[1:]
        last, first = np.full(n, -1, np.int64), np.full(n, self.tape.steps, np.int64)
        last[nodes] = np.arange(1, self.tape.steps)
        first[nodes[::-1]] = np.arange(self.tape.steps - 1, 0, -1)
        own = last[self.graph.edge_user[edges]]
        taken = first[self.graph.operands[edges]]
        is_before = (own < 0) | (taken < own)
        step = np.minimum(np.where(is_before, taken, own), self.tape.steps - 1)
        place = np.where(is_before & (taken < self.tape.steps), -1, 1)
        return step.astype(np.int32), place.astype(np.int8)


def _right_adjoints(recording: Recording) -> Floats:
    """(n,) what each node should pass on. Where it wasn't confirmed from outside, as by an
    engine that clears its inner gradients once they are used, gradviz's own."""
    assert recording.observed is not None
    out = recording.observed.expected.copy()
    unknown = np.isnan(out)
    if unknown.any() and recording.graph.is_computable:
        out[unknown] = recording.accumulated.final_grads[unknown]
    if np.isnan(out[recording.graph.root]):
        out[recording.graph.root] = 1.0
    return out


def _slopes(recording: Recording, edges: Ints) -> Floats:
    """The local derivatives along edges; nan for ops that gradviz has no rule for."""
    graph = recording.graph
    if graph.is_computable and len(edges) > _MOST_ONE_BY_ONE:
        return recording.accumulated.slopes[edges]
    _, first, second, constant = graph.flat
    values, out = recording.values, np.full(len(edges), np.nan)
    for at, edge in enumerate(edges.tolist()):
        user = int(graph.edge_user[edge])
        if graph.opcode[user] < 0:
            continue
        x, y = int(first[user]), int(second[user])
        right = values[y] if y >= 0 else constant[user]
        slopes = graph.op(user).local(float(values[x]), float(right), float(values[user]))
        out[at] = slopes[graph.edge_slot(edge)]
    return out


def running_sums(values: Floats, start: Ints, begin: Floats) -> Floats:
    """Within each group `values[start[g]:start[g + 1]]` the sums so far, from `begin[g]` on.

    Added one after the other as an engine does: the difference of two sums over everything
    would round otherwise. One pass for all groups' first values, one for the second ones, and
    so on; the few groups that are longer than that go one by one.
    """
    out, sums = np.empty(len(values)), begin.copy()
    counts = np.diff(start)
    short = np.flatnonzero((counts > 0) & (counts <= _FEW))
    at = 0
    while len(short):
        where = start[short] + at
        sums[short] += values[where]
        out[where] = sums[short]
        at += 1
        short = short[counts[short] > at]
    for group in np.flatnonzero(counts > _FEW).tolist():
        first, end = int(start[group]), int(start[group + 1])
        out[first:end] = np.cumsum(np.concatenate([[begin[group]], values[first:end]]))[1:]
    return out
