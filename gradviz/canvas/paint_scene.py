"""Paint a scene: from the dots of the background up to the badges.

What only depends on the graph, its layout and the position is made once and remembered;
a frame culls to what is seen and paints.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.arrow_faces import ArrowFace, ArrowKind
from gradviz.canvas.arrow_shapes import arrow_shapes
from gradviz.canvas.arrows import paint_forward_pulse, paint_lanes, paint_lines
from gradviz.canvas.background import paint_background
from gradviz.canvas.camera import Camera
from gradviz.canvas.cards import CardLook, outer_rect, paint_card
from gradviz.canvas.chip_spots import chip_spots
from gradviz.canvas.chips import Chip, chip_obstacles, paint_chips, place_chips
from gradviz.canvas.circles import paint_circle
from gradviz.canvas.compact import paint_block, paint_compact
from gradviz.canvas.crossings import crossings
from gradviz.canvas.faces import Faces, faces_at
from gradviz.canvas.geometry import arrow_path, box_rect, boxes_in, card_rect, routes
from gradviz.canvas.ink import Ink, Lettering, ink, lettering
from gradviz.canvas.overview import MOST_BLOCKS, NO_MARKS_BELOW, paint_overview
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.tags import paint_tags, tag_rects
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_ring
from gradviz.look.theme import Theme

_AROUND = 90.0
"""How far what belongs to a card may reach beyond it: tags, rings, the halo."""

_ALL_AT_ONCE = 800
"""Up to so many boxes every chip is placed at once, whatever part is seen."""

_REGION = 2000.0
"""In larger graphs chips are placed in the seen part, widened to multiples of this."""

_CHIPS_FROM = 0.45
"""Below this zoom only active and lost chips have room."""


@dataclass(frozen=True, eq=False)
class _Frame:
    """What the painting of one scene needs at hand."""

    painter: QPainter
    scene: Scene
    camera: Camera
    detail: Detail
    area: QRectF
    faces: Faces
    ink: Ink
    letters: Lettering

    @property
    def is_full(self) -> bool:
        return self.detail is Detail.FULL


def paint_scene(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    viewport: QRectF,
    theme: Theme,
    detail: Detail,
) -> None:
    """Paint what is seen of a scene into `viewport`; painter and viewport are in widget px."""
    around = _AROUND * camera.zoom
    seen = camera.rect_to_layout(viewport.adjusted(-around, -around, around, around))
    colors = ink(theme)
    faces = faces_at(scene.recording, scene.position)
    frame = _Frame(
        painter, scene, camera, detail, seen, faces, colors, lettering(camera.zoom)
    )  # fmt: skip
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_background(painter, camera, viewport, colors)
    boxes = boxes_in(scene.drawing, scene.layout, seen)
    arrows = routes(scene.layout).in_area(seen)
    if camera.zoom < NO_MARKS_BELOW or (detail is Detail.BLOCK and len(boxes) > MOST_BLOCKS):
        paint_overview(painter, scene, camera, boxes, arrows, colors)
        painter.restore()
        return

    in_widget_px = painter.transform()
    in_layout_px = camera.transform() * in_widget_px
    painter.setTransform(in_layout_px)
    _paint_selection(frame)
    _paint_arrows(frame, [faces.arrow(scene.drawing, e) for e in arrows.tolist()])
    if not frame.is_full:
        painter.setTransform(in_widget_px)
    for box in boxes.tolist():
        _paint_box(frame, box)
    if frame.is_full:
        _paint_all_chips(frame, camera.zoom)
        for box in boxes[boxes < len(scene.recording.graph)].tolist():
            rect = card_rect(scene.drawing, scene.layout, box)
            paint_tags(painter, rect, faces.card(box), colors, frame.letters)
    elif detail is Detail.COMPACT:
        _paint_all_chips(frame, camera.zoom)
    painter.restore()


# --- boxes ------------------------------------------------------------------------------


def _paint_selection(frame: _Frame) -> None:
    """The ring around the selected card, under the arrows, so that their heads stay visible."""
    scene = frame.scene
    if scene.selected is None:
        return
    face = frame.faces.card(scene.selected)
    rect = card_rect(scene.drawing, scene.layout, scene.selected)
    if frame.is_full:
        rect = outer_rect(rect, face)
    scale = 1.0 if frame.is_full else 1.0 / frame.camera.zoom
    offset = METRICS.select_offset + (METRICS.root_gap - 1.0 if face.is_root else 0.0)
    width = METRICS.select_width + (1.0 if scene.focused else 0.0)
    paint_ring(
        frame.painter,
        rect,
        METRICS.radius_node,
        frame.ink.ring,
        width * scale,
        offset * (scale if frame.detail is not Detail.BLOCK else scale * 0.6),
    )


def _paint_box(frame: _Frame, box: int) -> None:
    scene, drawing = frame.scene, frame.scene.drawing
    node = drawing.node_of(box)
    rect = box_rect(drawing, scene.layout, box)
    if not frame.is_full:
        rect = frame.camera.rect_to_widget(rect)
    halo = 1.0 + 0.9 * (1.0 - scene.motion.halo)
    if drawing.is_op_box(box):
        text = METRICS.canvas_text
        largest = text.op_glyph if frame.is_full else text.node_value
        least = frame.letters.least if frame.is_full else text.min_on_screen
        paint_circle(
            frame.painter, rect, frame.faces.op(node), frame.ink, largest, least, halo=halo
        )
        return
    look = CardLook(
        hovered=node == scene.hovered,
        editing=node == scene.editing,
        halo=halo,
        strip=scene.motion.strip,
    )
    face = frame.faces.card(node)
    if frame.is_full:
        paint_card(frame.painter, rect, face, frame.ink, frame.letters, look)
    elif frame.detail is Detail.COMPACT:
        paint_compact(frame.painter, rect, face, frame.ink, look)
    else:
        paint_block(frame.painter, rect, face, frame.ink, look)


# --- arrows -----------------------------------------------------------------------------


def _paint_arrows(frame: _Frame, faces: list[ArrowFace]) -> None:
    scene, motion = frame.scene, frame.scene.motion
    shapes = arrow_shapes(scene.layout)
    current = scene.recording.step(scene.position).node
    result_arrow = scene.drawing.result_arrow(current) if current >= 0 else None
    thickening = 1.0 if frame.is_full else max(1.0, 0.8 / frame.camera.zoom)
    gaps = crossings(scene.layout) if frame.detail is not Detail.BLOCK else ()
    paint_lines(
        frame.painter, faces, shapes, gaps, frame.ink, scene.hovered_arrow, motion.pulse, thickening
    )  # fmt: skip
    back = [face for face in faces if face.kind is ArrowKind.BACKWARD]
    paint_lanes(frame.painter, back, shapes, frame.ink, motion.pulse, result_arrow, thickening)
    if motion.pulse < 1.0:
        forward = [face for face in faces if face.kind is ArrowKind.FORWARD]
        paths = {face.arrow: arrow_path(scene.layout, face.arrow) for face in forward}
        paint_forward_pulse(frame.painter, forward, paths, frame.ink, motion.pulse, result_arrow)


# --- chips ------------------------------------------------------------------------------


def _paint_all_chips(frame: _Frame, zoom: float) -> None:
    scene = frame.scene
    region = _region(frame.area) if scene.drawing.box_count > _ALL_AT_ONCE else None
    opacity = scene.motion.chips
    if frame.is_full:
        chips = chips_at(
            frame.faces, scene.drawing, scene.layout, frame.ink, frame.letters, 1.0, region
        )
        seen = [chip for chip in chips if chip.rect.intersects(frame.area)]
        paint_chips(frame.painter, seen, frame.ink, opacity)
        return
    # Laid out for the next zoom of twenty below, so that zooming doesn't shuffle them.
    scale = 20.0 / max(1.0, math.floor(zoom * 20.0 + 1e-9))
    chips = chips_at(
        frame.faces, scene.drawing, scene.layout, frame.ink, lettering(1.0), scale, region
    )
    seen = [
        _in_widget_px(chip, frame.camera, scale)
        for chip in chips
        if chip.rect.intersects(frame.area)
    ]
    paint_chips(frame.painter, seen, frame.ink, opacity)


def _in_widget_px(chip: Chip, camera: Camera, scale: float) -> Chip:
    middle = camera.to_widget(chip.rect.center())
    size = chip.rect.size() / scale
    corner = middle - QPointF(size.width() / 2, size.height() / 2)
    return replace(chip, rect=QRectF(corner, size))


def _region(area: QRectF) -> tuple[float, float, float, float]:
    """An area widened to multiples of _REGION, so that panning seldom leaves it."""
    left, top = (math.floor(edge / _REGION) * _REGION for edge in (area.left(), area.top()))
    right, bottom = (math.ceil(edge / _REGION) * _REGION for edge in (area.right(), area.bottom()))
    return left, top, right, bottom


@lru_cache(maxsize=12)
def chips_at(
    faces: Faces,
    drawing: Drawing,
    layout: Layout,
    colors: Ink,
    letters: Lettering,
    scale: float,
    region: tuple[float, float, float, float] | None,
) -> list[Chip]:
    """The chips of a position in their places (layout px)."""
    graph = drawing.graph
    if region is None:
        boxes, edges = list(range(drawing.box_count)), list(range(graph.edge_count))
    else:
        area = QRectF(QPointF(*region[:2]), QPointF(*region[2:]))
        boxes = boxes_in(drawing, layout, area).tolist()
        edges = [e for e in routes(layout).in_area(area).tolist() if e < graph.edge_count]
    is_roomy = scale == 1.0
    taken = []
    for box in boxes:
        rect = box_rect(drawing, layout, box)
        if is_roomy and not drawing.is_op_box(box):
            face = faces.card(drawing.node_of(box))
            taken += [*tag_rects(rect, face, colors, letters)]
            rect = outer_rect(rect, face)
        taken.append(rect)
    # Backward runs in reverse creation order: the latest user's arrows come first.
    in_time = sorted(edges, key=lambda e: (-int(graph.edge_user[e]), e))
    shown = [faces.arrow(drawing, e) for e in in_time]
    if scale > 1.0 / _CHIPS_FROM:
        shown = [face for face in shown if face.kind is not ArrowKind.DONE]
    return place_chips(
        shown,
        chip_spots(layout),
        chip_obstacles(taken, 1.0),
        colors,
        letters,
        scale,
        roomy=is_roomy,
    )
