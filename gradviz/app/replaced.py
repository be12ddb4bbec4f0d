"""Which writes of a recording replaced an earlier one: under `=`, every one but the first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.model.recording import Recording, Rule, Write


def replaces(recording: Recording, write: Write) -> bool:
    """Whether a write put its number in the place of an earlier one."""
    if recording.rule is Rule.ACCUMULATE:
        return False
    return bool(recording.tape.writes_to(write.target)[0] < write.index)


def replacing_steps(recording: Recording) -> NDArray[np.bool_]:
    """(s,) for each step of the tape, whether any of its writes replaced an earlier one."""
    tape = recording.tape
    if recording.rule is Rule.ACCUMULATE:
        return np.zeros(tape.steps, np.bool_)
    first = np.full(len(recording.graph), len(tape.target), np.int64)
    np.minimum.at(first, tape.target, np.arange(len(tape.target)))
    later = np.arange(len(tape.target)) > first[tape.target]
    counts = np.concatenate([[0], np.cumsum(later)])
    return counts[tape.step_start[1:]] > counts[tape.step_start[:-1]]
