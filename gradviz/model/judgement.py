"""Judgement: which rows of a comparison agree, and of one that differs whose fault it is.

A row has two ways to be wrong without a fault of its own: its adjoint was wrong already, since
some earlier row had put a wrong number into the gradient that it passes on; or what it was
added to was. Either way it follows from the row at which that gradient went wrong, which may
itself follow from another; at the end of that chain stands the row to look at.

Nothing is called wrong in a gradient that comes out right: engines have their own ways there.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from gradviz.model.alignment import NEVER, Aligned
from gradviz.model.grouping import Groups
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.tape import CLOSE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Ints

    Flags = NDArray[np.bool_]


class Kind(IntEnum):
    """What a row comes to. From REPLACED on it is a fault of the row's own."""

    AGREES = 0
    IN_THE_END = 1
    """This write is another than the reference's, and the gradient comes out right."""
    UNTOLD = 2
    """What is due isn't known."""
    FOLLOWS = 3
    """It differs because an earlier row did."""
    REPLACED = 4
    """It put its contribution in the place of earlier ones."""
    AMOUNT = 5
    """Another amount than the local derivative times the node's own gradient."""
    EARLY = 6
    """The node passed its gradient on before that was complete."""
    STALE = 7
    """The gradient began with what an earlier pass had left."""
    NEVER = 8
    """The write was never made."""
    EXTRA = 9
    """The reference makes no such write."""
    DIFFERS = 10
    """It differs, and no earlier row tells why."""


