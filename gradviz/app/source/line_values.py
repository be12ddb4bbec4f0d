"""LineValues: which values each line of a program made, and which of them stands for it."""

from __future__ import annotations

import numpy as np

from gradviz.model.graph import Graph, Ints


class LineValues:
    """Of a statement such as `d = a*b + b**3` the last value is the result: the others feed it.

    A line can have several results: `x = [Value(1.0), Value(2.0)]`, or the body of a function
    that is called more than once. Line 0 stands for none.
    """

    def __init__(self, graph: Graph, lines: Ints) -> None:
        feeds_its_own_line = np.zeros(len(graph), bool)
        on_one_line = lines[graph.operands] == lines[graph.edge_user]
        feeds_its_own_line[graph.operands[on_one_line]] = True
        results = np.flatnonzero((lines != 0) & ~feeds_its_own_line)
        results = results[np.argsort(lines[results], kind="stable")]
        made, first, count = np.unique(lines[results], return_index=True, return_counts=True)
        self._count = dict(zip(made.tolist(), count.tolist(), strict=True))
        self._first = dict(zip(made.tolist(), results[first].tolist(), strict=True))
        self._lines = lines

    def shown(self, *preferred: int | None) -> dict[int, int | None]:
        """The node that stands for each line; None where several could.

        A preferred node (the selected one, the current one) stands for its line in any case.
        """
        out: dict[int, int | None] = {
            line: node if self._count[line] == 1 else None for line, node in self._first.items()
        }
        for node in preferred:
            if node is not None and node >= 0 and self._lines[node]:
                line = int(self._lines[node])
                if out.get(line) is None:
                    out[line] = node
        return out

    def count(self, line: int) -> int:
        """How many results a line has."""
        count: int = self._count.get(line, 0)
        return count
