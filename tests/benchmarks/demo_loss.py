"""micrograd's demo loss, from the example that ships with gradviz.

The standard large graph: 65,818 values for 100 points. The program runs on any engine that
has micrograd's operators, with the same numbers in the same order, so that two engines can be
compared to the bit.
"""

from __future__ import annotations

import runpy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from gradviz.sources.examples import DEMO_LOSS, DEMO_SIZES

SIZES = DEMO_SIZES


@dataclass(frozen=True)
class Demo:
    """The loss and the 337 parameters it depends on, on whichever engine made them."""

    loss: Any
    parameters: list[Any]


@cache
def _program() -> dict[str, Any]:
    return runpy.run_path(str(DEMO_LOSS))


def demo_loss(value: Callable[[float], Any], points: int = 100) -> Demo:
    """Build the loss with `value`, a class such as `gradviz.Value` or micrograd's."""
    program = _program()
    layers = program["parameters"](value)
    loss = program["demo_loss"](value, layers, points)
    return Demo(loss, [p for layer in layers for neuron in layer for p in neuron])
