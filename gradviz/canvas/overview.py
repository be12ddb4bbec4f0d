"""A whole large graph at once: blocks and lines, straight from the arrays.

No mark and no text; what is current, wrong or pending is told by fill and outline. The
costs are those of Qt's drawing, since nothing here runs once for each box in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from gradviz.canvas.box_states import DONE, PENDING, WRONG, states_of
from gradviz.canvas.bulk import draw_lines, draw_rects
from gradviz.canvas.camera import Camera
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import box_rects
from gradviz.canvas.heat import HEAT_STEPS, heat_at, heat_bins
from gradviz.canvas.ink import Ink
from gradviz.canvas.long_arrows import long_arrows
from gradviz.canvas.pixels import SMALL, Cells, draw_pixels
from gradviz.canvas.polylines import routes
from gradviz.canvas.rects import Rects, some_of
from gradviz.canvas.scene import Scene
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.theme import blend
from gradviz.model.graph import Floats, Ints

MOST_BLOCKS = 250
"""With more blocks in sight than this, they are painted without marks."""

NO_MARKS_BELOW = 0.1
"""Below this zoom a block is too small for a mark."""

_LEAST_BAR = 0.25
"""The part of a box that the smallest magnitude fills."""
_LEAST_FOR_BORDER = 5.0

MOST_LINES = 4_000
"""Of more lines in sight than this the longest are drawn."""
_MOST_PIXELS, _LONGEST = 300_000, 1_500
"""px on screen of lines in all, 10 ns each; so much of a line is in sight at most."""
_SHORTEST_LINE = 1.5  # px on screen; shorter ones are dots
MOST_EXACT = 200
"""Of more boxes that have another colour, it isn't asked what else lies there."""
_SMALL_ZOOM = 0.03
"""Below this, pixels are told apart well enough by half the digits."""
_LEAST_CIRCLE = 2.5  # px on screen; the circles of ops that are smaller aren't drawn


class Lines(NamedTuple):
    """The arrows that are drawn; all that are in sight and reach `least` (layout px) are."""

    arrows: Ints
    least: float
    is_thinned: bool
    """There are more that are longer than a dot."""


def lines_in_sight(layout: Layout, camera: Camera, area: QRectF) -> Lines:
    """Of the arrows that touch an area (layout px) the longest, `MOST_LINES` of them at most."""
    least, zoom = _SHORTEST_LINE / camera.zoom, camera.zoom
    lines = routes(layout)
    if lines.index.is_looked_through(area):
        found = long_arrows(layout).touching(area, least, MOST_LINES)
    else:
        found = lines_reaching(layout, lines.in_area(area), least)
        found = found[np.argsort(-lines.spans[found])]
    spans = lines.spans[found]
    pixels = np.cumsum(np.minimum(spans[:MOST_LINES] * zoom, _LONGEST), dtype=np.float64)
    shown = int(np.searchsorted(pixels, _MOST_PIXELS))
    if shown >= len(found):
        return Lines(found, least, is_thinned=False)
    least = float(spans[min(shown, MOST_LINES) - 1])
    return Lines(found[spans >= least], least, is_thinned=True)


def lines_reaching(layout: Layout, arrows: Ints, least: float) -> Ints:
    """Of some arrows those that reach so far (layout px)."""
    return arrows[routes(layout).spans[arrows] >= least]


def paint_overview(frame: Frame, boxes: Ints, lines: Ints) -> None:
    """The boxes and lines of these."""
    scene, camera = frame.scene, frame.camera
    frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    blocks = _blocks_in_sight(scene.drawing, scene.layout, camera, boxes)
    for color, some in shaded(frame, lines):
        seen = arrow_lines(scene.layout, camera, some)
        draw_lines(frame.painter, seen, color, 0.0, smooth=frame.is_smooth)
    nodes = scene.drawing.box_node[blocks.boxes]
    _draw_boxes(frame.painter, scene, frame.viewport, frame.ink, nodes, blocks.cells)


