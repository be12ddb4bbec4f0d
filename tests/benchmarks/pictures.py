"""The canvas's rows: the first picture, frames, panning, steps, playing through, memory."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from math import ceil, log
from random import Random
from statistics import median
from typing import TYPE_CHECKING

import micrograd.engine
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from gradviz.app.ahead import look_ahead, look_ahead_at
from gradviz.canvas.backing import Backing
from gradviz.canvas.canvas import Canvas
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.layout.group_facts import group_facts
from gradviz.layout.layouter import Laid, Layouter
from gradviz.look.theme import load_theme
from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from gradviz.sources.examples import DEMO_LOSS
from gradviz.sources.program import record_program
from tests.benchmarks.demo_loss import demo_loss
from tests.benchmarks.measuring import Row, at_most, in_words, medians
from tests.benchmarks.screen import application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE = 1600, 1000
ZOOMS = 24
"""From all of it to a few cards, each a third larger than the one before."""

_WHY = {
    "picture": "what changed is found and painted by some hundred calls from Python; Qt's own "
    "part of it is 0.01 ms",
    "step": "a third is the picture, the rest the banner's new sentence, its dot on the map and "
    "whether the view must follow: a thousand calls from Python, none of which takes long",
    "cold": "with all in view, four layers of frames, lines and a hundred thousand boxes are "
    "written over the same pixels in turn; the first cards in sight wait for their pictures",
    "whole": "where hundreds of chips have room is worked out one by one, and thousands of lines "
    "are antialiased",
}


def rows(quick: bool) -> Iterator[Row]:
    """Each as soon as it is known. `quick` leaves out the loss of 800 points."""
    points, name = (10, "7,498 values") if quick else (100, "65,818 values")
    with application():
        recording = Recording.of(demo_loss(Value, points).loss)
        yield _first_picture(recording, points, name)
        yield from _frames(recording, name)
        yield from _memory(points, name)
        if not quick:
            yield from _largest()


def _laid(graph: Graph, *, is_open: bool) -> Laid:
    layouter = Layouter()
    closed = layouter.lay_out_graph(graph, BOX_SIZES, None)
    if not is_open:
        return closed
    return layouter.lay_out_graph(graph, BOX_SIZES, closed.fold.to_depth(len(closed.fold.groups)))


def _canvas(recording: Recording, laid: Laid) -> Canvas:
    canvas = Canvas(load_theme("dark"))
    canvas.set_reduced_motion(True)
    canvas.resize(*SIZE)
    canvas.show_graph(recording)
    canvas.show_position(recording.length, animate=False)
    canvas.show_layout(laid.drawing, laid.layout)
    canvas.show()
    canvas.fit()
    for _ in range(5):
        QApplication.processEvents()  # only what is on a screen is painted
    return canvas


def _first_picture(recording: Recording, points: int, name: str) -> Row:
    """From the graph to the picture: groups found, folded, laid out and painted."""
    graph = recording.graph
    canvas = _canvas(recording, _laid(graph, is_open=False))

    def ours() -> object:
        laid = Layouter().lay_out_graph(graph, BOX_SIZES, None)
        canvas.show_graph(recording)
        canvas.show_layout(laid.drawing, laid.layout)
        return canvas.grab()

    def theirs() -> object:
        return demo_loss(micrograd.engine.Value, points)

    group_facts(graph, _laid(graph, is_open=False).fold.groups)
    taken = medians({"micrograd": theirs, "gradviz": ours}, 5, collecting=True)
    ratio = taken["gradviz"] / taken["micrograd"]
    note = f"{in_words(taken['gradviz'])} against {in_words(taken['micrograd'])}, usual gc"
    what = f"First full picture, demo loss, {name}, against micrograd's forward"
    return Row(what, "≤ 0.5×", f"{ratio:.3g}×", ratio <= 0.5, note)


def _frames(recording: Recording, name: str) -> Iterator[Row]:
    laid = _laid(recording.graph, is_open=True)
    look_ahead(recording)  # opening a program does both in threads of its own
    canvas = _canvas(recording, laid)
    look_ahead_at(recording, laid, canvas.map_room)
    _timed(canvas.repaint)
    yield _panning(f"Panning, all open, all in view, median, {name}", _panned(canvas), 4e-3)
    yield _step_of_picture(canvas, recording, f"Repaint of one step, the picture alone, {name}")
    yield _step(canvas, recording, f"One step, with banner and map, {name}")
    cold: list[float] = []
    whole: list[float] = []
    pans: list[float] = []
    random = Random(1)
    for _ in range(ZOOMS):
        at = QPointF(random.uniform(0.3, 0.7) * SIZE[0], random.uniform(0.3, 0.7) * SIZE[1])
        canvas.settle()  # or it would be a frame of a movement, maybe a stretched one
        QApplication.processEvents()
        canvas.zoom_by(1.33, at)
        cold.append(_timed(canvas.repaint))
        canvas.settle()
        whole.append(_timed(canvas.repaint))
        pans += _panned(canvas)
    what = f"A frame at any zoom, cold, many chips of the past left for later, p95, {name}"
    yield _often(what, cold, _WHY["cold"])
    yield _often(f"The same frame at rest, complete and smooth, p95, {name}", whole, _WHY["whole"])
    yield _panning(f"Panning at any zoom, all open, median, {name}", pans, 4e-3)
    yield _zooming(canvas, f"A frame of zooming in and out again, p95, all open, {name}")
    yield from _played(canvas, recording, name)


def _panned(canvas: Canvas) -> list[float]:
    """The frames of a drag to the right and down, and half of the way back."""
    times = []
    for move in range(24):
        canvas.pan_by(QPointF(11, 7) if move < 16 else QPointF(-11, -7))
        times.append(_timed(canvas.repaint))
    return times


def _panning(what: str, times: list[float], goal: float) -> Row:
    most = f"at most {in_words(max(times))}, a strip that comes into view"
    return at_most(what, median(times), goal, most)


def _zooming(canvas: Canvas, what: str) -> Row:
    """At the middle, as with two fingers: a little at a time and without a pause."""
    canvas.fit()
    canvas.repaint()
    times, middle = [], QPointF(SIZE[0] / 2, SIZE[1] / 2)
    turns = ceil(log(1.0 / canvas.zoom, 1.04))
    for turn in range(2 * turns):
        canvas.zoom_by(1.04 if turn < turns else 1 / 1.04, middle)
        times.append(_timed(canvas.repaint))
    return _often(what, times)


def _often(what: str, times: list[float], why: str = "") -> Row:
    """Nineteen of twenty frames are to be there with the next picture of the screen."""
    times = sorted(times)
    note = f"median {in_words(median(times))}, at most {in_words(times[-1])}"
    return at_most(what, times[int(len(times) * 0.95)], 16e-3, note, why)


def _middle(recording: Recording) -> range:
    """Some steps in the midst of the backward phase."""
    start = recording.length - recording.backward_steps // 2
    return range(start, start + 40)


def _step_of_picture(canvas: Canvas, recording: Recording, what: str) -> Row:
    """Every group open and all in view."""
    scene, theme, target = canvas.scene, load_theme("dark"), QPixmap(canvas.size())
    assert scene is not None
    backing, times = Backing(), []
    for position in _middle(recording):
        now = replace(scene, position=position)
        start = time.perf_counter()
        changed = backing.changed(target.size(), 1.0, now, canvas.camera, theme, canvas.detail)
        with QPainter(target) as painter:
            if changed is not None:
                painter.setClipRegion(changed)
            backing.paint(
                painter, target.size(), 1.0, now, canvas.camera, theme, canvas.detail,
                exposed=changed,
            )  # fmt: skip
        times.append(time.perf_counter() - start)
    return at_most(what, median(times), 0.5e-3, why=_WHY["picture"])


def _step(canvas: Canvas, recording: Recording, what: str) -> Row:
    """As in the window, where only what has changed is painted."""
    times = []
    for position in _middle(recording):
        start = time.perf_counter()
        canvas.show_position(position, animate=False)
        QApplication.processEvents()
        times.append(time.perf_counter() - start)
    return at_most(what, median(times), 0.5e-3, why=_WHY["step"])


def _played(canvas: Canvas, recording: Recording, name: str) -> Iterator[Row]:
    """The canvas alone, from the first step to the last in 60 pictures, 30 a second."""
    canvas.fit()
    times = []
    start = time.perf_counter()
    for i in range(61):
        canvas.show_position(recording.length * i // 60, animate=False)
        times.append(_timed(canvas.repaint))
    what = f"Play through all steps, all open, {name}"
    yield at_most(what, time.perf_counter() - start, 2.0)
    yield at_most(
        f"Its slowest frame, {name}", max(times), 33e-3,
        why="a frame in which a thousand steps went by is painted as a whole",
    )  # fmt: skip


def _memory(points: int, name: str) -> Iterator[Row]:
    """In a process of its own, since this one has had much in its memory already."""
    command = [sys.executable, "-m", "tests.benchmarks.memory", str(points)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    whole, canvas, values = (int(word) for word in told.split())
    mega, each = whole / 1e6, canvas / values
    what = f"Memory of the open demo loss over an empty window, {name}"
    yield Row(what, "≤ 60 MB", f"{mega:.0f} MB", mega <= 60)
    what = f"Canvas and layout, closed, a value, {name}"
    yield Row(what, "≤ 150 B", f"{each:.0f} B", each <= 150)


def _largest() -> Iterator[Row]:
    """Opening from the end of the program's own run to the picture."""
    recording = record_program(DEMO_LOSS, Rule.ACCUMULATE, ("800",))
    start = time.perf_counter()
    canvas = _canvas(recording, _laid(recording.graph, is_open=False))
    canvas.repaint()
    opened = time.perf_counter() - start
    yield at_most("Open, demo loss of 800 points, after its run", opened, 6.0)
    canvas = _canvas(recording, _laid(recording.graph, is_open=True))
    _timed(canvas.repaint)
    what = f"Pan, demo loss of 800 points, all open, median, {len(recording.graph):,} values"
    yield _panning(what, _panned(canvas), 33e-3)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
