"""The chips of a scene: placed once for each position, painted where they are seen."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.arrow_faces import ArrowKind
from gradviz.canvas.arrow_kinds import arrow_kinds, is_observed
from gradviz.canvas.camera import Camera
from gradviz.canvas.cards import outer_rect
from gradviz.canvas.chip_spots import chip_spots
from gradviz.canvas.chips import (
    CHIP_AROUND,
    Chip,
    paint_one_chip,
    place_chips,
    write_chip,
)
from gradviz.canvas.crowd import parted
from gradviz.canvas.faces import Faces, faces_at
from gradviz.canvas.frame import AROUND, Frame
from gradviz.canvas.geometry import box_rect, boxes_in
from gradviz.canvas.ink import Ink, Lettering, ink, lettering, small_lettering
from gradviz.canvas.polylines import routes
from gradviz.canvas.room import Rect
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.stamps import on_whole_pixels
from gradviz.canvas.tags import tag_rects
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.theme import Theme
from gradviz.model.graph import Floats, Ints
from gradviz.model.kept import kept

_ALL_AT_ONCE = 800
"""Up to so many boxes every chip is placed at once, whatever part is seen."""

_REGION = 1000.0
"""In larger graphs chips are placed in the seen part, widened to multiples of this."""

_CLEAR = 1.0
"""px between a chip's air and what it keeps clear of."""

_CHIPS_FROM = 0.45
"""Below this zoom only active and lost chips have room."""


def paint_chips(frame: Frame, *, with_past: bool) -> None:
    """Those of the current step and of what is wrong choose their places first, so that they lie
    where they lie `with_past`, also without."""
    letters, scale = _lettering(frame.camera, frame.is_full)
    region = _region(frame.scene, frame.sight)
    chips = chips_at(
        frame.faces, frame.scene.drawing, frame.scene.layout, frame.ink, letters, scale, region,
        with_past,
    )  # fmt: skip
    for chip in chips:
        if chip.rect.intersects(frame.area):
            _paint_one_chip(frame, chip, letters, scale)


def chips_in_sight(
    scene: Scene, camera: Camera, viewport: QRectF, theme: Theme, detail: Detail
) -> list[Chip]:
    """The chips that `paint_chips` has to choose from."""
    around = AROUND * camera.zoom
    sight = camera.rect_to_layout(viewport.adjusted(-around, -around, around, around))
    letters, scale = _lettering(camera, detail is Detail.FULL)
    faces = faces_at(scene.recording, scene.position)
    return chips_at(
        faces, scene.drawing, scene.layout, ink(theme), letters, scale, _region(scene, sight),
        True,
    )  # fmt: skip


def _lettering(camera: Camera, is_full: bool) -> tuple[Lettering, float]:
    """The fonts of the chips, and how many layout px one of theirs is.

    Zoomed out, they are laid out for the next zoom of twenty below, so that zooming doesn't
    shuffle them.
    """
    if is_full:
        return lettering(camera.zoom), 1.0
    return small_lettering(), 20.0 / max(1.0, math.floor(camera.zoom * 20.0 + 1e-9))


def _paint_one_chip(frame: Frame, chip: Chip, letters: Lettering, scale: float) -> None:
    opacity = frame.scene.motion.chips if chip.is_active else 1.0
    if opacity <= 0.0:
        return
    rect = frame.camera.rect_to_widget(chip.rect)
    if not frame.is_full:
        middle, size = rect.center(), chip.rect.size() / scale
        rect = QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)
    colors = frame.ink
    if opacity == 1.0 and chip.is_plain:
        key = ("plain chip", frame.detail, chip.plain_look, letters.least, colors.theme)
        frame.lay(key, rect, CHIP_AROUND, lambda on, at: paint_one_chip(on, at, chip.blank, colors))
        _write_chip(frame, on_whole_pixels(frame.painter, rect), chip)
        return
    look = (frame.detail, chip.look, letters.least, colors.theme)
    frame.painter.setOpacity(opacity)
    still = look if opacity == 1.0 else None
    frame.lay(still, rect, CHIP_AROUND, lambda on, at: paint_one_chip(on, at, chip, colors))
    frame.painter.setOpacity(1.0)


