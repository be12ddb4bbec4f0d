"""Layouter: the picture of any graph, by whichever way of laying out suits it."""

from __future__ import annotations

from gradviz.layout.dot import DotLayouter
from gradviz.layout.drawing import Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout, LayoutUnavailable

MOST_BOXES_FOR_DOT = 400


class Layouter:
    """Graphviz up to 400 boxes; above, and when Graphviz fails, the plain layout of our own.

    So there is always a picture. When it is the second choice, `Layout.note` says why.
    """

    def __init__(self) -> None:
        self._dot = DotLayouter()

    def start(self) -> None:
        """Get ready in the background. Never blocks, never fails."""
        self._dot.start()

    def lay_out(self, drawing: Drawing, *, timeout: float = 20.0) -> Layout:
        """Blocking; raises only LayoutCancelled."""
        if drawing.box_count > MOST_BOXES_FOR_DOT:
            return lay_out_layered(
                drawing,
                note=f"{drawing.box_count:,} boxes are more than Graphviz places in good time; "
                "this is a plainer layout.",
            )
        try:
            return self._dot.lay_out(drawing, timeout=timeout)
        except LayoutUnavailable as failure:
            return lay_out_layered(drawing, note=f"{failure} This is a plainer layout.")

    def cancel(self) -> None:
        """From any thread: a `lay_out` that is running raises LayoutCancelled soon."""
        self._dot.cancel()

    def close(self) -> None:
        """End the child process. May be called twice."""
        self._dot.close()
