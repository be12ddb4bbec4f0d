"""Description: the canvas in words, for a screen reader."""

from __future__ import annotations

from gradviz.canvas.faces import card_face, faces_at
from gradviz.canvas.hints import what_activating_does
from gradviz.canvas.way import Stop
from gradviz.layout.drawing import Drawing
from gradviz.model.recording import Recording


def description(
    recording: Recording, position: int, drawing: Drawing | None, selected: Stop
) -> str:
    """The selected value or group as its card shows it; without one, how to get to one."""
    if selected.group is not None and drawing is not None:
        group = faces_at(recording, position).group(drawing, selected.group)
        does = what_activating_does(drawing, selected.group)
        return f"{group.description} Enter {does}, Backspace goes out."
    if selected.node is None:
        return f"{len(recording.graph)} values. Arrow keys walk along the edges."
    face = card_face(recording, position, selected.node)
    return face.description + _place_in_words(drawing, selected.node)


def _place_in_words(drawing: Drawing | None, node: int) -> str:
    """Where a value is that has no card of its own."""
    if drawing is None:
        return ""
    group = drawing.group_of(drawing.card_box(node))
    if group is not None and drawing.fold is not None:
        return f" Hidden in {drawing.fold.groups.names[group]}."
    labels = len(drawing.boxes_of(node))
    if drawing.has_outlet(node):
        return f" Its uses are shown as {labels - 2:,} labels."  # without card and outlet
    return f" Shown as {labels:,} labels." if labels > 1 else ""
