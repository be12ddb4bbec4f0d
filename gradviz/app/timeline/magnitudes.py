"""How tall each bar of the timeline is: the magnitude of a step's number, on a log scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradviz.model.graph import Floats
from gradviz.model.kept import kept
from gradviz.model.recording import Recording

LEAST = 0.1
"""The height of the smallest number that isn't 0, so that a bar is always seen."""


@dataclass(frozen=True, eq=False)
class Magnitudes:
    """Heights from 0 (exactly zero) to 1, by step; `wrong` steps hold nan or infinity, or
    replaced a gradient."""

    forward: Floats  # (n,)
    backward: Floats  # (m,)
    forward_wrong: NDArray[np.bool_]
    backward_wrong: NDArray[np.bool_]

    @classmethod
    def of(cls, recording: Recording) -> Magnitudes:
        """|value| by forward step, |gradient| of the node that runs by backward step."""
        grads = recording.final_grads[recording.tape.step_node[1:]]
        return cls(
            forward=heights(recording.values),
            backward=heights(grads),
            forward_wrong=~np.isfinite(recording.values),
            backward_wrong=~np.isfinite(grads) | recording.replacing_steps[1:],
        )


@kept()
def magnitudes_of(recording: Recording) -> Magnitudes:
    """The same object as long as the recording is in use."""
    return Magnitudes.of(recording)


def heights(numbers: Floats) -> Floats:
    """log10 of the magnitudes between the 2nd percentile and the largest, from `LEAST` to 1.

    >>> heights(np.array([0.0, 0.01, -0.1, 1.0])).round(2).tolist()
    [0.0, 0.1, 0.55, 1.0]
    """
    size = np.abs(numbers)
    counts = np.isfinite(size) & (size > 0.0)
    out = np.where(np.isfinite(size), 0.0, 1.0)
    if not counts.any():
        return out
    logs = np.log10(size[counts])
    low, high = np.floor(np.percentile(logs, 2)), np.ceil(logs.max())
    scale = (logs - low) / max(high - low, 1.0)
    out[counts] = LEAST + (1.0 - LEAST) * np.clip(scale, 0.0, 1.0)
    return out


def columns(
    heights: Floats, wrong: NDArray[np.bool_], count: int
) -> tuple[Floats, NDArray[np.bool_]]:
    """The same in at most `count` columns: the tallest of each, wrong if any in it is."""
    if len(heights) <= count:
        return heights, wrong
    starts = (np.arange(count) * len(heights)) // count
    return np.maximum.reduceat(heights, starts), np.logical_or.reduceat(wrong, starts)
