"""How wide a column of code is for what stands in it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.runs import text_width
from gradviz.model.graph import Graph

PADDING = 18
"""Beside the text, both sides together."""
_SAMPLE = 200


def widest(texts: Iterable[str], least: int, most: int) -> int:
    """The width of the longest text and its padding, within bounds."""
    font = mono_font(METRICS.text_size.small, 600)
    width = max((text_width(text, font) for text in texts), default=0.0)
    return min(max(round(width) + PADDING, least), most)


def sampled(graph: Graph) -> list[int]:
    """Nodes to measure instead of all: names and formulas of all would be too many in a large
    graph, and what is longer than those of the sample is elided."""
    spread = np.linspace(0, len(graph) - 1, min(_SAMPLE, len(graph)))
    return [int(node) for node in np.unique(spread.astype(int))]
