"""Boxes: cards and op circles at every level of detail, and the ring around the selected one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.box_spots import BoxSpots
from gradviz.canvas.card_words import has_spin, write_card
from gradviz.canvas.cards import CardLook, outer_rect, paint_body, paint_card, paint_card_heat
from gradviz.canvas.compact import (
    has_icon,
    paint_block,
    paint_compact,
    paint_compact_heat,
    write_compact,
)
from gradviz.canvas.faces import CardFace
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import box_rect, group_rects
from gradviz.canvas.group_cards import (
    paint_group,
    paint_group_compact,
)
from gradviz.canvas.heat import gradient_scale
from gradviz.canvas.paint_circles import paint_circles
from gradviz.canvas.paint_labels import paint_labels
from gradviz.canvas.scene import Detail
from gradviz.canvas.stamps import on_whole_pixels
from gradviz.canvas.standing import Standing, Stands
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_ring
from gradviz.model.graph import Ints
from gradviz.model.positions import NodeState


def paint_selection(frame: Frame) -> None:
    """Rings around whatever shows the selection, under the arrows, so that their heads stay
    visible: a card, a leaf's labels, or a group."""
    scene, drawing = frame.scene, frame.scene.drawing
    if scene.selected_group is not None:
        for rect in group_rects(drawing, scene.layout, scene.selected_group):
            _paint_select_ring(frame, rect, METRICS.select_offset)
        return
    if scene.selected is None:
        return
    for box in drawing.boxes_of(scene.selected).tolist():
        rect = box_rect(drawing, scene.layout, box)
        offset = METRICS.select_offset
        if drawing.is_card[box]:
            face = frame.faces.card(scene.selected)
            if frame.is_full:
                rect = outer_rect(rect, face)
            offset += METRICS.root_gap - 1.0 if face.is_root else 0.0
        _paint_select_ring(frame, rect, offset)


def _paint_select_ring(frame: Frame, rect: QRectF, offset: float) -> None:
    scale = 1.0 if frame.is_full else 1.0 / frame.camera.zoom
    width = METRICS.select_width + (1.0 if frame.scene.focused else 0.0)
    paint_ring(
        frame.painter,
        rect,
        METRICS.radius_node,
        frame.ink.ring,
        width * scale,
        offset * (scale if frame.detail is not Detail.BLOCK else scale * 0.6),
    )


def paint_boxes(frame: Frame, boxes: Ints) -> None:
    """In widget px."""
    drawing = frame.scene.drawing
    is_item = boxes < len(drawing.items)
    items = boxes[is_item]
    _paint_cards(frame, items[drawing.is_card[items]])
    paint_labels(frame, items[drawing.is_label[items]])
    for box in items[drawing.is_group[items]].tolist():
        _paint_group(frame, box)
    paint_circles(frame, boxes[~is_item])


def _look(frame: Frame, node: int, face: Stands, heat: float | None) -> CardLook:
    scene = frame.scene
    return CardLook(
        hovered=node == scene.hovered,
        editing=node == scene.editing,
        halo=frame.halo if face.state is NodeState.CURRENT else 1.0,
        strip=scene.motion.strip if face.is_receiving else 1.0,
        heat=heat,
    )


def _levels(frame: Frame, nodes: Ints) -> list[float | None]:
    """The level of the magnitude of each, where colours tell that."""
    if frame.heat is None:
        return [None] * len(nodes)
    levels: list[float | None] = frame.heat.levels_of(nodes).tolist()
    return levels


def _paint_cards(frame: Frame, boxes: Ints) -> None:
    nodes = frame.scene.drawing.box_node[boxes]
    spots = BoxSpots(frame, boxes)
    if frame.detail is Detail.FULL:
        _paint_full(frame, spots, nodes)
    elif frame.detail is Detail.COMPACT:
        _paint_compact(frame, spots, nodes)
    else:
        _paint_blocks(frame, spots, nodes)


def _paint_full(frame: Frame, spots: BoxSpots, nodes: Ints) -> None:
    zoom, ink, letters, in_order = frame.camera.zoom, frame.ink, frame.letters, nodes.tolist()
    frame.faces.keep_cards(nodes)
    faces = [frame.faces.card(node) for node in in_order]
    looks = [
        _look(frame, face.node, face, level)
        for face, level in zip(faces, _levels(frame, nodes), strict=True)
    ]
    widths = [width / zoom for width, _ in spots.sizes]
    still, bodies = [], []
    for i, (face, look) in enumerate(zip(faces, looks, strict=True)):
        if face.is_receiving or look.halo != 1.0:
            _lay_whole(frame, spots.rect(i), face, look)
        else:
            still.append(i)
            standing = frame.faces.standing(face.node)
            root = face.label if face.is_root else ""  # where its flag is depends on it
            spin = has_spin(widths[i], face, letters)
            bodies.append((standing, spin, look.hovered, look.editing, root))
    for some in spots.alike(bodies, among=still):
        _lay_bodies(frame, spots, some, faces[some[0]], looks[some[0]])
    corners = spots.on_pixels()
    for i in still:
        (x, y), level = corners[i], looks[i].heat
        if level is not None:
            _lay_card_heat(frame, on_whole_pixels(frame.painter, spots.rect(i)), level)
        write_card(frame.zoomed, (x / zoom, y / zoom), widths[i], faces[i], ink, letters)


