"""The ways from a node to the root: each carries the product of its slopes, and together
they make the gradient."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.model.recording import Recording


@dataclass(frozen=True)
class GradientPath:
    """One way from a node to the root: the nodes on it and the product of their slopes."""

    nodes: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self) -> float:
        out = 1.0
        for factor in reversed(self.factors):
            out = factor * out
        return out


def count_paths(recording: Recording, node: int) -> int:
    """How many ways lead from a node to the root; exact, however many there are."""
    graph = recording.graph
    ways = {graph.root: 1}
    for i in range(graph.root - 1, node - 1, -1):
        total = sum(ways.get(int(graph.edge_user[e]), 0) for e in graph.edges_from(i))
        if total:
            ways[i] = total
    return ways.get(node, 0)


def paths(recording: Recording, node: int, limit: int) -> list[GradientPath]:
    """The first `limit` paths from a node to the root, in the order their gradients arrive."""
    graph = recording.graph
    slopes = recording.slopes
    out: list[GradientPath] = []
    nodes = [node]  # one path at a time, extended and taken back
    factors: list[float] = []
    untried = [graph.edges_from(node)]  # the latest user is last: it ran first
    while nodes and len(out) < limit:
        if nodes[-1] == graph.root:
            out.append(GradientPath(tuple(nodes), tuple(factors)))
        if untried[-1]:
            edge = untried[-1].pop()
            user = int(graph.edge_user[edge])
            nodes.append(user)
            factors.append(float(slopes[edge]))
            untried.append(graph.edges_from(user))
        else:
            nodes.pop()
            untried.pop()
            del factors[-1:]  # the first node has none
    return out
