"""The cause and the line of faults in an engine that is otherwise the lecture's."""

from __future__ import annotations

import math

import pytest

from gradviz.sources.foreign.scalars import close
from gradviz.sources.report import ProblemInfo
from tests.sources.foreign.engines import LECTURE, NEURON, check, line_of

TWICE = "a = Value(3.0, label='a')\nb = a + a\nb.backward()\n"

FAULTS = [
    ("self.grad += out.grad", "self.grad = out.grad", "overwritten-gradient"),
    ("other.grad += self.data", "other.grad = self.data", "overwritten-gradient"),
    ("(1 - t**2) * out.grad", "1 - t**2 * out.grad", "missing-adjoint"),
    ("other.data * out.grad", "other.data * 1.0", "missing-adjoint"),
    ("(1 - t**2) * out", "(1 + t**2) * out", "wrong-local-derivative"),
    ("other.data * out.grad", "other.grad * out.grad", "data-gradient-mixup"),
    ("other.data * out.grad", "other.data * out.data", "data-gradient-mixup"),
    ("other.grad += self.data", "self.grad += self.data", "wrong-operand"),
    ("self.data * other.data", "self.data + other.data", "wrong-forward"),
    ('t, (self,), "tanh"', 't, (), "tanh"', "lost-edge"),
    ("t = math.tanh(self.data)", "t = math.tanh(2 * self.data)", "wrong-forward"),
    ("self.grad = 1.0", "self.grad = 2.0", "missing-seed"),
    ("in reversed(topo)", "in topo", "wrong-order"),
]


def errors(text: str) -> list[ProblemInfo]:
    return [problem for problem in check(text).problems if problem.severity == "error"]


@pytest.mark.parametrize(("right", "wrong", "cause"), FAULTS)
def test_a_fault_is_named_with_its_line(right: str, wrong: str, cause: str) -> None:
    assert right in LECTURE
    text = LECTURE.replace(right, wrong, 1) + NEURON
    found = errors(text)
    assert [(p.cause, p.line) for p in found[:1]] == [(cause, line_of(LECTURE, right))]


def test_a_right_engine_gets_notes_alone() -> None:
    report = check(LECTURE + NEURON)
    assert report.status == "correct"
    assert {p.cause for p in report.problems} == {"stale-gradient", "recursion-limit"}
    assert {p.severity for p in report.problems} == {"note"}


def test_the_program_shows_one_where_two_is_due() -> None:
    text = LECTURE.replace("self.grad += out", "self.grad = out").replace(
        "other.grad += out", "other.grad = out"
    )
    first = errors(text + TWICE)[0]
    assert (first.found_in, first.node) == ("program", "a")
    assert (first.found, first.expected) == (1.0, 2.0)


def test_a_closure_on_an_operand_is_named() -> None:
    text = LECTURE.replace("out._backward = _backward", "self._backward = _backward", 1)
    first = errors(text + NEURON)[0]
    assert (first.cause, first.line) == (
        "closure-on-wrong-node",
        line_of(text, "self._backward = _backward"),
    )


def test_an_engine_without_a_program_is_exercised() -> None:
    report = check(LECTURE)
    assert (report.status, report.root) == ("correct", None)


REFUSES = (
    LECTURE
    + """
    def __radd__(self, other):
        return self + other
"""
)


def test_a_class_for_values_alone_is_right() -> None:
    report = check(REFUSES)
    assert report.status == "correct"
    (note,) = [p for p in report.problems if p.cause == "operator-error"]
    assert note.severity == "note"


def test_a_wrong_gradient_comes_before_an_operator_that_fails() -> None:
    wrong = REFUSES.replace("self.grad += out.grad", "self.grad = out.grad")
    wrong = wrong.replace("return self + other", "return None")
    causes = [p.cause for p in check(wrong).problems if p.severity == "error"]
    assert causes[0] == "overwritten-gradient"
    assert causes[-1] == "operator-error"


def test_an_edit_that_a_closure_misses_is_a_note_and_no_error() -> None:
    captured = LECTURE.replace(
        '        out = Value(self.data * other.data, (self, other), "*")\n',
        '        x, y = self.data, other.data\n        out = Value(x * y, (self, other), "*")\n',
    )
    captured = captured.replace("self.grad += other.data * out.grad", "self.grad += y * out.grad")
    captured = captured.replace("other.grad += self.data * out.grad", "other.grad += x * out.grad")
    assert "stale-data" not in [p.cause for p in check(LECTURE).problems]
    report = check(captured)
    assert report.status == "correct"
    assert [p.severity for p in report.problems if p.cause == "stale-data"] == ["note"]


def test_a_gradient_beside_infinity_is_not_close_to_it() -> None:
    assert not close(math.inf, 6.0)
    assert not close(math.inf, -math.inf)
    assert close(math.inf, math.inf)
