"""The finite-difference check: what it says of right, wrong, kinked and hopeless gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from gradviz.model.numeric import Agreement, NumericCheck, numeric_check, root_value
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from tests.model.graphs import Program, smooth_programs

if TYPE_CHECKING:
    from collections.abc import Callable

MATCH, MISMATCH = Agreement.MATCH, Agreement.MISMATCH
KINK, UNDEFINED = Agreement.KINK, Agreement.UNDEFINED


def check(f: Callable[[Value], Value], at: float, rule: Rule = Rule.ACCUMULATE) -> NumericCheck:
    return numeric_check(Recording.of(f(Value(at)), rule), 0)


@pytest.mark.parametrize(
    ("f", "at", "expected"),
    [
        (lambda a: a.tanh(), 0.88, MATCH),
        (lambda a: a * a + a, -3.0, MATCH),
        # large and small: the first step is far too coarse or too fine for these
        (lambda a: a**2, 1e6, MATCH),
        (lambda a: a.sin(), 1e6, MATCH),
        (lambda a: (a * 1e5).sin(), 1.0, MATCH),
        (lambda a: a + 1e12, 1.0, MATCH),
        (lambda a: a.exp(), 700.0, MATCH),
        (lambda a: a.log(), 1e-6, MATCH),
        (lambda a: 1 / a, 1e-6, MATCH),
        (lambda a: a * 1e-9, 2.0, MATCH),
        (lambda a: a * 1e30, 2.0, MATCH),
        (lambda a: (a - (1e8 + 1)) ** 2, 1e8, MATCH),
        # flat
        (lambda a: a.tanh(), 1000.0, MATCH),
        (lambda a: a**3, 0.0, MATCH),
        (lambda a: a.relu(), -2.0, MATCH),
        # a kink beside the value is no kink at it
        (lambda a: a.relu(), 1e-5, MATCH),
        (lambda a: a.relu() * 1e-3, -1e-5, MATCH),
        (lambda a: a.relu(), 0.0, KINK),
        (lambda a: a.relu() * 1e-6, 0.0, KINK),
        (lambda a: a.max(2.0) * 3.0 - a, 2.0, MATCH),  # half of each side is the mean slope
        (lambda a: (a - 1.0).relu() + a * 5.0, 1.0, KINK),
        # nothing to compare with
        (lambda a: a.log(), 0.0, UNDEFINED),
        (lambda a: a.sqrt(), 0.0, UNDEFINED),
        (lambda a: a.log(), -1.0, UNDEFINED),
        (lambda a: a * 2.0, float("inf"), UNDEFINED),
        (lambda a: a * 2.0, float("nan"), UNDEFINED),
    ],
)  # fmt: skip
def test_verdicts_on_right_gradients(
    f: Callable[[Value], Value], at: float, expected: Agreement
) -> None:
    found = check(f, at)
    assert found.agreement is expected, found


@pytest.mark.parametrize(
    ("f", "at"),
    [
        (lambda a: a + a, 3.0),
        (lambda a: a * a, 3.0),
        (lambda a: a * 1e-9 + a * 2e-9, 2.0),
        (lambda a: a * 1e9 + a * 2e9, 2.0),
        (lambda a: a.relu() + a, 1e-3),
        (lambda a: a.relu() + a * 5.0 + a * 9.0 + (-a), 0.0),
    ],
)
def test_a_gradient_spoilt_by_overwriting_is_a_mismatch(
    f: Callable[[Value], Value], at: float
) -> None:
    assert check(f, at, Rule.OVERWRITE).agreement is MISMATCH
    assert check(f, at).agreement in (MATCH, KINK)


def test_the_numbers_of_reuse_twice_under_overwrite() -> None:
    a, b = Value(-2.0), Value(3.0)
    recording = Recording.of((a * b) * (a + b), Rule.OVERWRITE)
    found = numeric_check(recording, 0)
    assert (found.grad, found.agreement) == (3.0, MISMATCH)
    assert found.slope == pytest.approx(-3.0, abs=1e-9)
    assert found.off_by == pytest.approx(6.0, abs=1e-9)


def test_a_kink_has_a_slope_on_either_side() -> None:
    found = check(lambda a: a.relu(), 0.0)
    assert (found.left, found.right) == (0.0, 1.0)


def test_an_inner_node_is_nudged_without_being_computed_again() -> None:
    a = Value(2.0)
    recording = Recording.of(a * a + a)
    assert root_value(recording, 1, 10.0) == 12.0
    assert numeric_check(recording, 1).slope == pytest.approx(1.0)


@given(smooth_programs())
def test_a_gradient_that_overwriting_spoils_is_never_taken_for_right(program: Program) -> None:
    recording = program.recording(Rule.OVERWRITE)
    right = recording.accumulated.final_grads
    for node in recording.wrong_nodes.tolist():
        lost = abs(recording.final_grads[node] - right[node])
        if lost > 1e-3 * max(1.0, abs(right[node])):
            assert numeric_check(recording, node).agreement is MISMATCH
