"""Checking every gradient of a recording numerically, beside the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from gradviz.app.counted import counted
from gradviz.model.numeric import Agreement, numeric_check
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

LARGEST = 600
"""Nodes up to which every one is nudged: the work grows with the square of their number."""


@dataclass(frozen=True)
class Verdict:
    kind: Literal["right", "wrong", "unclear"]
    text: str


def verify(recording: Recording, faults: int = 0) -> Verdict:
    """One verdict on all final gradients. `faults` of a program's engine may be known that
    this graph doesn't show."""
    if recording.rule is Rule.AS_WRITTEN:
        return _against_expected(recording, faults)
    n = len(recording.graph)
    if n > LARGEST:
        return _against_accumulation(recording)
    found = [numeric_check(recording, node).agreement for node in range(n)]
    wrong, matching = found.count(Agreement.MISMATCH), found.count(Agreement.MATCH)
    if wrong:
        return Verdict("wrong", f"{wrong:,} of {n:,} gradients wrong")
    if matching == n:
        return Verdict("right", f"{n:,} of {n:,} gradients match numeric")
    kinks = found.count(Agreement.KINK)
    why = "at a kink" if kinks == n - matching else "can't be measured"
    return Verdict("unclear", f"{matching:,} of {n:,} gradients match, {n - matching:,} {why}")


def _against_expected(recording: Recording, faults: int) -> Verdict:
    """Of an engine of a program's own, whose right gradients were found in its child process."""
    n, wrong = len(recording.graph), len(recording.wrong_nodes)
    untold, stale = int(np.isnan(recording.expected_grads).sum()), len(recording.stale_nodes)
    if wrong:
        return Verdict("wrong", f"{wrong:,} of {n:,} gradients wrong")
    if not recording.backward_steps:
        return Verdict("unclear", "No gradient was passed on: nothing to verify")
    if stale:
        kept = f"{stale:,} add to what an earlier pass left"
        return Verdict("unclear", f"{n - untold - stale:,} of {n:,} gradients verified · {kept}")
    if untold:
        return Verdict("unclear", f"{n - untold:,} of {n:,} gradients verified")
    if faults:
        engine = f"{counted(faults, 'problem')} in the engine"
        return Verdict("unclear", f"{n:,} of {n:,} gradients right here · {engine}")
    return Verdict("right", f"{n:,} of {n:,} gradients verified")


def _against_accumulation(recording: Recording) -> Verdict:
    n, wrong = len(recording.graph), len(recording.wrong_nodes)
    if wrong:
        return Verdict("wrong", f"{wrong:,} of {n:,} gradients wrong")
    return Verdict("right", f"{n:,} gradients, none overwritten")
