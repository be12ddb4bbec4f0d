"""micrograd's demo loss: an MLP of 2-16-16-1 on two moons, max-margin loss and L2.

The standard large graph: 65,818 values for 100 points. The program runs on any engine that
has micrograd's operators, with the same numbers in the same order, so that two engines can be
compared to the bit. The points are our own: two half circles with a little noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

LAYERS = (2, 16, 16, 1)
SIZES = {10: 7_498, 100: 65_818, 800: 519_418}
"""How many values the graph has, by the number of points."""


@dataclass(frozen=True)
class Demo:
    """The loss and the 337 parameters it depends on, on whichever engine made them."""

    loss: Any
    parameters: list[Any]


def two_moons(points: int) -> list[tuple[float, float, int]]:
    """x, y and the class, -1 or 1: one half circle above, one below and to the right."""
    random = Random(1337)
    made = []
    for i in range(points):
        angle = math.pi * random.random()
        x, y = math.cos(angle), math.sin(angle)
        side = 1 if i % 2 else -1
        if side > 0:
            x, y = 1.0 - x, 0.5 - y
        made.append((x + random.gauss(0.0, 0.1), y + random.gauss(0.0, 0.1), side))
    return made


def demo_loss(value: Callable[[float], Any], points: int = 100) -> Demo:
    """Build the loss with `value`, a class such as `gradviz.Value` or micrograd's."""
    random = Random(42)
    layers = [
        [[value(random.uniform(-1, 1)) for _ in range(wide)] + [value(0)] for _ in range(out)]
        for wide, out in pairwise(LAYERS)
    ]
    parameters = [p for layer in layers for neuron in layer for p in neuron]

    def score(inputs: list[Any]) -> Any:
        for depth, layer in enumerate(layers, start=1):
            sums = [_weighted(neuron, inputs) for neuron in layer]
            inputs = sums if depth == len(layers) else [total.relu() for total in sums]
        return inputs[0]

    moons = two_moons(points)
    rows = [[value(x), value(y)] for x, y, _ in moons]
    scores = [score(row) for row in rows]
    losses = [(1 + -side * s).relu() for (_, _, side), s in zip(moons, scores, strict=True)]
    data_loss = sum(losses) * (1.0 / len(losses))
    return Demo(data_loss + 1e-4 * sum(p * p for p in parameters), parameters)


def _weighted(neuron: list[Any], inputs: list[Any]) -> Any:
    *weights, bias = neuron
    return sum((w * x for w, x in zip(weights, inputs, strict=True)), bias)