class Blocks(NamedTuple):
    """Some of the boxes that are drawn in bulk."""

    boxes: Ints  # (k,)
    cells: Cells  # (k, 4) where they are, in widget px, none thinner than 1


def blocks_of(drawing: Drawing, layout: Layout, camera: Camera, boxes: Ints) -> Blocks:
    """Of these boxes, in order, those that are drawn."""
    boxes = _drawn(drawing, camera, boxes)
    return Blocks(boxes, _block_rects(drawing, layout, camera, boxes))


def _blocks_in_sight(drawing: Drawing, layout: Layout, camera: Camera, boxes: Ints) -> Blocks:
    """These, or all: where most are in sight, to pick them out takes longer than to find out that
    the others aren't."""
    boxes = _drawn(drawing, camera, boxes)
    count = drawing.box_count if _has_circles(drawing, camera) else len(drawing.items)
    if len(boxes) > count // 2 and not drawing.has_groups:
        everything = np.arange(count, dtype=np.int32)
        return Blocks(everything, _all_block_rects(drawing, layout, camera, count))
    return Blocks(boxes, _block_rects(drawing, layout, camera, boxes))


def paint_over(painter: QPainter, scene: Scene, viewport: QRectF, ink: Ink, blocks: Blocks) -> None:
    """Blocks that have another colour now; what is around and under them is there already."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    nodes = scene.drawing.box_node[blocks.boxes]
    _draw_boxes(painter, scene, viewport, ink, nodes, blocks.cells)


def _drawn(drawing: Drawing, camera: Camera, boxes: Ints) -> Ints:
    """Of boxes in order: without the circles that are too small, and without groups: they aren't
    drawn in bulk."""
    if not _has_circles(drawing, camera):
        boxes = boxes[: np.searchsorted(boxes, len(drawing.items))]
    return boxes[~drawing.is_group[boxes]] if drawing.has_groups else boxes


def _has_circles(drawing: Drawing, camera: Camera) -> bool:
    return drawing.sizes.op[0] * camera.zoom >= _LEAST_CIRCLE


def cells_of_node(drawing: Drawing, layout: Layout, camera: Camera, node: int) -> Cells:
    """Where in bulk a node is shown, its op's circle included."""
    boxes, op = drawing.boxes_of(node), drawing.op_box(node)
    boxes = boxes if op is None else np.append(boxes, np.int32(op))
    return blocks_of(drawing, layout, camera, boxes).cells


def shaded(frame: Frame, arrows: Ints) -> Iterator[tuple[QColor, Ints]]:
    """The arrows by colour: one for all, or that of what each carried, the greatest last.

    Opaque, what isn't would take seven times as long.
    """
    if frame.heat is None:
        yield frame.ink.edge_pending, arrows
        return
    bins = heat_bins(frame.heat.levels_along(frame.scene.drawing, arrows))
    yield frame.ink.edge_pending, arrows[bins < 0]
    for step in range(HEAT_STEPS):
        opacity = 0.5 + 0.5 * step / (HEAT_STEPS - 1)
        color = blend(frame.ink.canvas, frame.ink.warm_line(step), opacity)
        yield color, arrows[bins == step]


def _draw_boxes(
    painter: QPainter, scene: Scene, viewport: QRectF, ink: Ink, nodes: Ints, rects: Cells
) -> None:
    """By state, or by magnitude; those that are small as pixels."""
    is_small = rects[:, 3] < SMALL
    small, large = np.flatnonzero(is_small), np.flatnonzero(~is_small)
    pixels = rects if not len(large) else rects[small]  # mostly all are, and copying takes time
    heat = heat_at(scene.recording, scene.position, scene.colouring)
    if heat is None:
        state = states_of(scene.recording, scene.position, nodes)
        shades = [ink.map_pending, ink.edge, ink.error.line]
        draw_pixels(painter, viewport, pixels, state[small] - PENDING, shades)
        if len(large):
            _draw_state_rects(painter, ink, rects[large], state[large])
        return
    levels = heat.levels_of(nodes)
    shades = [ink.map_pending, *ink.theme.heat, ink.error.line]
    shade = heat_bins(levels[small]) + 1 + (levels[small] > 1.0)
    draw_pixels(painter, viewport, pixels, shade, shades)
    if len(large):
        _draw_warm_rects(painter, ink, rects[large], levels[large])


