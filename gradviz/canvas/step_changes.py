"""Step changes: what few steps, or another thing pointed at or selected, change in a picture."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.camera import Camera
from gradviz.canvas.chips import Chip
from gradviz.canvas.frame import AROUND
from gradviz.canvas.geometry import box_rects, group_rect
from gradviz.canvas.group_cards import has_readable_header
from gradviz.canvas.heat import Colouring
from gradviz.canvas.line_covers import chords, covering
from gradviz.canvas.overview import MOST_EXACT
from gradviz.canvas.paint_chips import chips_in_sight
from gradviz.canvas.paint_frames import SMALL_FRAME
from gradviz.canvas.polylines import routes
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.step_area import step_arrows
from gradviz.canvas.step_marks import MOST_MARKED
from gradviz.layout.drawing import Drawing
from gradviz.layout.nested import HEADER
from gradviz.look.theme import Theme
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

_ROUND_BLOCK = 6.0
"""px on screen that the mark and the ring of a block reach beyond it."""
_ROUND_CARD = 20.0
"""The same of a compact card, with its halo."""
_ROUND_LINE = 4.0
_RING = 8.0
"""The same of a selection's ring."""


class StepChanges:
    """What differs between two scenes of one recording, drawing and layout."""

    def __init__(
        self, before: Scene, after: Scene, camera: Camera, detail: Detail, in_bulk: bool
    ) -> None:
        self._before, self._after = before, after
        self._camera, self._detail, self._in_bulk = camera, detail, in_bulk
        self._nodes: set[int] = set()
        self._targets: set[int] = set()
        self._arrows: set[int] = set()
        if before.position != after.position:
            self._collect()

    def _collect(self) -> None:
        recording, drawing = self._after.recording, self._after.drawing
        low, high = sorted((self._before.position, self._after.position))
        for position in range(low, high + 1):
            step = recording.step(position)
            writes = slice(step.writes.start, step.writes.stop)
            self._nodes.add(step.node)
            self._targets.update(recording.tape.target[writes].tolist())
            edges = recording.tape.edge[writes]
            self._arrows.update(drawing.arrow_of_edge[edges[edges >= 0]].tolist())
            self._arrows.update(step_arrows(drawing, step.node).tolist())
        if not self._in_bulk or self._after.colouring is not Colouring.STATE:
            self._arrows.update(_arrows_back(recording, self._after, self._targets))
        self._arrows.discard(-1)

    def rects(self, theme: Theme, viewport: QRectF) -> Iterator[QRectF]:
        """In widget px; some may overlap, and some lie out of sight."""
        yield from self._boxes(self._changed_boxes().difference(self.boxes_over))
        if not self._is_plain:
            yield from self._lines(self._arrows)
        if not self._in_bulk:
            yield from self._borders()
        yield from self._headers()
        yield from self._pointed()
        if self._detail is not Detail.BLOCK and not self._in_bulk:
            yield from self._chips(theme, viewport)

    def marks(self) -> Iterator[QRectF]:
        """Likewise, where the marks of steps were and are."""
        if not self._in_bulk:
            return
        yield from self._borders()
        if self._is_plain:
            if len(self.boxes_over) <= MOST_EXACT:
                yield from self._boxes(
                    {box for node in self._nodes for box in boxes_of(self._after.drawing, node)}
                )
            yield from self._lines(self._arrows)

    @property
    def _is_plain(self) -> bool:
        """Whether a step only gives some blocks another colour, and marks others."""
        return self._in_bulk and self._after.colouring is Colouring.STATE

    # --- boxes --------------------------------------------------------------------------

    def _changed_boxes(self) -> set[int]:
        drawing, is_warm = self._after.drawing, self._after.colouring is Colouring.GRADIENT
        boxes: set[int] = set()
        for node in self._nodes | self._targets:
            shown = drawing.card_box(node)
            if node in self._nodes or is_warm or not self._in_bulk or drawing.is_group[shown]:
                boxes.update(boxes_of(self._after.drawing, node))
        return boxes

    @cached_property
    def boxes_over(self) -> list[int]:
        """Plain blocks with another colour; and the labels of what has many."""
        drawing, is_warm = self._after.drawing, self._after.colouring is Colouring.GRADIENT
        if not self._in_bulk:
            return []
        out: list[int] = []
        for node in sorted(self._nodes | self._targets if is_warm else self._nodes):
            shown = drawing.card_box(node)
            boxes = boxes_of(self._after.drawing, node)
            many = len(boxes) > MOST_MARKED
            if many or (self._is_plain and not drawing.is_group[shown]):
                out += boxes
        return out

    def _boxes(self, boxes: set[int]) -> Iterator[QRectF]:
        scene, at = self._after, sorted(boxes)
        for left, top, right, bottom in box_rects(scene.drawing, scene.layout)[at].tolist():
            yield self._around(QRectF(QPointF(left, top), QPointF(right, bottom)))

    def _around(self, rect: QRectF) -> QRectF:
        by = _ROUND_BLOCK if self._detail is Detail.BLOCK else _ROUND_CARD
        if self._detail is Detail.FULL:
            by = AROUND * self._camera.zoom
        return self._camera.rect_to_widget(rect).adjusted(-by, -by, by, by)

    # --- arrows -------------------------------------------------------------------------

    def _lines(self, arrows: Collection[int]) -> Iterator[QRectF]:
        """Along some arrows, as they are drawn here."""
        if not arrows:
            return
        lines, some = routes(self._after.layout), sorted(arrows)
        if self._in_bulk:
            pieces, by = lines.ends[some].astype(np.float64), _ROUND_LINE
        else:
            by = _ROUND_LINE + 12.0 * max(1.0, self._camera.zoom)
            pieces = np.concatenate([chords(lines.of(arrow), self._camera.zoom) for arrow in some])
        ends = pieces * self._camera.zoom + np.array([self._camera.dx, self._camera.dy] * 2)
        low, high = covering(ends[:, :2], ends[:, 2:])
        low, size = low - by, high - low + 2 * by
        for corner, sides in zip(low.tolist(), size.tolist(), strict=True):
            yield QRectF(*corner, *sides)

    def _chips(self, theme: Theme, viewport: QRectF) -> Iterator[QRectF]:
        camera, detail = self._camera, self._detail
        old = _by_look(chips_in_sight(self._before, camera, viewport, theme, detail))
        new = _by_look(chips_in_sight(self._after, camera, viewport, theme, detail))
        for key in old.keys() ^ new.keys():
            rect = self._camera.rect_to_widget((old.get(key) or new[key]).rect)
            yield rect.adjusted(-_ROUND_CARD, -_ROUND_CARD, _ROUND_CARD, _ROUND_CARD)

    # --- groups, and what is pointed at --------------------------------------------------

    def _around_current(self) -> tuple[set[int], set[int]]:
        """The groups around the current node, before and after."""
        fold = self._after.drawing.fold
        old, new = (s.recording.step(s.position).node for s in (self._before, self._after))
        if fold is None or old == new:
            return set(), set()
        return (
            set(fold.around(old) if old >= 0 else ()),
            set(fold.around(new) if new >= 0 else ()),
        )

    def _borders(self) -> Iterator[QRectF]:
        """Of groups the current node has left or come to."""
        old, new = self._around_current()
        for group in old ^ new:
            yield from self._border(group)

    def _headers(self) -> Iterator[QRectF]:
        fold = self._after.drawing.fold
        if fold is None or not has_readable_header(self._camera.zoom):
            return
        old, new = self._around_current()
        for group in old | new | {g for node in self._targets for g in fold.around(node)}:
            rect = self._frame(group)
            if rect is not None:
                rect.setHeight(HEADER * self._camera.zoom + 1.0)
                yield rect

    def _frame(self, group: int) -> QRectF | None:
        scene = self._after
        at = scene.drawing.frame_of(group)
        if at is None:
            return None
        rect = self._camera.rect_to_widget(QRectF(*scene.layout.frame[at].tolist()))
        return None if min(rect.width(), rect.height()) < SMALL_FRAME - 1.0 else rect

    def _border(self, group: int) -> Iterator[QRectF]:
        rect, by = self._frame(group), 12.0  # the round corners lie within
        if rect is None:
            return
        outer = rect.adjusted(-2.0, -2.0, 2.0, 2.0)
        yield QRectF(outer.left(), outer.top(), outer.width(), by)
        yield QRectF(outer.left(), outer.bottom() - by, outer.width(), by)
        yield QRectF(outer.left(), outer.top(), by, outer.height())
        yield QRectF(outer.right() - by, outer.top(), by, outer.height())

    def _pointed(self) -> Iterator[QRectF]:
        """Where the pointer was and is, what was and is selected, what is being edited."""
        one, other = self._before, self._after
        for group in _differing(one.hovered_group, other.hovered_group):
            yield from self._whole_group(group)
        if (one.selected, one.selected_group, one.focused) != (
            other.selected, other.selected_group, other.focused,
        ):  # fmt: skip
            for scene in (one, other):
                if scene.selected_group is not None:
                    yield from self._whole_group(scene.selected_group)
                elif scene.selected is not None:
                    yield from self._node(scene.selected)
        if self._in_bulk:
            return
        for node in _differing(one.hovered, other.hovered):
            yield from self._node(node)
        for node in _differing(one.editing, other.editing):
            yield from self._node(node)
        for arrow in _differing(one.hovered_arrow, other.hovered_arrow):
            yield from self._lines([arrow])

    def _node(self, node: int) -> Iterator[QRectF]:
        for rect in self._boxes(set(self._after.drawing.boxes_of(node).tolist())):
            yield rect.adjusted(-_RING, -_RING, _RING, _RING)

    def _whole_group(self, group: int) -> Iterator[QRectF]:
        scene = self._after
        rect = group_rect(scene.drawing, scene.layout, group)
        if rect is not None:
            yield self._around(rect)
        yield from self._boxes(set(np.flatnonzero(scene.drawing.item_group == group).tolist()))


def boxes_of(drawing: Drawing, node: int) -> list[int]:
    boxes: list[int] = drawing.boxes_of(node).tolist()
    op = drawing.op_box(node)
    return boxes if op is None else [*boxes, op]


def _differing(one: int | None, other: int | None) -> list[int]:
    """What is pointed at in only one of two scenes."""
    return [] if one == other else [one_of for one_of in (one, other) if one_of is not None]


def _arrows_back(recording: Recording, scene: Scene, targets: set[int]) -> set[int]:
    """The arrows along which something came back to these nodes before, and may now be lost;
    and those from their ops, coloured like the nodes themselves."""
    drawing = scene.drawing
    arrows = {arrow for node in targets if (arrow := drawing.result_arrow(node)) is not None}
    if recording.rule is not Rule.ACCUMULATE:
        for node in targets:
            edges = recording.tape.edge[recording.tape.writes_to(node)]
            arrows.update(drawing.arrow_of_edge[edges[edges >= 0]].tolist())
    return arrows


def _by_look(chips: list[Chip]) -> dict[object, Chip]:
    return {(chip.look, chip.rect.getRect(), chip.face.is_faulty): chip for chip in chips}
