"""Recordings compared to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.bits import all_bits

if TYPE_CHECKING:
    from gradviz.model.recording import Recording


def tape_bits(recording: Recording) -> list[object]:
    """Everything a recording computed."""
    tape = recording.tape
    whole = [tape.step_node, tape.step_start, tape.target, tape.edge]
    floats = [tape.local, tape.adjoint, tape.before, tape.after, recording.values]
    return [c.tolist() for c in whole] + [all_bits(c) for c in floats]
