"""Many steps at once, as they go by while one plays fast: in a picture painted in bulk they give
some boxes another colour, and that is all.
"""

from __future__ import annotations

import numpy as np

from gradviz.canvas.scene import Scene
from gradviz.model.graph import Ints
from gradviz.model.recording import Recording

_MOST = 4_000
"""About as many as a whole picture costs."""


def boxes_passed(before: Scene, after: Scene) -> Ints | None:
    """The boxes whose turn has come or is over, of steps within one phase; None where more has
    changed than their colour.

    Going back is another matter: of boxes that share a pixel one sees the one that is done. So
    are wrong ones, which are seen before those.
    """
    recording, drawing = after.recording, after.drawing
    is_more = not 0 < after.position - before.position <= _MOST or len(recording.wrong_nodes) > 0
    if is_more:
        return None
    nodes, targets = _of_steps(recording, before.position, after.position)
    if (drawing.item_group[drawing.item_of_node[np.append(nodes, targets)]] >= 0).any():
        return None  # the numbers on a group's card
    is_passed = np.zeros(len(recording.graph), bool)
    is_passed[nodes] = True
    items = np.flatnonzero(is_passed[drawing.item_node] & (drawing.item_group < 0))
    circles = drawing.items.op_box[items]
    return np.append(items, circles[circles >= 0]).astype(np.int32)


def _of_steps(recording: Recording, low: int, high: int) -> tuple[Ints, Ints]:
    """The nodes of some steps of one phase, from the one to the other, and those written to."""
    n, tape = len(recording.graph), recording.tape
    if high <= n:
        return np.arange(low - 1, high, dtype=np.int32), np.empty(0, np.int32)
    first, end = low - n - 1, high - n
    writes = slice(int(tape.step_start[first]), int(tape.step_start[end]))
    return tape.step_node[first:end], tape.target[writes]
