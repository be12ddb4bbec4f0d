"""Focus: bringing a part of the layout into sight, as reckoning with cameras alone."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF

from gradviz.canvas.camera import Camera
from gradviz.look.metrics import METRICS

_PADDING = float(METRICS.space_6)
"""Between what was brought into sight and the edge."""
_SLACK = 1.0
_RING = 7.0
"""How far the rings of what is selected and found stand out."""


class Stage(NamedTuple):
    """Where things can be seen, in widget px: in `free`, but not under one of the `covers`."""

    free: QRectF
    covers: tuple[QRectF, ...] = ()

    def shows(self, seen: QRectF) -> bool:
        """Whether nothing covers a rectangle, or a ring around it."""
        ringed = seen.adjusted(-_RING, -_RING, _RING, _RING)
        return not any(ringed.intersects(cover) for cover in self.covers)


class Focus(NamedTuple):
    """What is looked at, in layout px: `what` above all, and as much `around` it as may be."""

    what: QRectF
    around: QRectF


def is_in_sight(camera: Camera, what: QRectF, stage: Stage, *, roomily: bool) -> bool:
    """All of it, if it isn't larger than the stage; `roomily`: and not right at the edge."""
    seen = camera.rect_to_widget(what)
    inset = _PADDING / 2 if roomily else -_SLACK
    free = stage.free.adjusted(inset, inset, -inset, -inset)
    return free.contains(seen) and stage.shows(seen)


def into_sight(camera: Camera, what: QRectF, stage: Stage) -> Camera:
    """By the shortest way."""
    free = stage.free
    seen = camera.rect_to_widget(what).adjusted(-_PADDING, -_PADDING, _PADDING, _PADDING)
    by = QPointF(
        _shift(seen.left(), seen.right(), free.left(), free.right()),
        _shift(seen.top(), seen.bottom(), free.top(), free.bottom()),
    )
    return uncovered(camera.panned(by), what, stage)


def centred(camera: Camera, what: QRectF, stage: Stage, content: QRectF) -> Camera:
    """To the middle, as far as the edges of the content allow, and only in the direction in
    which it isn't in sight already."""
    free = stage.free
    seen, whole = camera.rect_to_widget(what), camera.rect_to_widget(content)
    by = QPointF(
        _to_middle(
            (seen.left(), seen.right()), (free.left(), free.right()), (whole.left(), whole.right())
        ),
        _to_middle(
            (seen.top(), seen.bottom()), (free.top(), free.bottom()), (whole.top(), whole.bottom())
        ),
    )
    return uncovered(camera.panned(by), what, stage)


def part_to_show(camera: Camera, focus: Focus, stage: Stage) -> QRectF:
    """What is around, without what would make it larger than the stage."""
    what, around = focus
    pad = QSizeF(2 * _PADDING, 2 * _PADDING)
    size = (stage.free.size() - pad) / camera.zoom
    left = max(around.left(), what.right() - size.width())
    top = max(around.top(), what.center().y() - size.height() / 2)
    right = min(around.right(), left + size.width())
    bottom = min(around.bottom(), top + size.height())
    return QRectF(QPointF(left, top), QPointF(right, bottom)).united(what)


_Stretch = tuple[float, float]


def _to_middle(seen: _Stretch, free: _Stretch, whole: _Stretch) -> float:
    """How far to move so that `seen` lies in the middle of `free`, and `whole` leaves no more
    of it empty than it must."""
    room = free[1] - free[0]
    if whole[1] - whole[0] <= room:
        return _middle(free) - _middle(whole)
    is_well_in = free[0] + _PADDING / 2 <= seen[0] and seen[1] <= free[1] - _PADDING / 2
    by = 0.0 if is_well_in else _middle(free) - _middle(seen)
    return max(min(by, free[0] - whole[0]), free[1] - whole[1])


def _middle(stretch: _Stretch) -> float:
    return (stretch[0] + stretch[1]) / 2


def _shift(low: float, high: float, lowest: float, highest: float) -> float:
    """How far to move the stretch `low`..`high` so that it lies in `lowest`..`highest`."""
    if high - low > highest - lowest:
        return (lowest + highest - low - high) / 2
    return max(lowest - low, 0.0) + min(highest - high, 0.0)


def uncovered(camera: Camera, what: QRectF, stage: Stage) -> Camera:
    """From under what covers it, by the shortest way: beside, above or below. Where there is no
    room for it nothing moves."""
    seen = camera.rect_to_widget(what)
    if stage.shows(seen):
        return camera
    room = stage.free.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    pad = _PADDING / 2
    across, along = {0.0}, {0.0}
    for cover in stage.covers:
        across |= {cover.right() + pad - seen.left(), cover.left() - pad - seen.right()}
        along |= {cover.bottom() + pad - seen.top(), cover.top() - pad - seen.bottom()}
    x_room = room.left() - seen.left(), room.right() - seen.right()
    y_room = room.top() - seen.top(), room.bottom() - seen.bottom()
    ways = [
        QPointF(dx, dy)
        for dx in across
        if x_room[0] <= dx <= x_room[1]
        for dy in along
        if y_room[0] <= dy <= y_room[1]
    ]
    for by in sorted(ways, key=QPointF.manhattanLength):
        if stage.shows(seen.translated(by)):
            return camera.panned(by)
    return camera
