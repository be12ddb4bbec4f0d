"""How wide the columns of the tape are, for a width and what is in them."""

from __future__ import annotations

from gradviz.app.table.column_width import PADDING, sampled, widest
from gradviz.app.tape.step_cells import Column
from gradviz.app.tape.tape_model import Shown
from gradviz.model.graph import Graph

_NARROW = 840
_LONGEST_NUMBERS = ("-0.0001234", "-1.234e-05")
"""Of those with four significant digits: none of a number's digits is left out."""


def column_widths(graph: Graph, shown: Shown, width: int, longest_line: int) -> dict[Column, int]:
    """A width for each column shown; the others are to be hidden.

    Names and formulas of all nodes would be too many to measure in a large graph, so a
    sample sets the width and what is longer is elided.
    """
    nodes = sampled(graph)
    node = widest([graph.name(i) for i in nodes], 56, 120)
    op = widest([graph.expression(i) for i in nodes], 72, max(110, width // 7))
    digits = widest([f"{len(graph):,}"], 0, 200)
    step = 62 if shown is not Shown.ALL else 90 + digits - PADDING
    widths = {
        Column.STEP: max(step, digits + 8),
        Column.STATE: 102,
        Column.NODE: node,
        Column.OP: op,
        Column.LINE: max(52, widest([str(longest_line)], 0, 120)),
    }
    if shown is not Shown.FORWARD:
        widths[Column.GRAD_IN] = widest(_LONGEST_NUMBERS, 80, 120)
    if width < _NARROW:  # the formula is on the canvas too
        del widths[Column.OP]
    left = width - sum(widths.values())
    if shown is Shown.FORWARD:
        widths[Column.CONTRIBUTIONS] = max(left, 120)
        return widths
    # a: -3 × 0.5 = -1.5 against a 0 → -1.5
    widths[Column.CONTRIBUTIONS] = max(round(left * 0.6), 120)
    widths[Column.WRITES] = max(left - widths[Column.CONTRIBUTIONS], 100)
    return widths
