"""A random graph of any size, as data: the same one can be built on any engine.

Every value is used, since an operand is always taken from those not used yet, and the depth
stays modest, which an engine that recurses needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

# How often a second operand is an unused value as well, so that the graph closes to a root.
CLOSING = 0.25


@dataclass(frozen=True)
class RandomDag:
    leaves: list[float]
    lines: list[tuple[str, int, int]]
    """An op ('+', '*' or 'relu') and the values it takes, numbered in creation order."""

    @classmethod
    def of_size(cls, values: int) -> RandomDag:
        """About so many values."""
        random = Random(values)
        count = int(values * CLOSING / (1 + CLOSING))
        numbers = [random.choice((-1, 1)) * random.uniform(0.3, 0.7) for _ in range(count)]
        leaves = list(numbers)
        unused = list(range(count))
        lines: list[tuple[str, int, int]] = []
        while len(unused) > 1:
            x = _taken(unused, random)
            op = random.choices(("+", "*", "relu"), (50, 35, 15))[0]
            # A leaf mostly: products of products would overflow.
            is_closing = random.random() < CLOSING
            y = _taken(unused, random) if is_closing else random.randrange(count)
            if op == "relu" and not is_closing and numbers[x] > 0.0:
                numbers.append(numbers[x])
            elif op == "*":
                numbers.append(numbers[x] * numbers[y])
            else:  # a relu of a negative number would leave nothing of the gradient
                op = "+"
                numbers.append(numbers[x] + numbers[y])
            lines.append((op, x, y))
            unused.append(len(numbers) - 1)
        return cls(leaves, lines)

    def build(self, value: Callable[[float], Any]) -> Any:
        """The root, on whichever engine `value` belongs to."""
        nodes = [value(x) for x in self.leaves]
        for op, x, y in self.lines:
            if op == "+":
                nodes.append(nodes[x] + nodes[y])
            elif op == "*":
                nodes.append(nodes[x] * nodes[y])
            else:
                nodes.append(nodes[x].relu())
        return nodes[-1]


def _taken(unused: list[int], random: Random) -> int:
    """One of the unused values, which it no longer is."""
    at = random.randrange(len(unused))
    unused[at], unused[-1] = unused[-1], unused[at]
    return unused.pop()
