"""The lecture's three stages: each runs as it is, shows its fault, and is told of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gradviz.resource_files import resource_path
from gradviz.sources.check import run_check
from tests.check.forked import check_forked
from tests.check.verdict import Verdict

STAGES = resource_path("examples") / "lecture"


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    paths = sorted(STAGES.glob("*.py"))
    said = check_forked(paths)
    assert all(isinstance(verdict, Verdict) for verdict in said), said
    return {path.stem: v for path, v in zip(paths, said, strict=True) if isinstance(v, Verdict)}


@pytest.mark.parametrize(
    ("stage", "printed"),
    [
        ("1_overwrite", ["a.grad = 1.0"]),
        ("2_accumulate", ["a.grad = 2.0", "n.grad  = -0.5"]),
        ("3_right", ["a.grad = 2.0", "n.grad  = 1.4999999999999"]),
    ],
)
def test_a_stage_runs_under_plain_python(stage: str, printed: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(STAGES / f"{stage}.py")], capture_output=True, text=True, check=True
    )
    for text in printed:
        assert text in done.stdout


def test_stage_1_is_told_that_it_overwrites(verdicts: dict[str, Verdict]) -> None:
    first = verdicts["1_overwrite"].errors[0]
    assert first.cause == "overwritten-gradient"
    assert first.found_in == "program"
    assert "self.grad = out.grad" in _line(
        "1_overwrite", first.line
    ) or "other.grad = out.grad" in (_line("1_overwrite", first.line))


def test_stage_2_is_told_of_the_bracket(verdicts: dict[str, Verdict]) -> None:
    (only,) = verdicts["2_accumulate"].errors
    assert only.cause == "missing-adjoint"
    assert "1 - t**2 * out.grad" in _line("2_accumulate", only.line)


def test_stage_3_is_right(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["3_right"].status == "correct"
    assert not verdicts["3_right"].errors


@pytest.mark.parametrize(
    ("stage", "code", "sentences"),
    [
        (
            "1_overwrite",
            1,
            [
                "a.grad is 1.0, expected 2.0: the backward of + replaces the gradient",
                "Accumulate with += instead of =",
                "where 7.3 was and 2.45 comes to it, 2.45 is left instead of 9.75",
            ],
        ),
        (
            "2_accumulate",
            1,
            [
                "n.grad is -0.5, expected 1.5: the backward of tanh doesn't multiply its whole",
                "48 | self.grad += 1 - t**2 * out.grad",
                "Put the local derivative in brackets",
            ],
        ),
        ("3_right", 0, ["All 12 gradients verified."]),
    ],
)
def test_the_command_tells_a_stage_in_sentences(
    stage: str, code: int, sentences: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_check([str(STAGES / f"{stage}.py")], json=False) == code
    said = capsys.readouterr().out
    for sentence in sentences:
        assert sentence in said


def _line(stage: str, number: int | None) -> str:
    assert number is not None
    return (STAGES / f"{stage}.py").read_text(encoding="utf-8").splitlines()[number - 1]
