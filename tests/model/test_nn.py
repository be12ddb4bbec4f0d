"""nn as a drop-in: the draws, the order of parameters and the texts are micrograd's."""

from __future__ import annotations

import random

import pytest

from gradviz import MLP, Layer, Module, Neuron, Value


def micrograds_draws(nin: int, nouts: list[int]) -> list[float]:
    """Weights of each neuron then its bias, layer by layer, as micrograd draws them."""
    sizes = [nin, *nouts]
    drawn: list[float] = []
    for i in range(len(nouts)):
        for _ in range(sizes[i + 1]):
            drawn += [random.uniform(-1, 1) for _ in range(sizes[i])]
            drawn.append(0.0)
    return drawn


def test_a_seed_gives_micrograds_weights_in_micrograds_order() -> None:
    random.seed(1337)
    net = MLP(2, [16, 16, 1])
    random.seed(1337)
    assert [p.data for p in net.parameters()] == micrograds_draws(2, [16, 16, 1])
    assert len(net.parameters()) == 337


def test_the_texts_are_micrograds() -> None:
    assert repr(Neuron(3)) == "ReLUNeuron(3)"
    assert repr(Neuron(3, nonlin=False)) == "LinearNeuron(3)"
    assert repr(Layer(2, 2)) == "Layer of [ReLUNeuron(2), ReLUNeuron(2)]"
    assert repr(MLP(1, [1, 1])) == "MLP of [Layer of [ReLUNeuron(1)], Layer of [LinearNeuron(1)]]"


def test_a_layer_of_one_returns_a_value_and_a_wider_one_a_list() -> None:
    assert isinstance(Layer(2, 1)([1.0, 2.0]), Value)
    wide = Layer(2, 3)([1.0, 2.0])
    assert isinstance(wide, list)
    assert len(wide) == 3


def test_a_hidden_layer_of_one_neuron_works() -> None:
    assert isinstance(MLP(2, [1, 1])([1.0, 2.0]), Value)


def test_only_the_last_layer_is_linear() -> None:
    net = MLP(2, [3, 3, 2])
    assert [n.nonlin for layer in net.layers for n in layer.neurons] == [True] * 6 + [False] * 2


def test_zero_grad_clears_every_parameter() -> None:
    net = MLP(2, [2, 1])
    out = net([1.0, -2.0])
    assert isinstance(out, Value)
    out.backward()
    assert any(p.grad for p in net.parameters())
    net.zero_grad()
    assert not any(p.grad for p in net.parameters())


def test_a_module_of_ones_own_needs_only_parameters() -> None:
    class Scale(Module):
        def __init__(self) -> None:
            self.k = Value(2.0)

        def parameters(self) -> list[Value]:
            return [self.k]

    scale = Scale()
    (scale.k * 3.0).backward()
    scale.zero_grad()
    assert (scale.k.grad, Module().parameters()) == (0.0, [])


def test_a_neuron_is_relu_of_the_weighted_sum() -> None:
    neuron = Neuron(2)
    for p, number in zip(neuron.parameters(), (2.0, -3.0, 0.5), strict=True):
        p.data = number
    assert neuron([4.0, 2.0]).data == 2.5
    assert neuron([1.0, 2.0]).data == 0.0


def test_parameters_have_names_that_say_where_they_are() -> None:
    labels = [p.label for p in MLP(2, [2, 1]).parameters()]
    assert labels[:3] == ["L0.n0.w0", "L0.n0.w1", "L0.n0.b"]
    assert labels[-1] == "L1.n0.b"
    assert len(set(labels)) == len(labels)


def test_training_lowers_the_loss() -> None:
    random.seed(1)
    net = MLP(2, [4, 1])
    points = [([1.0, 0.0], 1.0), ([0.0, 1.0], -1.0), ([1.0, 1.0], 0.5)]

    def loss() -> Value:
        errors = []
        for x, y in points:
            out = net(x)
            assert isinstance(out, Value)
            errors.append((out - y) ** 2)
        return sum(errors, Value(0.0))

    before = loss().data
    for _ in range(60):
        net.zero_grad()
        loss().backward()
        for p in net.parameters():
            p.data -= 0.05 * p.grad
    assert loss().data < before / 20
    assert loss().data == pytest.approx(0.0, abs=0.2)