def _write_chip(frame: Frame, rect: QRectF, chip: Chip) -> None:
    if not frame.is_full:
        write_chip(frame.texts, (0.0, 0.0), rect, chip)
        return
    zoom = frame.camera.zoom
    corner = rect.x() / zoom, rect.y() / zoom
    write_chip(frame.zoomed, corner, QRectF(QPointF(), rect.size() / zoom), chip)


def _region(scene: Scene, area: QRectF) -> tuple[float, float, float, float] | None:
    """An area widened to multiples of _REGION, so that panning seldom leaves it; None for all
    of a graph that isn't large."""
    if scene.drawing.box_count <= _ALL_AT_ONCE:
        return None
    left, top = (math.floor(edge / _REGION) * _REGION for edge in (area.left(), area.top()))
    right, bottom = (math.ceil(edge / _REGION) * _REGION for edge in (area.right(), area.bottom()))
    return left, top, right, bottom


@kept(12)
def chips_at(
    faces: Faces,
    drawing: Drawing,
    layout: Layout,
    colors: Ink,
    letters: Lettering,
    scale: float,
    region: tuple[float, float, float, float] | None,
    with_past: bool,
) -> list[Chip]:
    """The chips of a position in their places (layout px)."""
    graph = drawing.graph
    if region is None:
        boxes = np.arange(drawing.box_count, dtype=np.int32)
        arrows = np.arange(drawing.items.edge_count, dtype=np.int32)
    else:
        area = QRectF(QPointF(*region[:2]), QPointF(*region[2:]))
        boxes = boxes_in(drawing, layout, area)
        current = faces.recording.step(faces.position).node
        arrows, _ = parted(drawing, routes(layout).in_area(area), boxes, current)
    with_past = with_past and scale <= 1.0 / _CHIPS_FROM
    arrows = arrows[drawing.have_edges(arrows)]
    # Backward runs in reverse creation order: the latest user's arrows come first.
    users = graph.edge_user[drawing.edges[drawing.edge_start[arrows + 1] - 1]]
    in_time = arrows[np.lexsort([arrows, -users])]
    if not with_past and not is_observed(faces.recording):
        kinds = arrow_kinds(faces.recording, faces.position, drawing, in_time)
        in_time = in_time[[kind is not ArrowKind.DONE for kind in kinds]]
    faces.keep_arrows(drawing, in_time)
    shown = [faces.arrow(drawing, e) for e in in_time.tolist()]
    if not with_past:
        shown = [face for face in shown if face.kind is not ArrowKind.DONE or face.is_faulty]
    shown = [face for face in shown if face.chip]
    if not shown:
        return []
    is_roomy = scale == 1.0
    taken = _rects(drawing, layout, boxes).tolist()
    if is_roomy:
        taken += _beside_cards(faces, drawing, layout, boxes, colors, letters)
    spots = chip_spots(layout)
    spots.keep(np.array([face.arrow for face in shown], np.int32))
    return place_chips(shown, spots, taken, colors, letters, scale, roomy=is_roomy)


def _rects(drawing: Drawing, layout: Layout, boxes: Ints) -> Floats:
    """(k, 4) left, top, right, bottom of what chips keep clear of."""
    centre, half = layout.centre[boxes], drawing.box_size[boxes] / 2 + _CLEAR
    return np.hstack([centre - half, centre + half])


def _beside_cards(
    faces: Faces, drawing: Drawing, layout: Layout, boxes: Ints, colors: Ink, letters: Lettering
) -> list[Rect]:
    """The strips and tags of cards at full detail."""
    cards = boxes[drawing.is_card[boxes]]
    nodes = drawing.box_node[cards]
    faces.keep_cards(nodes)
    out = []
    for box, node in zip(cards.tolist(), nodes.tolist(), strict=True):
        face = faces.card(node)
        if face.is_bare:
            continue
        rect = box_rect(drawing, layout, box)
        for taken in (*tag_rects(rect, face, colors, letters), outer_rect(rect, face)):
            edges = taken.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR)
            out.append((edges.left(), edges.top(), edges.right(), edges.bottom()))
    return out
