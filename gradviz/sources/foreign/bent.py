"""Bent: a backward that passes on what isn't linear in the gradient of its result, since it
clips or rounds.

Two adjoints always lie on a line: a third tells. And where all comes right as soon as the
gradients are small, they are clipped, whatever the large ones looked like.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.classify import Fault, faults, gathered
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trial import Run, Trial, try_alone

SMALL = 1 / 64


def bent(
    bench: Bench,
    obj: Any,
    trial: Trial,
    found: list[Fault],
    slopes: list[float],
    xs: list[float],
    z: float,
    loose: float,
) -> list[Fault]:
    """The faults of a trial, those that a curve explains told so."""
    told = [f for f in found if f.cause != "backward-error" and f.operand >= 0]
    if not told or trial.error is not None:
        return found
    operands = [trial.operands[i] for i in trial.slots]
    small = try_alone(bench, obj, operands, SMALL, SMALL)
    if not faults(bench.engine, small, slopes, xs, z, loose * SMALL):
        each = {f.operand: f for f in told}
        return [replace(f, cause="missing-adjoint", is_bent=True) for f in each.values()]
    if not any(f.cause == "missing-adjoint" for f in told):
        return found
    third = try_alone(bench, obj, operands, SMALL).runs[0]
    return [
        replace(f, is_bent=True)
        if f.cause == "missing-adjoint" and _leaves_the_line(trial, third, f.operand)
        else f
        for f in found
    ]


def _leaves_the_line(trial: Trial, third: Run, operand: int) -> bool:
    """Whether the shares for three gradients don't lie on one line."""
    shares = [_share(trial, run, operand) for run in (*trial.runs[:2], third)]
    a, b, c = shares
    if a is None or b is None or c is None:
        return False
    first, second = trial.runs[:2]
    m = (a - b) / (first.adjoint - second.adjoint)
    return not close(c, a + m * (third.adjoint - first.adjoint), 1e-4, 1e-4)


def _share(trial: Trial, run: Run, operand: int) -> float | None:
    if trial.returns:
        shares = gathered(trial, run, len(trial.operands))
        return shares[operand] if operand < len(shares) else None
    after = run.after[operand]
    return None if after is None or run.error is not None else after - run.before[operand]
