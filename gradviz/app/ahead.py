"""Ahead: what every view will ask of a recording first, asked beside the window's thread.

A recording works most things out when they are first asked for, and keeps them. If a paint
were the first to ask, the window would wait for all of them at once, which is felt with a
large program. So whoever makes a recording in another thread asks there.

What is asked about the groups of its graph is made with their layout, see `Opener`.
"""

from __future__ import annotations

from gradviz.app.timeline.magnitudes import magnitudes_of
from gradviz.canvas.heat import gradient_scale
from gradviz.model.recording import Recording


def look_ahead(recording: Recording) -> None:
    """Ask what the panels and the picture ask at any position, of any node."""
    graph, root, end = recording.graph, recording.graph.root, recording.length
    graph.users_of(root)
    recording.grad(root, end)
    recording.is_wrong(root, end)
    recording.is_stale(root, end)
    recording.position_of_backward(root)
    _ = graph.leaves, graph.is_computable, recording.tape.step_of_write
    _ = recording.wrong_nodes, recording.stale_nodes, recording.first_nonfinite
    _ = recording.backward_positions
    gradient_scale(recording)
    magnitudes_of(recording)
