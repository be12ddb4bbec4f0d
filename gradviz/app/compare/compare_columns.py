"""How wide the columns of a comparison are, for a width."""

from __future__ import annotations

from gradviz.app.compare.compare_cells import Column
from gradviz.app.table.column_width import sampled, widest
from gradviz.model.graph import Graph

NARROW = 960
"""Below this width the op is left out, and the other columns say less."""


def column_widths(graph: Graph, width: int) -> dict[Column, int]:
    """A width for each column shown; the others are to be hidden. As on the tape, a sample of
    the names sets the width, and what is longer is elided."""
    nodes = sampled(graph)
    names = [graph.name(i) for i in nodes]
    is_narrow = width < NARROW
    widths = {
        Column.STEP: 62,
        Column.NODE: widest(names, 52, 110),
        Column.TARGET: widest([f"{name}.grad" for name in names], 72, 140),
    }
    if not is_narrow:
        widths[Column.OP] = widest([graph.expression(i) for i in nodes], 72, width // 8)
    left = width - sum(widths.values())
    shares = (27, 15, 22, 15, 21) if is_narrow else (26, 21, 16, 21, 16)
    columns = (
        Column.VERDICT, Column.THEIRS, Column.THEIR_GRAD, Column.REFERENCE, Column.REFERENCE_GRAD,
    )  # fmt: skip
    for column, share in zip(columns, shares, strict=True):
        widths[column] = left * share // 100
    widths[Column.REFERENCE_GRAD] += width - sum(widths.values())
    return widths
