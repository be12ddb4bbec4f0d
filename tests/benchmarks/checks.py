"""How long `gradviz check` takes, from the command to its answer, and what watching costs."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks import watching
from tests.benchmarks.measuring import Row, at_most
from tests.check.corpus import CORPUS
from tests.check.verdict import check_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LECTURE = CORPUS / "lecture" / "right_neuron.py"
DEMO = CORPUS / "projects" / "moons" / "demo.py"


def rows(quick: bool = False) -> Iterator[Row]:
    yield _row("the lecture's neuron, 10 values", LECTURE, 1.0, 3)
    if not quick:
        yield _row("a program's own engine and demo loss, 65,818 values", DEMO, 20.0, 1)
    yield from watching.rows()


def _row(what: str, program: Path, goal: float, rounds: int) -> Row:
    taken, said = [], ""
    for _ in range(rounds):
        started = time.perf_counter()
        (verdict,) = check_command(program)
        taken.append(time.perf_counter() - started)
        said = verdict.message.rstrip(".")
    return at_most(f"`gradviz check`, {what}", median(taken), goal, said)
