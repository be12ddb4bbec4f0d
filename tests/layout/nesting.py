"""Graphs with groups to fold, and what must hold of every folded drawing and its layout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest

from gradviz.layout.drawing import Drawing
from gradviz.layout.groups import Groups, Kind
from gradviz.layout.items import Bools
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats, Graph
from gradviz.model.value import Value
from tests.layout.clean import along


@dataclass
class Grouping:
    """Groups by hand: whatever is made inside a `with group(...)` is in it."""

    _made: list[tuple[int, Kind, str, int]] = field(default_factory=list)
    _ends: dict[int, int] = field(default_factory=dict)
    _around: list[int] = field(default_factory=lambda: [-1])

    @contextmanager
    def group(self, kind: Kind, name: str = "") -> Iterator[None]:
        number = len(self._made)
        self._made.append((self._around[-1], kind, name or kind.name.lower(), Value(0.0)._index))
        self._around.append(number)
        yield
        self._around.pop()
        self._ends[number] = Value(0.0)._index

    def of(self, root: Value) -> tuple[Graph, Groups]:
        graph, _, nodes = Graph.from_root(root)
        made = np.array([node._index for node in nodes])
        inside = [
            (made > start) & (made < self._ends[number])
            for number, (_, _, _, start) in enumerate(self._made)
        ]
        kept = [number for number, some in enumerate(inside) if some.any()]  # else never used
        number_of = {-1: -1} | {number: k for k, number in enumerate(kept)}
        of_node = np.full(len(nodes), -1, np.int32)
        for k, number in enumerate(kept):
            of_node[inside[number]] = k
        return graph, Groups(
            parent=np.array([number_of[self._made[number][0]] for number in kept], np.int32),
            kind=np.array([self._made[number][1] for number in kept], np.int32),
            of_node=of_node,
            shape=np.zeros(len(kept), np.int32),
            names=tuple(self._made[number][2] for number in kept),
        )


def check_folded(drawing: Drawing) -> None:
    """Every edge of the graph is there once, in an arrow between what shows its ends or within
    what shows both; nothing leads backwards."""
    graph, items = drawing.graph, drawing.items
    assert sorted(drawing.edges.tolist()) == list(range(graph.edge_count))
    assert (items.operands < items.edge_user).all()
    shown = drawing.item_of_node
    inside = drawing.edges[: drawing.edge_start[0]]
    assert (shown[graph.operands[inside]] == shown[graph.edge_user[inside]]).all()
    for arrow in range(items.edge_count):
        tail, head = items.operands[arrow], items.edge_user[arrow]
        edges = drawing.edges_of(arrow)
        if drawing.is_outlet[head]:
            assert not len(edges)
            assert drawing.item_node[tail] == drawing.item_node[head]
            continue
        assert len(edges)
        assert (shown[graph.edge_user[edges]] == head).all()
        if drawing.is_label[tail] and drawing.item_group[tail] < 0:
            assert (graph.operands[edges] == drawing.item_node[tail]).all()
        elif not drawing.is_label[tail]:
            assert (shown[graph.operands[edges]] == tail).all()
        if drawing.item_group[head] < 0:
            assert len(edges) == 1


def check_nested(drawing: Drawing, layout: Layout) -> None:
    """Boxes and frames keep apart and inside of their frames, arrows run from box to box."""
    n, sizes = len(drawing.items), drawing.box_size
    assert np.isfinite(layout.centre).all()
    assert np.isfinite(layout.route).all()
    boxes = np.concatenate([layout.centre - sizes / 2, layout.centre + sizes / 2], axis=1)
    boxes[:n, 1] -= drawing.items.above
    boxes[:n, 3] += drawing.items.below
    frames = layout.frame.copy()
    frames[:, 2:] += frames[:, :2]
    whole = np.array([[0.0, 0.0, layout.width, layout.height]])
    around = np.concatenate([frames, whole])  # the last for -1

    box_frame = np.concatenate([drawing.item_frame, drawing.item_frame[drawing.items.op_items]])
    for outer, inner, top in (
        (around[box_frame], boxes, 20.0),
        (around[drawing.frame_parent], frames, 20.0),
    ):
        is_framed = (outer != whole).any(axis=1)
        pad = np.where(is_framed, 6.0, 0.0)
        assert (inner[:, 0] >= outer[:, 0] + pad - 1e-6).all()
        assert (inner[:, 1] >= outer[:, 1] + np.where(is_framed, top, 0.0) - 1e-6).all()
        assert (inner[:, 2] <= outer[:, 2] - pad + 1e-6).all()
        assert (inner[:, 3] <= outer[:, 3] - pad + 1e-6).all()

    for frame in range(-1, len(frames)):
        here = np.concatenate([boxes[box_frame == frame], frames[drawing.frame_parent == frame]])
        assert _apart(here).all(), f"overlap in frame {frame}"

    assert len(layout.route_start) == drawing.arrow_count + 1
    assert layout.route_start[-1] == len(layout.route)
    for arrow in range(drawing.arrow_count):
        route = layout.arrow_route(arrow)
        assert len(route) % 3 == 1
        assert len(route) > 1
        ends = ((route[0], drawing.tail[arrow], 1), (route[-1], drawing.head[arrow], -1))
        for end, box, side in ends:
            off, (wide, high) = end - layout.centre[box], sizes[box]
            if box < n:
                assert off[0] == pytest.approx(side * wide / 2)
                assert abs(off[1]) <= high / 2 - 3
            else:
                assert np.hypot(*off) == pytest.approx(wide / 2)
                assert off[0] * side > 0
    for number, item in enumerate(drawing.items.op_items.tolist()):
        assert layout.centre[n + number, 1] == pytest.approx(layout.centre[item, 1])
        assert layout.centre[n + number, 0] < layout.centre[item, 0]


def _apart(box: Floats) -> Bools:
    out: Bools = (
        (box[:, None, 0] >= box[None, :, 2] - 1e-6)
        | (box[:, None, 2] <= box[None, :, 0] + 1e-6)
        | (box[:, None, 1] >= box[None, :, 3] - 1e-6)
        | (box[:, None, 3] <= box[None, :, 1] + 1e-6)
    )
    np.fill_diagonal(out, True)
    return out


def arrows_over_boxes(drawing: Drawing, layout: Layout) -> list[tuple[int, int]]:
    """Every arrow that runs over a box that it neither starts nor ends at, or over a frame that
    it has no business in: box -1 - f is frame f."""
    half = drawing.box_size / 2
    frames = layout.frame
    low = np.concatenate([layout.centre - half, frames[:, :2]]) + 1
    high = np.concatenate([layout.centre + half, frames[:, :2] + frames[:, 2:]]) - 1
    item_of_box = np.concatenate([np.arange(len(drawing.items)), drawing.items.op_items])
    out = []
    for arrow in range(drawing.arrow_count):
        points = along(layout.arrow_route(arrow))[:, None]
        over: Bools = np.any(((points > low) & (points < high)).all(axis=2), axis=0)
        for box in (int(drawing.tail[arrow]), int(drawing.head[arrow])):
            over[box] = False
            frame = int(drawing.item_frame[item_of_box[box]])
            while frame >= 0:
                over[drawing.box_count + frame] = False
                frame = int(drawing.frame_parent[frame])
        boxes = np.flatnonzero(over)
        boxes = np.where(boxes < drawing.box_count, boxes, drawing.box_count - 1 - boxes)
        out += [(arrow, int(box)) for box in boxes]
    return out


def crossings(layout: Layout, steps: int = 6) -> int:
    """How often two lines cross, where arrows of one value that run together are one line."""
    route, ends = layout.route, layout.route_start[1:] - 1
    first = np.setdiff1d(np.arange(0, len(route)), ends)
    nth = first - layout.route_start[np.searchsorted(ends, first)]
    curve = route[first[nth % 3 == 0][:, None] + np.arange(4)]  # (c, 4, 2)
    curve = np.unique(curve.round(1), axis=0)
    t = np.linspace(0.0, 1.0, steps)[:, None, None]
    points = (
        (1 - t) ** 3 * curve[:, 0]
        + 3 * (1 - t) ** 2 * t * curve[:, 1]
        + 3 * (1 - t) * t**2 * curve[:, 2]
        + t**3 * curve[:, 3]
    )
    a, b = points[:-1].reshape(-1, 2), points[1:].reshape(-1, 2)
    total = 0
    for k in range(len(a) - 1):
        c, d = a[k + 1 :], b[k + 1 :]
        near = (np.minimum(c, d) < np.maximum(a[k], b[k])) & (
            np.maximum(c, d) > np.minimum(a[k], b[k])
        )
        c, d = c[near.all(axis=1)], d[near.all(axis=1)]
        total += int(
            np.sum(
                (_side(a[k], b[k], c) * _side(a[k], b[k], d) < 0)
                & (_side(c, d, a[k]) * _side(c, d, b[k]) < 0)
            )
        )
    return total


def _side(a: Floats, b: Floats, c: Floats) -> Floats:
    """On which side of the line through a and b each c lies: positive, negative, or on it."""
    out: Floats = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1])
    out = out - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    return np.where(np.abs(out) < 1e-6, 0.0, out)
