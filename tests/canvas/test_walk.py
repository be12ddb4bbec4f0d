"""Walking by arrow key: along edges, among siblings, and back the way one came."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz import Value
from gradviz.canvas.walk import Direction, Walk
from gradviz.model.graph import Graph
from tests.canvas.stage import A, B, D, E, F, laid_out

LEFT, RIGHT, UP, DOWN = Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN


@pytest.fixture
def walk() -> Walk:
    """Through f = (a·b)·(a+b), with a above b and d above e."""
    recording, _, _ = laid_out()
    places = {A: (0, 0), B: (0, 200), D: (300, 0), E: (300, 200), F: (600, 100)}
    return Walk(recording.graph, np.array([places[n] for n in range(5)], float), 60.0)


def path(walk: Walk, start: int, *directions: Direction) -> list[int | None]:
    out: list[int | None] = [start]
    for direction in directions:
        at = out[-1]
        assert at is not None
        out.append(walk.go(at, direction))
    return out


def test_left_goes_to_operands_and_right_comes_back(walk: Walk) -> None:
    assert path(walk, F, LEFT, LEFT, RIGHT, RIGHT) == [F, D, A, D, F]


def test_the_way_back_is_the_way_one_came_not_the_nearest(walk: Walk) -> None:
    # From e to a: a's nearest user is d, yet Right leads back to e.
    assert path(walk, E, LEFT, UP, RIGHT, LEFT) == [E, B, A, E, A]


def test_up_and_down_go_among_the_operands_one_came_to(walk: Walk) -> None:
    assert path(walk, F, LEFT, DOWN, RIGHT, LEFT) == [F, D, E, F, E]


def test_up_and_down_go_among_the_users_one_came_to(walk: Walk) -> None:
    assert path(walk, A, RIGHT, DOWN, LEFT, RIGHT) == [A, D, E, A, E]


def test_without_a_way_up_and_down_stay_in_the_column(walk: Walk) -> None:
    assert walk.go(A, DOWN) == B
    assert walk.go(B, UP) == A
    assert walk.go(A, UP) is None


def test_at_the_ends_there_is_nowhere_to_go(walk: Walk) -> None:
    assert walk.go(A, LEFT) is None
    assert walk.go(F, RIGHT) is None


def test_choosing_another_node_forgets_the_way(walk: Walk) -> None:
    path(walk, E, LEFT, UP)  # now at a, and Right would lead to e
    walk.go(F, RIGHT)  # the person has clicked f
    assert walk.go(A, RIGHT) == D


def test_a_value_used_twice_by_one_op_is_one_way() -> None:
    a = Value(1.0, label="a")
    graph, _, _ = Graph.from_root(a + a)
    walk = Walk(graph, np.array([[0.0, 0.0], [100.0, 0.0]]), 60.0)
    assert path(walk, 1, LEFT, RIGHT, LEFT) == [1, 0, 1, 0]
    assert walk.go(0, DOWN) is None


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=30),
    st.lists(st.sampled_from([LEFT, RIGHT]), min_size=1, max_size=12),
    st.integers(0, 99),
)
def test_every_way_leads_back(
    ops: list[tuple[int, int]], directions: list[Direction], start: int
) -> None:
    """On random graphs, one step and then the opposite one is where one was."""
    values = [Value(1.0)]
    for i, j in ops:
        values.append(values[i % len(values)] + values[j % len(values)])
    graph, _, _ = Graph.from_root(values[-1])
    places = np.random.default_rng(len(ops)).random((len(graph), 2)) * 500
    walk = Walk(graph, places, 50.0)
    opposite = {LEFT: RIGHT, RIGHT: LEFT}
    at = start % len(graph)
    for direction in directions:
        to = walk.go(at, direction)
        if to is None:
            break
        assert walk.go(to, opposite[direction]) == at
        assert walk.go(at, direction) == to
        at = to
