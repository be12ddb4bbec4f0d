"""OverFrame: what is drawn over the kept frame, and not kept with it.

The names of open groups at the edges of the view, and the rings around what was found, around
every use of a value pointed at or selected, and around the selected group where the frame itself
rings nothing.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import group_rects
from gradviz.canvas.ink import Ink
from gradviz.canvas.marks import Marks, marks_of_uses, paint_marks, paint_uses
from gradviz.canvas.scene import Scene
from gradviz.canvas.sticky_names import paint_sticky_names
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_ring
from gradviz.model.graph import Ints


class OverFrame:
    """Made anew in every paint from a scene and from the values that were `found`."""

    def __init__(self) -> None:
        self.found: Ints | None = None
        self.marks: Marks | None = None
        self._uses: tuple[Marks, ...] = ()

    def find(self, nodes: Ints | None, scene: Scene | None) -> None:
        """Mark these values; None marks nothing. Said again when they are drawn elsewhere."""
        self.found = nodes
        self.marks = None
        if nodes is not None and scene is not None:
            self.marks = Marks.of(scene.drawing, scene.layout, nodes)

    def has_moved(self, scene: Scene | None) -> bool:
        """Whether it may be elsewhere than when this was asked last."""
        uses = _lit_uses(scene)
        is_as_lit, self._uses = uses == self._uses, uses
        return not is_as_lit or self.marks is not None

    def paint(
        self, painter: QPainter, scene: Scene, camera: Camera, area: QRectF, free: QRectF, ink: Ink,
        *, in_bulk: bool,
    ) -> None:  # fmt: skip
        """`free` is what of the area isn't covered; `in_bulk`: that is how the frame below was
        painted."""
        paint_sticky_names(painter, scene.drawing, scene.layout, camera, area, free, ink)
        for uses in _lit_uses(scene):
            paint_uses(painter, uses, camera, area, ink)
        if scene.selected_group is not None and in_bulk:
            _paint_group_ring(painter, scene, scene.selected_group, camera, ink)
        if self.marks is not None:
            current = np.zeros(0, np.int32)
            if scene.selected is not None:
                current = scene.drawing.boxes_of(scene.selected)
            paint_marks(painter, self.marks, current, camera, area, ink)


def _lit_uses(scene: Scene | None) -> tuple[Marks, ...]:
    """Of the values pointed at and selected, where these are drawn as labels."""
    if scene is None:
        return ()
    nodes = {node for node in (scene.selected, scene.hovered) if node is not None}
    found = [marks_of_uses(scene.drawing, scene.layout, node) for node in sorted(nodes)]
    return tuple(marks for marks in found if marks is not None)


def _paint_group_ring(
    painter: QPainter, scene: Scene, group: int, camera: Camera, ink: Ink
) -> None:
    """In a frame painted in bulk nothing is ringed but blocks."""
    width = METRICS.select_width + (1.0 if scene.focused else 0.0)
    for rect in group_rects(scene.drawing, scene.layout, group):
        seen = camera.rect_to_widget(rect)
        paint_ring(painter, seen, METRICS.radius_node, ink.ring, width, 3.0)
