"""Stamps: arrangements of the kinds of frames, put in the place of every frame, by numpy."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from gradviz.layout.alike import Insides
from gradviz.layout.cuts import Longs
from gradviz.layout.drawing import Drawing
from gradviz.layout.groups import depths
from gradviz.layout.inside import Arranged
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats
from gradviz.model.repeated import repeated


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
        points, route_start = _in_long_lines(routes)
        cuts, kind = insides.cuts, insides.kind
        unit = unit_start[kind[cuts.unit_container]] + insides.place
        return cls(
            drawing=drawing,
            insides=insides,
            size=np.array([(plan.width, plan.height) for plan in plans]),
            centre=np.concatenate([plan.centre for plan in plans])[unit],
            circle=np.concatenate([plan.circle for plan in plans])[unit],
            points=points,
            route_start=route_start,
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
        nth = np.arange(start[-1], dtype=np.int32)
        nth += repeated((self.route_start[route] - start[:-1]).astype(np.int32), counts)
        points = self.points[nth]
        corner = origin[cuts.container[pieces]]
        for axis in (0, 1):
            points[:, axis] += repeated(corner[:, axis], counts)

        card = items.op_items
        begin = circle + np.array([items.op_size[0] / 2, 0.0])
        end = centre[card] - np.stack([items.size[card, 0] / 2, np.zeros(len(card))], axis=1)
        lines = begin[:, None] + (end - begin)[:, None] * np.linspace(0, 1, 4)[:, None]
        ends = np.append(start[first_piece], start[-1])
        return (
            np.concatenate([points, lines.reshape(-1, 2)]),
            np.concatenate([ends, ends[-1] + 4 * np.arange(1, len(card) + 1)]),
        )


def _starts(counts: list[int]) -> Longs:
    return np.concatenate([[0], np.cumsum(np.array(counts, np.int64))]).astype(np.int64)


def _in_long_lines(routes: list[Floats]) -> tuple[Floats, Longs]:
    """The points of all routes, and where each begins; level lines in a row are made one."""
    start = _starts([len(route) for route in routes])
    points = np.concatenate([np.empty((0, 2)), *routes])
    nth = np.arange(len(points)) - repeated(start[:-1], np.diff(start))
    is_end = np.zeros(len(points), bool)
    is_end[start[1:] - 1] = True
    first = np.flatnonzero((nth % 3 == 0) & ~is_end)  # of each curve
    y = points[first[:, None] + np.arange(4), 1]
    is_level = (y == y[:, :1]).all(axis=1)
    x = points[first, 0], points[first + 3, 0]
    is_level &= x[0] < x[1]
    goes_on = np.zeros(len(first), bool)
    goes_on[1:] = is_level[1:] & is_level[:-1] & (nth[first[1:]] > 0)
    curve_first = np.flatnonzero(~goes_on)
    curve_last = np.append(curve_first[1:], len(first)) - 1
    curves = points[first[curve_first][:, None] + np.arange(3)]
    ends = points[first[curve_last] + 3]
    long = curve_last > curve_first
    third = (ends[long, 0] - curves[long, 0, 0]) / 3
    curves[long, 1, 0] = curves[long, 0, 0] + third
    curves[long, 2, 0] = ends[long, 0] - third

    # Three points a curve, and one more for every route.
    route_of = np.searchsorted(start, first[curve_first], side="right") - 1
    counts = np.bincount(route_of, minlength=len(routes))
    begins = np.concatenate([[0], np.cumsum(3 * counts + 1)])
    out = np.empty((begins[-1], 2))
    at_end = np.zeros(len(out), bool)
    at_end[begins[1:] - 1] = True
    out[~at_end] = curves.reshape(-1, 2)
    out[at_end] = points[start[1:] - 1]
    return out, begins
