"""Places: where on a layout a value or a group is to be looked at, and what stays put there.

A leaf drawn as labels is in many places, and so is what is looked at: the one that is nearest
to `middle`, the layout point in the middle of what is or will be seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.focus import Focus
from gradviz.canvas.geometry import box_rect, group_rects
from gradviz.canvas.pick import Pick
from gradviz.canvas.scene import Scene
from gradviz.canvas.step_area import step_boxes
from gradviz.canvas.way import Stop


def place_of(scene: Scene, stop: Stop, middle: QPointF) -> QRectF:
    """A value's card; a group's frame, its card, or the group it is hidden in."""
    if stop.group is not None:
        return _group_place(scene, stop.group, middle)
    return QRectF() if stop.node is None else _card_place(scene, stop.node, middle)


def focus_of(scene: Scene, middle: QPointF) -> Focus:
    """The node whose step led here, with its op and operands; at the start, when there is
    none, the root."""
    node = scene.recording.step(scene.position).node
    node = node if node >= 0 else scene.recording.graph.root
    around = step_boxes(scene.drawing, scene.layout, node)
    return Focus(_card_place(scene, node, middle), around)


def anchor(scene: Scene, pointed: Pick, middle: QPointF) -> Stop:
    """What stays in place when the layout changes: what is selected or pointed at, or what lies
    nearest to the middle. Labels are in many places, and so in none."""
    drawing = scene.drawing
    for node, group in (scene.chosen, Stop(pointed.node, pointed.group)):
        if group is not None and not drawing.has_labels_for(group):
            return Stop(group=group)
        if node is not None and not drawing.is_label[drawing.card_box(node)]:
            return Stop(node)
    centre = scene.layout.centre[: len(drawing.items)]
    away = np.abs(centre - np.array([middle.x(), middle.y()])).sum(axis=1)
    nearest = int(np.argmin(np.where(drawing.is_label, np.inf, away)))
    inside = drawing.group_of(nearest)
    return Stop(int(drawing.item_node[nearest])) if inside is None else Stop(group=inside)


def _group_place(scene: Scene, group: int, middle: QPointF) -> QRectF:
    assert scene.drawing.fold is not None
    rects = group_rects(scene.drawing, scene.layout, group)
    if not rects:
        return _card_place(scene, int(scene.drawing.fold.groups.last_node[group]), middle)
    return _nearest(rects, middle)


def _card_place(scene: Scene, node: int, middle: QPointF) -> QRectF:
    shown = scene.drawing.card_box(node)
    if not scene.drawing.is_label[shown]:
        return box_rect(scene.drawing, scene.layout, shown)
    boxes = scene.drawing.boxes_of(node)
    away = np.abs(scene.layout.centre[boxes] - np.array([middle.x(), middle.y()])).sum(axis=1)
    return box_rect(scene.drawing, scene.layout, int(boxes[away.argmin()]))


def _nearest(rects: Sequence[QRectF], middle: QPointF) -> QRectF:
    return min(rects, key=lambda rect: (rect.center() - middle).manhattanLength())
