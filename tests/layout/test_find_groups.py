"""Groups found in networks, and what is true of all that is found in any graph."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gradviz.layout.find_groups import find_groups
from gradviz.layout.groups import Groups, Kind
from gradviz.model.graph import Graph
from gradviz.model.ops import CODE
from gradviz.model.value import Value, ancestors
from tests.layout import networks
from tests.layout.networks import BATCHES, SINGLES, Case, Net, points
from tests.model.graphs import Program, constant_of, programs

Longs = NDArray[np.int64]


def found(root: Value) -> tuple[Graph, Groups]:
    graph = Graph.from_root(root)[0]
    return graph, find_groups(graph)


# --- what a person expects ---------------------------------------------------------------


def of_kind(groups: Groups, kind: Kind, parent: int | None = None) -> list[int]:
    some = range(len(groups)) if parent is None else groups.children(parent).tolist()
    return [group for group in some if groups.kind[group] == kind]


def sizes_of_layers(groups: Groups, around: int) -> tuple[int, ...]:
    """How many neurons each layer has; a neuron that is in none is a layer of its own."""
    layers = of_kind(groups, Kind.LAYER, around)
    if not layers:
        return (1,) * len(of_kind(groups, Kind.NEURON, around))
    return tuple(len(of_kind(groups, Kind.NEURON, layer)) for layer in layers)


@pytest.mark.parametrize("name", BATCHES)
def test_samples_layers_and_neurons_of_a_loss_over_many_points(name: str) -> None:
    case = BATCHES[name]
    _, groups = found(case.make())

    (batch,) = of_kind(groups, Kind.BATCH)
    samples = of_kind(groups, Kind.SAMPLE, batch)
    assert len(samples) == case.samples
    assert {sizes_of_layers(groups, sample) for sample in samples} == {case.neurons}
    shapes = {int(groups.shape[i]) for sample in samples for i in groups.children(sample)}
    assert len(shapes) <= len(case.neurons), "a layer is alike in all samples"
    assert np.count_nonzero(groups.of_node < 0) <= 30


@pytest.mark.parametrize("name", SINGLES)
def test_layers_and_neurons_of_one_sample(name: str) -> None:
    case = SINGLES[name]
    _, groups = found(case.make())

    assert not of_kind(groups, Kind.SAMPLE)
    assert sizes_of_layers(groups, -1) == case.neurons


@pytest.mark.parametrize("name", BATCHES)
def test_parameters_are_those_of_the_neurons(name: str) -> None:
    case = BATCHES[name]
    graph, groups = found(case.make())

    (top,) = [g for g in of_kind(groups, Kind.PARAMETERS) if groups.parent[g] < 0]
    inner = groups.children(top).tolist()
    if len(case.neurons) > 1:
        assert tuple(len(groups.children(g)) for g in inner) == case.neurons
    assert np.array_equal(groups.members(top), groups.parameters)
    assert (graph.opcode[groups.members(top)] == 0).all()


def test_the_demo_loss_in_the_words_of_a_person() -> None:
    net = Net(2, 8, 8, 1, hidden=networks.relu)
    _, groups = found(networks.hinge(net, points(12, 2)))

    assert [groups.names[g] for g in groups.children(-1)] == [
        "parameters",
        "12 samples",
        "Σ of 12",
        "Σ of 105",
    ]
    sample = of_kind(groups, Kind.SAMPLE)[3]
    assert groups.names[sample] == "sample 3"
    layer = groups.children(sample)[1]
    assert groups.names[layer] == "layer 1"
    assert groups.names[groups.children(layer)[-1]] == "neuron 7"


def test_a_linear_last_neuron_ends_before_the_loss() -> None:
    graph, groups = found(networks.squared(Net(3, 4, 4, 1), points(1, 3)))

    last = of_kind(groups, Kind.NEURON)[-1]
    assert groups.last_node[last] < graph.root
    outside = np.flatnonzero((groups.of_node < 0) & (graph.opcode != 0))
    assert [graph.symbol(node) for node in outside.tolist()] == ["+", "x²", "+"]


def test_labels_tell_parameters_and_their_places() -> None:
    root = networks.labelled_mlp()
    graph, groups = found(root)

    neuron = groups.chain(int(groups.of_node[graph.labels.index("L0.n3.w2")]))
    assert [groups.names[g] for g in neuron] == ["neuron 3", "layer 0"]


def test_without_labels_the_same_groups_are_found() -> None:
    graph, groups = found(networks.labelled_batch())
    assert_same(find_groups(replace(graph, labels=("",) * len(graph))), groups)


def test_a_network_of_one_neuron_is_not_folded() -> None:
    assert len(found(Net(3, 1)(points(1, 3)[0])[0])[1]) == 0


def test_a_long_sum_is_one_group() -> None:
    leaves = [Value(float(i)) for i in range(20)]
    graph, groups = found(sum((x.sin() for x in leaves[1:]), leaves[0].sin()).tanh())

    assert groups.names == ("Σ of 20",)
    outside = np.flatnonzero(groups.of_node < 0)
    assert [graph.symbol(node) for node in outside.tolist()] == ["tanh"]


def test_ops_of_the_programs_own_are_no_obstacle() -> None:
    def leaky(x: Value) -> Value:
        return Value(max(x.data, 0.1 * x.data), (x,), "leaky")

    net = Net(2, 5, 5, 1, hidden=leaky)
    root = networks.squared(net, points(1, 2))
    assert sizes_of_layers(find_groups(as_foreign(root)), -1) == (5, 5, 1)


def as_foreign(root: Value) -> Graph:
    """The graph with ops that the table doesn't have, as one of a program's own engine."""
    nodes = ancestors(root)
    number = {id(node): i for i, node in enumerate(nodes)}
    counts = [len(node._prev) for node in nodes]
    return Graph(
        np.array([CODE.get(node._operation.name, -1) for node in nodes], np.int32),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        np.array([number[id(x)] for node in nodes for x in node._prev], np.int32),
        np.array([constant_of(node) for node in nodes]),
        ("",) * len(nodes),
        number[id(root)],
    )


# --- what is true of all groups ------------------------------------------------------------


def assert_same(one: Groups, other: Groups) -> None:
    assert np.array_equal(one.parent, other.parent)
    assert np.array_equal(one.kind, other.kind)
    assert np.array_equal(one.of_node, other.of_node)
    assert np.array_equal(one.shape, other.shape)
    assert one.names == other.names


def assert_sound(graph: Graph, groups: Groups) -> None:
    g = len(groups)
    assert len(groups.of_node) == len(graph)
    assert len(groups.kind) == len(groups.shape) == len(groups.names) == g
    assert (groups.parent < np.arange(g)).all()
    assert (groups.parent >= -1).all()
    assert ((groups.of_node >= -1) & (groups.of_node < g)).all()
    assert (groups.sizes > 0).all()
    assert all(groups.names)


def closed(groups: Groups, some: list[int]) -> Longs:
    """What stands for each node when these groups are closed: a node or, from n on, a group."""
    thing = np.arange(len(groups.of_node))
    for group in some[::-1]:  # the outermost last
        thing[groups.members(group)] = len(groups.of_node) + group
    return thing


def has_cycle(graph: Graph, thing: Longs) -> bool:
    tail, head = thing[graph.operands], thing[graph.edge_user]
    pairs = {(a, b) for a, b in zip(tail.tolist(), head.tolist(), strict=True) if a != b}
    users: dict[int, list[int]] = {}
    waits: dict[int, int] = dict.fromkeys(thing.tolist(), 0)
    for a, b in pairs:
        users.setdefault(a, []).append(b)
        waits[b] += 1
    ready = [x for x, count in waits.items() if not count]
    done = 0
    while ready:
        done += 1
        for user in users.get(ready.pop(), ()):
            waits[user] -= 1
            if not waits[user]:
                ready.append(user)
    return done < len(waits)


def assert_folds_without_a_cycle(graph: Graph, groups: Groups, chance: random.Random) -> None:
    for depth in range(int(groups.depth.max(initial=-1)) + 1):
        assert not has_cycle(graph, closed(groups, np.flatnonzero(groups.depth == depth).tolist()))
    for _ in range(5):
        some = [g for g in range(len(groups)) if chance.random() < 0.3]
        assert not has_cycle(graph, closed(groups, some))
    for group in chance.sample(range(len(groups)), min(len(groups), 15)):
        assert not has_cycle(graph, closed(groups, [group]))


def facts(graph: Graph, groups: Groups, group: int) -> list[object]:
    """All that is the same in groups that are alike."""
    members = groups.members(group).tolist()
    place = {node: i for i, node in enumerate(members)}
    kind = int(groups.kind[group])  # a loss may be made like a neuron, and is none
    return [
        kind,
        *(
            (
                int(graph.opcode[node]),
                float(graph.constant[node]),
                [place.get(x, -1) for x in graph.operands_of(node)],
                [g - group for g in groups.chain(int(groups.of_node[node])) if g >= group],
            )
            for node in members
        ),
    ]


def assert_shapes_are_alike(graph: Graph, groups: Groups) -> None:
    by_shape: dict[int, list[object]] = {}
    for group in range(len(groups)):
        if groups.kind[group] == Kind.BATCH:
            continue
        known = by_shape.setdefault(int(groups.shape[group]), facts(graph, groups, group))
        assert facts(graph, groups, group) == known
    assert len({repr(x) for x in by_shape.values()}) == len(by_shape), "alike, but not told so"


def assert_true_of_any(root: Value, seed: int = 0) -> Groups:
    graph, groups = found(root)
    assert_sound(graph, groups)
    assert_folds_without_a_cycle(graph, groups, random.Random(seed))
    assert_shapes_are_alike(graph, groups)
    assert_same(find_groups(graph), groups)
    return groups


@pytest.mark.parametrize("case", [*BATCHES.values(), *SINGLES.values()], ids=[*BATCHES, *SINGLES])
def test_folding_leaves_no_cycle_and_alike_groups_are_alike(case: Case) -> None:
    assert_true_of_any(case.make())


LOSSES: tuple[Callable[..., Value], ...] = (
    networks.squared,
    networks.mean_squared,
    networks.hinge,
    networks.softmax,
    networks.all_outputs,
)
ACTIVATIONS = (
    networks.relu,
    networks.tanh,
    networks.sigmoid,
    networks.linear,
    networks.tanh_by_exp,
    networks.sigmoid_by_exp,
)
ADDING = (networks.bias_first, networks.bias_last, networks.no_bias, networks.inputs_first)


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 9), min_size=2, max_size=4),
    count=st.integers(1, 9),
    plain=st.booleans(),
    loss=st.sampled_from(LOSSES),
    hidden=st.sampled_from(ACTIVATIONS),
    last=st.sampled_from(ACTIVATIONS),
    add=st.sampled_from(ADDING),
    seed=st.integers(0, 99),
)
def test_any_network_folds(
    sizes: list[int],
    count: int,
    plain: bool,
    loss: Callable[..., Value],
    hidden: networks.Activation,
    last: networks.Activation,
    add: Callable[..., Value],
    seed: int,
) -> None:
    net = Net(*sizes, hidden=hidden, last=last, add=add)
    groups = assert_true_of_any(loss(net, points(count, sizes[0], plain=plain)), seed)
    is_deep = len(sizes) > 2 and all(size > 1 for size in sizes[1:-1])
    # Without functions and biases, weights and inputs are the same thing.
    is_told = hidden is not networks.linear or add is not networks.no_bias
    if count > 1 and is_deep and is_told:
        assert len(of_kind(groups, Kind.SAMPLE)) == count


@settings(max_examples=100, deadline=None)
@given(program=programs(most=60), seed=st.integers(0, 99))
def test_any_graph_folds(program: Program, seed: int) -> None:
    assert_true_of_any(program.root(), seed)


def test_a_random_graph_is_no_network() -> None:
    chance = random.Random(3)
    nodes = [Value(chance.random()) for _ in range(20)]
    for _ in range(2000):
        a, b = chance.choice(nodes[-50:]), chance.choice(nodes[-50:])
        op = chance.choice(["+", "*", "tanh", "relu"])
        nodes.append({"+": a + b, "*": a * b, "tanh": a.tanh(), "relu": a.relu()}[op])
    groups = assert_true_of_any(nodes[-1])
    assert not {Kind.SAMPLE, Kind.LAYER, Kind.NEURON} & set(groups.kind.tolist())


@given(order=st.permutations(range(6)))
@settings(max_examples=20, deadline=None)
def test_samples_are_in_the_order_of_their_sum_whenever_they_were_made(order: list[int]) -> None:
    net, rows = Net(2, 3, 1), points(6, 2)
    losses = {i: (net(rows[i])[0] - 1.0) ** 2 for i in order}
    root = sum((losses[i] for i in range(1, 6)), losses[0])
    graph, groups = found(root)

    def where(node: Value) -> str:
        return groups.names[groups.chain(int(groups.of_node[number[id(node)]]))[-2]]

    number = {id(node): i for i, node in enumerate(ancestors(root))}
    assert [where(losses[i]) for i in range(6)] == [f"sample {i}" for i in range(6)]
    assert len(graph) == len(number)
