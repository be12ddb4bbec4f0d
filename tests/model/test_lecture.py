"""The numbers everybody knows: the lecture's and micrograd's README's."""

from __future__ import annotations

import random

import pytest

from gradviz import MLP, Value
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.sources.examples import find_example
from gradviz.sources.program import record_program
from tests.model.bits import all_bits
from tests.model.closures import ClosureValue
from tests.model.dual import Dual, lift


def example(name: str, rule: Rule = Rule.ACCUMULATE) -> Recording:
    return record_program(find_example(name).path, rule)


def grads(recording: Recording) -> dict[str, float]:
    """The final gradients of the values that have a label."""
    pairs = zip(recording.graph.labels, recording.final_grads.tolist(), strict=True)
    return {label: grad for label, grad in pairs if label}


def test_the_neuron() -> None:
    found = grads(example("neuron"))
    expected = {"x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0, "b": 0.5, "n": 0.5, "o": 1.0}
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-12)


def test_the_neurons_output_is_one_over_root_two() -> None:
    recording = example("neuron")
    assert recording.values[recording.graph.root] == pytest.approx(0.5**0.5, abs=1e-12)


def test_reuse_once_is_two_and_one_with_the_bug() -> None:
    assert grads(example("reuse_once"))["a"] == 2.0
    assert grads(example("reuse_once", Rule.OVERWRITE))["a"] == 1.0


def test_reuse_twice_is_minus_three_and_minus_eight() -> None:
    found = grads(example("reuse_twice"))
    assert (found["a"], found["b"]) == (-3.0, -8.0)


def test_reuse_twice_with_the_bug_loses_a_contribution_to_each() -> None:
    recording = example("reuse_twice", Rule.OVERWRITE)
    a, b = (recording.graph.labels.index(name) for name in "ab")
    # e = a + b runs after f, and d = a * b after e: reverse creation order.
    assert [w.after for w in recording.writes_to(a)] == [-6.0, 3.0]
    assert [w.after for w in recording.writes_to(b)] == [-6.0, -2.0]
    for node in (a, b):
        first, last = recording.writes_to(node)
        assert recording.is_lost(first, recording.length)
        assert not recording.is_lost(last, recording.length)
        assert not recording.is_lost(first, first.position)
    assert recording.wrong_nodes.tolist() == [a, b]


def test_micrograds_readme() -> None:
    recording = example("micrograd_readme")
    found = grads(recording)
    assert f"{recording.values[recording.graph.root]:.4f}" == "24.7041"
    assert f"{found['a']:.4f}" == "138.8338"
    assert f"{found['b']:.4f}" == "645.5773"


# --- the MLP example, on three engines --------------------------------------------------


def mlp_loss(w: list[object], x: list[object], target: float) -> object:
    """MLP(3, [4, 1]) and its squared error written out; `w` in the order of `parameters()`."""
    parameters = iter(w)

    def neuron(inputs: list[object]) -> object:
        weights = [next(parameters) for _ in inputs]
        total = next(parameters)
        for weight, value in zip(weights, inputs, strict=True):
            total = total + weight * value  # type: ignore[operator]
        return total

    hidden = [neuron(x).relu() for _ in range(4)]  # type: ignore[attr-defined]
    return (neuron(hidden) - target) ** 2  # type: ignore[operator]


def mlp() -> tuple[MLP, list[Value], Value]:
    random.seed(5)
    net = MLP(3, [4, 1])
    x = [Value(2.0), Value(3.0), Value(-1.0)]
    out = net(x)
    assert isinstance(out, Value)
    loss = (out - 1.0) ** 2
    loss.backward()
    return net, x, loss


def test_the_mlps_gradients_equal_micrograds_to_the_bit() -> None:
    net, x, loss = mlp()
    w = [ClosureValue(p.data) for p in net.parameters()]
    inputs = [ClosureValue(v.data) for v in x]
    theirs = mlp_loss([*w], [*inputs], 1.0)
    assert isinstance(theirs, ClosureValue)
    theirs.backward()
    assert all_bits([loss.data]) == all_bits([theirs.data])
    assert all_bits(p.grad for p in net.parameters()) == all_bits(v.grad for v in w)
    assert all_bits(v.grad for v in x) == all_bits(v.grad for v in inputs)


def test_the_mlps_gradients_equal_dual_numbers() -> None:
    net, x, _ = mlp()
    parameters = net.parameters()
    for at, p in enumerate(parameters):
        w = [Dual(q.data, float(i == at)) for i, q in enumerate(parameters)]
        slope = mlp_loss([*w], [lift(v.data) for v in x], 1.0)
        assert isinstance(slope, Dual)
        assert p.grad == pytest.approx(slope.slope, rel=1e-12, abs=1e-14)


def test_the_mlp_example_is_that_mlp() -> None:
    net, x, loss = mlp()
    recording = example("mlp")
    found = grads(recording)
    assert recording.values[recording.graph.root] == loss.data
    assert [found[p.label] for p in net.parameters()] == [p.grad for p in net.parameters()]
    assert [found[name] for name in ("x0", "x1", "x2")] == [v.grad for v in x]
    assert any(grad != 0.0 for grad in found.values())
