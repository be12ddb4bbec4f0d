"""What a step changes in a picture painted in bulk: the colour of a few blocks, painted over the
picture, and the marks of the present step, laid on it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion

from gradviz.canvas.bulk import draw_lines, draw_rects
from gradviz.canvas.camera import Camera
from gradviz.canvas.frame import reaching
from gradviz.canvas.frame_names import lay_names, plates_of
from gradviz.canvas.geometry import box_index
from gradviz.canvas.ink import ink
from gradviz.canvas.overview import MOST_EXACT, Blocks, blocks_of, cells_of_node, paint_over
from gradviz.canvas.paint_frames import are_square, draw_round
from gradviz.canvas.scene import Scene
from gradviz.canvas.step_marks import MOST_MARKED, StepMarks, step_marks
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.look.tones import Tone

_WORTH_A_SEARCH = 4_000.0
"""px; so little is looked through at once."""


def paint_marks(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    viewport: QRectF,
    theme: Theme,
    exposed: QRegion | None = None,
) -> None:
    """The current step and the selection on a picture painted in bulk. Where only a part of the
    widget is seen (`exposed`), what lies elsewhere may be left out."""
    colors, node = ink(theme), scene.recording.step(scene.position).node
    marks = step_marks(scene.drawing, scene.layout, camera, node)
    phase = colors.phase(scene.position > len(scene.recording.graph))
    painter.save()
    if marks.frames:
        _mark_frames(painter, marks, scene.layout, camera, viewport, phase, exposed)
        names = marks.names_in(exposed)
        lay_names(painter, scene.drawing, scene.layout, camera, names, colors)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if node >= 0:
        draw_lines(painter, marks.lines, phase.line, METRICS.edge_active_width)
        has_border = len(scene.drawing.boxes_of(node)) <= MOST_MARKED
        draw_rects(painter, marks.cells, phase.line, colors.text if has_border else None)
    if scene.selected is not None:
        rects = cells_of_node(scene.drawing, scene.layout, camera, scene.selected)
        grown = rects + np.array([-2, -2, 4, 4], np.int32)
        draw_rects(painter, grown, None, colors.ring)
    painter.restore()


def _mark_frames(
    painter: QPainter, marks: StepMarks, layout: Layout, camera: Camera, viewport: QRectF,
    phase: Tone, exposed: QRegion | None,
) -> None:  # fmt: skip
    """The borders of those around the current node."""
    is_square = are_square(layout, camera, reaching(viewport, camera))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_square)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(phase.line, 0.0 if is_square else METRICS.hairline))
    for mark in marks.frames:
        if exposed is not None and not exposed.intersects(mark.region):
            continue
        if is_square:
            painter.drawRect(mark.rect.adjusted(0.0, 0.0, -1.0, -1.0))
        else:
            draw_round(painter, mark.rect, viewport)


def paint_boxes_over(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    viewport: QRectF,
    theme: Theme,
    boxes: Sequence[int],
    *,
    with_others: bool,
) -> None:
    """Blocks of a picture painted in bulk that have another colour now; `with_others` that
    lie on the same pixels, which may come to light. Of more than `MOST_EXACT` that isn't asked.
    """
    drawing, layout, colors = scene.drawing, scene.layout, ink(theme)
    blocks, parts = (
        blocks_of(drawing, layout, camera, np.array(sorted(boxes), np.int32)),
        [viewport],
    )
    if len(boxes) <= MOST_EXACT:
        parts = [QRectF(*cell) for cell in blocks.cells.tolist()]
        if with_others:
            blocks = _with_others(painter, parts, drawing, layout, camera)
    paint_over(painter, scene, viewport, colors, blocks)
    plates = plates_of(drawing, layout, camera.zoom)
    if len(plates.frames) and parts:
        names = plates.touching(parts, camera)
        lay_names(painter, drawing, layout, camera, names, colors)


def _with_others(
    painter: QPainter, parts: Sequence[QRectF], drawing: Drawing, layout: Layout, camera: Camera
) -> Blocks:
    """All blocks that lie there; the painter is clipped to these parts of the widget."""
    clip, whole, by = QRegion(), QRectF(), 2.0  # px, as far as rounding moves them
    for part in parts:
        clip += part.toAlignedRect().adjusted(-1, -1, 1, 1)
        whole = whole.united(part)
    painter.setClipRegion(clip)
    # What lies between them isn't worth a search for each: mostly they are side by side.
    near = [whole] if whole.width() * whole.height() <= _WORTH_A_SEARCH else parts
    wide = [camera.rect_to_layout(part.adjusted(-by, -by, by, by)) for part in near]
    return blocks_of(drawing, layout, camera, box_index(drawing, layout).touching_any(wide))
