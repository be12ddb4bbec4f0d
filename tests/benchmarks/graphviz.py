"""Graphviz as the others use it: micrograd's picture, and dot's own lines."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pygraphviz

from gradviz.layout.columns import CARD_GAP
from gradviz.layout.place import NARROW_GAP, NARROW_STUB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradviz.layout.items import Items
    from gradviz.model.graph import Floats

POINTS = 72.0
"""An inch, dot's measure of sizes."""


def draw_dot(root: Any) -> bytes:
    """What micrograd's draw_dot does: a record for every value, an ellipse for every op, and
    all of it laid out and drawn as SVG by dot."""
    lines = ["digraph{rankdir=LR;"]
    seen, todo = {root}, [root]
    while todo:
        v = todo.pop()
        label = f"{{ data {v.data:.4f} | grad {v.grad:.4f} }}"
        lines.append(f'v{id(v)}[label="{label}",shape=record];')
        if v._op:
            lines.append(f'o{id(v)}[label="{v._op}"];o{id(v)}->v{id(v)};')
        for operand in v._prev:
            lines.append(f"v{id(operand)}->o{id(v)};")
            if operand not in seen:
                seen.add(operand)
                todo.append(operand)
    with _quiet():
        svg: bytes = pygraphviz.AGraph(string="".join(lines) + "}").draw(format="svg", prog="dot")
    return svg


def dot_routes(items: Items) -> list[Floats]:
    """dot's line for each arrow, with boxes of our sizes and about our distances between."""
    n, size = len(items), items.box_size.astype(np.float64)
    size[:n, 1] += items.above + items.below
    ranksep = (NARROW_GAP + NARROW_STUB) / 2 / POINTS
    lines = [
        f"digraph{{rankdir=LR;nodesep={CARD_GAP / POINTS};ranksep={ranksep};",
        'node[shape=box,fixedsize=true,label=""];',
    ]
    lines += [
        f"{box}[width={width:.4f},height={height:.4f}];"
        for box, (width, height) in enumerate((size / POINTS).tolist())
    ]
    pairs = zip(items.tail.tolist(), items.head.tolist(), strict=True)
    lines += [f"{tail}->{head};" for tail, head in pairs]
    with _quiet():
        graph = pygraphviz.AGraph(string="".join(lines) + "}")
        graph.layout("dot")
    return [_route(edge.attr["pos"]) for edge in graph.edges()]


def _route(position: str) -> Floats:
    """Of dot's 'e,x,y x,y …': control points, and before them where the arrow's tip is."""
    tips = [part for part in position.split() if part.startswith("e")]
    points = [part.split(",") for part in position.split() if part[0] not in "es"]
    route = np.array(points, float)
    tip = np.array(tips[0].split(",")[1:], float)
    return np.concatenate([route, [route[-1], tip, tip]])


@contextmanager
def _quiet() -> Iterator[None]:
    """Graphviz warns on stderr that it may take a while."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
