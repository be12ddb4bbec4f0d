"""Debugger: where we are in a recording. One integer, and the ways to move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradviz.model.positions import Step
    from gradviz.model.recording import Recording


@dataclass(frozen=True)
class Move:
    """A finished change of position."""

    before: int
    after: int

    @property
    def is_single_step(self) -> bool:
        return self.after == self.before + 1


class Debugger:
    """A position in a recording. Every move answers where it came from and went to."""

    def __init__(self, recording: Recording, position: int = 0) -> None:
        self.recording = recording
        self.position = min(max(position, 0), recording.length)

    @property
    def at_start(self) -> bool:
        return self.position == 0

    @property
    def at_end(self) -> bool:
        return self.position == self.recording.length

    @property
    def current(self) -> Step:
        return self.recording.step(self.position)

    def seek(self, position: int) -> Move:
        """To a position; beyond either end means that end."""
        before, self.position = self.position, min(max(position, 0), self.recording.length)
        return Move(before, self.position)

    def step(self) -> Move:
        return self.seek(self.position + 1)

    def back(self) -> Move:
        return self.seek(self.position - 1)

    def to_start(self) -> Move:
        return self.seek(0)

    def to_end(self) -> Move:
        return self.seek(self.recording.length)

    def run_to(self, node: int) -> Move:
        """To the node's own step: its value if that is still to come, else its backward.

        From a position at or past the node's backward, back to its backward.
        """
        forward = self.recording.position_of_forward(node)
        if self.position < forward:
            return self.seek(forward)
        return self.seek(self.recording.position_of_backward(node))

    def replace(self, recording: Recording) -> None:
        """Look at another recording of the same structure from the same position."""
        self.recording = recording
        self.position = min(self.position, recording.length)
