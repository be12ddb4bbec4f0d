"""Labels of values and groups beside their users, all that are in sight at once."""

from __future__ import annotations

from gradviz.canvas.arrow_faces import ArrowKind
from gradviz.canvas.box_spots import BoxSpots
from gradviz.canvas.frame import Frame
from gradviz.canvas.labels import (
    LabelFace,
    Outline,
    paint_label,
    receiving_groups,
    write_label,
)
from gradviz.canvas.pieces import plain
from gradviz.canvas.step_area import step_arrows
from gradviz.model.graph import Ints


def paint_labels(frame: Frame, boxes: Ints) -> None:
    """In widget px."""
    scene, drawing = frame.scene, frame.scene.drawing
    nodes, groups = drawing.box_node[boxes], drawing.item_group[boxes]
    frame.faces.keep_briefs(nodes[groups < 0])
    faces, are_hovered = [], []
    for box, node, group in zip(boxes.tolist(), nodes.tolist(), groups.tolist(), strict=True):
        is_value = group < 0
        faces.append(_face(frame, box, node) if is_value else _face_of_group(frame, group))
        are_hovered.append(node == scene.hovered if is_value else group == scene.hovered_group)
    spots = BoxSpots(frame, boxes)
    looks = [(face.outline, hovered) for face, hovered in zip(faces, are_hovered, strict=True)]
    for alike in spots.alike(looks):
        _lay(frame, spots, alike, faces[alike[0]].outline, are_hovered[alike[0]])
    for face, (x, y), (width, height) in zip(faces, spots.on_pixels(), spots.sizes, strict=True):
        write_label(frame.texts, x, y, width, height, face, frame.ink)


def _lay(
    frame: Frame, spots: BoxSpots, alike: list[int], outline: Outline, hovered: bool
) -> None:  # fmt: skip
    ink = frame.ink
    frame.lay_all(
        ("label", outline, hovered, ink.theme),
        spots.rect(alike[0]),
        spots.corners_of(alike),
        frame.margins(zooms=False),
        lambda on, at: paint_label(on, at, outline, ink, hovered=hovered),
        zooms=False,
    )


def _face(frame: Frame, box: int, node: int) -> LabelFace:
    drawing, graph = frame.scene.drawing, frame.scene.recording.graph
    told = frame.faces.brief(node)
    if drawing.is_outlet[box]:
        return LabelFace.of_outlet(told, told.label, len(graph.users_of(node)))
    face = LabelFace.of_value(told, told.label)
    if face.outline.is_receiving:
        return face._replace(contribution=_contribution(frame, box))
    return face


def _face_of_group(frame: Frame, group: int) -> LabelFace:
    scene, fold = frame.scene, frame.scene.drawing.fold
    assert fold is not None
    is_receiving = group in receiving_groups(scene.recording, scene.position, fold.groups)
    return LabelFace.of_group(frame.faces.group(scene.drawing, group), is_receiving)


def _contribution(frame: Frame, label: int) -> str:
    """What the present step brings back to a label: nothing, if another one of its value's is
    where it comes."""
    drawing, recording = frame.scene.drawing, frame.scene.recording
    arrows = step_arrows(drawing, recording.step(frame.scene.position).node)
    faces = [frame.faces.arrow(drawing, a) for a in arrows.tolist() if drawing.tail[a] == label]
    coming = [face for face in faces if face.kind is ArrowKind.BACKWARD and not face.is_faulty]
    return "  ".join(plain(face.brief) for face in coming)