def _draw_state_rects(painter: QPainter, ink: Ink, rects: Cells, state: NDArray[np.uint8]) -> None:
    border = np.array([0, 0, 1, 1], np.int32)  # within the box, which so covers what it was before
    draw_rects(painter, rects[state == PENDING] - border, ink.card, ink.border)
    draw_rects(painter, rects[state == DONE], ink.edge, None)
    draw_rects(painter, rects[state == WRONG] - border, ink.error.fill, ink.error.line)


def _draw_warm_rects(painter: QPainter, ink: Ink, rects: Cells, levels: Floats) -> None:
    """Every box filled in the colour of its magnitude, as far as the magnitude reaches."""
    has_border = rects[:, 3] >= _LEAST_FOR_BORDER
    draw_rects(painter, rects[has_border], ink.card, ink.border)
    draw_rects(painter, rects[~has_border], ink.card, None)
    zero = rects[np.isnan(levels)]
    draw_rects(painter, zero, QBrush(ink.border, Qt.BrushStyle.BDiagPattern), None)
    crossed = QBrush(ink.error.line, Qt.BrushStyle.DiagCrossPattern)
    draw_rects(painter, rects[levels > 1.0], crossed, ink.error.line)
    rects, levels = rects[~(levels > 1.0)], levels[~(levels > 1.0)]
    filled = rects.astype(np.float64)
    filled[:, 2] = np.maximum(np.round(rects[:, 2] * (_LEAST_BAR + (1 - _LEAST_BAR) * levels)), 2)
    bins = heat_bins(levels)
    for step in range(HEAT_STEPS):
        draw_rects(painter, filled[bins == step], ink.theme.heat[step], None)


def _block_rects(drawing: Drawing, layout: Layout, camera: Camera, boxes: Ints) -> Cells:
    """In widget px, none thinner than 1."""
    items = len(drawing.items)
    count = items if len(boxes) and boxes[-1] < items else drawing.box_count
    if len(boxes) > count // 2:
        rects = _all_block_rects(drawing, layout, camera, count)
        return rects if len(boxes) == count else some_of(rects, boxes)
    return _rounded(some_of(box_rects(drawing, layout), boxes), camera)


@lru_cache(maxsize=1)
def _all_block_rects(drawing: Drawing, layout: Layout, camera: Camera, count: int) -> Cells:
    """Where most are in sight, they are where they were as long as the camera rests."""
    return _rounded(box_rects(drawing, layout)[:count], camera)


def _rounded(rects: Rects, camera: Camera) -> Cells:
    low, high = rects[:, :2], rects[:, 2:]
    if camera.zoom > _SMALL_ZOOM:
        low, high = low.astype(np.float64), high.astype(np.float64)
    out = np.empty((len(rects), 4), low.dtype, order="F")
    offset = np.array([camera.dx, camera.dy], low.dtype)
    np.round(low * camera.zoom + offset, out=out[:, :2])
    np.maximum(np.round((high - low) * camera.zoom), 1.0, out=out[:, 2:])
    return out.astype(np.int32)


def arrow_lines(layout: Layout, camera: Camera, arrows: Ints) -> Floats:
    """(k, 4) each arrow as one straight line, in widget px."""
    offset = np.array([camera.dx, camera.dy] * 2)
    lines: Floats = routes(layout).ends[arrows] * camera.zoom + offset
    return lines
