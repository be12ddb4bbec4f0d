"""What a checker said of a program, whichever way it was asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Said:
    """One problem, as `gradviz check --json` has it."""

    cause: str
    severity: str
    found_in: str
    file: str | None
    line: int | None
    cell: int | None
    message: str

    def __str__(self) -> str:
        place = f"{Path(self.file).name if self.file else '?'}:{self.line}"
        return f"{self.cause} at {place} ({self.found_in}): {self.message}"


@dataclass(frozen=True)
class Verdict:
    status: str
    message: str
    has_root: bool
    problems: tuple[Said, ...]

    @property
    def errors(self) -> tuple[Said, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def notes(self) -> tuple[Said, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "note")


# One answer for each path: a verdict, or the words of a failure of the checker itself.
Checker = Callable[[list[Path]], "list[Verdict | str]"]


def from_json(data: dict[str, object]) -> Verdict:
    problems = data["problems"]
    assert isinstance(problems, list)
    return Verdict(
        status=str(data["status"]),
        message=str(data["message"]),
        has_root=data["root"] is not None,
        problems=tuple(
            Said(
                cause=problem["cause"],
                severity=problem["severity"],
                found_in=problem["found_in"],
                file=problem["file"],
                line=problem["line"],
                cell=problem.get("cell"),
                message=problem["message"],
            )
            for problem in problems
        ),
    )


def check_command(*paths: Path) -> list[Verdict]:
    """What `gradviz check --json` prints: the way a person asks."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "gradviz", "check", "--json", *map(str, paths)],
        capture_output=True, text=True, check=False, env=environment, timeout=600,
    )  # fmt: skip
    assert done.returncode in (0, 1, 2), done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(paths), (done.stdout, done.stderr)
    return [from_json(json.loads(line)) for line in lines]
