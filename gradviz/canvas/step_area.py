"""Step area: the part of the layout where a step happens."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.polylines import routes
from gradviz.canvas.scene import Scene
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Ints

_AROUND = 100.0
"""Chips, strips and the halo stand out so far from boxes and arrows at most (layout px)."""


def step_boxes(drawing: Drawing, layout: Layout, node: int) -> QRectF:
    """The boxes of a node, its op and its operands, with their strips; of an operand that has
    labels the one beside this op."""
    boxes = [drawing.card_box(node), *drawing.tail[step_arrows(drawing, node)].tolist()]
    half = [(wide / 2, high / 2) for wide, high in drawing.box_size[boxes].tolist()]
    centre = layout.centre[boxes].tolist()
    left = min([x - wide for (x, _), (wide, _) in zip(centre, half, strict=True)])
    top = min([y - high for (_, y), (_, high) in zip(centre, half, strict=True)])
    right = max([x + wide for (x, _), (wide, _) in zip(centre, half, strict=True)])
    bottom = max([y + high for (_, y), (_, high) in zip(centre, half, strict=True)])
    return QRectF(left, top, right - left, bottom - top + METRICS.strip_height)


@lru_cache(maxsize=4)
def step_arrows(drawing: Drawing, node: int) -> Ints:
    """The arrows into a node's op and from there to its card; none for a leaf or for -1.

    Every part of a picture asks for those of the same step, and of the one before.
    """
    if node < 0:
        return np.zeros(0, np.int32)
    start = drawing.graph.operand_start
    arrows: list[int] = drawing.arrow_of_edge[start[node] : start[node + 1]].tolist()
    result = drawing.result_arrow(node)
    if result is not None:
        arrows.append(result)
    # An edge inside a closed group has none, and two edges may have one between them.
    return np.array([arrow for arrow in dict.fromkeys(arrows) if arrow >= 0], np.int32)


def step_area(scene: Scene) -> QRectF:
    """All that changes in the step's animation; empty at the start."""
    node = scene.recording.step(scene.position).node
    if node < 0:
        return QRectF()
    area = step_boxes(scene.drawing, scene.layout, node)
    arrows = step_arrows(scene.drawing, node)
    for left, top, right, bottom in routes(scene.layout).rects[arrows].tolist():
        area = area.united(QRectF(QPointF(left, top), QPointF(right, bottom)))
    return area.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
