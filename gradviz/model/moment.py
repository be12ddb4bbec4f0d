"""Moment: every gradient at a position, as one array that follows step by step.

Made for views of a whole graph. A step costs its own writes, a jump one pass over the tape.
For a few nodes at any position `Recording.grads_of` is cheaper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradviz.model.distinct import distinct
from gradviz.model.kept import Weakly

if TYPE_CHECKING:
    from gradviz.model.graph import Floats, Ints
    from gradviz.model.recording import Recording

_MOST_STEPS = 200
"""Up to so many steps are followed one after another."""


class Moment:
    """Read `grads`, don't keep it: it changes at the next `seek`."""

    recording = Weakly["Recording"]()

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.position = 0
        self.grads: Floats = recording.grads(0)  # (n,)

    def seek(self, position: int) -> Ints | None:
        """Go to a position; the nodes whose gradients were written on the way, or None if it
        was a jump and may be all."""
        before, self.position = self.position, position
        if abs(position - before) > _MOST_STEPS:
            self.grads = self.recording.grads(position)
            return None
        tape, done = self.recording.tape, self.recording.steps_done
        low, high = sorted((done(before), done(position)))
        writes = slice(int(tape.step_start[low]), int(tape.step_start[high]))
        targets = tape.target[writes]
        # Of several writes to one gradient the last one stays, or going back the first.
        if position > before:
            self.grads[targets] = tape.after[writes]
        else:
            self.grads[targets[::-1]] = tape.before[writes][::-1]
        return distinct(targets).astype(np.int32)
