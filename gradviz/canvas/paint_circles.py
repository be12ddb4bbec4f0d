"""Op circles in front of cards, all that are in sight at once."""

from __future__ import annotations

from gradviz.canvas.box_spots import BoxSpots
from gradviz.canvas.circles import paint_circle
from gradviz.canvas.faces import OpFace
from gradviz.canvas.frame import Frame
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Ints
from gradviz.model.positions import NodeState


def paint_circles(frame: Frame, boxes: Ints) -> None:
    """In widget px."""
    nodes = frame.scene.drawing.box_node[boxes]
    spots, faces = BoxSpots(frame, boxes), frame.faces
    faces.keep_standings(nodes)
    in_order = nodes.tolist()
    states = [faces.standing(node).state for node in in_order]
    symbols = [frame.scene.recording.graph.symbol(node) for node in in_order]
    for alike in spots.alike([*zip(states, symbols, strict=True)]):
        _lay(frame, spots, alike, faces.op(in_order[alike[0]]))


def _lay(frame: Frame, spots: BoxSpots, alike: list[int], face: OpFace) -> None:
    text, ink, halo = METRICS.canvas_text, frame.ink, 1.0
    largest = text.op_glyph if frame.is_full else text.node_value
    least = frame.letters.least if frame.is_full else text.min_on_screen
    if face.state is NodeState.CURRENT:
        halo = frame.halo
    look = (frame.detail, face.symbol, face.state, face.is_backward, least, ink.theme)
    frame.lay_all(
        look if halo == 1.0 else None,
        spots.rect(alike[0]),
        spots.corners_of(alike),
        frame.margins(),
        lambda on, at: paint_circle(on, at, face, ink, largest, least, halo=halo),
    )
