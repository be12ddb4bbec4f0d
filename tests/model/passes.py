"""Backward passes as some engine might do them: in another order, with a slip in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from gradviz.model.parts import WrittenParts
from gradviz.model.recording import Recording
from gradviz.model.tape import Observation, Tape


@dataclass
class Pass:
    """An engine that accumulates, node by node; what it does otherwise is said here.

    `amount` may change what is written through an edge, `leaves_out` are edges, `order` is
    that of the nodes whose backward runs (they may repeat), `left` what gradients hold before.
    """

    order: Iterable[int] | None = None
    amount: Callable[[int, float], float] = lambda edge, due: due
    leaves_out: frozenset[int] = frozenset()
    seed: float | None = 1.0
    left: dict[int, float] = field(default_factory=dict)
    tells_edges: bool = True

    def over(self, right: Recording) -> Recording:
        """What is seen of this pass over the graph of a recording made by the right rule."""
        graph, slopes = right.graph, right.accumulated.slopes
        grad = np.zeros(len(graph))
        grad[list(self.left)] = list(self.left.values())
        rows: list[tuple[int, int, float, float, float, float]] = []
        step_node, step_start = [graph.root], [0]
        if self.seed is not None:
            rows.append((graph.root, -1, np.nan, np.nan, float(grad[graph.root]), self.seed))
            grad[graph.root] = self.seed
        for node in range(graph.root, -1, -1) if self.order is None else self.order:
            step_node.append(node)
            step_start.append(len(rows))
            for edge in range(int(graph.operand_start[node]), int(graph.operand_start[node + 1])):
                if edge in self.leaves_out:
                    continue
                target, adjoint = int(graph.operands[edge]), float(grad[node])
                before = float(grad[target])
                grad[target] += self.amount(edge, float(slopes[edge]) * adjoint)
                factors = (edge, float(slopes[edge]), adjoint)
                told = factors if self.tells_edges else (-1, np.nan, np.nan)
                rows.append((target, *told, before, float(grad[target])))
        columns = list(zip(*rows, strict=True)) or [()] * 6
        whole, real = np.int32, np.float64
        *parts, after = [np.array(column, real) for column in columns[2:]]
        tape = Tape(
            np.array(step_node, whole),
            np.array([*step_start, len(rows)], whole),
            np.array(columns[0], whole),
            np.array(columns[1], whole),
            after,
            WrittenParts(*parts),
        )
        observed = Observation(tape, right.accumulated.final_grads)
        return Recording.of_program(graph, right.values, observed, None)
