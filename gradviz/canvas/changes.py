"""Changes: the parts of a picture that look different after a step, or when something is
pointed at or selected.

What a step changes follows from the recording: the nodes of the steps on the way, the
gradients these wrote to, their arrows, and the groups they are in. Better one part too many
than one too few; what can't be told so is the whole picture.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QRegion

from gradviz.canvas.camera import Camera
from gradviz.canvas.chips import Chip
from gradviz.canvas.frame import AROUND
from gradviz.canvas.geometry import box_rects, group_rect
from gradviz.canvas.group_cards import has_readable_header
from gradviz.canvas.heat import Colouring
from gradviz.canvas.many_steps import boxes_passed
from gradviz.canvas.overview import MOST_EXACT
from gradviz.canvas.paint_chips import chips_in_sight
from gradviz.canvas.paint_frames import SMALL_FRAME
from gradviz.canvas.polylines import routes
from gradviz.canvas.scene import AT_REST, Detail, Scene
from gradviz.canvas.step_area import step_arrows
from gradviz.canvas.step_marks import MOST_MARKED, step_marks
from gradviz.layout.drawing import Drawing
from gradviz.layout.nested import HEADER
from gradviz.look.theme import Theme
from gradviz.model.graph import Floats
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

_MOST_STEPS = 4
"""More steps at once aren't looked at one by one."""
_MOST_PARTS = 160
_MOST_COVERED = 0.5
"""Of the picture; when so much of it changes it is painted as a whole."""
_WORTH_A_PART = 4_000.0
"""px on screen."""
_ROUND_BLOCK = 6.0
"""px on screen that the mark and the ring of a block reach beyond it."""
_ROUND_CARD = 20.0
"""The same of a compact card, with its halo."""
_ROUND_LINE = 4.0
_RING = 8.0
"""The same of a selection's ring."""
_PIECE = 48.0
"""px on screen; a line is covered by rectangles about so large, not by one around all of it."""


class Difference(NamedTuple):
    """`parts` are rectangles in widget px, whole ones, that hold what differs. `boxes` differ
    too, but nothing around them, so that they can be painted over as they are; and in `marks`
    (widget px) only what is laid on the picture. Both are for pictures painted in bulk."""

    parts: list[QRectF]
    boxes: list[int]
    marks: QRegion


UNCHANGED = Difference([], [], QRegion())


def difference(
    before: Scene, after: Scene, camera: Camera, viewport: QRectF, theme: Theme, detail: Detail,
    in_bulk: bool,
) -> Difference | None:  # fmt: skip
    """What differs between the pictures of two scenes; None for everything."""
    if not _can_be_told(before, after):
        return None
    if abs(after.position - before.position) > _MOST_STEPS:
        return _after_many(before, after, camera, viewport) if in_bulk else None
    is_plain = in_bulk and after.colouring is Colouring.STATE and before.touched == after.touched
    told = _after_steps(before, after, camera) if is_plain else None
    if told is not None:
        return told
    found = _Changes(before, after, camera, detail, in_bulk)
    parts = _gathered(found.rects(theme, viewport), viewport)
    if parts is None:
        return None
    marks = QRegion()
    for rect in found.marks():
        marks += rect.toAlignedRect()
    return Difference(parts, found.boxes_over, marks)


def _after_steps(before: Scene, after: Scene, camera: Camera) -> Difference | None:
    """What differs after few steps in a picture painted in bulk: some blocks have another colour,
    and the marks are elsewhere. None where a step is also told in numbers, on groups."""
    recording, drawing, layout = after.recording, after.drawing, after.layout
    if drawing.fold is not None and has_readable_header(camera.zoom):
        return None
    low, high = sorted((before.position, after.position))
    steps = [recording.step(position) for position in range(low, high + 1)]
    nodes = [step.node for step in steps]
    targets = recording.tape.target[steps[0].writes.start : steps[-1].writes.stop].tolist()
    if any(drawing.item_group[drawing.item_of_node[node]] >= 0 for node in (*nodes, *targets)):
        return None
    first, *others = (step_marks(drawing, layout, camera, node) for node in nodes)
    marks = first.region
    for other in others:
        marks = marks | other.region
    for mark in {*first.frames} ^ {*others[-1].frames}:
        marks |= mark.region
    # At the later position the last of the nodes is the current one: its turn isn't over.
    passed = {box for node in nodes[:-1] for box in _boxes_of(drawing, node)}
    return Difference([], sorted(passed), marks)


