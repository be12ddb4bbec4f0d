"""What watching costs: a training program with an engine of its own, watched and alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from gradviz.sources.child import Child
from gradviz.sources.request import Request
from tests.benchmarks.measuring import Row, in_words
from tests.check.corpus import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = CORPUS / "projects" / "moons" / "engine.py"
GOAL = 3.0
PROGRAM = """\
import math, random, sys, time
from engine import Value

sys.setrecursionlimit(max(sys.getrecursionlimit(), 10_000))
began = time.process_time()
rng = random.Random(1337)
sizes, count, passes = {sizes}, {points}, {passes}
layers = [
    [([Value(rng.uniform(-1, 1)) for _ in range(m)], Value(0.0)) for _ in range(n)]
    for m, n in zip(sizes, sizes[1:])
]
parameters = [p for layer in layers for w, b in layer for p in (*w, b)]
points = [(rng.uniform(-1, 1), rng.uniform(-1, 1)) for _ in range(count)]

def model(x):
    for layer in layers:
        sums = [sum((wi * xi for wi, xi in zip(w, x)), b) for w, b in layer]
        x = sums if layer is layers[-1] else [s.relu() for s in sums]
    return x[0]

for step in range(passes):
    losses = [(1 + -model([Value(x), Value(y)]) * (1 if x > y else -1)).relu() for x, y in points]
    loss = sum(losses) * (1.0 / count) + 1e-4 * sum(p * p for p in parameters)
    for p in parameters:
        p.grad = 0.0
    loss.backward()
    for p in parameters:
        p.data -= 0.05 * p.grad
print(time.process_time() - began)
"""
CASES = {
    "a small MLP, 4 points, 400 passes": {"sizes": [2, 4, 4, 1], "points": 4, "passes": 400},
    "the demo's MLP, 100 points, 2 passes": {"sizes": [2, 16, 16, 1], "points": 100, "passes": 2},
}


def rows() -> Iterator[Row]:
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(ENGINE, folder)
            program = Path(folder) / "training.py"
            program.write_text(PROGRAM.format(**case), "utf-8")
            yield _row(name, program)


def _row(name: str, program: Path) -> Row:
    alone, watched = [], []
    for _ in range(3):  # in turns: what slows the machine for a while slows both
        alone.append(_alone(program))
        watched.append(_watched(program))
    ratio = median(watched) / median(alone)
    note = f"{in_words(median(watched))} against {in_words(median(alone))} of processor time"
    what = f"A training program under watch, against alone: {name}"
    return Row(what, f"≤ {GOAL:g}×", f"{ratio:.3g}×", ratio <= GOAL, note)


def _alone(program: Path) -> float:
    told = subprocess.run(
        [sys.executable, program.name],
        cwd=program.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(told.stdout)


def _watched(program: Path) -> float:
    child = Child(Request(str(program), exercise=False))
    child.run()
    return float(child.output)
