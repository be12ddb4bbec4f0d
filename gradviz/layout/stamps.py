"""Stamps: arrangements of the kinds of frames, put in the place of every frame, by numpy."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from gradviz.layout.alike import Insides
from gradviz.layout.cuts import Longs, depths
from gradviz.layout.drawing import Drawing
from gradviz.layout.inside import Arranged
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats


@dataclass(frozen=True, eq=False)
class Stamps:
    """All plans one after another, to be indexed by unit and by piece."""

    drawing: Drawing
    insides: Insides
    size: Floats  # (k, 2) of each plan
    centre: Floats  # (u, 2) of every unit within its container
    circle: Floats  # (u, 2)
    points: Floats  # (q, 2) the control points of every plan's routes
    route_start: Longs  # (r + 1,)
    route_of: Longs  # (p,) the route of each piece

    @classmethod
    def of(cls, drawing: Drawing, insides: Insides, plans: list[Arranged]) -> Stamps:
        unit_start = _starts([len(plan.centre) for plan in plans])
        piece_start = _starts([len(plan.routes) for plan in plans])
        routes = list(chain.from_iterable(plan.routes for plan in plans))
        cuts, kind = insides.cuts, insides.kind
        unit = unit_start[kind[cuts.unit_container]] + insides.place
        return cls(
            drawing=drawing,
            insides=insides,
            size=np.array([(plan.width, plan.height) for plan in plans]),
            centre=np.concatenate([plan.centre for plan in plans])[unit],
            circle=np.concatenate([plan.circle for plan in plans])[unit],
            points=np.concatenate([np.empty((0, 2)), *routes]),
            route_start=_starts([len(route) for route in routes]),
            route_of=piece_start[kind[cuts.container]] + insides.piece_place,
        )

    def layout(self, margin: float) -> Layout:
        drawing, insides, cuts = self.drawing, self.insides, self.insides.cuts
        items, n = drawing.items, len(drawing.items)
        origin = self._origins(margin)
        centre = self.centre + origin[cuts.unit_container]
        circle = (self.circle[:n] + origin[cuts.unit_container[:n]])[items.op_items]
        route, route_start = self._routes(origin, centre, circle)
        size = self.size[insides.kind]
        width, height = size[0] + 2 * margin
        return Layout(
            centre=np.concatenate([centre[:n], circle]),
            route=route,
            route_start=route_start.astype(np.int32),
            width=float(width),
            height=float(height),
            frame=np.concatenate([origin[1:], size[1:]], axis=1),
        )

    def _origins(self, margin: float) -> Floats:
        """(c, 2) the top left corner of every container."""
        cuts, insides = self.insides.cuts, self.insides
        n = len(self.drawing.items)
        size = self.size[insides.kind]
        origin = np.full((len(cuts.parent), 2), margin)
        depth = depths(cuts.parent)
        for level in range(1, int(depth.max(initial=0)) + 1):
            here = np.flatnonzero(depth == level)
            origin[here] = origin[cuts.parent[here]] + self.centre[n + here - 1] - size[here] / 2
        return origin

    def _routes(self, origin: Floats, centre: Floats, circle: Floats) -> tuple[Floats, Longs]:
        """Every edge's pieces joined, then the lines from the circles to their cards."""
        cuts, items = self.insides.cuts, self.drawing.items
        pieces, first_piece = cuts.pieces, cuts.piece_start[:-1]
        route = self.route_of[pieces]
        counts = np.diff(self.route_start)[route] - 1  # its last point is the next one's first
        is_last = np.zeros(len(pieces), bool)
        is_last[cuts.piece_start[1:] - 1] = True
        counts[is_last] += 1
        start = np.concatenate([[0], np.cumsum(counts)])
        step = np.arange(start[-1]) - np.repeat(start[:-1], counts)
        points = self.points[np.repeat(self.route_start[route], counts) + step]
        points += np.repeat(origin[cuts.container[pieces]], counts, axis=0)

        card = items.op_items
        begin = circle + (items.op_size[0] / 2, 0.0)
        end = centre[card] - np.stack([items.size[card, 0] / 2, np.zeros(len(card))], axis=1)
        lines = begin[:, None] + (end - begin)[:, None] * np.linspace(0, 1, 4)[:, None]
        ends = np.append(start[first_piece], start[-1])
        return (
            np.concatenate([points, lines.reshape(-1, 2)]),
            np.concatenate([ends, ends[-1] + 4 * np.arange(1, len(card) + 1)]),
        )


def _starts(counts: list[int]) -> Longs:
    return np.concatenate([[0], np.cumsum(np.array(counts, np.int64))]).astype(np.int64)
