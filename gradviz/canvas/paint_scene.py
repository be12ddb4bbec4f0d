"""Paint a scene: from the dots of the background up to the badges.

What only depends on the graph, its layout and the position is made once and remembered;
a frame culls to what is seen and paints.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.arrow_chords import chords
from gradviz.canvas.arrow_faces import ArrowKind
from gradviz.canvas.arrow_kinds import arrow_kinds
from gradviz.canvas.arrow_shapes import arrow_shapes
from gradviz.canvas.arrows import Chords, paint_forward_pulse, paint_lanes, paint_lines
from gradviz.canvas.camera import Camera
from gradviz.canvas.crossings import crossings
from gradviz.canvas.crowd import (
    FAINT,
    MOST_ALONE,
    CrowdManner,
    paint_crowd,
    stand_out,
)
from gradviz.canvas.faces import faces_at
from gradviz.canvas.frame import Frame, reaching
from gradviz.canvas.frame_names import paint_frame_names
from gradviz.canvas.geometry import arrow_path, box_index, box_rect
from gradviz.canvas.ground import paint_ground
from gradviz.canvas.heat import heat_at, heat_bins
from gradviz.canvas.ink import ink, lettering
from gradviz.canvas.overview import (
    MOST_BLOCKS,
    NO_MARKS_BELOW,
    lines_in_sight,
    lines_reaching,
    paint_overview,
)
from gradviz.canvas.paint_boxes import paint_boxes, paint_selection
from gradviz.canvas.paint_chips import paint_chips
from gradviz.canvas.paint_frames import paint_frames
from gradviz.canvas.paint_steps import paint_marks
from gradviz.canvas.piles import Piles
from gradviz.canvas.polylines import routes
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.stamps import is_on_screen
from gradviz.canvas.step_area import step_arrows
from gradviz.canvas.tags import paint_tags
from gradviz.canvas.texts import Texts
from gradviz.look.theme import Theme
from gradviz.model.graph import Ints

_MOST_IN_HASTE = 100
"""To find room for the chips of more arrows than this takes a good part of a frame."""
_CURVES_FROM = 1.0
"""From this zoom on there aren't many arrows in sight, and they are looked at closely."""


class Painted(NamedTuple):
    """How a picture was painted."""

    in_bulk: bool = False
    """Boxes without marks, straight from the arrays."""
    is_thinned: bool = False
    """Some lines were left out."""
    least: float = 0.0
    """In bulk: how far an arrow reaches that is drawn (layout px)."""
    is_crowded: bool = False
    """Arrows that begin and end out of sight are drawn as a crowd."""
    crowd: CrowdManner | None = None
    is_sparse: bool = False
    """Chips of the past are left out, of which there would be many."""
    is_rough: bool = False
    """It was made in haste and shows it: it is sparse, or has lines by the thousand, and these
    aren't antialiased."""


def paint_scene(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    viewport: QRectF,
    theme: Theme,
    detail: Detail,
) -> Painted:
    """Paint what is seen of a scene in `viewport`; painter and viewport are in widget px."""
    out = paint_base(painter, scene, camera, viewport, theme, detail)
    if out.in_bulk:
        paint_marks(painter, scene, camera, viewport, theme)
    return out


