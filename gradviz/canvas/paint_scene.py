"""Paint a scene: from the dots of the background up to the badges.

What only depends on the graph, its layout and the position is made once and remembered;
a frame culls to what is seen and paints.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.arrow_faces import ArrowFace, ArrowKind
from gradviz.canvas.arrow_shapes import arrow_shapes
from gradviz.canvas.arrows import paint_forward_pulse, paint_lanes, paint_lines
from gradviz.canvas.background import paint_background
from gradviz.canvas.camera import Camera
from gradviz.canvas.crossings import crossings
from gradviz.canvas.crowd import FAINT, paint_crowd, parted
from gradviz.canvas.faces import faces_at
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import arrow_path, box_rect, boxes_in
from gradviz.canvas.heat import heat_at, heat_bins
from gradviz.canvas.ink import ink, lettering
from gradviz.canvas.overview import MOST_BLOCKS, NO_MARKS_BELOW, paint_overview
from gradviz.canvas.paint_boxes import paint_frames, paint_one_box, paint_selection
from gradviz.canvas.paint_chips import paint_chips
from gradviz.canvas.polylines import routes
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.step_area import step_arrows
from gradviz.canvas.tags import paint_tags
from gradviz.look.theme import Theme

_AROUND = 90.0
"""How far what belongs to a card may reach beyond it: tags, rings, the halo."""


class Painted(NamedTuple):
    """How a picture was painted."""

    in_bulk: bool = False
    """Boxes without marks, straight from the arrays."""
    is_thinned: bool = False
    """Some lines were left out."""


def paint_scene(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    viewport: QRectF,
    theme: Theme,
    detail: Detail,
    like: Painted | None = None,
) -> Painted:
    """Paint what is seen of a scene into `viewport`; painter and viewport are in widget px.

    A part of a larger picture is painted in the manner of the whole: `like` that.
    """
    around = _AROUND * camera.zoom
    seen = camera.rect_to_layout(viewport.adjusted(-around, -around, around, around))
    colors = ink(theme)
    faces = faces_at(scene.recording, scene.position)
    frame = Frame(
        painter, scene, camera, detail, seen, viewport, faces, colors, lettering(camera.zoom),
        heat_at(scene.recording, scene.position, scene.colouring),
    )  # fmt: skip
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_background(painter, camera, viewport, colors)
    paint_frames(frame)
    boxes = boxes_in(scene.drawing, scene.layout, seen)
    arrows = routes(scene.layout).in_area(seen)
    is_crowded = len(boxes) > MOST_BLOCKS if like is None else like.in_bulk
    if camera.zoom < NO_MARKS_BELOW or (detail is Detail.BLOCK and is_crowded):
        is_group = scene.drawing.is_group[boxes]
        is_thinned = paint_overview(frame, boxes[~is_group], arrows)
        for box in boxes[is_group].tolist():
            paint_one_box(frame, box)
        painter.restore()
        return Painted(in_bulk=True, is_thinned=is_thinned)

    current = scene.recording.step(scene.position).node
    if detail is Detail.BLOCK:
        is_used = np.isin(arrows, step_arrows(scene.drawing, current))
        alone, crowd = arrows[is_used], arrows[~is_used]
    else:
        alone, crowd = parted(scene.drawing, arrows, boxes, current)
    is_thinned = paint_crowd(frame, crowd, FAINT if detail is not Detail.BLOCK else 1.0)
    in_widget_px = painter.transform()
    in_layout_px = camera.transform() * in_widget_px
    painter.setTransform(in_layout_px)
    paint_selection(frame)
    _paint_arrows(frame, [faces.arrow(scene.drawing, e) for e in alone.tolist()])
    painter.setTransform(in_widget_px)
    for box in boxes.tolist():
        paint_one_box(frame, box)
    if detail is not Detail.BLOCK:
        paint_chips(frame)
    if frame.is_full:
        painter.setTransform(in_layout_px)
        for box in boxes[scene.drawing.is_card[boxes]].tolist():
            rect = box_rect(scene.drawing, scene.layout, box)
            face = faces.card(scene.drawing.node_of(box))
            paint_tags(painter, rect, face, colors, frame.letters)
    painter.restore()
    return Painted(in_bulk=False, is_thinned=is_thinned)


def _warm_arrows(frame: Frame, faces: list[ArrowFace]) -> dict[int, int]:
    """The step of the heat ramp of each arrow that has one."""
    assert frame.heat is not None
    arrows = np.array([face.arrow for face in faces], np.int32)
    steps = heat_bins(frame.heat.levels_along(frame.scene.drawing, arrows)).tolist()
    return {int(a): step for a, step in zip(arrows, steps, strict=True) if step >= 0}


def _paint_arrows(frame: Frame, faces: list[ArrowFace]) -> None:
    scene, motion = frame.scene, frame.scene.motion
    shapes = arrow_shapes(scene.layout)
    current = scene.recording.step(scene.position).node
    result_arrow = scene.drawing.result_arrow(current) if current >= 0 else None
    thickening = 1.0 if frame.is_full else max(1.0, 0.8 / frame.camera.zoom)
    gaps = crossings(scene.layout) if frame.detail is not Detail.BLOCK else ()
    warm = _warm_arrows(frame, faces) if frame.heat is not None else {}
    paint_lines(
        frame.painter, faces, shapes, gaps, frame.ink, scene.hovered_arrow, motion.pulse,
        thickening, warm,
    )  # fmt: skip
    back = [face for face in faces if face.kind is ArrowKind.BACKWARD]
    paint_lanes(frame.painter, back, shapes, frame.ink, motion.pulse, result_arrow, thickening)
    if motion.pulse < 1.0:
        forward = [face for face in faces if face.kind is ArrowKind.FORWARD]
        paths = {face.arrow: arrow_path(scene.layout, face.arrow) for face in forward}
        paint_forward_pulse(frame.painter, forward, paths, frame.ink, motion.pulse, result_arrow)
