"""Exercises to look at: their names, and what is shown wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradviz.sources.child import Child
from gradviz.sources.foreign.expressions import Expression
from gradviz.sources.request import Request

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.mark.parametrize(
    ("text", "count", "letters"),
    [
        ("a.tanh() * c + a", 2, "ac"),
        ("c * c + c with c = a * b", 2, "ab"),
        ("s * c + c with s = a + b = 0", 3, "abc"),
        ("a * b * c with c = 0", 3, "abc"),
        ("two towers", 3, "abc"),
    ],
)
def test_leaves_are_called_what_the_expression_calls_them(
    text: str, count: int, letters: str
) -> None:
    expression = Expression(text, lambda v: v[0], (1.5,) * count)
    assert "".join(expression.letters) == letters


def test_a_repeat_that_a_set_lost_is_wrong_in_the_exercise_though_its_graph_agrees() -> None:
    """What the engine recorded of `a + a` is one edge, along which 1 is right."""
    report = Child(Request(str(CORPUS / "wrong" / "set_loses_repeat.py"), exercises=True)).run()
    problem = next(p for p in report.problems if p.exercise is not None)
    assert problem.exercise is not None
    picture = report.exercises[problem.exercise].picture
    node = problem.node_number
    assert node is not None
    assert picture.labels.words[picture.labels.which[node]] == "a"
    assert picture.gradients[node] == 1.0
    assert picture.expected[node] == 2.0
