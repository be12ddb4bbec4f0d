"""Every column of a tape against the object engine, write by write."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.value import Value, ancestors
from tests.model.bits import all_bits, bits
from tests.model.graphs import Program, constant_of, programs
from tests.model.loops import in_batches

Row = tuple[float, float, float, float]

rules = st.sampled_from(COMPUTED_RULES)
numbers = st.floats(-3.0, 3.0) | st.sampled_from([0.0, -0.0, np.inf, -np.inf, np.nan, 1e300])


def rows_by_hand(root: Value, rule: Rule, start: list[float]) -> list[Row]:
    """local, adjoint, before and after of each write, as `Value._backward` makes it."""
    order = ancestors(root)
    for value, grad in zip(order, start, strict=True):
        value.grad = grad
    rows = [(1.0, 1.0, root.grad, 1.0)]
    root.grad = 1.0
    for user in reversed(order):
        operands = user._prev
        second = operands[1].data if len(operands) == 2 else constant_of(user)
        slopes = user._operation.local(operands[0].data, second, user.data) if operands else ()
        for operand, slope in zip(operands, slopes, strict=False):
            before, adjoint = operand.grad, user.grad
            due = slope * adjoint
            operand.grad = before + due if rule is Rule.ACCUMULATE else due
            rows.append((slope, adjoint, before, operand.grad))
    return rows


def columns(recording: Recording) -> list[list[bytes]]:
    tape = recording.tape
    return [all_bits(column) for column in (tape.local, tape.adjoint, tape.before, tape.after)]


@pytest.mark.parametrize("always", [False, True], ids=["node by node", "in batches"])
@settings(max_examples=250)
@given(programs(), rules, numbers, numbers, st.data())
def test_every_number_is_the_object_engines(
    always: bool, program: Program, rule: Rule, kept: float, number: float, data: st.DataObject
) -> None:
    nodes = program.run(Value)
    leaf = data.draw(st.integers(0, len(program.leaves) - 1))
    nodes[leaf].data = number  # any number at all, so that nans and infinities spread
    for value in ancestors(nodes[-1]):
        if value._prev:
            x, y = value._prev[0].data, value._prev[-1].data
            y = y if len(value._prev) == 2 else constant_of(value)
            value.data = value._operation.forward(x, y)
    graph, values, _ = Graph.from_root(nodes[-1])
    start = np.where(graph.opcode == 0, kept, 0.0)
    with in_batches(always):
        assert (graph.batches is not None) is always
        given_only = np.where(graph.opcode == 0, values, 7.0)
        recording = Recording.from_graph(graph, given_only, rule, start=start)
    assert all_bits(recording.values) == all_bits(values)
    rows = rows_by_hand(nodes[-1], rule, start.tolist())
    assert columns(recording) == [all_bits(column) for column in zip(*rows, strict=True)]


@given(programs(), rules, st.floats(-2.0, 2.0))
def test_a_write_alone_is_made_of_what_the_columns_say(
    program: Program, rule: Rule, kept: float
) -> None:
    graph, values, _ = Graph.from_root(program.root())
    start = np.where(graph.opcode == 0, kept, 0.0)
    parts = Recording.from_graph(graph, values, rule, start=start).tape.parts
    for w, row in enumerate(zip(parts.local, parts.adjoint, parts.before, strict=True)):
        assert all_bits(parts.of(w)) == [bits(x) for x in row]


@pytest.mark.parametrize("always", [False, True], ids=["node by node", "in batches"])
def test_what_the_root_is_not_made_of_is_in_a_pass_too(always: bool) -> None:
    """A program's own graph may hold values beside the root's, and made after it."""
    graph = Graph(
        opcode=np.array([0, 2, 4 + 1, 1, 2], np.int32),
        operand_start=np.array([0, 0, 2, 3, 5, 7], np.int32),
        operands=np.array([0, 0, 1, 1, 1, 3, 2], np.int32),
        constant=np.zeros(5),
        labels=("a", "a²", "relu", "root", "later"),
        root=3,
    )
    with in_batches(always):
        recording = Recording.from_graph(graph, np.array([3.0, 0, 0, 0, 0]), Rule.ACCUMULATE)
    assert recording.values.tolist() == [3.0, 9.0, 9.0, 18.0, 162.0]
    tape = recording.tape
    assert tape.target.tolist() == [3, 1, 1, 1, 0, 0]
    assert tape.adjoint.tolist() == [1.0, 1.0, 1.0, 0.0, 2.0, 2.0]
    assert tape.local.tolist() == [1.0, 1.0, 1.0, 1.0, 3.0, 3.0]
    assert tape.after.tolist() == [1.0, 1.0, 2.0, 2.0, 6.0, 12.0]


def test_wide_graphs_are_computed_in_batches_and_deep_ones_node_by_node() -> None:
    leaves = [Value(float(i)) for i in range(64)]
    wide = [leaf * 2.0 for leaf in leaves] + [leaf.tanh() for leaf in leaves]
    while len(wide) > 1:
        wide = [x + y for x, y in zip(wide[::2], wide[1::2], strict=True)]
    deep = leaves[0]
    for leaf in leaves:
        deep = deep + leaf
    for root, in_batches_ in ((wide[0], True), (deep, False)):
        graph, values, nodes = Graph.from_root(root)
        assert (graph.batches is not None) is in_batches_
        recording = Recording.from_graph(graph, values, Rule.ACCUMULATE)
        root.backward()
        assert all_bits(recording.final_grads) == all_bits(node.grad for node in nodes)
        for node in nodes:
            node.grad = 0.0
