"""Every column of a tape against the object engine, write by write."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.model.graph import Graph
from gradviz.model.recording import COMPUTED_RULES, Recording, Rule
from gradviz.model.value import Value, ancestors
from tests.model.bits import all_bits, bits
from tests.model.graphs import Program, programs

Rows = list[tuple[float, float, float, float]]


def rows_by_hand(root: Value, rule: Rule, start: list[float]) -> Rows:
    """local, adjoint, before and after of each write, as `Value._backward` makes it."""
    order = ancestors(root)
    for value, grad in zip(order, start, strict=True):
        value.grad = grad
    rows: Rows = [(1.0, 1.0, root.grad, 1.0)]
    root.grad = 1.0
    for user in reversed(order):
        operands = user._prev
        second = operands[1].data if len(operands) == 2 else user._constant
        slopes = user._operation.local(operands[0].data, second, user.data) if operands else ()
        for operand, slope in zip(operands, slopes, strict=False):
            before, adjoint = operand.grad, user.grad
            due = slope * adjoint
            operand.grad = before + due if rule is Rule.ACCUMULATE else due
            rows.append((slope, adjoint, before, operand.grad))
    return rows


@settings(max_examples=300)
@given(programs(), st.sampled_from(COMPUTED_RULES), st.floats(-2.0, 2.0))
def test_every_write_is_the_object_engines(program: Program, rule: Rule, kept: float) -> None:
    graph, values, _ = Graph.from_root(program.root())
    start = np.where(graph.opcode == 0, kept, 0.0)
    tape = Recording.from_graph(graph, values, rule, start=start).tape
    expected = rows_by_hand(program.root(), rule, start.tolist())
    columns = (tape.local, tape.adjoint, tape.before, tape.after)
    assert [all_bits(row) for row in zip(*columns, strict=True)] == [
        all_bits(row) for row in expected
    ]


@given(programs(), st.sampled_from(COMPUTED_RULES), st.floats(-2.0, 2.0))
def test_a_write_alone_is_made_of_what_the_columns_say(
    program: Program, rule: Rule, kept: float
) -> None:
    graph, values, _ = Graph.from_root(program.root())
    start = np.where(graph.opcode == 0, kept, 0.0)
    parts = Recording.from_graph(graph, values, rule, start=start).tape.parts
    for w, row in enumerate(zip(parts.local, parts.adjoint, parts.before, strict=True)):
        assert all_bits(parts.of(w)) == [bits(x) for x in row]
