"""The lecture's three stages: each runs as it is, shows its fault, and is told of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gradviz.resource_files import resource_path
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


def _line(stage: str, number: int | None) -> str:
    assert number is not None
    return (STAGES / f"{stage}.py").read_text(encoding="utf-8").splitlines()[number - 1]
