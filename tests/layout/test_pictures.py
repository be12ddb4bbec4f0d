"""What a person sees: nothing overlaps, arrows end at boxes and run over none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradviz.layout.dot import DotLayouter
from gradviz.layout.drawing import Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout
from gradviz.model.value import Value
from tests.layout.clean import along, check_picture

LayOut = Callable[[Drawing], Layout]


def test_every_example_is_a_clean_picture(example: Drawing, lay_out: LayOut) -> None:
    check_picture(example.items, lay_out(example))


def test_curves_join_without_a_kink(example: Drawing, lay_out: LayOut) -> None:
    layout = lay_out(example)
    for arrow in range(example.arrow_count):
        route = layout.arrow_route(arrow)
        for k in range(3, len(route) - 1, 3):
            before, after = route[k] - route[k - 1], route[k + 1] - route[k]
            assert abs(before[0] * after[1] - before[1] * after[0]) < 1e-6


def test_repeated_operands_are_two_curves_apart(
    examples: dict[str, Drawing], lay_out: LayOut
) -> None:
    for name in ("reuse_once", "cube", "used_50_times", "used_far_away_twice"):
        drawing = examples[name]
        layout = lay_out(drawing)
        graph = drawing.graph
        pairs = [
            edge
            for edge in range(graph.edge_count - 1)
            if graph.edge_user[edge] == graph.edge_user[edge + 1]
            and graph.operands[edge] == graph.operands[edge + 1]
        ]
        assert pairs
        for edge in pairs:
            one, two = along(layout.arrow_route(edge)), along(layout.arrow_route(edge + 1))
            middle = one[len(one) // 3 : -len(one) // 3]
            apart = np.hypot(*(middle[:, None] - two[None]).transpose(2, 0, 1)).min(axis=1)
            assert apart.max() >= 20
            assert np.hypot(*(one[0] - two[0])) > 1
            assert np.hypot(*(one[-1] - two[-1])) > 5


def test_the_far_pair_really_passes_columns(examples: dict[str, Drawing], lay_out: LayOut) -> None:
    drawing = examples["used_far_away_twice"]
    layout = lay_out(drawing)
    graph = drawing.graph
    squares = [v for v in range(len(graph)) if graph.operands_of(v) == [0, 0]]
    edges = [e for e in range(graph.edge_count) if graph.edge_user[e] == squares[0]]
    for edge in edges:
        route = layout.arrow_route(edge)
        assert route[-1, 0] - route[0, 0] > 3 * drawing.sizes.card[0]


def test_a_plus_a_bows_to_both_sides(examples: dict[str, Drawing], lay_out: LayOut) -> None:
    drawing = examples["reuse_once"]
    layout = lay_out(drawing)
    middles = [along(layout.arrow_route(e), 25)[12, 1] - layout.centre[0, 1] for e in (0, 1)]
    assert middles == pytest.approx([-22, 22], abs=0.5)


def test_operands_stand_in_written_order(examples: dict[str, Drawing], lay_out: LayOut) -> None:
    drawing = examples["reuse_twice"]
    y = lay_out(drawing).centre[:, 1]
    a, b, d, e, f = range(5)
    assert y[a] == y[d] < y[f] < y[b] == y[e]
    drawing = examples["neuron"]
    y = lay_out(drawing).centre[:, 1]
    x1, w1, x2, w2 = (y[drawing.graph.labels.index(name)] for name in ("x1", "w1", "x2", "w2"))
    assert x1 < w1 < x2 < w2


def test_level_arrows_are_exactly_straight(examples: dict[str, Drawing], lay_out: LayOut) -> None:
    drawing = examples["reuse_twice"]
    layout = lay_out(drawing)
    for edge in (0, 3):  # a to ×, b to +
        assert np.ptp(layout.arrow_route(edge)[:, 1]) == 0


def test_an_op_stands_in_the_middle_of_its_operands(
    examples: dict[str, Drawing], lay_out: LayOut
) -> None:
    drawing = examples["neuron"]
    y = lay_out(drawing).centre[:, 1]
    for node in drawing.items.op_items.tolist():
        assert y[node] == pytest.approx(np.mean(y[drawing.graph.operands_of(node)]), abs=1)


def test_every_operand_arrow_has_room_for_a_chip(
    examples: dict[str, Drawing], lay_out: LayOut
) -> None:
    for drawing in examples.values():
        layout = lay_out(drawing)
        for edge in range(drawing.graph.edge_count):
            route = layout.arrow_route(edge)
            assert route[-1, 0] - route[0, 0] >= 100


@st.composite
def roots(draw: st.DrawFn) -> Value:
    values = [Value(0.5) for _ in range(draw(st.integers(1, 4)))]
    for _ in range(draw(st.integers(0, 14))):
        x = values[draw(st.integers(0, len(values) - 1))]
        y = values[draw(st.integers(0, len(values) - 1))]
        values.append(draw(st.sampled_from([x + y, x * y, x.tanh(), x * x, x**2])))
    return values[-1]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(root=roots())
def test_any_graph_is_a_clean_picture(
    root: Value, draw: Callable[[Value], Drawing], layouter: DotLayouter
) -> None:
    drawing = draw(root)
    check_picture(drawing.items, layouter.lay_out(drawing.items))
    check_picture(drawing.items, lay_out_layered(drawing.items))
