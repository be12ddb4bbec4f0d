"""Pick: what is at a point of the canvas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import arrow_at, box_at, card_rect, data_field_rect
from gradviz.canvas.scene import Detail, Scene
from gradviz.layout.nested import HEADER

_ARROW_REACH = 5.0
"""An arrow is a thin line: so near, in px on screen, counts as on it."""
_SPIN_WIDTH = 20.0
"""The right end of a leaf's field, where its two spin arrows are; layout px."""


@dataclass(frozen=True)
class Pick:
    """A node (its card or its op circle), a group (its card, or the header of its frame), an
    arrow, or nothing.

    `spin` is +1 on the upper spin arrow of a leaf's card, -1 on the lower one, else 0.
    """

    node: int | None = None
    arrow: int | None = None
    group: int | None = None
    spin: int = 0


NOTHING = Pick()


def pick(scene: Scene, camera: Camera, detail: Detail, at: QPointF) -> Pick:
    """What is at a point of the widget."""
    point = camera.to_layout(at)
    box = box_at(scene.drawing, scene.layout, point)
    if box is None:
        group = frame_at(scene, point)
        if group is not None:
            return Pick(group=group)
        reach = _ARROW_REACH / camera.zoom
        return Pick(arrow=arrow_at(scene.drawing, scene.layout, point, reach))
    group = scene.drawing.group_of(box)
    if group is not None:
        return Pick(group=group)
    node = scene.drawing.node_of(box)
    is_field_shown = detail is Detail.FULL and bool(scene.drawing.is_card[box])
    has_field = is_field_shown and scene.recording.graph.is_leaf(node)
    return Pick(node, spin=_spin_at(scene, node, point) if has_field else 0)


def frame_at(scene: Scene, point: QPointF) -> int | None:
    """The open group whose frame's header is at a point of the layout."""
    left, top, width, _ = scene.layout.frame.T
    x, y = point.x() - left, point.y() - top
    on = np.flatnonzero((x >= 0) & (x <= width) & (y >= 0) & (y <= HEADER))
    return int(scene.drawing.frames[on[-1]]) if len(on) else None  # inner frames lie above


def _spin_at(scene: Scene, node: int, point: QPointF) -> int:
    field = data_field_rect(card_rect(scene.drawing, scene.layout, node))
    field.setLeft(field.right() - _SPIN_WIDTH)
    if not field.contains(point):
        return 0
    return 1 if point.y() < field.center().y() else -1
