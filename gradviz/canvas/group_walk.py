"""Group walk: by arrow key from a group to what is beside it, and into an open one. No Qt.

Right goes along an arrow that leaves a closed group, Left along one that comes into it, Up and
Down to what stands in the same column. Of an open group, Right and Down lead to where it
begins, Left and Up to where it ends.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.canvas.walk import Direction
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.graph import Ints


def beside_group(
    drawing: Drawing, layout: Layout, group: int, direction: Direction
) -> int | None:  # fmt: skip
    """The item one key press away from a group; None where there is nothing that way."""
    if group in drawing.frames:
        return _inside(drawing, layout, group, direction)
    here = np.flatnonzero(drawing.item_group == group)
    if not len(here):
        return None
    item = int(here[0])
    if direction in (Direction.UP, Direction.DOWN):
        return _in_column(drawing, layout, item, -1 if direction is Direction.UP else 1)
    is_mine = np.isin(_items(drawing, drawing.tail), here)
    is_to_me = np.isin(_items(drawing, drawing.head), here)
    if direction is Direction.RIGHT:
        ends = _items(drawing, drawing.head[is_mine & ~is_to_me])
    else:
        ends = _items(drawing, drawing.tail[is_to_me & ~is_mine])
    return _nearest(layout, ends, float(layout.centre[item, 1]))


def _items(drawing: Drawing, boxes: Ints) -> Ints:
    """The item of each box; an op's circle belongs to its result."""
    count = len(drawing.items)
    ops = drawing.items.op_items
    if not len(ops):
        return boxes
    return np.where(boxes < count, boxes, ops[np.maximum(boxes - count, 0)]).astype(np.int32)


def _inside(drawing: Drawing, layout: Layout, group: int, direction: Direction) -> int | None:
    """The first item in a frame, or the last; labels stand there, but belong to no group."""
    frame = drawing.frame_of(group)
    assert frame is not None, "who goes into a group stands on its frame"
    is_inside = np.zeros(len(drawing.frames) + 1, bool)  # the last for what is in no frame
    is_inside[frame] = True
    for inner in range(frame + 1, len(drawing.frames)):  # outer ones come first
        is_inside[inner] = is_inside[drawing.frame_parent[inner]]
    items = np.flatnonzero(is_inside[drawing.item_frame] & ~drawing.is_label)
    if not len(items):
        return None
    x = layout.centre[items, 0]
    end = x.min() if direction in (Direction.RIGHT, Direction.DOWN) else x.max()
    _, top, _, height = layout.frame[frame].tolist()
    return _nearest(layout, items[np.abs(x - end) < 1.0], top + height / 2)


def _in_column(drawing: Drawing, layout: Layout, item: int, sign: int) -> int | None:
    centre = layout.centre[: len(drawing.items)]
    x, y = centre[item].tolist()
    is_near = np.abs(centre[:, 0] - x) < drawing.sizes.card[0] / 2
    items = np.flatnonzero(is_near & ((centre[:, 1] - y) * sign > 0.5))
    return _nearest(layout, items, y)


def _nearest(layout: Layout, items: NDArray[np.integer], height: float) -> int | None:
    if not len(items):
        return None
    return int(items[np.argmin(np.abs(layout.centre[items, 1] - height))])