def _lay_whole(frame: Frame, rect: QRectF, face: CardFace, look: CardLook) -> None:
    """A card that has a strip, or a halo in motion."""
    ink, letters = frame.ink, frame.letters
    key = (frame.detail, face, look, letters.least, ink.theme)
    frame.lay(
        key if look.halo == look.strip == 1.0 else None,
        rect,
        frame.margins(METRICS.strip_height),
        lambda on, at: paint_card(on, at, face, ink, letters, look),
    )


def _lay_bodies(
    frame: Frame, spots: BoxSpots, alike: list[int], face: CardFace, look: CardLook
) -> None:
    ink, letters, first = frame.ink, frame.letters, spots.rect(alike[0])
    spin = has_spin(first.width() / frame.camera.zoom, face, letters)
    standing, root = frame.faces.standing(face.node), face.label if face.is_root else ""
    frame.lay_all(
        (frame.detail, standing, look.hovered, look.editing, spin, root, letters.least, ink.theme),
        first,
        spots.corners_of(alike),
        frame.margins(),
        lambda on, at: paint_body(on, at, face, spin, ink, letters, look),
    )


def _lay_card_heat(frame: Frame, rect: QRectF, level: float) -> None:
    def paint() -> None:
        painter, zoom = frame.painter, frame.camera.zoom
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(zoom, zoom)
        paint_card_heat(painter, QRectF(QPointF(), rect.size() / zoom), level, frame.ink)
        painter.restore()

    frame.piles.paint_over(paint)


def _paint_compact(frame: Frame, spots: BoxSpots, nodes: Ints) -> None:
    scene, ink, in_order = frame.scene, frame.ink, nodes.tolist()
    frame.faces.keep_briefs(nodes)
    faces = [frame.faces.brief(node) for node in in_order]
    have_icons = [
        has_icon(width, height, face)
        for face, (width, height) in zip(faces, spots.sizes, strict=True)
    ]
    looks = [
        (face.standing, icon, node == scene.hovered, node == scene.editing)
        for face, icon, node in zip(faces, have_icons, in_order, strict=True)
    ]
    for alike in spots.alike(looks):
        one = alike[0]
        _lay_compact(frame, spots, alike, in_order[one], faces[one].standing, have_icons[one])
    for i, level in enumerate(_levels(frame, nodes)):
        if level is not None:
            _lay_compact_heat(frame, on_whole_pixels(frame.painter, spots.rect(i)), level)
    for face, icon, (x, y), (width, height) in zip(
        faces, have_icons, spots.on_pixels(), spots.sizes, strict=True
    ):
        write_compact(frame.texts, x, y, width, height, face, icon, ink)


def _lay_compact(
    frame: Frame, spots: BoxSpots, alike: list[int], node: int, standing: Standing, icon: bool
) -> None:
    look, ink = _look(frame, node, standing, None)._replace(strip=1.0), frame.ink
    key = (frame.detail, standing, icon, look, ink.theme)
    frame.lay_all(
        key if look.halo == 1.0 else None,
        spots.rect(alike[0]),
        spots.corners_of(alike),
        frame.margins(),
        lambda on, at: paint_compact(on, at, standing, icon, ink, look),
    )


def _lay_compact_heat(frame: Frame, rect: QRectF, level: float) -> None:
    frame.piles.paint_over(lambda: paint_compact_heat(frame.painter, rect, level, frame.ink))


def _paint_blocks(frame: Frame, spots: BoxSpots, nodes: Ints) -> None:
    in_order = nodes.tolist()
    frame.faces.keep_standings(nodes)
    standings = [frame.faces.standing(node) for node in in_order]
    looks = [
        _look(frame, node, standing, level)
        for node, standing, level in zip(in_order, standings, _levels(frame, nodes), strict=True)
    ]
    for alike in spots.alike([*zip(standings, looks, strict=True)]):
        _lay_blocks(frame, spots, alike, standings[alike[0]], looks[alike[0]])


def _lay_blocks(
    frame: Frame, spots: BoxSpots, alike: list[int], standing: Standing, look: CardLook
) -> None:  # fmt: skip
    ink = frame.ink
    is_still = look.halo == look.strip == 1.0
    frame.lay_all(
        (frame.detail, standing, look, ink.theme) if is_still else None,
        spots.rect(alike[0]),
        spots.corners_of(alike),
        frame.margins(),
        lambda on, at: paint_block(on, at, standing, ink, look),
    )


def _paint_group(frame: Frame, box: int) -> None:
    scene, drawing = frame.scene, frame.scene.drawing
    group = drawing.group_of(box)
    assert group is not None
    rect = frame.camera.rect_to_widget(box_rect(drawing, scene.layout, box))
    face = frame.faces.group(drawing, group)
    look = CardLook(
        hovered=group == scene.hovered_group,
        halo=frame.halo if face.state is NodeState.CURRENT else 1.0,
    )
    scale, colors, letters = gradient_scale(scene.recording), frame.ink, frame.letters
    key = (frame.detail, face, scale, look, letters.least, colors.theme)
    still = key if look.halo == 1.0 else None
    if frame.is_full:
        frame.lay(
            still,
            rect,
            frame.margins(),
            lambda on, at: paint_group(on, at, face, scale, colors, letters, look),
        )
    else:
        frame.lay(
            still,
            rect,
            frame.margins(),
            lambda on, at: paint_group_compact(on, at, face, scale, colors, look),
        )
