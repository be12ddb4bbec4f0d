"""A finite-difference check of one gradient: nudge the value, watch the root.

Central differences at a step and at half of it, combined by Richardson extrapolation
(error of order h⁴; Numerical Recipes, 5.7). No step is right for every function, so others
are tried where the first one says little: 1/x near 0 needs a small one, x + 1e12 a large one.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from gradviz.model import evaluation

if TYPE_CHECKING:
    from gradviz.model.recording import Recording


class Agreement(Enum):
    MATCH = "match"
    MISMATCH = "mismatch"
    KINK = "kink"
    """The slopes from the left and from the right differ: no one gradient is right."""
    UNDEFINED = "undefined"
    """There is no slope to compare with: the root isn't finite around this value, or so
    large that a change drowns in its rounding."""
    STALE = "stale"
    """It differs, and it is known why: an earlier pass had left gradients."""


@dataclass(frozen=True)
class NumericCheck:
    """`slope` is the measured d(root)/d(node); `grad` what the recording ends with.

    `left` and `right` are the one-sided slopes; `error` is how far off `slope` may be.
    """

    node: int
    grad: float
    slope: float
    left: float
    right: float
    h: float
    error: float
    agreement: Agreement

    @property
    def off_by(self) -> float:
        return abs(self.grad - self.slope)


def numeric_check(recording: Recording, node: int) -> NumericCheck:
    """Compare the final gradient of a node with the slope of the root around its value."""
    grad = float(recording.final_grads[node] - recording.kept_grads[node])
    if not recording.graph.is_computable:
        nan = math.nan
        return NumericCheck(node, grad, nan, nan, nan, nan, nan, Agreement.UNDEFINED)
    # Terms that cancel leave a gradient no more exact than the terms were.
    terms = sum(abs(write.contribution) for write in recording.writes_to(node))
    found = _best_measurement(recording, node, max(abs(grad), terms))
    agreement = _compare(grad, found, terms)
    if agreement is Agreement.MISMATCH and recording.is_stale(node, recording.length):
        agreement = Agreement.STALE
    return NumericCheck(
        node=node,
        grad=grad,
        slope=found.slope,
        left=found.left,
        right=found.right,
        h=found.h,
        error=found.error,
        agreement=agreement,
    )


def root_value(recording: Recording, node: int, value: float) -> float:
    """The root's value with one node, leaf or not, set to `value`."""
    wave = evaluation.propagate(recording.graph, recording.values, node, value)
    return float(wave.values[recording.graph.root])


@dataclass(frozen=True)
class _Measured:
    """What one step says. `error` estimates, from above, how far off the slope may be."""

    h: float
    slope: float
    left: float
    right: float
    curvature: float
    """What halving the step changed: the part of the error that a smaller step lowers."""
    rounding: float
    """The part of the error that a larger step lowers."""
    jumps: bool
    """Whether the one-sided slopes stay apart as the step is halved.

    For a smooth function their distance halves with the step; at a kink it stays.
    """

    @property
    def error(self) -> float:
        error = self.curvature + self.rounding
        return error if math.isfinite(error) else math.inf

    @property
    def wants_smaller_step(self) -> bool:
        return not self.curvature <= self.rounding  # so too where either is nan


def _best_measurement(recording: Recording, node: int, size: float) -> _Measured:
    """Measure with a usual step; as long as that is too coarse, with another one."""
    value = float(recording.values[node])
    root = abs(float(recording.values[recording.graph.root]))
    noise = _noise(recording, node)
    h = 1e-4 * (max(1.0, abs(value)) if math.isfinite(value) else 1.0)
    best = found = _measure(recording, node, h, noise)
    smaller = best.wants_smaller_step
    for _ in range(4):
        good = max(1e-6 * max(size, abs(best.slope)), 1e-9 * min(1.0, root))
        if best.error <= good or found.wants_smaller_step is not smaller:
            break
        h = h / 100 if smaller else h * 100
        found = _measure(recording, node, h, noise)
        best = min(best, found, key=lambda measured: measured.error)
    return best


def _noise(recording: Recording, node: int) -> float:
    """How exact the root is: every value on the way is rounded, and passes that on to the
    root times its own gradient."""
    way = evaluation.propagate(recording.graph, recording.values, node, math.nan).changed
    with np.errstate(all="ignore"):
        passed = np.abs(recording.values[way] * recording.accumulated.final_grads[way])
    return 4 * sys.float_info.epsilon * float(passed[np.isfinite(passed)].sum())


def _measure(recording: Recording, node: int, h: float, noise: float) -> _Measured:
    value = float(recording.values[node])
    at = float(recording.values[recording.graph.root])
    far_left, left, right, far_right = (
        root_value(recording, node, value + d) for d in (-h, -h / 2, h / 2, h)
    )
    wide = (far_right - far_left) / (2 * h)
    narrow = (right - left) / h
    from_left, from_right = (at - left) / (h / 2), (right - at) / (h / 2)

    rounding = noise / h
    near = abs(from_right - from_left)
    far = abs((far_right - at) / h - (at - far_left) / h)
    apart = near > 1e-3 * max(abs(from_left), abs(from_right)) and near > 4 * rounding
    return _Measured(
        h=h,
        slope=narrow + (narrow - wide) / 3,
        left=from_left,
        right=from_right,
        curvature=abs(narrow - wide),
        rounding=rounding,
        jumps=apart and near > 0.75 * far,
    )


def _compare(grad: float, found: _Measured, terms: float) -> Agreement:
    if not (math.isfinite(grad) and math.isfinite(found.error)):
        return Agreement.UNDEFINED
    size = max(abs(grad), abs(found.slope), terms)
    margin = 1e-5 * size + found.error
    says_something = found.error <= max(1e-2 * size, 1e-6)
    if abs(grad - found.slope) <= margin and says_something:
        return Agreement.MATCH
    if found.jumps:
        low, high = sorted((found.left, found.right))
        return Agreement.KINK if low - margin <= grad <= high + margin else Agreement.MISMATCH
    return Agreement.MISMATCH if says_something else Agreement.UNDEFINED
