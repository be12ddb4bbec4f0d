"""Exercises to look at: small expressions built with the engine, each with a fault at work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.comparison import Comparison, compare
from gradviz.sources.foreign.expressions import Expression, expressions
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.nudge import all_derivatives

if TYPE_CHECKING:
    from gradviz.sources.foreign.trying import Trying
    from gradviz.sources.foreign.whole import Whole

MOST = 8
"""Faults that get a graph of their own."""
_MODEL = "a * b * (a + b)"
"""What is shown of an engine without a fault: small, and each leaf is used twice."""


@dataclass(frozen=True, eq=False)  # the user's values are never compared
class ExerciseGraph:
    """An expression as the engine built it, and its own pass over it. `leaves` are the nodes
    whose numbers it was built from, in their order."""

    text: str
    captured: Captured
    comparison: Comparison
    seen: Pass
    leaves: tuple[int, ...]


class ExerciseGraphs:
    """Finds for each fault the simplest expression that comes out wrong by it."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self.graphs: list[ExerciseGraph] = []
        self._expressions = expressions(whole.working, whole.bench)
        self._untried = iter(self._expressions)
        self._tried: list[ExerciseGraph] = []

    def add_for(self, findings: list[Finding]) -> list[Finding]:
        """The findings, those of the exercise with their graph's number and their node in it."""
        out = []
        for finding in findings:
            of_exercise = finding.found_in is FoundIn.EXERCISE
            if of_exercise and finding.severity is Severity.ERROR and len(self.graphs) < MOST:
                finding = self._placed(finding)
            out.append(finding)
        return out

    def add_model(self) -> None:
        """One to see the engine at work."""
        model = [each for each in self._expressions if each.text == _MODEL]
        for expression in model or self._expressions:
            graph = self._graph(_in_round_numbers(expression))
            if graph is not None:
                self.graphs.append(graph)
                return

    def add_again(self, text: str, numbers: tuple[float, ...]) -> None:
        """One that is known by its text, from other numbers."""
        for expression in self._expressions:
            if expression.text == text and len(expression.leaves) == len(numbers):
                graph = self._graph(replace(expression, leaves=numbers))
                self.graphs += [graph] if graph is not None else []
                return

    def _placed(self, finding: Finding) -> Finding:
        found = self._for(finding)
        if found is None:
            return finding
        if found not in self.graphs:
            self.graphs.append(found)
        return replace(
            finding, exercise=self.graphs.index(found), node_index=_node_of(finding, found)
        )

    def _for(self, finding: Finding) -> ExerciseGraph | None:
        """One whose wrong gradient was written by the line to blame; else one that the op came
        out wrong in; where no op is to blame, any that came out wrong."""
        with_op: ExerciseGraph | None = None
        for graph in self._each():
            if not graph.comparison.wrong:
                continue
            if _wrong_by_line(finding, graph) is not None:
                return graph
            captured = graph.captured
            known_as = {*captured.names, *(captured.op_name(i) for i in range(len(captured)))}
            if with_op is None and (not finding.op or finding.op in known_as):
                with_op = graph
        return with_op

    def _each(self) -> Iterator[ExerciseGraph]:
        yield from self._tried
        for expression in self._untried:
            graph = self._graph(_in_round_numbers(expression)) or self._graph(expression)
            if graph is not None:
                self._tried.append(graph)
                yield graph

    def _graph(self, expression: Expression) -> ExerciseGraph | None:
        """None where it can't be built or run, or has nothing to show."""
        bench, whole = self._whole.bench, self._whole
        trying, error = bench.attempt(partial(whole.build, expression), 3.0)
        if error is not None or trying is None or not trying.captured.edge_count:
            return None
        if any(twin.x == twin.x and not whole.right_value(twin) for twin in trying.twins):
            return None
        whole.drive(trying)
        if trying.seen.error is not None:
            return None
        captured = trying.captured
        comparison = compare(
            captured, all_derivatives(captured), trying.seen, bench.watch.engine_codes
        )
        _hold_against(comparison, trying)
        return ExerciseGraph(
            expression.text, captured, comparison, trying.seen, _named_leaves(trying)
        )


def _hold_against(comparison: Comparison, trying: Trying) -> None:
    """What the expression's own numbers tell goes before what the engine's graph does, which
    may have lost an edge."""
    for twin in trying.wrong:
        node = comparison.captured.number_of.get(id(twin.obj))
        if node is not None and node not in comparison.wrong:
            comparison.truth.grads[node] = trying.truth[id(twin.obj)]
            comparison.truth.unsure.discard(node)
            comparison.wrong.append(node)


def _named_leaves(trying: Trying) -> tuple[int, ...]:
    """The nodes of the leaves, which have their letters as labels from here on."""
    captured = trying.captured
    leaves = trying.twins[: len(trying.expression.leaves)]
    nodes = [captured.number_of.get(id(twin.obj), -1) for twin in leaves]
    for node, letter in zip(nodes, trying.expression.letters, strict=True):
        if node >= 0 and not captured.labels[node]:
            captured.labels[node] = letter
    return tuple(nodes)


def _in_round_numbers(expression: Expression) -> Expression:
    """Numbers of one decimal place, that one can follow; unless a leaf would change its sign
    or two would become the same."""
    rounded = tuple(round(x, 1) for x in expression.leaves)
    keeps = all(x * y > 0 or x == y == 0 for x, y in zip(rounded, expression.leaves, strict=True))
    is_apart = len(set(rounded)) == len(set(expression.leaves))
    return replace(expression, leaves=rounded) if keeps and is_apart else expression


def _wrong_by_line(finding: Finding, graph: ExerciseGraph) -> int | None:
    """A node whose gradient is wrong and that the line to blame wrote to."""
    captured, place = graph.captured, finding.place
    if place is None:
        return None
    owner = {id(captured.engine.grad_owner(captured.objects[i])): i for i in graph.comparison.wrong}
    for write in graph.seen.writes:
        node = owner.get(id(write.target))
        if node is not None and place_of(write.code, write.lasti) == place:
            return node
    return None


def _node_of(finding: Finding, graph: ExerciseGraph) -> int:
    node = _wrong_by_line(finding, graph)
    return node if node is not None else graph.comparison.wrong[0]