def _after_many(before: Scene, after: Scene, camera: Camera, viewport: QRectF) -> Difference | None:
    """What differs after more steps than can be looked at one by one."""
    has_numbers = len(after.drawing.frames) > 0 and has_readable_header(camera.zoom)
    if after.colouring is not Colouring.STATE or before.touched != after.touched or has_numbers:
        return None
    boxes = boxes_passed(before, after)
    if boxes is None:
        return None
    return Difference([], boxes.tolist(), QRegion(viewport.toAlignedRect()))


def _gathered(rects: Iterator[QRectF], viewport: QRectF) -> list[QRectF] | None:
    """The parts of a viewport that hold these; None where that is most of it."""
    parts: list[QRectF] = []
    covered = 0.0
    most = _MOST_COVERED * viewport.width() * viewport.height()
    for rect in rects:
        part = QRectF(rect.toAlignedRect()).intersected(viewport)
        if part.isEmpty():
            continue
        if not _taken_in(part, parts):
            parts.append(part)
        covered += _area(part)
        if len(parts) > _MOST_PARTS or covered > most:
            return None
    return parts


def _taken_in(part: QRectF, parts: list[QRectF]) -> bool:
    """Widen one of the last parts, if hardly anything that didn't change comes in with it: a
    part costs as much as some thousand px."""
    for i in range(len(parts) - 1, max(-1, len(parts) - 5), -1):
        both = parts[i].united(part)
        if _area(both) <= _area(parts[i]) + _area(part) + _WORTH_A_PART:
            parts[i] = both
            return True
    return False


def _area(rect: QRectF) -> float:
    return rect.width() * rect.height()


def _can_be_told(before: Scene, after: Scene) -> bool:
    same = (
        before.recording is after.recording
        and before.drawing is after.drawing
        and before.layout is after.layout
        and before.colouring is after.colouring
        and before.motion == after.motion == AT_REST
    )
    low, high = sorted((before.position, after.position))
    recording, seed = after.recording, len(after.recording.graph) + 1
    if not same:
        return False
    if low == high:
        return True
    if low <= 0 or low <= seed <= high:  # the phase is told on every card
        return False
    # What was never written to is missed only at the end.
    return not (recording.rule is Rule.AS_WRITTEN and high == recording.length)


class _Changes:
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
                    {box for node in self._nodes for box in self._boxes_of(node)}
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
                boxes.update(self._boxes_of(node))
        return boxes

    def _boxes_of(self, node: int) -> list[int]:
        return _boxes_of(self._after.drawing, node)

    @cached_property
    def boxes_over(self) -> list[int]:
        """Plain blocks with another colour; and the labels of what has many."""
        drawing, is_warm = self._after.drawing, self._after.colouring is Colouring.GRADIENT
        if not self._in_bulk:
            return []
        out: list[int] = []
        for node in sorted(self._nodes | self._targets if is_warm else self._nodes):
            shown = drawing.card_box(node)
            boxes = self._boxes_of(node)
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
            pieces = np.concatenate([self._chords(lines.of(arrow)) for arrow in some])
        ends = pieces * self._camera.zoom + np.array([self._camera.dx, self._camera.dy] * 2)
        low, high = _covering(ends[:, :2], ends[:, 2:])
        low, size = low - by, high - low + 2 * by
        for corner, sides in zip(low.tolist(), size.tolist(), strict=True):
            yield QRectF(*corner, *sides)

    def _chords(self, points: Floats) -> Floats:
        """(k, 4) the pieces of a polyline; the diagonal of all of it, where it is narrow."""
        low, high = points.min(axis=0), points.max(axis=0)
        if (high - low).min() * self._camera.zoom < _PIECE:
            return np.concatenate([low, high])[None]
        return np.hstack([points[:-1], points[1:]])

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


def _boxes_of(drawing: Drawing, node: int) -> list[int]:
    boxes: list[int] = drawing.boxes_of(node).tolist()
    op = drawing.op_box(node)
    return boxes if op is None else [*boxes, op]


def _covering(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The corners of rectangles that cover lines from a to b, none of them much too large."""
    along = b - a
    counts = (np.abs(along).min(axis=1) // _PIECE).astype(np.int64) + 1
    if counts.max() > 1:
        begin = np.cumsum(counts) - counts
        place = np.arange(int(counts.sum())) - np.repeat(begin, counts)
        along = np.repeat(along / counts[:, None], counts, axis=0)
        a = np.repeat(a, counts, axis=0) + along * place[:, None]
        b = a + along
    return np.minimum(a, b), np.maximum(a, b)


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
