"""Ahead: what every view will ask of a recording first, asked beside the window's thread.

A recording works most things out when they are first asked for, and keeps them. If a paint
were the first to ask, the window would wait for all of them at once, which is felt with a
large program. So whoever makes a recording in another thread asks there.

The same goes for a layout.
"""

from __future__ import annotations

from gradviz.app.timeline.magnitudes import magnitudes_of
from gradviz.canvas.arrow_faces import write_of_edge
from gradviz.canvas.crossings import crossings
from gradviz.canvas.geometry import box_index
from gradviz.canvas.group_faces import group_faces
from gradviz.canvas.heat import gradient_scale
from gradviz.canvas.long_arrows import long_arrows
from gradviz.canvas.map_ground import MapRoom
from gradviz.canvas.map_picture import prepare_map
from gradviz.canvas.polylines import routes
from gradviz.layout.layouter import Laid
from gradviz.model.diagnosis import problems
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule


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
    _ = recording.backward_positions, recording.tape.runs_again
    gradient_scale(recording)
    magnitudes_of(recording)
    write_of_edge(recording)
    if recording.rule is not Rule.AS_WRITTEN:  # there the program's examination tells them
        problems(recording)


def look_ahead_at(recording: Recording, laid: Laid, room: MapRoom) -> None:
    """Ask what painting a layout and its map asks, wherever one looks, from afar or from near."""
    drawing, layout = laid.drawing, laid.layout
    lines = routes(layout)
    for index in (box_index(drawing, layout), lines.index):
        index.get_ready()
    crossings(layout)
    _ = lines.spans, drawing.has_busy_values, drawing.box_node, drawing.is_card
    _ = drawing.head, drawing.has_groups, drawing.box_size
    long_arrows(layout)
    drawing.get_ready()
    prepare_map(layout, drawing, room)
    group_faces(recording, laid.fold.groups).prepare()
