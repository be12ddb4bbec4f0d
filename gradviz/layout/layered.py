"""The layout of our own, without Graphviz: for large graphs, and when Graphviz fails."""

from __future__ import annotations

from gradviz.layout.columns import Columns
from gradviz.layout.items import Items
from gradviz.layout.layout import Layout
from gradviz.layout.order import best_order, written_order
from gradviz.layout.place import placed
from gradviz.layout.spacing import settle
from gradviz.layout.straight import straightened
from gradviz.layout.sweeps import swept

MOST_FOR_CARE = 250
"""Items, trunks too, that are looked at one by one."""
MOST_TO_STRAIGHTEN = 20_000
"""Above that nobody sees whether a line is level or nearly so."""


def lay_out_layered(items: Items, note: str = "") -> Layout:
    """Columns by longest path, order and heights by barycentre sweeps. Nothing overlaps;
    half a second for a few hundred thousand boxes."""
    columns = Columns.of(items)
    if columns.item_count <= MOST_FOR_CARE:
        y = settle(columns, best_order(items, columns))
    else:
        y = swept(columns, written_order(items, columns))
        if columns.item_count <= MOST_TO_STRAIGHTEN:
            y = straightened(columns, y)
    return placed(items, columns, y, note)
