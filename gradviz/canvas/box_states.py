"""Box states: what a box without room for a mark or text tells by its colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.model.graph import Ints
from gradviz.model.recording import Recording

PENDING, DONE, WRONG = 1, 2, 3
"""The higher one is the graver; 0 is nothing."""


def states_of(recording: Recording, position: int, nodes: Ints) -> NDArray[np.uint8]:
    """(k,) what the boxes of these nodes show, but for the current one."""
    state: NDArray[np.uint8] = recording.done_of(nodes, position).view(np.uint8) + np.uint8(PENDING)
    if len(recording.wrong_nodes):
        state[recording.ended_wrong(nodes, position)] = WRONG
    return state
