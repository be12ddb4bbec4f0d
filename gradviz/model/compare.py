"""Compare: an engine's backward pass and the reference's in lockstep, write by write, and the
first write at which they part.

The rows come from `alignment`, what each comes to from `judgement`:

    d = a * b, e = a + b, f = d * e, overwritten       theirs     reference
    seed  f       f                                     0 → 1      0 → 1      agrees
    1     f       d                                     0 → 1      0 → 1      agrees
    1     f       e                                     0 → -6     0 → -6     agrees
    2     e       a                                     0 → -6     0 → -6     agrees
    3     d       a                                     -6 → 3     -6 → -3    replaced -6
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gradviz.model.alignment import NEVER, Aligned, align
from gradviz.model.distinct import distinct
from gradviz.model.grouping import Groups
from gradviz.model.judgement import Judgement, Kind
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.tape import Write

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gradviz.model.graph import Floats, Ints

    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """One write of the engine beside the reference's. `write` is None where it was never made;
    then `before` and `after` are what stands in the gradient meanwhile. `due` is nan where it
    isn't known; so are its factors `local` and `adjoint`."""

    index: int
    kind: Kind
    position: int
    user: int
    target: int
    edge: int
    is_seed: bool
    write: Write | None
    before: float
    after: float
    local: float
    adjoint: float
    due: float
    ref_before: float
    ref_after: float
    origin: int
    """The row this one follows from; the row itself where it doesn't."""

    @property
    def is_divergence(self) -> bool:
        return self.kind >= Kind.REPLACED


class Comparison:
    """Every row, as columns; a row is put together when it is asked for."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._wrong = _wrong(recording)
        with np.errstate(all="ignore"):  # an infinity times 0 is a nan here as in any engine
            self._rows = align(recording, self._wrong)
            self._before, self._after = _theirs(recording, self._rows)
            self._complete_reference()
            self._kind, self._origin = Judgement(
                recording, self._rows, self._before, self._after, self._wrong
            ).verdicts()

    def __len__(self) -> int:
        return len(self._rows.write)

    def row(self, index: int) -> Row:
        rows, r = self._rows, index
        write = int(rows.write[r])
        return Row(
            index=r,
            kind=Kind(int(self._kind[r])),
            position=int(rows.position[r]),
            user=int(rows.user[r]),
            target=int(rows.target[r]),
            edge=int(rows.edge[r]),
            is_seed=bool(rows.is_seed[r]),
            write=None if write == NEVER else self.recording.write(write),
            before=float(self._before[r]),
            after=float(self._after[r]),
            local=float(rows.local[r]),
            adjoint=float(rows.adjoint[r]),
            due=float(rows.due[r]),
            ref_before=float(rows.ref_before[r]),
            ref_after=float(rows.ref_after[r]),
            origin=int(self._origin[r]),
        )

    # --- rows and positions -------------------------------------------------------------

    def rows_at(self, position: int) -> range:
        """The rows of the step that leads to a position; where it wrote nothing, an empty
        range that starts at the next row."""
        first, end = np.searchsorted(self._rows.position, [position, position + 1]).tolist()
        return range(first, end)

    @cached_property
    def _diverging(self) -> Ints:
        return np.flatnonzero(self._kind >= Kind.REPLACED).astype(np.int32)

    @cached_property
    def divergences(self) -> Ints:
        """The positions at which something goes wrong of its own, ascending."""
        return distinct(self._rows.position[self._diverging])

    @property
    def first(self) -> Row | None:
        """The first divergence."""
        return self.row(int(self._diverging[0])) if len(self._diverging) else None

    def divergence_at(self, position: int) -> Row | None:
        """The first divergence of the step that leads to a position."""
        at = int(np.searchsorted(self._rows.position[self._diverging], position))
        found = self._diverging[at : at + 1].tolist()
        row = self.row(found[0]) if found else None
        return row if row is not None and row.position == position else None

    def next_divergence(self, position: int) -> Row | None:
        later = self.divergences[self.divergences > position]
        return self.divergence_at(int(later[0])) if len(later) else None

    def previous_divergence(self, position: int) -> Row | None:
        earlier = self.divergences[self.divergences < position]
        return self.divergence_at(int(earlier[-1])) if len(earlier) else None

    # --- counts -------------------------------------------------------------------------

    def count(self, *kinds: Kind) -> int:
        return int(np.isin(self._kind, kinds).sum())

    @property
    def divergence_count(self) -> int:
        return len(self._diverging)

    def _complete_reference(self) -> None:
        """Where single amounts can't be told, a gradient's last row still has what is due."""
        expected = self.recording.expected_grads
        last = np.full(len(expected), -1)
        last[self._rows.target] = np.arange(len(self))
        last = last[last >= 0]
        last = last[np.isnan(self._rows.ref_after[last])]
        self._rows.ref_after[last] = expected[self._rows.target[last]]


def _wrong(recording: Recording) -> Flags:
    """(n,) the gradients that come out other than the reference's."""
    out = np.zeros(len(recording.graph), np.bool_)
    if recording.rule is not Rule.ACCUMULATE:
        out[recording.wrong_nodes] = True
        out[recording.stale_nodes] = True
    return out


def _theirs(recording: Recording, rows: Aligned) -> tuple[Floats, Floats]:
    """(r,) the engine's gradient before and after each row; what was never written leaves it
    as it is."""
    tape = recording.tape
    is_made = rows.write != NEVER
    if is_made.all():
        return tape.before, tape.after
    order, start = Groups.of(rows.target, len(recording.graph))
    begin = tape.start_grads(len(recording.graph))[rows.target[order]]
    at = np.where(is_made[order], np.arange(len(order)), -1)
    latest = np.maximum.accumulate(at)  # the last write up to each row, of whatever gradient
    is_own = latest >= np.repeat(start[:-1], np.diff(start))
    after = np.empty(len(order))
    after[order] = np.where(is_own, tape.after[rows.write[order[latest]]], begin)
    return np.where(is_made, tape.before[rows.write], after), after
