"""The structure: ordered operands with repeats, edges both ways, names."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given

from gradviz.model.graph import Graph, UnknownOp, superscript
from gradviz.model.value import Value
from tests.model.graphs import Program, programs


def graph_of(root: Value) -> Graph:
    return Graph.from_root(root)[0]


@given(programs())
def test_the_graph_is_the_values_and_their_operands(program: Program) -> None:
    root = program.root()
    graph, values, nodes = Graph.from_root(root)
    number = {node: i for i, node in enumerate(nodes)}
    assert nodes[graph.root] is root
    assert graph.root == len(graph) - 1
    assert values.tolist() == [node.data for node in nodes]
    for i, node in enumerate(nodes):
        assert graph.operands_of(i) == [number[operand] for operand in node._prev]
        assert all(operand < i for operand in graph.operands_of(i))
        assert graph.is_leaf(i) == (not node._prev)
        assert graph.op(i) is node._operation
    assert graph.leaves.tolist() == [i for i in range(len(graph)) if graph.is_leaf(i)]


@given(programs())
def test_edges_from_a_node_are_the_edges_to_its_users(program: Program) -> None:
    graph = graph_of(program.root())
    by_user = [
        (operand, user, slot)
        for user in range(len(graph))
        for slot, operand in enumerate(graph.operands_of(user))
    ]
    assert graph.edge_count == len(by_user)
    for edge, (operand, user, slot) in enumerate(by_user):
        assert graph.operands[edge] == operand
        assert graph.edge_user[edge] == user
        assert graph.edge_slot(edge) == slot
    for node in range(len(graph)):
        assert graph.edges_from(node) == [e for e, (o, _, _) in enumerate(by_user) if o == node]
        assert graph.users_of(node) == sorted({u for o, u, _ in by_user if o == node})
        assert bool(graph.users_of(node)) == (node != graph.root)


@given(programs())
def test_networkx_gets_the_same_multigraph(program: Program) -> None:
    graph = graph_of(program.root())
    expected: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for i in range(len(graph)):
        expected.add_node(i, label=graph.labels[i], op=graph.op(i).name)
    for user in range(len(graph)):
        for slot, operand in enumerate(graph.operands_of(user)):
            expected.add_edge(operand, user, key=expected.number_of_edges(), slot=slot)
    found = graph.to_networkx()
    assert nx.utils.graphs_equal(found, expected)
    assert nx.is_directed_acyclic_graph(found)


def test_a_repeated_operand_is_two_edges() -> None:
    a = Value(3.0)
    graph = graph_of(a * a)
    assert graph.operands_of(1) == [0, 0]
    assert graph.edges_from(0) == [0, 1]
    assert graph.users_of(0) == [1]
    assert [graph.edge_slot(edge) for edge in (0, 1)] == [0, 1]
    assert graph.to_networkx().number_of_edges(0, 1) == 2


def test_a_name_is_the_label_or_the_number() -> None:
    a, b = Value(1.0, label="a"), Value(2.0)
    graph = graph_of(a * b)
    assert [graph.name(i) for i in range(3)] == ["a", "v1", "v2"]


def named(root: Value) -> Graph:
    root.label = "z"
    return graph_of(root)


X, Y = Value(2.0, label="x"), Value(3.0, label="y")


@pytest.mark.parametrize(
    ("root", "symbol", "expression"),
    [
        (X + Y, "+", "x + y"), (X * Y, "×", "x × y"), (X * X, "×", "x × x"), (X**2, "x²", "x²"),
        (X**-1, "x⁻¹", "x⁻¹"), (X**0.5, "x^0.5", "x^0.5"), (X**1, "x", "x"), (X**Y, "xʸ", "x ^ y"),
        (X.relu(), "ReLU", "relu(x)"), (X.tanh(), "tanh", "tanh(x)"),
        (X.sigmoid(), "σ", "sigmoid(x)"), (X.sqrt(), "√", "sqrt(x)"),
        (X.abs(), "|x|", "|x|"), (X.max(Y), "max", "max(x, y)"),
    ],
)  # fmt: skip
def test_symbols_and_expressions(root: Value, symbol: str, expression: str) -> None:
    graph = named(root)
    assert graph.symbol(graph.root) == symbol
    assert graph.expression(graph.root) == expression


def test_a_leaf_has_no_expression() -> None:
    graph = graph_of(Value(1.0))
    assert (graph.expression(0), graph.symbol(0)) == ("", "")


def test_a_name_with_braces_stays_as_it_is() -> None:
    assert (
        graph_of(Value(1.0, label="{x}") + Value(2.0, label="{0!r}")).expression(2) == "{x} + {0!r}"
    )


@pytest.mark.parametrize(
    ("exponent", "text"),
    [(2.0, "²"), (-1.0, "⁻¹"), (10.0, "¹⁰"), (0.5, "^0.5"), (1.0, ""), (0.0, "⁰"), (-0.5, "^-0.5"),
     (1e20, "^1e+20"), (float("inf"), "^inf")],
)  # fmt: skip
def test_superscripts(exponent: float, text: str) -> None:
    assert superscript(exponent) == text


@pytest.mark.parametrize(
    ("root", "message"),
    [
        (Value(8.0, (X,), "cube"), "A value was made by the op 'cube' from 1 operand, which"),
        (
            Value(8.0, (X, X, X), "+", label="s"),
            r"s was made by the op '\+' from 3 operands, which",
        ),
        (Value(8.0, (), "+"), r"A value was made by the op '\+' from 0 operands, which"),
        (Value(8.0, (X,)), "A value was made by no op from 1 operand, which"),
    ],
)
def test_what_the_table_does_not_know_is_refused_by_name(root: Value, message: str) -> None:
    with pytest.raises(UnknownOp, match=message):
        graph_of(root + 1.0)