def paint_base(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    viewport: QRectF,
    theme: Theme,
    detail: Detail,
    parts: Sequence[QRectF] = (),
    like: Painted | None = None,
    *,
    smooth: bool = True,
) -> Painted:
    """Paint a scene, but for the marks that lie on one painted in bulk.

    Of a picture that was painted before, some `parts` are painted anew, in the manner of the
    whole: `like` that. The painter is clipped to them. What is on its way to somewhere else
    needn't be `smooth`: see `Painted.is_rough`.
    """
    smooth = smooth if like is None else not like.is_rough
    frame = _frame(painter, scene, camera, viewport, theme, detail, parts, smooth=smooth)
    seen = [reaching(part, camera) for part in parts or (viewport,)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    ground = paint_ground(frame, parts or (viewport,))
    boxes = box_index(scene.drawing, scene.layout).touching_any(seen)
    is_many = len(boxes) > MOST_BLOCKS if like is None else like.in_bulk
    in_bulk = camera.zoom < NO_MARKS_BELOW or (detail is Detail.BLOCK and is_many)
    paint_frames(frame, seen, ground, in_bulk=in_bulk)
    if in_bulk:
        out = _paint_in_bulk(frame, boxes, seen, like)
    else:
        arrows = routes(scene.layout).index.touching_any(seen)
        out = _paint_each(frame, boxes, arrows, like)
    paint_frame_names(frame, parts or (viewport,))
    painter.restore()
    return out


def _paint_in_bulk(
    frame: Frame, boxes: Ints, seen: list[QRectF], like: Painted | None
) -> Painted:  # fmt: skip
    """Blocks and lines by their colour, and only groups one by one."""
    layout = frame.scene.layout
    if like is None:
        lines, least, is_thinned = lines_in_sight(layout, frame.camera, seen[0])
        like = Painted(True, is_thinned, least, is_rough=not frame.is_smooth)
    else:
        near = routes(layout).index.touching_any(seen)
        lines = lines_reaching(layout, near, like.least)
    paint_overview(frame, boxes, lines)
    paint_boxes(frame, boxes[frame.scene.drawing.is_group[boxes]])
    frame.finish()
    return like


def _paint_each(frame: Frame, boxes: Ints, arrows: Ints, like: Painted | None) -> Painted:
    """Every box, and every arrow that isn't one of a crowd."""
    scene, painter, detail = frame.scene, frame.painter, frame.detail
    current = scene.recording.step(scene.position).node
    is_crowded = len(arrows) > MOST_ALONE or (like is not None and like.is_crowded)
    if detail is Detail.BLOCK:
        is_used = np.isin(arrows, step_arrows(scene.drawing, current))
        alone, crowd = arrows[is_used], arrows[~is_used]
    elif is_crowded:
        index = box_index(scene.drawing, scene.layout)
        in_sight = boxes if like is None else index.touching(frame.sight)
        alone, crowd = stand_out(scene.drawing, arrows, in_sight, current)
    else:
        alone, crowd = arrows, arrows[:0]
    opacity = FAINT if detail is not Detail.BLOCK else 1.0
    manner = paint_crowd(frame, crowd, opacity, None if like is None else like.crowd)
    chords_of = _chords(frame)
    in_widget_px = painter.transform()
    in_layout_px = frame.camera.transform() * in_widget_px
    painter.setTransform(in_layout_px)
    paint_selection(frame)
    _paint_arrows(frame, alone, chords_of)
    painter.setTransform(in_widget_px)
    paint_boxes(frame, boxes)
    frame.finish()
    is_sparse = len(alone) > _MOST_IN_HASTE and not frame.is_smooth
    is_sparse = is_sparse if like is None else like.is_sparse
    if detail is not Detail.BLOCK:
        paint_chips(frame, with_past=not is_sparse)
        frame.finish()
    if frame.is_full:
        painter.setTransform(in_layout_px)
        for box in boxes[scene.drawing.is_card[boxes]].tolist():
            rect = box_rect(scene.drawing, scene.layout, box)
            face = frame.faces.card(scene.drawing.node_of(box))
            paint_tags(painter, rect, face, frame.ink, frame.letters)
    is_rough = is_sparse or (not frame.is_smooth and len(crowd) > 0)
    return Painted(
        is_thinned=manner.every > 1, is_crowded=is_crowded, crowd=manner, is_sparse=is_sparse,
        is_rough=is_rough,
    )  # fmt: skip


def _frame(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    viewport: QRectF,
    theme: Theme,
    detail: Detail,
    parts: Sequence[QRectF],
    *,
    smooth: bool = True,
) -> Frame:
    painted = viewport if not parts else _united(parts)
    faces = faces_at(scene.recording, scene.position)
    return Frame(
        painter, scene, camera, detail, reaching(painted, camera), reaching(viewport, camera),
        painted, faces, ink(theme), lettering(camera.zoom),
        heat_at(scene.recording, scene.position, scene.colouring), Piles(), Texts(),
        Texts(camera.zoom), smooth,
    )  # fmt: skip


def _united(rects: Sequence[QRectF]) -> QRectF:
    out = rects[0]
    for rect in rects[1:]:
        out = out.united(rect)
    return out


def _warm_arrows(frame: Frame, arrows: Ints) -> dict[int, int]:
    """The step of the heat ramp of each arrow that has one."""
    assert frame.heat is not None
    steps = heat_bins(frame.heat.levels_along(frame.scene.drawing, arrows)).tolist()
    return {a: step for a, step in zip(arrows.tolist(), steps, strict=True) if step >= 0}


def _chords(frame: Frame) -> Chords | None:
    """None where arrows are so large or so exact that they are drawn as the curves they are."""
    if frame.camera.zoom >= _CURVES_FROM or not is_on_screen(frame.painter):
        return None
    scale = frame.camera.zoom * frame.painter.deviceTransform().m11()
    return lambda arrows: chords(frame.scene.layout, arrows, frame.area, scale)


def _paint_arrows(frame: Frame, arrows: Ints, chords_of: Chords | None) -> None:
    scene, motion = frame.scene, frame.scene.motion
    told = arrow_kinds(scene.recording, scene.position, scene.drawing, arrows)
    kinds = dict(zip(arrows.tolist(), told, strict=True))
    shapes = arrow_shapes(scene.layout)
    current = scene.recording.step(scene.position).node
    result_arrow = scene.drawing.result_arrow(current) if current >= 0 else None
    thickening = 1.0 if frame.is_full else max(1.0, 0.8 / frame.camera.zoom)
    gaps = crossings(scene.layout) if frame.detail is not Detail.BLOCK else ()
    warm = _warm_arrows(frame, arrows) if frame.heat is not None else {}
    paint_lines(
        frame.painter, kinds, shapes, gaps, frame.ink, scene.hovered_arrow, motion.pulse,
        thickening, warm, chords_of,
    )  # fmt: skip
    back = [arrow for arrow, kind in kinds.items() if kind is ArrowKind.BACKWARD]
    paint_lanes(frame.painter, back, shapes, frame.ink, motion.pulse, result_arrow, thickening)
    if motion.pulse < 1.0:
        forward = [arrow for arrow, kind in kinds.items() if kind is ArrowKind.FORWARD]
        paths = {arrow: arrow_path(scene.layout, arrow) for arrow in forward}
        paint_forward_pulse(frame.painter, forward, paths, frame.ink, motion.pulse, result_arrow)
