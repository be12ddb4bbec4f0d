"""Boxes: cards and op circles at every level of detail, and the ring around the selected one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QMarginsF, QPointF, QRectF

from gradviz.canvas.arrow_faces import ArrowKind
from gradviz.canvas.cards import CardLook, has_spin, outer_rect, paint_body, paint_card, write_card
from gradviz.canvas.circles import paint_circle
from gradviz.canvas.compact import (
    has_icon,
    paint_block,
    paint_compact,
    paint_compact_heat,
    write_compact,
)
from gradviz.canvas.faces import OpFace
from gradviz.canvas.frame import Frame
from gradviz.canvas.geometry import box_rect, group_rects
from gradviz.canvas.group_cards import (
    paint_group,
    paint_group_compact,
)
from gradviz.canvas.heat import gradient_scale
from gradviz.canvas.labels import LabelFace, paint_label, receiving_groups, write_label
from gradviz.canvas.pieces import plain
from gradviz.canvas.scene import Detail
from gradviz.canvas.stamps import on_whole_pixels
from gradviz.canvas.standing import Stands
from gradviz.canvas.step_area import step_arrows
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_ring
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


def paint_one_box(frame: Frame, box: int) -> None:
    """In widget px."""
    scene, drawing = frame.scene, frame.scene.drawing
    node = drawing.node_of(box)
    rect = frame.camera.rect_to_widget(box_rect(drawing, scene.layout, box))
    halo = 1.0 + 0.9 * (1.0 - scene.motion.halo)
    if drawing.is_op_box(box):
        _paint_op(frame, rect, frame.faces.op(node), halo)
        return
    group = drawing.group_of(box)
    if not drawing.is_card[box]:
        if group is None or drawing.is_label[box]:
            _paint_label(frame, rect, box, group)
        else:
            _paint_group(frame, rect, group, halo)
        return
    if frame.is_full:
        _paint_card(frame, rect, node, halo)
    elif frame.detail is Detail.COMPACT:
        _paint_compact(frame, rect, node, halo)
    else:
        _paint_block(frame, rect, node, halo)


def _look(frame: Frame, node: int, face: Stands, halo: float) -> CardLook:
    scene = frame.scene
    return CardLook(
        hovered=node == scene.hovered,
        editing=node == scene.editing,
        halo=halo if face.state is NodeState.CURRENT else 1.0,
        strip=scene.motion.strip if face.is_receiving else 1.0,
        heat=None if frame.heat is None else frame.heat.level_of(node),
    )


def _paint_card(frame: Frame, rect: QRectF, node: int, halo: float) -> None:
    face = frame.faces.card(node)
    look, colors, letters = _look(frame, node, face, halo), frame.ink, frame.letters
    zoom, painter = frame.camera.zoom, frame.painter
    if face.is_receiving or look.halo != 1.0:
        key = (frame.detail, face, look, letters.least, colors.theme)
        around = _margins(METRICS.strip_height) * zoom
        frame.lay(
            key if look.halo == look.strip == 1.0 else None,
            rect,
            around,
            lambda on, at: paint_card(on, at, face, colors, letters, look),
        )
        return
    spin = has_spin(QRectF(QPointF(), rect.size() / zoom), face, letters)
    standing = frame.faces.standing(node)
    still = (frame.detail, standing, look.hovered, look.editing, spin, letters.least, colors.theme)
    frame.lay(
        still,
        rect,
        _margins() * zoom,
        lambda on, at: paint_body(on, at, face, spin, colors, letters, look),
    )
    spot = on_whole_pixels(painter, rect)

    def write() -> None:
        painter.save()
        painter.translate(spot.topLeft())
        painter.scale(zoom, zoom)
        at = QRectF(QPointF(), rect.size() / zoom)
        write_card(painter, at, face, colors, letters, look.heat)
        painter.restore()

    frame.piles.paint_over(write)


def _paint_compact(frame: Frame, rect: QRectF, node: int, halo: float) -> None:
    face, colors = frame.faces.brief(node), frame.ink
    scene, is_current = frame.scene, face.standing.state is NodeState.CURRENT
    look = CardLook(node == scene.hovered, node == scene.editing, halo if is_current else 1.0)
    with_icon = has_icon(rect, face)
    key = (frame.detail, face.standing, with_icon, look, colors.theme)
    frame.lay(
        key if look.halo == 1.0 else None,
        rect,
        _margins(),
        lambda on, at: paint_compact(on, at, face.standing, with_icon, colors, look),
    )
    rect = on_whole_pixels(frame.painter, rect)
    if frame.heat is not None:
        level = frame.heat.level_of(node)
        frame.piles.paint_over(lambda: paint_compact_heat(frame.painter, rect, level, colors))
    write_compact(frame.texts, rect, face, with_icon, colors)


def _paint_block(frame: Frame, rect: QRectF, node: int, halo: float) -> None:
    standing, colors = frame.faces.standing(node), frame.ink
    look = _look(frame, node, standing, halo)
    is_still = look.halo == look.strip == 1.0
    key = (frame.detail, standing, look, colors.theme) if is_still else None
    frame.lay(key, rect, _margins(), lambda on, at: paint_block(on, at, standing, colors, look))


def _paint_group(frame: Frame, rect: QRectF, group: int, halo: float) -> None:
    scene = frame.scene
    face = frame.faces.group(scene.drawing, group)
    look = CardLook(
        hovered=group == scene.hovered_group,
        halo=halo if face.state is NodeState.CURRENT else 1.0,
    )
    scale, colors, letters = gradient_scale(scene.recording), frame.ink, frame.letters
    key = (frame.detail, face, scale, look, letters.least, colors.theme)
    still = key if look.halo == 1.0 else None
    if frame.is_full:
        frame.lay(
            still,
            rect,
            _margins() * frame.camera.zoom,
            lambda on, at: paint_group(on, at, face, scale, colors, letters, look),
        )
    else:
        frame.lay(
            still,
            rect,
            _margins(),
            lambda on, at: paint_group_compact(on, at, face, scale, colors, look),
        )


def _paint_label(frame: Frame, rect: QRectF, box: int, group: int | None) -> None:
    scene, colors, graph = frame.scene, frame.ink, frame.scene.recording.graph
    if group is None:
        node = scene.drawing.node_of(box)
        told, name = frame.faces.brief(node), graph.name(node)
        face = LabelFace.of_value(told, name)
        if scene.drawing.is_outlet[box]:
            face = LabelFace.of_outlet(told, name, len(graph.users_of(node)))
        elif face.outline.is_receiving:
            face = replace(face, contribution=_contribution(frame, box))
        hovered = node == scene.hovered
    else:
        assert scene.drawing.fold is not None
        groups = scene.drawing.fold.groups
        is_receiving = group in receiving_groups(scene.recording, scene.position, groups)
        face = LabelFace.of_group(frame.faces.group(scene.drawing, group), is_receiving)
        hovered = group == scene.hovered_group
    outline = face.outline
    frame.lay(
        ("label", outline, hovered, colors.theme),
        rect,
        _margins(),
        lambda on, at: paint_label(on, at, outline, colors, hovered=hovered),
        zooms=False,
    )
    write_label(frame.texts, on_whole_pixels(frame.painter, rect), face, colors)


def _contribution(frame: Frame, label: int) -> str:
    """What the present step brings back to a label: nothing, if another one of its value's is
    where it comes."""
    drawing, recording = frame.scene.drawing, frame.scene.recording
    arrows = step_arrows(drawing, recording.step(frame.scene.position).node)
    faces = [frame.faces.arrow(drawing, a) for a in arrows.tolist() if drawing.tail[a] == label]
    coming = [face for face in faces if face.kind is ArrowKind.BACKWARD and not face.is_faulty]
    return "  ".join(plain(face.brief) for face in coming)


def _paint_op(frame: Frame, rect: QRectF, face: OpFace, halo: float) -> None:
    text = METRICS.canvas_text
    largest = text.op_glyph if frame.is_full else text.node_value
    least = frame.letters.least if frame.is_full else text.min_on_screen
    halo = halo if face.state is NodeState.CURRENT else 1.0
    look = (frame.detail, face.symbol, face.state, face.is_backward, least, frame.ink.theme)
    around = _margins() * (frame.camera.zoom if frame.is_full else 1.0)
    frame.lay(
        look if halo == 1.0 else None,
        rect,
        around,
        lambda on, at: paint_circle(on, at, face, frame.ink, largest, least, halo=halo),
    )


def _margins(below: float = 0.0) -> QMarginsF:
    """How far a halo or a root's outline reaches beyond its box, and a strip below it."""
    reach = METRICS.halo_widths[-1] / 2 + 2.0
    return QMarginsF(reach, reach, reach, reach + below)
