"""Marks: what was found is ringed, wherever it is shown."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.canvas.ink import ink
from gradviz.canvas.marks import Marks
from gradviz.layout.layouter import Layouter
from gradviz.look.theme import load_theme
from tests.canvas.stage import B, D, laid_out, show_canvas
from tests.canvas.test_backing import network


def test_every_value_is_marked_where_it_is_shown() -> None:
    recording, drawing, layout = network(0)
    assert drawing.fold is not None
    nodes = np.arange(0, len(recording.graph), 3, dtype=np.int32)
    marks = Marks.of(drawing, layout, nodes)
    for node in nodes.tolist():
        assert np.isin(drawing.boxes_of(node), marks.boxes).all()
    for box, count in zip(marks.boxes.tolist(), marks.counts.tolist(), strict=True):
        group = drawing.group_of(box)
        if group is not None:
            assert count == len(np.intersect1d(drawing.fold.groups.members(group), nodes))
        else:
            assert drawing.node_of(box) in nodes


def test_a_busy_leaf_has_a_mark_on_each_of_its_labels() -> None:
    recording, _, _ = network(0)
    closed = Layouter().lay_out_graph(recording.graph, BOX_SIZES, None)
    laid = Layouter().lay_out_graph(recording.graph, BOX_SIZES, closed.fold.to_depth(9))
    leaf = int(laid.drawing.item_node[np.flatnonzero(laid.drawing.is_label)[0]])
    marks = Marks.of(laid.drawing, laid.layout, np.array([leaf], np.int32))
    assert marks.boxes.tolist() == laid.drawing.boxes_of(leaf).tolist()
    assert len(marks.boxes) > 1


def yellow(canvas: Canvas) -> int:
    """Pixels in the colour of a mark."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    color: QColor = ink(load_theme("dark")).tone("warning").text
    pixels = np.frombuffer(image.constBits(), np.uint32)
    return int((pixels == color.rgb()).sum())


def test_what_is_found_is_ringed_until_find_closes(qtbot: QtBot) -> None:
    canvas = show_canvas(qtbot)
    before = yellow(canvas)
    canvas.show_found(np.array([B, D], np.int32))
    both = yellow(canvas)
    assert both > before + 200
    canvas.show_selection(D)
    assert yellow(canvas) > both  # the current one is stronger
    canvas.show_found(np.array([B], np.int32))
    assert before < yellow(canvas) < both
    canvas.show_found(None)
    assert yellow(canvas) == before


def test_a_match_too_small_to_be_ringed_is_a_dot(qtbot: QtBot) -> None:
    canvas = show_canvas(qtbot, values=400)
    canvas.fit()
    canvas.finish_motion()
    assert canvas.zoom < 0.1
    before = yellow(canvas)
    canvas.show_found(np.array([200], np.int32))
    assert yellow(canvas) >= before + 9
    assert laid_out(400)[1].box_count > 400
