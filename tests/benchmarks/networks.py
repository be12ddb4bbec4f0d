"""Networks whose whole picture is of middling size: 694 and 1,619 boxes."""

from __future__ import annotations

import random
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Network = Callable[[Any], Any]
    """From an engine's module of networks, which has MLP, to its root."""

POINTS = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
TARGETS = [1.0, -1.0, -1.0, 1.0]


def training_loss(nn: Any) -> Any:
    """The squared error of an MLP 3-4-4-1 over four points, as a first course trains it."""
    random.seed(1337)
    net = nn.MLP(3, [4, 4, 1])
    errors = [(_one(net(x)) - y) ** 2 for x, y in zip(POINTS, TARGETS, strict=True)]
    return sum(errors)


def one_score(nn: Any) -> Any:
    """The demo's MLP 2-16-16-1 at a single point."""
    random.seed(1337)
    value = nn.Value
    return _one(nn.MLP(2, [16, 16, 1])([value(1.0), value(-2.0)]))


def five_scores(nn: Any) -> Any:
    """An MLP 3-7-6-1 at five points, added up: every weight has five users."""
    random.seed(1337)
    net, value = nn.MLP(3, [7, 6, 1]), nn.Value
    points = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(5)]
    return reduce(add, [_one(net([value(x) for x in point])) for point in points], value(0.0))


def _one(out: Any) -> Any:
    return out[0] if isinstance(out, list) else out


NETWORKS: dict[str, tuple[int, Network]] = {
    "an MLP trained on 4 points": (694, training_loss),
    "an MLP at 1 point": (1_619, one_score),
    "an MLP at 5 points": (1_619, five_scores),
}
"""By name: how many boxes are drawn, and the network."""