class Judgement:
    """Gives every row its verdict."""

    def __init__(
        self, recording: Recording, rows: Aligned, before: Floats, after: Floats, wrong: Flags
    ) -> None:
        self.recording = recording
        self.rows = rows
        self.before = before
        self.after = after
        self.is_wrong = wrong[rows.target]
        self.never = rows.write == NEVER
        self.kind = np.zeros(len(rows.write), np.int8)
        self.origin = np.arange(len(rows.write))
        self.amount, self.is_faulty, self.replaces = self._amounts()
        size = np.maximum(np.abs(before), np.abs(after))
        self.amount_off = self._differs(self.amount, rows.due, size)
        self.after_off = self._differs(after, rows.ref_after, size)

    def verdicts(self) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
        self._quiet()
        if self.is_wrong.any():
            self._loud()
        return self.kind, self.origin

    # --- numbers ------------------------------------------------------------------------

    def _amounts(self) -> tuple[Floats, Flags, Flags]:
        """(r,) of each row what was written, whether that is another amount than it should
        make of the node's own gradient (`Write.is_faulty`), and whether it replaced one."""
        recording, tape = self.recording, self.recording.tape
        if self._is_exact:  # a rule of gradviz's own: the same product, put down otherwise
            none = np.zeros(len(self.never), np.bool_)
            return tape.local * tape.adjoint, none, recording.replaces & (tape.before != 0.0)
        assigns = recording.replaces.copy()
        if recording.observed is not None and recording.observed.assigns is not None:
            assigns = recording.observed.assigns.copy()
        assigns[self.rows.write[self.rows.is_seed & ~self.never]] = True
        amount = np.where(assigns, tape.after, tape.after - tape.before)
        due = tape.local * tape.adjoint
        size = np.maximum.reduce([np.abs(tape.before), np.abs(tape.after), np.abs(due)])
        faulty = np.where(np.isnan(due), ~np.isnan(amount), np.abs(amount - due) > CLOSE * size)
        faulty &= ~np.isnan(tape.local) & ~np.isnan(tape.adjoint)
        faulty[: int(tape.step_start[1])] = False
        made = self.rows.write  # index -1 takes some write, which is put aside
        return (
            np.where(self.never, 0.0, amount[made]),
            faulty[made] & ~self.never,
            recording.replaces[made] & ~self.never,
        )

    @property
    def _is_exact(self) -> bool:
        return self.recording.rule is not Rule.AS_WRITTEN

    def _differs(self, theirs: Floats, due: Floats, size: Floats) -> Flags:
        """To the last bit where gradviz made both. False where what is due isn't known."""
        if self._is_exact:
            unequal: Flags = (theirs != due) & ~(np.isnan(theirs) & np.isnan(due))
            return unequal
        out: Flags = np.abs(theirs - due) > CLOSE * np.maximum(size, np.abs(due))
        out |= np.isfinite(theirs) != np.isfinite(due)
        out |= np.isinf(theirs) & np.isinf(due) & (theirs != due)
        out &= ~np.isnan(due)
        return out

    # --- verdicts -----------------------------------------------------------------------

    def _quiet(self) -> None:
        """Rows of gradients that come out right, or of which that isn't known."""
        other = ~self.is_wrong & (self.amount_off | self.after_off | np.isnan(self.rows.due))
        known = ~np.isnan(self.recording.expected_grads)[self.rows.target]
        self.kind[other] = np.where(known[other], Kind.IN_THE_END, Kind.UNTOLD)

    def _loud(self) -> None:
        """Rows of gradients that come out wrong."""
        rows = self.rows
        off = self.after_off & self.is_wrong
        self._follow_gradients(off)
        untold = self.is_wrong & np.isnan(rows.due)
        self.kind[untold] = Kind.UNTOLD
        waiting = self.is_wrong & (off | self.amount_off)

        def settle(hits: Flags, kind: Kind) -> Flags:
            self.kind[hits] = kind
            return waiting & ~hits

        waiting = settle(waiting & self.never, Kind.NEVER)
        waiting = settle(waiting & self.replaces & off, Kind.REPLACED)
        waiting = settle(waiting & self.is_faulty & (self.amount_off | untold), Kind.AMOUNT)
        waiting = settle(waiting & rows.is_extra & self.amount_off, Kind.EXTRA)

        unequal = np.flatnonzero(waiting & self.amount_off)
        taken_from = self._went_wrong(rows.user[unequal], unequal)
        follows, own = unequal[taken_from >= 0], unequal[taken_from < 0]
        self.kind[follows] = Kind.FOLLOWS
        self.origin[follows] = taken_from[taken_from >= 0]
        early = self._last_change(rows.user[own]) > own
        self.kind[own] = np.where(early, Kind.EARLY, Kind.DIFFERS)
        waiting[unequal] = False

        rest = np.flatnonzero(waiting)
        added_to = self._went_wrong(rows.target[rest], rest)
        is_first = self._start[rows.target[rest]] == self._place[rest]
        begins_off = self._differs(self.before, rows.ref_before, np.abs(self.before))[rest]
        own_kind = np.where(is_first & begins_off, Kind.STALE, Kind.DIFFERS)
        self.kind[rest] = np.where(added_to >= 0, Kind.FOLLOWS, own_kind)
        self.origin[rest] = np.where(added_to >= 0, added_to, rest)

        self._mark_untold_targets()
        self._go_to_the_origin()

    def _follow_gradients(self, off: Flags) -> None:
        """For every row, in the order of its gradient's rows: since which row it is off."""
        self._order, self._start = Groups.of(self.rows.target, len(self.recording.graph))
        self._place = np.empty(len(self._order), np.int64)
        self._place[self._order] = np.arange(len(self._order))
        here = off[self._order]
        before = np.concatenate([[False], here[:-1]])[: len(here)]
        begin = self._start[:-1][np.diff(self._start) > 0]
        before[begin] = False
        onset = np.maximum.accumulate(np.where(here & ~before, np.arange(len(here)), -1))
        self._since = np.where(here, self._order[onset], -1)

    def _went_wrong(self, nodes: Ints, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row at which each node's gradient had gone wrong as it stood before a row; -1
        where it was right."""
        keys = (self.rows.target[self._order].astype(np.int64) << 32) | self._order
        at = np.searchsorted(keys, (nodes.astype(np.int64) << 32) | rows) - 1
        is_own = at >= self._start[nodes]
        return np.where(is_own, self._since[at], -1).astype(np.int64)

    def _last_change(self, nodes: Ints) -> NDArray[np.int64]:
        """The last row that writes to each node's gradient, or should have."""
        last = np.full(len(self.recording.graph), -1, np.int64)
        made = np.flatnonzero(~self.never & ((self.amount != 0.0) | (self.rows.due != 0.0)))
        last[self.rows.target[made]] = made
        return last[nodes]

    def _mark_untold_targets(self) -> None:
        """A gradient that is wrong though no row of it could be called so: by its last row."""
        count = len(self.recording.graph)
        told, last = np.zeros(count, np.bool_), np.full(count, -1)
        told[self.rows.target[self.kind >= Kind.FOLLOWS]] = True
        last[self.rows.target] = np.arange(len(self.kind))
        wrong = np.zeros(count, np.bool_)
        wrong[self.rows.target[self.is_wrong]] = True
        self.kind[last[wrong & ~told]] = Kind.DIFFERS

    def _go_to_the_origin(self) -> None:
        """From each row's cause to that one's own, until one has none: doubling the way each
        time, so a chain of a million takes 20 rounds."""
        while True:
            further = self.origin[self.origin]
            if np.array_equal(further, self.origin):
                return
            self.origin = further
