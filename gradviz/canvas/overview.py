"""A whole large graph at once: blocks and lines, straight from the arrays.

No mark and no text; what is current, wrong or pending is told by fill and outline. The
costs are those of Qt's drawing, since nothing here runs once for each box in Python.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from gradviz.canvas.camera import Camera
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import box_rects
from gradviz.canvas.heat import HEAT_STEPS, Heat, heat_bins
from gradviz.canvas.scene import Scene
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Floats, Ints

MOST_BLOCKS = 700
"""With more blocks in sight than this, they are painted without marks."""

NO_MARKS_BELOW = 0.1
"""Below this zoom a block is too small for a mark."""

_LEAST_BAR = 0.25
"""The part of a box that the smallest magnitude fills."""
_LEAST_FOR_BORDER = 5.0

_SHORTEST_LINE = 1.0  # px on screen; shorter ones aren't drawn


def paint_overview(frame: Frame, boxes: Ints, arrows: Ints) -> None:
    """The boxes and arrows given, as far as they are seen."""
    painter, scene, ink, camera = frame.painter, frame.scene, frame.ink, frame.camera
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    nodes = scene.drawing.box_node[boxes]
    rects = _block_rects(scene, camera, boxes)
    if frame.heat is None:
        draw_lines(painter, arrow_lines(scene.layout, camera, arrows), ink.edge_pending, 0.0)
        done = scene.recording.done(scene.position)[nodes]
        draw_rects(painter, rects[~done], ink.card, ink.border)
        draw_rects(painter, rects[done], ink.edge, None)
        wrong = _wrong_among(scene, nodes) & done
        draw_rects(painter, rects[wrong], ink.error.fill, ink.error.line)
    else:
        _draw_warm_lines(frame, frame.heat, arrows)
        _draw_warm_rects(frame, rects, frame.heat.levels_of(nodes))
    _draw_current(frame, nodes, rects)
    if scene.selected is not None:
        grown = rects[nodes == scene.selected] + np.array([-2.0, -2.0, 4.0, 4.0])
        draw_rects(painter, grown, None, ink.ring)


def _wrong_among(scene: Scene, nodes: Ints) -> NDArray[np.bool_]:
    wrong = np.zeros(len(scene.recording.graph), bool)
    wrong[scene.recording.wrong_nodes] = True
    return wrong[nodes]


def _draw_current(frame: Frame, nodes: Ints, rects: Floats) -> None:
    scene = frame.scene
    node = scene.recording.step(scene.position).node
    phase = frame.ink.phase(scene.position > len(scene.recording.graph))
    active = arrow_lines(scene.layout, frame.camera, step_arrows(scene.drawing, node))
    draw_lines(frame.painter, active, phase.line, METRICS.edge_active_width)
    draw_rects(frame.painter, rects[nodes == node], phase.line, frame.ink.text)


def _draw_warm_lines(frame: Frame, heat: Heat, arrows: Ints) -> None:
    """Every arrow in the colour of what it carried, the greatest above."""
    layout, camera, theme = frame.scene.layout, frame.camera, frame.ink.theme
    levels = heat.levels_along(frame.scene.drawing, arrows)
    bins = heat_bins(levels)
    for step in range(-1, HEAT_STEPS):
        color = frame.ink.edge_pending if step < 0 else QColor(theme.heat[step])
        if step >= 0:
            color.setAlphaF(0.5 + 0.5 * step / (HEAT_STEPS - 1))
        draw_lines(frame.painter, arrow_lines(layout, camera, arrows[bins == step]), color, 0.0)


def _draw_warm_rects(frame: Frame, rects: Floats, levels: Floats) -> None:
    """Every box filled in the colour of its magnitude, as far as the magnitude reaches."""
    painter, ink = frame.painter, frame.ink
    draw_rects(painter, rects, ink.card, ink.border if _are_large(rects) else None)
    zero = rects[np.isnan(levels)]
    draw_rects(painter, zero, QBrush(ink.border, Qt.BrushStyle.BDiagPattern), None)
    filled = rects.copy()
    filled[:, 2] = np.maximum(np.round(rects[:, 2] * (_LEAST_BAR + (1 - _LEAST_BAR) * levels)), 2)
    bins = heat_bins(levels)
    for step in range(HEAT_STEPS):
        draw_rects(painter, filled[bins == step], ink.theme.heat[step], None)


def _are_large(rects: Floats) -> bool:
    return bool(len(rects)) and float(rects[:, 3].max()) >= _LEAST_FOR_BORDER


def _block_rects(scene: Scene, camera: Camera, boxes: Ints) -> Floats:
    """(k, 4) x, y, width, height in whole widget px, none thinner than 2."""
    offset = np.array([camera.dx, camera.dy])
    bounds = box_rects(scene.drawing, scene.layout)[boxes] * camera.zoom
    corner = np.round(bounds[:, :2] + offset)
    size = np.maximum(np.round(bounds[:, 2:] - bounds[:, :2]), 2.0)
    return np.hstack([corner, size])


def arrow_lines(layout: Layout, camera: Camera, arrows: Ints) -> Floats:
    """(k, 4) each arrow as one straight line, in widget px."""
    offset = np.array([camera.dx, camera.dy])
    begin = layout.route[layout.route_start[arrows]] * camera.zoom + offset
    end = layout.route[layout.route_start[arrows + 1] - 1] * camera.zoom + offset
    long = np.abs(end - begin).sum(axis=1) >= _SHORTEST_LINE
    lines: Floats = np.hstack([begin, end])[long]
    return lines


def draw_lines(painter: QPainter, lines: Floats, color: QColor, width: float) -> None:
    """(k, 4) x, y to x, y."""
    if not len(lines):
        return
    lines = np.ascontiguousarray(lines)  # Qt reads the array's memory: QLineF is four doubles
    painter.setPen(QPen(color, width))
    first = cast(QLineF, shiboken6.Shiboken.wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))


def draw_rects(
    painter: QPainter, rects: Floats, fill: QColor | QBrush | None, border: QColor | None
) -> None:
    """(k, 4) x, y, width, height."""
    if not len(rects):
        return
    rects = np.ascontiguousarray(rects)  # QRectF is four doubles too: x, y, width, height
    painter.setPen(QPen(border, 0) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    first = cast(QRectF, shiboken6.Shiboken.wrapInstance(rects.ctypes.data, QRectF))
    painter.drawRects(first, len(rects))
