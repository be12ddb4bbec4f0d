"""The right gradient of a captured graph, and how large the terms behind it are."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.sources.foreign.capture import Captured


@dataclass
class Reference:
    """`grads[i]` is d(root)/d(node i) times the seed, `scale[i]` the same sum with every term
    taken positive, which float noise is measured by. `unsure` are the nodes whose gradient
    depends on an op nobody could confirm."""

    grads: list[float]
    scale: list[float]
    unsure: set[int]


def reference(
    captured: Captured, locals_of: list[tuple[float, ...] | None], seed: float = 1.0
) -> Reference:
    n = len(captured)
    grads = [0.0] * n
    scale = [0.0] * n
    grads[captured.root] = seed
    scale[captured.root] = abs(seed)
    unsure: set[int] = set()
    for node in range(n - 1, -1, -1):
        operands = captured.operands[node]
        if not operands:
            continue
        slopes = locals_of[node]
        if slopes is None or node in unsure:
            unsure.update(operands)
            continue
        for operand, slope in zip(operands, slopes, strict=False):
            grads[operand] += slope * grads[node]
            scale[operand] += abs(slope) * scale[node]
    return Reference(grads, scale, unsure)


def local_derivatives(captured: Captured) -> list[tuple[float, ...] | None]:
    """Each node's local derivatives by its operands; None where its op isn't known."""
    due = captured.engine.differences.local
    out: list[tuple[float, ...] | None] = []
    for node in range(len(captured)):
        op = captured.ops[node]
        out.append(None if op is None else due(op, captured.operand_values(node)))
    return out
