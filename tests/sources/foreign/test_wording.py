"""What a finding says to a person: the program's own numbers first, and what is only remarkable."""

from __future__ import annotations

from gradviz.sources.report import ProblemInfo
from tests.sources.foreign.engines import LECTURE, NEURON, check

ASSIGNING = LECTURE.replace("self.grad += out", "self.grad = out").replace(
    "other.grad += out", "other.grad = out"
)
UNSEEDED = LECTURE.replace("        self.grad = 1.0\n", "")


def problem(text: str, cause: str) -> ProblemInfo:
    return next(p for p in check(text).problems if p.cause == cause)


def test_the_programs_own_numbers_come_first() -> None:
    found = problem(
        ASSIGNING + "a = Value(3.0, label='a')\nb = a + a\nb.backward()\n", "overwritten-gradient"
    )
    assert found.message.startswith("a.grad is 1.0, expected 2.0: the backward of + replaces")
    assert (found.found, found.expected, found.step) == (1.0, 2.0, 1)


def test_a_variable_without_a_label_is_called_by_its_name() -> None:
    found = problem(ASSIGNING + "x = Value(3.0)\ny = x + x\ny.backward()\n", "overwritten-gradient")
    assert found.message.startswith("x.grad is 1.0")


def test_a_number_that_a_set_decides_is_said_to_vary() -> None:
    text = LECTURE.replace("in reversed(topo)", "in topo")
    assert "order" in problem(text + NEURON, "wrong-order").message
    first = problem(ASSIGNING, "overwritten-gradient")
    assert "can differ from run to run" in first.message


def test_a_number_edited_under_what_was_made_from_it_is_noted() -> None:
    text = LECTURE + "a = Value(2.0)\nb = a * a\nc = b + a\na.data = 5.0\nc.backward()\n"
    report = check(text)
    note = next(p for p in report.problems if p.cause == "stale-data")
    assert (report.status, note.severity) == ("unverified", "note")
    assert note.message.startswith("a.data was changed after b was made")


def test_an_infinite_value_is_noted_where_it_is_made() -> None:
    text = LECTURE + "a = Value(1e200)\nb = a * a\nc = b + a\nc.backward()\n"
    report = check(text)
    note = next(p for p in report.problems if p.cause == "non-finite")
    assert (report.status, note.severity, note.node) == ("correct", "note", "b")
    assert note.line == LECTURE.count("\n") + 2


def test_an_engine_alone_that_leaves_the_seed_to_its_caller_is_noted() -> None:
    report = check(UNSEEDED)
    assert report.status == "correct"
    assert problem(UNSEEDED, "missing-seed").severity == "note"


def test_a_program_that_never_seeds_is_wrong() -> None:
    text = UNSEEDED + "a = Value(2.0)\nb = a * a\nb.backward()\n"
    assert problem(text, "missing-seed").severity == "error"


def test_a_rule_that_clips_is_told_from_one_that_forgets_its_gradient() -> None:
    text = LECTURE.replace("self.grad += out.grad", "self.grad += min(out.grad, 1.0)", 1)
    found = problem(text, "missing-adjoint")
    assert "isn't linear in the gradient of the result" in found.message
    assert "clip or round after the pass" in found.message
    assert (
        "isn't linear"
        not in problem(
            LECTURE.replace("self.grad += out.grad", "self.grad += 1.0", 1), "missing-adjoint"
        ).message
    )
