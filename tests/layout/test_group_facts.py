"""What the cards of groups say, and numbers over all groups at once."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.layout.find_groups import find_groups
from gradviz.layout.group_facts import GroupFacts
from gradviz.layout.groups import Groups, Kind
from gradviz.model.graph import Graph
from gradviz.model.value import Value
from tests.layout import networks
from tests.layout.networks import BATCHES, SINGLES, Net, points


def facts_of(root: Value) -> tuple[Graph, Groups, GroupFacts]:
    graph = Graph.from_root(root)[0]
    groups = find_groups(graph)
    return graph, groups, GroupFacts.of(graph, groups)


def said(groups: Groups, facts: GroupFacts, kind: Kind) -> list[str]:
    return list(
        dict.fromkeys(
            text for text, k in zip(facts.summaries, groups.kind, strict=True) if k == kind
        )
    )


def test_a_card_says_what_is_in_a_group() -> None:
    _, groups, facts = facts_of(BATCHES["hinge and L2"].make())

    assert said(groups, facts, Kind.NEURON) == ["relu(w·x + b)", "w·x + b"]
    assert said(groups, facts, Kind.LAYER) == ["8 × relu(w·x + b)", "w·x + b"]
    assert said(groups, facts, Kind.SAMPLE) == ["3 layers · 17 neurons"]
    assert said(groups, facts, Kind.BATCH) == ["each 3 layers · 17 neurons"]
    assert said(groups, facts, Kind.SUM) == ["x + y + …", "x × x + y × y + …"]
    assert said(groups, facts, Kind.PARAMETERS)[0] == "105 parameters"


@pytest.mark.parametrize("count", [1, 5], ids=["one sample", "five samples"])
@pytest.mark.parametrize(
    ("net", "summary"),
    [
        (Net(3, 4, 4, 1), "tanh(w·x + b)"),
        (Net(3, 4, 4, 1, add=networks.bias_last), "tanh(w·x + b)"),
        (Net(3, 4, 4, 1, add=networks.no_bias), "tanh(w·x)"),
        (Net(3, 4, 4, 1, hidden=networks.tanh_by_exp), "f(w·x + b)"),
        (Net(3, 4, 4, 1, hidden=networks.linear), "w·x + b"),
    ],
)
def test_the_formula_of_a_neuron(net: Net, summary: str, count: int) -> None:
    _, groups, facts = facts_of(networks.squared(net, points(count, 3)))

    assert said(groups, facts, Kind.NEURON)[0] == summary


@pytest.mark.parametrize(
    "name", ["squared", "plain inputs", "bias last", "inputs first", "hinge and L2"]
)
def test_weights_and_biases_are_counted(name: str) -> None:
    case = SINGLES[name]
    _, groups, facts = facts_of(case.make())
    wide = 2 if "hinge" in name else 3

    for layer in np.flatnonzero(groups.kind == Kind.LAYER).tolist():
        count = len(groups.children(layer))
        assert facts.parameters[layer] == count * (wide + 1)
        wide = count


@pytest.mark.parametrize("name", BATCHES)
def test_inputs_and_outputs_are_counted(name: str) -> None:
    graph, groups, facts = facts_of(BATCHES[name].make())
    parameters = set(groups.parameters.tolist())

    for group in range(len(groups)):
        inside = set(groups.members(group).tolist())
        edges = list(zip(graph.operands.tolist(), graph.edge_user.tolist(), strict=True))
        comes_in = {a for a, b in edges if b in inside and a not in inside}
        goes_out = {a for a, b in edges if a in inside and b not in inside}
        assert facts.inputs[group] == len(comes_in - parameters)
        assert facts.outputs[group] == len(goes_out) + (graph.root in inside)
        assert facts.parameters[group] == len((comes_in | inside) & parameters)
        if group > 40:
            break


def test_a_graph_without_groups_has_no_facts() -> None:
    _, _, facts = facts_of(Value(2.0) * Value(3.0))

    assert facts.summaries == ()
