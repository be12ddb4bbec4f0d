"""The Problems list: which problems, in which words, in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.model.diagnosis import Problem, Severity, problems
from gradviz.model.phrase import plain
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.value import Value
from gradviz.sources.examples import find_example
from gradviz.sources.program import record_program
from tests.model.graphs import Program, programs

LOST = "with = a contribution would be lost"


def told(recording: Recording) -> list[str]:
    return [plain(p.message) for p in problems(recording)]


@pytest.mark.parametrize(
    ("title", "rule", "messages"),
    [
        ("neuron", Rule.ACCUMULATE, []),
        ("neuron", Rule.OVERWRITE, []),
        ("reuse_once", Rule.ACCUMULATE, [f"a is used twice: {LOST}"]),
        (
            "reuse_once",
            Rule.OVERWRITE,
            ["a.grad was overwritten at step 1: 1.0 replaced 1.0; expected 2.0"],
        ),
        (
            "reuse_twice",
            Rule.ACCUMULATE,
            [f"a and b are each used twice: {LOST}"],
        ),
        (
            "reuse_twice",
            Rule.OVERWRITE,
            [
                "a.grad was overwritten at step 3: 3.0 replaced -6.0; expected -3.0",
                "b.grad was overwritten at step 3: -2.0 replaced -6.0; expected -8.0",
            ],
        ),
        (
            "micrograd_readme",
            Rule.ACCUMULATE,
            [f"a, b and 5 more values are each used more than once: {LOST}"],
        ),
    ],
)  # fmt: skip
def test_the_examples_problems_in_words(title: str, rule: Rule, messages: list[str]) -> None:
    assert told(record_program(find_example(title).path, rule)) == messages


def test_an_overwritten_gradient_points_at_its_step_and_node() -> None:
    recording = record_program(find_example("reuse_twice").path, Rule.OVERWRITE)
    first = problems(recording)[0]
    assert isinstance(first, Problem)
    assert (first.severity, first.cause, first.nodes) == (
        Severity.ERROR,
        "overwritten-gradient",
        (0,),
    )
    assert first.position is not None
    step = recording.step(first.position)
    assert recording.graph.name(step.node) == "d"


def test_three_values_used_more_than_once_are_all_named() -> None:
    a, b, c = (Value(2.0, label=x) for x in "abc")
    assert told(Recording.of((a * a) * (b * b) * (c * c))) == [
        "a, b and c are each used twice: with = a contribution would be lost"
    ]


def test_five_uses_are_counted() -> None:
    a = Value(2.0, label="a")
    out = a + a + a + a + a
    assert told(Recording.of(out)) == [f"a is used 5 times: {LOST}"]


def test_the_first_value_that_is_not_finite_is_told_and_no_other() -> None:
    a = Value(0.0, label="a")
    y = a.log()
    y.label = "y"
    recording = Recording.of(y * 2.0 + 1.0)
    (problem,) = problems(recording)
    assert plain(problem.message) == "y = log(a) is -inf, the first value not finite"
    assert (problem.severity, problem.nodes) == (Severity.ERROR, (1,))
    assert problem.position == recording.position_of_forward(1)


def test_a_leaf_that_is_not_finite_is_told() -> None:
    assert told(Recording.of(Value(float("nan"), label="a") * 2.0)) == [
        "a is nan, the first value not finite"
    ]


def test_a_gradient_that_is_not_finite_is_told_where_values_are() -> None:
    a = Value(0.0, label="a")
    recording = Recording.of(a.sqrt())
    (problem,) = problems(recording)
    assert plain(problem.message) == "a.grad becomes inf, the first gradient not finite"
    assert problem.position == recording.position_of_backward(recording.graph.root)


@given(programs(), st.sampled_from(COMPUTED_RULES))
def test_errors_come_first_and_every_lost_gradient_is_among_them(
    program: Program, rule: Rule
) -> None:
    recording = program.recording(rule)
    found = problems(recording)
    severities = [p.severity is Severity.NOTE for p in found]
    assert severities == sorted(severities)
    overwritten = {n for p in found if p.cause == "overwritten-gradient" for n in p.nodes}
    wrong = set(recording.wrong_nodes.tolist())
    assert overwritten == {n for n in wrong if len(recording.writes_to(n)) > 1}
    assert bool(overwritten) == bool(wrong)
