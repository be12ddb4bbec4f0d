"""The benchmark's own parts. What it measures isn't tested: times differ from run to run."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gradviz.launch import benching
from gradviz.launch.benching import NoBenchmark
from gradviz.layout.items import BoxSizes, items_of
from gradviz.model import nn
from gradviz.model.graph import Floats, Graph
from gradviz.model.value import Value
from tests.benchmarks.graphviz import dot_routes
from tests.benchmarks.lines import Lines
from tests.benchmarks.measuring import at_least, at_most, in_words, medians
from tests.benchmarks.networks import NETWORKS
from tests.benchmarks.random_dag import RandomDag
from tests.model.bits import bits
from tests.model.closures import ClosureValue

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_random_graph_has_about_the_size_asked_for_and_uses_every_value() -> None:
    dag = RandomDag.of_size(2_000)
    graph, values, _ = Graph.from_root(dag.build(Value))
    assert len(graph) == len(dag.leaves) + len(dag.lines) == pytest.approx(2_000, rel=0.05)
    assert abs(values).max() < 1e6


def test_a_random_graph_is_the_same_on_every_engine() -> None:
    dag = RandomDag.of_size(500)
    ours, theirs = dag.build(Value), dag.build(ClosureValue)
    assert bits(ours.data) == bits(theirs.data)


def test_contestants_take_turns() -> None:
    turns: list[str] = []

    def contestant(name: str) -> Callable[[], None]:
        return lambda: turns.append(name) if turns[-1:] != [name] else None

    medians({"a": contestant("a"), "b": contestant("b")}, rounds=3)
    assert turns == ["a", "b"] * 3


def test_a_row_says_whether_its_goal_is_met() -> None:
    assert str(at_least("Build", 2.13, 2)) == "Build: 2.13× (goal ≥ 2×, met)"
    missed = at_most("Step", 6e-6, 5e-6, "a busy machine")
    assert str(missed) == "Step: 6 µs (goal ≤ 5 µs, NOT MET); a busy machine"
    assert missed.remark == "**not met**; a busy machine"


def test_what_keeps_a_row_from_its_goal_is_said_only_where_it_does() -> None:
    assert at_least("Build", 1.5, 2, why="so many calls").remark == "**not met**: so many calls"
    assert at_least("Build", 2.5, 2, why="so many calls").remark == ""


def test_lines_cross_where_their_order_changes() -> None:
    def straight(y0: float, y1: float) -> Floats:
        return np.array([[0.0, y0], [40.0, y0], [60.0, y1], [100.0, y1]])

    def bundle(*ends: tuple[float, float]) -> Lines:
        return Lines.of([straight(*pair) for pair in ends])

    assert bundle((0, 0), (50, 50)).crossings == 0
    assert bundle((0, 50), (50, 0)).crossings == 1
    assert bundle((0, 50), (50, 0), (25, 25)).crossings == 3
    assert bundle((0, 10), (0, 20)).crossings == 0  # they only begin at one place
    assert bundle((0, 0)).mean_length == pytest.approx(100)


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_have_as_many_boxes_as_they_say(name: str) -> None:
    boxes, network = NETWORKS[name]
    graph = Graph.from_root(network(SimpleNamespace(MLP=nn.MLP, Value=Value)))[0]
    assert items_of(graph, BoxSizes((136, 88), (40, 40))).box_count == boxes


def test_dot_draws_every_arrow_between_its_boxes() -> None:
    a = Value(1.0)
    items = items_of(Graph.from_root(a * a + a)[0], BoxSizes((136, 88), (40, 40)))
    routes = dot_routes(items)
    assert len(routes) == items.arrow_count
    assert all(len(route) % 3 == 1 and route[-1, 0] > route[0, 0] for route in routes)


def test_times_are_written_in_a_fitting_unit() -> None:
    assert [in_words(t) for t in (3.14e-6, 1.8e-4, 0.25, 2.4)] == [
        "3.14 µs", "0.18 ms", "250 ms", "2.4 s",
    ]  # fmt: skip


def test_without_its_peers_the_benchmark_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(benching, "find_spec", lambda name: None)
    with pytest.raises(NoBenchmark, match=r"needs igraph and .*\n.* -m pip install igraph"):
        benching.run([])


def test_one_part_can_be_measured_alone() -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "--only"]
    told = subprocess.run([*command, "nothing"], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    for part in ("engine", "checks", "layouts", "pictures"):
        assert part in told.stderr
        assert find_spec(f"tests.benchmarks.{part}") is not None
