"""Step area: the part of the layout where a step's animation happens."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.geometry import box_rect, routes
from gradviz.canvas.scene import Scene

_AROUND = 100.0
"""Chips, strips and the halo stand out so far from boxes and arrows at most (layout px)."""


def step_area(scene: Scene) -> QRectF:
    """Around the current node, its op and its operands; empty at the start."""
    node = scene.recording.step(scene.position).node
    if node < 0:
        return QRectF()
    drawing, layout, graph = scene.drawing, scene.layout, scene.drawing.graph
    boxes = [node, *graph.operands_of(node)]
    arrows = list(range(int(graph.operand_start[node]), int(graph.operand_start[node + 1])))
    op_box, result_arrow = drawing.op_box(node), drawing.result_arrow(node)
    if op_box is not None and result_arrow is not None:
        boxes.append(op_box)
        arrows.append(result_arrow)
    area = QRectF()
    for box in boxes:
        area = area.united(box_rect(drawing, layout, box))
    for left, top, right, bottom in routes(layout).bounds[arrows].tolist():
        area = area.united(QRectF(QPointF(left, top), QPointF(right, bottom)))
    return area.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
