"""The two lines of text below the stops, thinned out so that none ever touches another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gradviz.app.table.rich_cell import Ink, Item, Piece
from gradviz.app.timeline.stop_text import short_stop_text, stop_text
from gradviz.app.timeline.timeline_layout import Density
from gradviz.app.timeline.timeline_scene import FIRST_Y, ROW, SECOND_Y, TimelineScene
from gradviz.look.runs import ELLIPSIS, Run, elide_runs, paint_runs, runs_width

GAP = 8.0
_CURRENT_GAP = 18.0
_LEAST_SLOT = 20.0
_THINNED_SLOT = 64.0
_TICK_SLOT = 96.0
_WIDEST = 320.0


@dataclass(frozen=True)
class Caption:
    """Two lines, centred at `x`, already short enough for their room."""

    x: float
    first: list[Run]
    second: list[Run]

    @property
    def width(self) -> float:
        return max(runs_width(self.first), runs_width(self.second))

    def moved_inside(self, left: float, right: float) -> Caption:
        half = self.width / 2
        return Caption(max(left + half, min(self.x, right - half)), self.first, self.second)

    def touches(self, other: Caption) -> bool:
        return abs(self.x - other.x) < (self.width + other.width) / 2 + _CURRENT_GAP


def paint_captions(painter: QPainter, scene: TimelineScene) -> None:
    for caption in captions(scene):
        for runs, y in ((caption.first, FIRST_Y), (caption.second, SECOND_Y)):
            width = runs_width(runs) + 1
            room = QRectF(caption.x - width / 2, y - ROW / 2, width, ROW)
            paint_runs(painter, room, runs, Qt.AlignmentFlag.AlignHCenter)


def captions(scene: TimelineScene) -> list[Caption]:
    """The current step's in full, then as many of the others as find room beside it."""
    left, right = scene.layout.left - GAP, scene.width - GAP
    shown: list[Caption] = []
    current = _current(scene, min(_WIDEST, right - left))
    if current is not None:
        shown.append(current.moved_inside(left, right))
    for caption in _others(scene):
        inside = caption.x - caption.width / 2 >= left and caption.x + caption.width / 2 <= right
        if caption.width and inside and not (shown and caption.touches(shown[0])):
            shown.append(caption)
    return shown


def _current(scene: TimelineScene, room: float) -> Caption | None:
    position, layout = scene.position, scene.layout
    if position == 0:
        return None
    text = stop_text(scene.recording, position, position)
    first = text.first[0]
    if layout.density is not Density.LABELLED and position != scene.values + 1:
        first = (Piece(f"{text.label}  ", Ink.NAME), *first)
    return Caption(
        layout.x_of(position),
        elide_runs(scene.runs(first, strong=True), room),
        elide_runs(scene.runs(text.second, strong=True), room),
    )


def _others(scene: TimelineScene) -> Iterator[Caption]:
    layout = scene.layout
    if layout.density is Density.LABELLED:
        slot = layout.spacing - GAP
        positions: list[int] = [p for p in range(1, layout.length + 1) if p != scene.values + 1]
    elif layout.density is Density.DOTS:
        stride = max(1, math.ceil(_THINNED_SLOT / layout.spacing))
        slot = stride * layout.spacing - GAP
        positions = [
            *_every(stride, 1, layout.values),
            *_every(stride, layout.values + 2, layout.length),
        ]
    else:
        yield from _ticks(scene)
        return
    if slot < _LEAST_SLOT:
        return
    make = stop_text if layout.density is Density.LABELLED else short_stop_text
    for position in positions:
        if position == scene.position:
            continue
        text = make(scene.recording, position, scene.position)
        yield Caption(
            layout.x_of(position), _first_line(scene, text.first, slot),
            whole_numbers(scene.runs(text.second), slot),
        )  # fmt: skip


def _every(stride: int, first: int, last: int) -> range:
    return range(first, last + 1, stride)


def _first_line(scene: TimelineScene, options: tuple[Item, ...], slot: float) -> list[Run]:
    for option in options:
        runs = scene.runs(option)
        if runs_width(runs) <= slot:
            return runs
    return elide_runs(scene.runs(options[-1]), slot)


def whole_numbers(runs: list[Run], slot: float) -> list[Run]:
    """As many whole numbers as fit, then ' …': half a number would be another number."""
    if runs_width(runs) <= slot:
        return runs
    numbers = runs[::2]  # the others are the commas between them
    for count in range(len(numbers) - 1, 0, -1):
        dots = Run(f" {ELLIPSIS}", runs[-1].color, runs[-1].font)
        kept = [*runs[: 2 * count - 1], dots]
        if runs_width(kept) <= slot:
            return kept
    return []


def _ticks(scene: TimelineScene) -> Iterator[Caption]:
    """Step numbers along the bars: 1, then round numbers far enough apart."""
    layout = scene.layout
    for first, count in ((1, layout.values), (layout.values + 2, layout.steps)):
        every = _round_up(_TICK_SLOT / layout.spacing)
        for number in (1, *range(every, count + 1, every)) if count else ():
            if number == 1 or number - 1 >= every / 2:
                runs = scene.runs((Piece(f"{number:,}", Ink.QUIET),))
                yield Caption(layout.x_of(first + number - 1), runs, [])


def _round_up(least: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50 …"""
    power = 10 ** math.floor(math.log10(max(least, 1.0)))
    return next(int(step * power) for step in (1, 2, 5, 10) if step * power >= least)
