"""Changes: the parts of a picture that look different after a step, or when something is
pointed at or selected.

What a step changes follows from the recording: the nodes of the steps on the way, the
gradients these wrote to, their arrows, and the groups they are in. Better one part too many
than one too few; what can't be told so is the whole picture.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QRegion

from gradviz.canvas.camera import Camera
from gradviz.canvas.group_cards import has_readable_header
from gradviz.canvas.heat import Colouring
from gradviz.canvas.many_steps import boxes_passed
from gradviz.canvas.repaints import gathered
from gradviz.canvas.scene import AT_REST, Detail, Scene
from gradviz.canvas.step_changes import StepChanges, boxes_of
from gradviz.canvas.step_marks import step_marks
from gradviz.look.theme import Theme
from gradviz.model.rule import Rule

_MOST_STEPS = 4
"""More steps at once aren't looked at one by one."""


class Difference(NamedTuple):
    """`parts` are rectangles in widget px, whole ones, that hold what differs. `boxes` differ
    too, but nothing around them, so that they can be painted over as they are; and in `marks`
    (widget px) only what is laid on the picture. Both are for pictures painted in bulk."""

    parts: list[QRectF]
    boxes: list[int]
    marks: QRegion


UNCHANGED = Difference([], [], QRegion())


def difference(
    before: Scene, after: Scene, camera: Camera, viewport: QRectF, theme: Theme, detail: Detail,
    in_bulk: bool,
) -> Difference | None:  # fmt: skip
    """What differs between the pictures of two scenes; None for everything."""
    if not _can_be_told(before, after):
        return None
    if abs(after.position - before.position) > _MOST_STEPS:
        return _after_many(before, after, camera, viewport) if in_bulk else None
    is_plain = in_bulk and after.colouring is Colouring.STATE and before.touched == after.touched
    told = _after_steps(before, after, camera) if is_plain else None
    if told is not None:
        return told
    found = StepChanges(before, after, camera, detail, in_bulk)
    parts = gathered(found.rects(theme, viewport), viewport)
    if parts is None:
        return None
    marks = QRegion()
    for rect in found.marks():
        marks += rect.toAlignedRect()
    return Difference(parts, found.boxes_over, marks)


def _after_steps(before: Scene, after: Scene, camera: Camera) -> Difference | None:
    """What differs after few steps in a picture painted in bulk: some blocks have another colour,
    and the marks are elsewhere. None where a step is also told in numbers, on groups."""
    recording, drawing, layout = after.recording, after.drawing, after.layout
    if drawing.fold is not None and has_readable_header(camera.zoom):
        return None
    low, high = sorted((before.position, after.position))
    steps = [recording.step(position) for position in range(low, high + 1)]
    nodes = [step.node for step in steps]
    targets = recording.tape.target[steps[0].writes.start : steps[-1].writes.stop].tolist()
    if any(drawing.item_group[drawing.item_of_node[node]] >= 0 for node in (*nodes, *targets)):
        return None
    first, *others = (step_marks(drawing, layout, camera, node) for node in nodes)
    marks = first.region
    for other in others:
        marks = marks | other.region
    for mark in {*first.frames} ^ {*others[-1].frames}:
        marks |= mark.region
    # At the later position the last of the nodes is the current one: its turn isn't over.
    passed = {box for node in nodes[:-1] for box in boxes_of(drawing, node)}
    return Difference([], sorted(passed), marks)


def _after_many(before: Scene, after: Scene, camera: Camera, viewport: QRectF) -> Difference | None:
    """What differs after more steps than can be looked at one by one."""
    has_numbers = len(after.drawing.frames) > 0 and has_readable_header(camera.zoom)
    if after.colouring is not Colouring.STATE or before.touched != after.touched or has_numbers:
        return None
    boxes = boxes_passed(before, after)
    if boxes is None:
        return None
    return Difference([], boxes.tolist(), QRegion(viewport.toAlignedRect()))


def _can_be_told(before: Scene, after: Scene) -> bool:
    same = (
        before.recording is after.recording
        and before.drawing is after.drawing
        and before.layout is after.layout
        and before.colouring is after.colouring
        and before.motion == after.motion == AT_REST
    )
    low, high = sorted((before.position, after.position))
    recording, seed = after.recording, len(after.recording.graph) + 1
    if not same:
        return False
    if low == high:
        return True
    if low <= 0 or low <= seed <= high:  # the phase is told on every card
        return False
    # What was never written to is missed only at the end.
    return not (recording.rule is Rule.AS_WRITTEN and high == recording.length)
