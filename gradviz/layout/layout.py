"""Layout: a place for every box and a route for every arrow of a Drawing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gradviz.model.graph import Floats, Ints


class LayoutUnavailable(Exception):
    """No layout could be made; the text says why and what to try."""


class LayoutCancelled(Exception):
    """Someone called `cancel()` while the layout was being made. Not an error."""


@dataclass(frozen=True, eq=False)
class Layout:
    """In px, x to the right, y down, the top left corner of the whole at (0, 0).

    Arrow e runs along the cubic Bézier curves with the control points
    `route[route_start[e]:route_start[e + 1]]`: 3k + 1 points for k joined curves, from the
    border of its tail box to the border of its head box.
    """

    centre: Floats  # (b, 2) of each box
    route: Floats  # (p, 2)
    route_start: Ints  # (e + 1,)
    width: float
    height: float
    frame: Floats = field(default_factory=lambda: np.empty((0, 4)))
    """(f, 4) left, top, width, height of the frame around each open group of the drawing."""
    note: str = ""
    """A sentence for a person when the picture is a plainer one than usual, and why."""

    def arrow_route(self, arrow: int) -> Floats:
        return self.route[self.route_start[arrow] : self.route_start[arrow + 1]]
