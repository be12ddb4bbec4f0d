"""micrograd's demo loss, the standard large graph: its size, and its 337 gradients."""

from __future__ import annotations

import pytest

from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from tests.benchmarks.demo_loss import SIZES, demo_loss
from tests.model.bits import all_bits
from tests.model.closures import ClosureValue
from tests.model.dual import Dual


@pytest.mark.parametrize("points", [10, 100])
def test_the_demo_loss_has_micrograds_number_of_values(points: int) -> None:
    demo = demo_loss(Value, points)
    graph, _, _ = Graph.from_root(demo.loss)
    assert len(graph) == SIZES[points]
    assert len(demo.parameters) == 337


def test_all_gradients_of_the_demo_loss_equal_micrograds_to_the_bit() -> None:
    ours, theirs = demo_loss(Value), demo_loss(ClosureValue)
    theirs.loss.backward()
    graph, values, nodes = Graph.from_root(ours.loss)
    recording = Recording.from_graph(graph, values, Rule.ACCUMULATE)
    number = {id(node): i for i, node in enumerate(nodes)}
    grads = [recording.final_grads[number[id(p)]] for p in ours.parameters]
    assert ours.loss.data == theirs.loss.data
    assert all_bits(grads) == all_bits(p.grad for p in theirs.parameters)
    ours.loss.backward()
    assert all_bits(grads) == all_bits(p.grad for p in ours.parameters)


@pytest.mark.parametrize("which", [0, 2, 60, 300, 336])
def test_gradients_of_the_demo_loss_equal_dual_numbers(which: int) -> None:
    made = -1

    def value(x: float) -> Dual:
        nonlocal made
        made += 1  # the parameters are made first, in order
        return Dual(x, float(made == which))

    ours = demo_loss(Value)
    ours.loss.backward()
    grad = ours.parameters[which].grad
    assert grad == pytest.approx(demo_loss(value).loss.slope, rel=1e-12, abs=1e-12)
