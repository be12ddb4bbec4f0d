"""Folded drawings: frames around neurons around values, whichever of them are open."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.layout import nested
from gradviz.layout.arrange import arranged
from gradviz.layout.drawing import Drawing
from gradviz.layout.find_groups import find_groups
from gradviz.layout.fold import Fold
from gradviz.layout.folded import folded
from gradviz.layout.groups import Groups, Kind
from gradviz.layout.inside import Arranged, Inside
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout, LayoutCancelled
from gradviz.layout.layouter import Layouter
from gradviz.layout.nested import lay_out_nested
from gradviz.model.graph import Graph
from gradviz.model.nn import MLP
from gradviz.model.value import Value
from tests.benchmarks.demo_loss import demo_loss
from tests.layout.conftest import SIZES
from tests.layout.nesting import (
    Grouping,
    arrows_over_boxes,
    check_folded,
    check_nested,
    crossings,
)

Pictured = tuple[Drawing, Layout]


def pictured(graph: Graph, fold: Fold) -> Pictured:
    drawing = folded(graph, SIZES, fold)
    return drawing, lay_out_nested(drawing, fold.groups)


def loss_of(samples: int, widths: list[int]) -> Value:
    random.seed(5)
    net = MLP(3, widths)
    loss = Value(0.0)
    for k in range(samples):
        out = net([0.5 * k, 1.0, -1.0])
        assert isinstance(out, Value)
        loss = loss + (out - 1.0) ** 2
    return loss


@pytest.fixture(scope="module")
def training() -> tuple[Graph, Groups]:
    """Four samples through MLP(3, [4, 4, 1]), as in the lecture."""
    graph = Graph.from_root(loss_of(4, [4, 4, 1]))[0]
    return graph, find_groups(graph)


@pytest.fixture(scope="module")
def demo() -> tuple[Graph, Groups]:
    graph = Graph.from_root(demo_loss(Value, 10).loss)[0]
    return graph, find_groups(graph)


@st.composite
def grouped(draw: st.DrawFn) -> tuple[Graph, Fold]:
    """Any small program with any groups around parts of it, any of them open."""
    hand = Grouping()
    values = [Value(0.5) for _ in range(draw(st.integers(1, 4)))]
    with hand.group(Kind.PARAMETERS):
        values += [Value(1.0) for _ in range(draw(st.integers(0, 2)))]

    def any_value() -> Value:
        return values[draw(st.integers(0, len(values) - 1))]

    def steps(depth: int) -> None:
        for _ in range(draw(st.integers(1, 5))):
            if depth < 3 and draw(st.booleans()):
                with hand.group(draw(st.sampled_from([k for k in Kind if k != Kind.PARAMETERS]))):
                    steps(depth + 1)
                continue
            x, y, way = any_value(), any_value(), draw(st.integers(0, 4))
            if way == 0:
                values.append(x.tanh())
            else:
                values.append([x + y, x * y, x * x, x + 1][way - 1])

    steps(0)
    graph, groups = hand.of(values[-1])
    is_open = draw(st.lists(st.booleans(), min_size=len(groups), max_size=len(groups)))
    return graph, Fold(
        groups,
        np.array(is_open, bool),
        has_labels=draw(st.booleans()),
        labels_values=draw(st.booleans()),
    )


@settings(max_examples=120, deadline=None)
@given(case=grouped())
def test_any_groups_open_lose_no_edge_and_make_a_clean_picture(case: tuple[Graph, Fold]) -> None:
    drawing, layout = pictured(*case)
    check_folded(drawing)
    check_nested(drawing, layout)


@pytest.mark.parametrize("depth", range(5))
@pytest.mark.parametrize(
    ("has_labels", "labels_values"), [(True, False), (False, False), (True, True)]
)
def test_the_lecture_s_training_step_at_every_depth(
    training: tuple[Graph, Groups], depth: int, has_labels: bool, labels_values: bool
) -> None:
    graph, groups = training
    fold = Fold.closed(groups, has_labels).with_value_labels(labels_values).to_depth(depth)
    drawing, layout = pictured(graph, fold)
    check_folded(drawing)
    check_nested(drawing, layout)
    assert arrows_over_boxes(drawing, layout) == []


def test_one_open_sample_among_closed_ones(training: tuple[Graph, Groups]) -> None:
    graph, groups = training
    fold = Fold.closed(groups).to_depth(1)
    sample = int(np.flatnonzero(groups.kind == Kind.SAMPLE)[1])
    fold = fold.toggled(sample)
    for group in np.flatnonzero(groups.parent == sample).tolist():
        fold = fold.toggled(group)
    drawing, layout = pictured(graph, fold)
    check_nested(drawing, layout)
    assert arrows_over_boxes(drawing, layout) == []


def test_samples_that_follow_from_one_another_are_no_rows() -> None:
    """As in a recurrent network: by way of a value in between, so no arrow tells."""
    hand = Grouping()
    x = Value(1.0)
    for _ in range(30):
        with hand.group(Kind.SAMPLE):
            x = (x * 2.0 + 1.0).tanh()
        x = -x
    graph, groups = hand.of(x)
    for depth in (0, 1):
        check_nested(*pictured(graph, Fold.closed(groups).to_depth(depth)))


def test_opening_one_group_keeps_the_order_of_the_others(training: tuple[Graph, Groups]) -> None:
    graph, groups = training
    fold = Fold.closed(groups).to_depth(1)
    samples = np.flatnonzero(groups.kind == Kind.SAMPLE).tolist()

    def tops(fold: Fold) -> list[float]:
        drawing, layout = pictured(graph, fold)
        group_of_frame = drawing.frames.tolist()
        return [
            float(layout.frame[group_of_frame.index(s), 1])
            if s in group_of_frame
            else float(layout.centre[drawing.item_group.tolist().index(s), 1])
            for s in samples
        ]

    assert tops(fold) == sorted(tops(fold))
    opened = tops(fold.toggled(samples[1]))
    assert opened == sorted(opened)


def test_frames_that_are_alike_look_alike(demo: tuple[Graph, Groups]) -> None:
    graph, groups = demo
    drawing, layout = pictured(graph, Fold.closed(groups).to_depth(9))
    kind, shape = groups.kind[drawing.frames], groups.shape[drawing.frames]
    neurons = np.flatnonzero(kind == Kind.NEURON)
    sizes = {tuple(row) for row in layout.frame[neurons, 2:].tolist()}
    assert len(neurons) == 330
    assert len(sizes) <= len(set(shape[neurons].tolist()))
    # Members, too, stand in the same places.
    one, other = neurons[shape[neurons] == shape[neurons[0]]][:2]
    places = [
        layout.centre[: len(drawing.items)][drawing.item_frame == f] - layout.frame[f, :2]
        for f in (one, other)
    ]
    assert places[0] == pytest.approx(places[1])


def test_a_label_stands_directly_left_of_what_it_serves(demo: tuple[Graph, Groups]) -> None:
    graph, groups = demo
    fold = Fold.closed(groups).to_depth(9).with_value_labels(True)
    drawing, layout = pictured(graph, fold)
    items = drawing.items
    assert drawing.is_outlet.any()
    at_label = drawing.is_label[items.operands] | drawing.is_outlet[items.edge_user]
    tail, head = drawing.tail[: len(at_label)][at_label], drawing.head[: len(at_label)][at_label]
    gap = layout.centre[head] - layout.centre[tail]
    room = gap[:, 0] - (drawing.box_size[head, 0] + drawing.box_size[tail, 0]) / 2
    assert (room > 8).all()
    assert (room < 40).all()
    assert (np.abs(gap[:, 1]) < 60).all()


def test_labels_cut_crossings_to_less_than_a_fifth() -> None:
    graph = Graph.from_root(loss_of(3, [3, 1]))[0]
    fold = Fold.closed(find_groups(graph)).to_depth(9)
    with_labels, without = pictured(graph, fold)[1], pictured(graph, fold.with_labels(False))[1]
    assert 5 * crossings(with_labels) < crossings(without)


@pytest.mark.parametrize("is_grouped", [True, False])
def test_what_values_are_made_of_stands_left_of_them_without_an_arrow(is_grouped: bool) -> None:
    graph = Graph.from_root(loss_of(1, [5, 4, 1]))[0]
    fold = Fold.closed(find_groups(graph)).to_depth(9)
    fold = (fold if is_grouped else fold.ungrouped()).with_value_labels(True)
    drawing, layout = pictured(graph, fold)
    check_folded(drawing)
    items = drawing.items
    busy = items.operands[drawing.is_outlet[items.edge_user]]
    assert len(busy) == 5
    x = layout.centre[:, 0]
    for card in busy.tolist():
        node = int(drawing.item_node[card])
        users = drawing.item_of_node[graph.users_of(node)]
        labels = np.setdiff1d(drawing.boxes_of(node), [card])
        assert len(labels) == len(users) + 1
        assert (x[labels] > x[card]).all()
        assert (x[users] > x[card] + SIZES.card[0]).all()


@pytest.mark.parametrize("depth", range(5))
def test_a_large_picture_suits_a_window(demo: tuple[Graph, Groups], depth: int) -> None:
    graph, groups = demo
    _, layout = pictured(graph, Fold.closed(groups).to_depth(depth))
    assert 0.8 < layout.width / layout.height < 4


def test_the_same_drawing_has_the_same_layout(training: tuple[Graph, Groups]) -> None:
    graph, groups = training
    fold = Fold.closed(groups).to_depth(9)
    one, two = pictured(graph, fold)[1], pictured(graph, fold)[1]
    assert np.array_equal(one.centre, two.centre)
    assert np.array_equal(one.route, two.route)
    assert np.array_equal(one.frame, two.frame)


def test_a_drawing_without_groups_is_laid_out_in_layers() -> None:
    graph = Graph.from_root(loss_of(1, [2, 1]))[0]
    drawing = Drawing.of(graph, SIZES)
    plain = lay_out_layered(drawing.items)
    assert np.array_equal(lay_out_nested(drawing, Groups.none(len(graph))).route, plain.route)


def test_groups_in_groups_a_thousand_deep_need_no_recursion() -> None:
    hand = Grouping()

    def nest() -> Value:
        x = Value(1.0)
        around = [hand.group(Kind.LAYER) for _ in range(1_100)]
        for group in around:
            group.__enter__()
            x = x.tanh()
        for group in reversed(around):
            group.__exit__(None, None, None)
        return x.tanh()

    graph, groups = hand.of(nest())
    layout = pictured(graph, Fold.closed(groups).to_depth(2_000))[1]
    assert len(layout.frame) == 1_100
    assert np.isfinite(layout.route).all()


def test_a_layout_called_off_ends_with_the_frame_it_is_at(
    training: tuple[Graph, Groups], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, groups = training
    drawing, layouter = folded(graph, SIZES, Fold.closed(groups).to_depth(9)), Layouter()
    at: list[Inside] = []

    def called_off(inside: Inside, op: float) -> Arranged:
        layouter.cancel()
        at.append(inside)
        return arranged(inside, op)

    monkeypatch.setattr(nested, "arranged", called_off)
    with pytest.raises(LayoutCancelled):
        layouter.lay_out(drawing)
    assert len(at) == 1
