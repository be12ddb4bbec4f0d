"""Whole random graphs: backward against dual numbers and against nudging the leaf."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from gradviz.model.numeric import Agreement, numeric_check
from gradviz.model.recording import Recording
from gradviz.model.value import Value
from tests.model.dual import Dual
from tests.model.graphs import Program, smooth_programs


def dual_slope(program: Program, leaf: int) -> float:
    """d(root)/d(leaf), carried forward."""
    slopes = iter([1.0 if i == leaf else 0.0 for i in range(len(program.leaves))])
    return program.run(lambda x: Dual(x, next(slopes)))[-1].slope


def measured_slope(program: Program, leaf: int) -> float:
    def f(x: float) -> float:
        leaves = (*program.leaves[:leaf], x, *program.leaves[leaf + 1 :])
        return Program(leaves, program.lines).root().data

    x, h = program.leaves[leaf], 1e-3
    return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)


@settings(max_examples=300)
@given(smooth_programs())
def test_gradients_equal_dual_numbers(program: Program) -> None:
    nodes = program.run(Value)
    nodes[-1].backward()
    for leaf in range(len(program.leaves)):
        assert nodes[leaf].grad == pytest.approx(dual_slope(program, leaf), rel=1e-8, abs=1e-10)


@settings(max_examples=200)
@given(smooth_programs(most=6))
def test_gradients_equal_central_differences(program: Program) -> None:
    nodes = program.run(Value)
    nodes[-1].backward()
    for leaf in range(len(program.leaves)):
        assert nodes[leaf].grad == pytest.approx(measured_slope(program, leaf), rel=1e-4, abs=1e-4)


@settings(max_examples=500)
@given(smooth_programs())
def test_the_check_in_the_window_never_doubts_a_right_gradient(program: Program) -> None:
    recording = Recording.of(program.root())
    for node in range(len(recording.graph)):
        check = numeric_check(recording, node)
        assert check.agreement is Agreement.MATCH, check
