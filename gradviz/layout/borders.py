"""Borders: the ports of a frame put on its border, and the arrows from there.

Everything here is told for the left border; the right one is the same in a mirror.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.inside import PAD, curve, joined, line
from gradviz.layout.spacing import spread
from gradviz.model.graph import Floats, Ints

NEAR_PORT, FAR_PORT = 14.0, 72.0
"""Between two ports of a frame: far from one another if they lead far apart, so that what looks
like a knot at a small scale can be told apart."""
PORTS = 0.35
"""From the first port to the last, in parts of the height of all that they lead to."""
NEAREST = 28.0
"""From the border to where an arrow leads, if it needn't climb."""
CLIMB, FARTHEST = 0.36, 240.0
"""And so much more for each px that it has to climb, up to that."""


@dataclass(frozen=True, eq=False)
class Border:
    x: float
    y: Floats  # (ports,)
    routes: list[Floats]  # (e,) of all arrows

    @classmethod
    def left(cls, ports: int, port: Ints, routes: list[Floats], side: Floats) -> Border:
        """`port` is the port each arrow comes from, -1 for none; `side` the left of each unit."""
        begins = [float(route[0, 0]) for route, p in zip(routes, port, strict=True) if p >= 0]
        if not begins:
            return cls(float(side.min()) - PAD, np.zeros(ports), routes)
        if side.min() < min(begins):
            return cls._beside_units(ports, port, routes, float(side.min()) - PAD)
        return cls._alone(ports, port, routes, float(side.min()))

    @classmethod
    def right(cls, ports: int, port: Ints, routes: list[Floats], side: Floats) -> Border:
        mirror = np.array([-1.0, 1.0])
        mirrored = [route[::-1] * mirror for route in routes]
        border = cls.left(ports, port, mirrored, -side)
        return cls(-border.x, border.y, [route[::-1] * mirror for route in border.routes])

    @classmethod
    def _beside_units(cls, ports: int, port: Ints, routes: list[Floats], x: float) -> Border:
        """Units stand in the first column too: each arrow runs level between them."""
        y, out = np.zeros(ports), list(routes)
        for k, p in enumerate(port.tolist()):
            if p >= 0:
                begin, y[p] = float(routes[k][0, 0]), float(routes[k][0, 1])
                out[k] = joined(line(x, y[p], begin, y[p]), routes[k])
        return cls(x, y, out)

    @classmethod
    def _alone(cls, ports: int, port: Ints, routes: list[Floats], first: float) -> Border:
        """Only ports in the first column, which are free to move: each to where its arrows
        bend first, as far as the others let it."""
        out = [
            _bent_at(route, first) if p >= 0 else route
            for route, p in zip(routes, port.tolist(), strict=True)
        ]
        at: list[list[float]] = [[] for _ in range(ports)]
        for route, p in zip(out, port.tolist(), strict=True):
            if p >= 0:
                at[p].append(float(route[3, 1]))
        # The layered layout orders them by what they lead to, not by where it is entered.
        mean = np.array([np.mean(heights) if heights else 0.0 for heights in at])
        order = np.argsort(mean.round(1), kind="stable")
        y = np.empty(ports)
        ends = [height for some in at for height in some]
        gap = min(max(PORTS * (max(ends) - min(ends)) / ports, NEAR_PORT), FAR_PORT)
        y[order] = spread(mean[order].tolist(), [1.0] * ports, [gap] * (ports - 1))

        x = first - PAD
        for route, p in zip(out, port.tolist(), strict=True):
            if p >= 0:
                climb = CLIMB * abs(float(route[3, 1] - y[p]))
                x = min(x, float(route[3, 0]) - min(NEAREST + climb, FARTHEST))
        for k, p in enumerate(port.tolist()):
            if p >= 0:
                end = out[k][3]
                first_curve = curve(x, float(y[p]), float(end[0]), float(end[1]))
                out[k] = joined(first_curve, out[k][3:]) if len(out[k]) > 4 else first_curve
        return cls(x, y, out)


def _bent_at(route: Floats, x: float) -> Floats:
    """A level line through several columns is to bend before the first of them, if at all: so
    it ends there, and goes on as another line."""
    (x0, y0), (x1, y1) = route[0], route[3]
    if y0 != y1 or x1 <= x + 1.0:
        return route
    return joined(line(x0, y0, x, y0), line(x, y0, x1, y1), route[3:])
