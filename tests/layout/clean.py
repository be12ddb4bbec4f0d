"""A clean picture: what holds of every one, whatever is drawn and however it is laid out."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.layout.items import Items
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats


def along(route: Floats, steps: int = 24) -> Floats:
    """Points on a route, evenly by parameter."""
    t = np.linspace(0.0, 1.0, steps)[:, None]
    curves = [
        (1 - t) ** 3 * route[k]
        + 3 * (1 - t) ** 2 * t * route[k + 1]
        + 3 * (1 - t) * t**2 * route[k + 2]
        + t**3 * route[k + 3]
        for k in range(0, len(route) - 1, 3)
    ]
    return np.concatenate(curves)


def rectangles(items: Items, layout: Layout) -> Floats:
    """(b, 4) left, top, right, bottom, with what may appear above and below a card."""
    half = items.box_size / 2
    out = np.concatenate([layout.centre - half, layout.centre + half], axis=1)
    out[: len(items), 1] -= items.above
    out[: len(items), 3] += items.below
    return out


def check_picture(items: Items, layout: Layout) -> None:
    """Nothing overlaps; arrows begin and end at their boxes, go right, and run over no box."""
    box = rectangles(items, layout)
    assert (box[:, :2] >= 0).all()
    assert (box[:, 2] <= layout.width).all()
    assert (box[:, 3] <= layout.height).all()
    apart = (
        (box[:, None, 0] >= box[None, :, 2])
        | (box[:, None, 2] <= box[None, :, 0])
        | (box[:, None, 1] >= box[None, :, 3])
        | (box[:, None, 3] <= box[None, :, 1])
    )
    np.fill_diagonal(apart, True)
    assert apart.all(), f"boxes overlap: {np.argwhere(~apart).tolist()}"

    assert len(layout.route_start) == items.arrow_count + 1
    assert layout.route_start[-1] == len(layout.route)
    left, top, right, bottom = (box + np.array([1, 1, -1, -1])).T[:, :, None]
    for arrow in range(items.arrow_count):
        route = layout.arrow_route(arrow)
        assert len(route) % 3 == 1
        tail, head = int(items.tail[arrow]), int(items.head[arrow])
        check_end(items, route[0] - layout.centre[tail], tail, 1)
        check_end(items, route[-1] - layout.centre[head], head, -1)
        x, y = along(route).T
        assert (np.diff(x) >= -1e-9).all(), "an arrow turns back"
        over = ((x > left) & (x < right) & (y > top) & (y < bottom)).any(axis=1)
        over[[tail, head]] = False
        assert not over.any(), f"arrow {arrow} runs over {np.flatnonzero(over).tolist()}"

    for nth, item in enumerate(items.op_items.tolist()):
        circle, result = len(items) + nth, items.edge_count + nth
        assert layout.centre[circle, 1] == layout.centre[item, 1]
        assert np.ptp(layout.arrow_route(result)[:, 1]) == 0


def check_end(items: Items, off: Floats, box: int, side: int) -> None:
    if box < len(items):
        width, height = items.size[box]
        assert off[0] == pytest.approx(side * width / 2)
        assert abs(off[1]) <= max(height / 2 - 4, 1.0)
    else:
        assert np.hypot(*off) == pytest.approx(items.op_size[0] / 2)
