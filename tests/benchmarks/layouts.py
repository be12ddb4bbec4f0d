"""The layout's rows: against igraph's sugiyama, micrograd's draw_dot, and dot's picture."""

from __future__ import annotations

import gc
import importlib
import time
from dataclasses import replace
from statistics import median
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import micrograd.engine
import micrograd.nn

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.layout.drawing import Drawing
from gradviz.layout.fold import Fold
from gradviz.layout.folded import folded
from gradviz.layout.groups import Groups
from gradviz.layout.items import Items, items_of
from gradviz.layout.layered import lay_out_layered
from gradviz.look.theme import load_theme
from gradviz.model import nn
from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.value import Value
from tests.benchmarks.demo_loss import demo_loss
from tests.benchmarks.graphviz import dot_routes, draw_dot
from tests.benchmarks.lines import Lines
from tests.benchmarks.measuring import Row, at_least, at_most, in_words, medians
from tests.benchmarks.networks import NETWORKS, one_score
from tests.benchmarks.screen import application

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = SimpleNamespace(MLP=nn.MLP, Value=Value)
THEIRS = SimpleNamespace(MLP=micrograd.nn.MLP, Value=micrograd.engine.Value)

SIZE = 1600, 1000
LEAVES = (
    "only its 2 inputs are busy leaves, and its crossings are those of the values between the "
    "layers: see the next row"
)


def rows(quick: bool) -> Iterator[Row]:
    """Each as soon as it is known. `quick` leaves out what takes igraph a minute."""
    if quick:
        yield from _against_igraph(10, 150)
    else:
        yield from _against_igraph(100, 150)
        yield from _large()
    yield _drawn()
    for name, (boxes, network) in NETWORKS.items():
        yield from _against_dot(f"{boxes:,} drawn nodes, {name}", network(OURS))


def _against_igraph(points: int, goal: float) -> Iterator[Row]:
    """igraph once, since it takes so long; ours before it and after."""
    items = _items(demo_loss(Value, points).loss)
    igraph: Any = importlib.import_module("igraph")
    arrows = list(zip(items.tail.tolist(), items.head.tolist(), strict=True))
    graph = igraph.Graph(n=items.box_count, edges=arrows, directed=True)
    ours = [_seconds(lambda: lay_out_layered(items)) for _ in range(4)]
    theirs = _seconds(graph.layout_sugiyama)
    ours += [_seconds(lambda: lay_out_layered(items)) for _ in range(4)]
    what = f"Layout, demo loss of {points} points, {items.box_count:,} boxes, against igraph"
    note = f"{in_words(theirs)} against {in_words(median(ours))}"
    yield at_least(what, theirs / median(ours), goal, note)


def _large() -> Iterator[Row]:
    """In a thread, as in the window, and how long another one has to wait meanwhile."""
    items = _items(demo_loss(Value, 800).loss)
    work = Thread(target=lay_out_layered, args=(items,))
    gc.collect()
    start = last = time.perf_counter()
    work.start()
    longest = 0.0
    while work.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    what = f"demo loss of 800 points, {items.box_count:,} boxes, every edge drawn"
    yield at_most(f"Layout, {what}", last - start, 6.0)
    yield at_most(f"Longest that the window waits for it, {what}", longest, 0.05)


def _drawn() -> Row:
    """From the root to the first whole picture, both without the gradients."""
    root, their_root = one_score(OURS), one_score(THEIRS)
    recording = Recording.of(root)
    with application():
        canvas = Canvas(load_theme("dark"))
        canvas.resize(*SIZE)
        canvas.show_graph(recording)

        def ours() -> object:
            drawing = Drawing.of(Graph.from_root(root)[0], BOX_SIZES)
            canvas.show_layout(drawing, lay_out_layered(drawing.items))
            canvas.fit()
            canvas.finish_motion()
            return canvas.grab()

        taken = medians({"micrograd": lambda: draw_dot(their_root), "gradviz": ours}, 7)
    note = f"{in_words(taken['micrograd'])} against {in_words(taken['gradviz'])}"
    ratio = taken["micrograd"] / taken["gradviz"]
    return at_least("1,619 drawn nodes laid out and drawn, against draw_dot", ratio, 15, note)


def _against_dot(name: str, root: Value) -> Iterator[Row]:
    graph = Graph.from_root(root)[0]
    items = items_of(graph, BOX_SIZES)
    fold = replace(Fold.flat(Groups.none(len(graph))), has_labels=True)
    theirs = Lines.of(dot_routes(items))
    ours = _lines(items)
    yield _no_more_than(
        f"Crossings, {name}, every edge drawn, against dot",
        ours.crossings / theirs.crossings,
        1.5,
        f"{ours.crossings:,} against {theirs.crossings:,}",
    )
    yield _no_more_than(
        f"Mean edge length, {name}, against dot",
        ours.mean_length / theirs.mean_length,
        1.15,
        f"{ours.mean_length:.0f} px against {theirs.mean_length:.0f} px",
    )
    for what, some in (("leaf", fold), ("value", fold.with_value_labels(True))):
        tagged = _lines(folded(graph, BOX_SIZES, some).items)
        yield at_least(
            f"Fewer crossings, {name}, with tags for every busy {what}, against dot's",
            theirs.crossings / max(tagged.crossings, 1),
            5,
            f"{theirs.crossings:,} against {tagged.crossings:,}",
            LEAVES if what == "leaf" else "",
        )


def _lines(items: Items) -> Lines:
    layout = lay_out_layered(items)
    return Lines.of([layout.arrow_route(arrow) for arrow in range(items.arrow_count)])


def _no_more_than(what: str, ratio: float, goal: float, note: str) -> Row:
    return Row(what, f"≤ {goal:g}×", f"{ratio:.3g}×", ratio <= goal, note)


def _items(root: Value) -> Items:
    return items_of(Graph.from_root(root)[0], BOX_SIZES)


def _seconds(act: Any) -> float:
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
