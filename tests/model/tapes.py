"""Tapes compared to the last bit, and tapes with other columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gradviz.model.parts import WrittenParts
from tests.model.bits import all_bits

if TYPE_CHECKING:
    from gradviz.model.graph import Floats
    from gradviz.model.recording import Recording
    from gradviz.model.tape import Tape


def tape_bits(recording: Recording) -> list[object]:
    """Everything a recording computed."""
    tape = recording.tape
    whole = [tape.step_node, tape.step_start, tape.target, tape.edge]
    floats = [tape.local, tape.adjoint, tape.before, tape.after, recording.values]
    return [c.tolist() for c in whole] + [all_bits(c) for c in floats]


def with_parts(tape: Tape, **columns: Floats) -> Tape:
    """The tape with another `local`, `adjoint` or `before`."""
    parts = WrittenParts(tape.local, tape.adjoint, tape.before)
    return replace(tape, parts=replace(parts, **columns))
