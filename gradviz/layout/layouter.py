"""Layouter: the picture of any graph, by whichever way of laying out suits it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from gradviz.layout.dot import DotLayouter
from gradviz.layout.drawing import Drawing
from gradviz.layout.find_groups import find_groups
from gradviz.layout.fold import Fold
from gradviz.layout.folded import folded
from gradviz.layout.items import BoxSizes
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout, LayoutCancelled, LayoutUnavailable
from gradviz.layout.nested import lay_out_nested
from gradviz.model.graph import Graph

MOST_BOXES_FOR_DOT = 400

MOST_BOXES_OPEN = 5_000
"""Above so many boxes groups start closed."""

MOST_FROM_ONE = 8
"""Above so many users of a value busy values start with labels: arrows from four neurons to four
show a layer, those from sixteen to sixteen are a knot."""


@dataclass(frozen=True, eq=False)
class Laid:
    """A graph folded, drawn and laid out."""

    fold: Fold
    drawing: Drawing
    layout: Layout


class Layouter:
    """Graphviz up to 400 boxes; above, for open groups, and when Graphviz fails, layouts of
    our own.

    So there is always a picture. When it is the second choice, `Layout.note` says why.
    """

    def __init__(self) -> None:
        self._dot = DotLayouter()
        self._cancels = 0

    def start(self) -> None:
        """Get ready in the background. Never blocks, never fails."""
        self._dot.start()

    def lay_out_graph(self, graph: Graph, sizes: BoxSizes, fold: Fold | None) -> Laid:
        """Blocking, like `lay_out`; with no fold given, one that suits the graph's size."""
        cancels = self._cancels
        if fold is None:
            fold = first_fold(graph)
        self._go_on(cancels)
        drawing = Drawing.of(graph, sizes) if fold.is_plain else folded(graph, sizes, fold)
        self._go_on(cancels)
        layout = self.lay_out(drawing)
        self._go_on(cancels)
        return Laid(fold, drawing, layout)

    def _go_on(self, cancels: int) -> None:
        if cancels != self._cancels:
            raise LayoutCancelled

    def lay_out(self, drawing: Drawing, *, timeout: float = 20.0) -> Layout:
        """Blocking; raises only LayoutCancelled."""
        fold, go_on = drawing.fold, partial(self._go_on, self._cancels)
        if fold is not None and fold.is_grouped and len(fold.groups):
            return lay_out_nested(drawing, fold.groups, go_on)
        if drawing.box_count > MOST_BOXES_FOR_DOT:
            return lay_out_layered(drawing.items)
        try:
            return self._dot.lay_out(drawing.items, timeout=timeout)
        except LayoutUnavailable as failure:
            return lay_out_layered(drawing.items, note=f"{failure} This is a plainer layout.")

    def cancel(self) -> None:
        """From any thread: a `lay_out` that is running raises LayoutCancelled soon."""
        self._cancels += 1
        self._dot.cancel()

    def close(self) -> None:
        """End the child process. May be called twice."""
        self._dot.close()


def first_fold(graph: Graph) -> Fold:
    """A small graph whole; a larger one with its groups open and labels instead of arrows where
    those would be a knot, a large one with its groups closed."""
    groups = find_groups(graph)
    boxes = len(graph) + int((graph.opcode != 0).sum())
    if boxes <= MOST_BOXES_FOR_DOT:
        return Fold.flat(groups)
    depth = 0 if boxes > MOST_BOXES_OPEN else len(groups)
    uses = np.bincount(graph.operands, minlength=len(graph))
    is_knot = bool((uses[graph.opcode != 0] > MOST_FROM_ONE).any())
    return Fold.closed(groups).with_value_labels(is_knot).to_depth(depth)
