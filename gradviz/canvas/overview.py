"""A whole large graph at once: blocks and lines, straight from the arrays.

No mark and no text; what is current, wrong or pending is told by fill and outline. The
costs are those of Qt's drawing, since nothing here runs once for each box in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from gradviz.canvas.camera import Camera
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import box_rects
from gradviz.canvas.heat import HEAT_STEPS, heat_bins
from gradviz.canvas.pixels import SMALL, draw_pixels
from gradviz.canvas.polylines import routes
from gradviz.canvas.scene import Scene
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Floats, Ints

MOST_BLOCKS = 250
"""With more blocks in sight than this, they are painted without marks."""

NO_MARKS_BELOW = 0.1
"""Below this zoom a block is too small for a mark."""

_LEAST_BAR = 0.25
"""The part of a box that the smallest magnitude fills."""
_LEAST_FOR_BORDER = 5.0

MOST_LINES = 6_000
"""Of more lines in sight than this the longest are drawn."""
_SHORTEST_LINE = 1.5  # px on screen; shorter ones are dots
_LEAST_CIRCLE = 2.5  # px on screen; the circles of ops that are smaller aren't drawn


def paint_overview(frame: Frame, boxes: Ints, arrows: Ints) -> bool:
    """The boxes and arrows given, as far as they are seen; whether lines were left out."""
    scene, camera = frame.scene, frame.camera
    frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if scene.drawing.sizes.op[0] * camera.zoom < _LEAST_CIRCLE:
        boxes = boxes[boxes < len(scene.drawing.items)]
    nodes = scene.drawing.box_node[boxes]
    rects = _block_rects(scene, camera, boxes)
    lines, is_thinned = _longest(scene.layout, camera, arrows)
    for color, some in shaded(frame, lines):
        draw_lines(frame.painter, arrow_lines(scene.layout, camera, some), color, 0.0)
    _draw_boxes(frame, nodes, rects)
    _draw_current(frame, nodes, rects)
    if scene.selected is not None:
        grown = rects[nodes == scene.selected] + np.array([-2.0, -2.0, 4.0, 4.0])
        draw_rects(frame.painter, grown, None, frame.ink.ring)
    return is_thinned


def _longest(layout: Layout, camera: Camera, arrows: Ints) -> tuple[Ints, bool]:
    """The arrows that are more than a dot, at most `MOST_LINES`; whether there are more."""
    spans = routes(layout).spans[arrows]
    shown = np.flatnonzero(spans >= _SHORTEST_LINE / camera.zoom)
    if len(shown) <= MOST_LINES:
        return arrows[shown], False
    longest = np.argpartition(spans[shown], len(shown) - MOST_LINES)[-MOST_LINES:]
    return arrows[shown[longest]], True


def shaded(frame: Frame, arrows: Ints) -> Iterator[tuple[QColor, Ints]]:
    """The arrows by colour: one for all, or that of what each carried, the greatest last."""
    if frame.heat is None:
        yield frame.ink.edge_pending, arrows
        return
    bins = heat_bins(frame.heat.levels_along(frame.scene.drawing, arrows))
    yield frame.ink.edge_pending, arrows[bins < 0]
    for step in range(HEAT_STEPS):
        color = QColor(frame.ink.theme.heat[step])
        color.setAlphaF(0.5 + 0.5 * step / (HEAT_STEPS - 1))
        yield color, arrows[bins == step]


def _draw_boxes(frame: Frame, nodes: Ints, rects: Floats) -> None:
    """By state, or by magnitude; as pixels where they are small."""
    if not len(rects):
        return
    is_small = float(rects[:, 3].max()) < SMALL
    if frame.heat is None:
        state = _states_of(frame.scene, nodes)
        if is_small:
            ink = frame.ink
            shades = [ink.map_pending, ink.edge, ink.error.line]
            draw_pixels(frame.painter, frame.viewport, rects, state, shades)
        else:
            _draw_state_rects(frame, rects, state)
        return
    levels = frame.heat.levels_of(nodes)
    if is_small:
        shade = heat_bins(levels) + 1
        shades = [frame.ink.map_pending, *frame.ink.theme.heat]
        draw_pixels(frame.painter, frame.viewport, rects, shade, shades)
    else:
        _draw_warm_rects(frame, rects, levels)


_PENDING, _DONE, _WRONG = 0, 1, 2


def _states_of(scene: Scene, nodes: Ints) -> NDArray[np.int64]:
    done = scene.recording.done(scene.position)
    state = np.where(done, _DONE, _PENDING)
    wrong = scene.recording.wrong_nodes
    state[wrong[done[wrong]]] = _WRONG
    return state[nodes]


def _draw_state_rects(frame: Frame, rects: Floats, state: NDArray[np.int64]) -> None:
    painter, ink = frame.painter, frame.ink
    draw_rects(painter, rects[state == _PENDING], ink.card, ink.border)
    draw_rects(painter, rects[state == _DONE], ink.edge, None)
    draw_rects(painter, rects[state == _WRONG], ink.error.fill, ink.error.line)


def _draw_current(frame: Frame, nodes: Ints, rects: Floats) -> None:
    scene = frame.scene
    node = scene.recording.step(scene.position).node
    phase = frame.ink.phase(scene.position > len(scene.recording.graph))
    active = arrow_lines(scene.layout, frame.camera, step_arrows(scene.drawing, node))
    draw_lines(frame.painter, active, phase.line, METRICS.edge_active_width)
    draw_rects(frame.painter, rects[nodes == node], phase.line, frame.ink.text)


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
    """(k, 4) x, y, width, height in whole widget px, none thinner than 1."""
    offset = np.array([camera.dx, camera.dy])
    bounds = box_rects(scene.drawing, scene.layout)[boxes] * camera.zoom
    corner = np.round(bounds[:, :2] + offset)
    size = np.maximum(np.round(bounds[:, 2:] - bounds[:, :2]), 1.0)
    return np.hstack([corner, size])


def arrow_lines(layout: Layout, camera: Camera, arrows: Ints) -> Floats:
    """(k, 4) each arrow as one straight line, in widget px."""
    offset = np.array([camera.dx, camera.dy] * 2)
    lines: Floats = routes(layout).ends[arrows] * camera.zoom + offset
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
