"""From heights to a Layout: the x of every column, the centre of every box."""

from __future__ import annotations

import numpy as np

from gradviz.layout.columns import Columns
from gradviz.layout.items import Items
from gradviz.layout.layout import Layout
from gradviz.layout.routes import Ground, route_arrows
from gradviz.model.graph import Floats

MARGIN = 8.0
"""Around the whole, for rings and halos."""
WIDE_GAP, NARROW_GAP = 160.0, 120.0
"""From cards to the next op boxes: room for a chip on the arrow. Narrow from 4 columns on."""
WIDE_STUB, NARROW_STUB = 40.0, 24.0
"""From an op box to its card."""
STEEPEST = 0.36
"""Columns move apart where an arrow climbs more than a gap over this."""
WIDEST_GAP = 240.0
TALL = 3_000.0
"""Where columns are that tall, arrows are steep whatever the gap."""


def placed(items: Items, columns: Columns, y: Floats, note: str = "") -> Layout:
    n, count = len(items), columns.column_count
    shallow = count <= 3
    stub = WIDE_STUB if shallow else NARROW_STUB
    op = items.op_size

    y = np.round(y)
    has_op = np.zeros(count, bool)
    has_op[columns.column[items.op_items]] = True
    card = np.zeros(count)
    np.maximum.at(card, columns.column[:n], items.size[:, 0])
    width = card + has_op * (op[0] + stub)
    gap = np.full(count, WIDE_GAP if shallow else NARROW_GAP)
    gap[-1] = 0.0
    climb = np.abs(y[columns.head] - y[columns.tail])
    steepest = np.zeros(count)
    np.maximum.at(steepest, columns.column[columns.tail], climb)
    if np.ptp(y) < TALL:
        gap[:-1] = np.maximum(gap, np.minimum(STEEPEST * steepest, WIDEST_GAP))[:-1]
    right = np.cumsum(width + gap) - gap + MARGIN
    left = right - width

    # The line of an item is the middle of its card.
    top = float(np.min(y - columns.above))
    middle = y - top + MARGIN
    bottom = float(np.max(middle + columns.below)) + MARGIN

    centre = np.empty((items.box_count, 2))
    centre[:n, 0] = right[columns.column[:n]] - items.size[:, 0] / 2
    centre[:n, 1] = middle[:n]
    centre[n:, 0] = left[columns.column[items.op_items]] + op[0] / 2
    centre[n:, 1] = middle[items.op_items]
    route, route_start = route_arrows(
        items, columns, Ground(centre=centre, left=left, right=right, y=middle)
    )
    return Layout(
        centre=centre,
        route=route,
        route_start=route_start,
        width=float(right[-1]) + MARGIN,
        height=bottom,
        note=note,
    )
