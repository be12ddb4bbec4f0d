"""Every op of the table against two derivatives that don't read the table.

Adding an op means adding a row here: `test_every_op_has_a_row` fails without one.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from gradviz.model.graph import Graph
from gradviz.model.ops import OPS, Op
from gradviz.model.value import Value
from tests.model.dual import Dual

POINTS = 1_000

# An op applied to x and, where it has one, to y, on whichever engine they belong to.
Apply = Callable[[Any, Any], Any]
# Operands inside the op's domain and away from its kinks.
Draw = Callable[[Random], tuple[float, float]]


@dataclass(frozen=True)
class Row:
    op: str
    apply: Apply
    draw: Draw
    y_is_a_number: bool = False


def anywhere(low: float, high: float) -> Draw:
    return lambda random: (random.uniform(low, high), random.uniform(low, high))


def not_near_zero(random: Random) -> tuple[float, float]:
    return random.choice([-1.0, 1.0]) * random.uniform(0.1, 10.0), 0.0


def apart(random: Random) -> tuple[float, float]:
    x = random.uniform(-10.0, 10.0)
    return x, x + not_near_zero(random)[0]


def power(random: Random) -> tuple[float, float]:
    """A positive base to any power, or any base to a whole one."""
    if random.random() < 0.5:
        return random.uniform(0.2, 5.0), random.uniform(-3.0, 3.0)
    return not_near_zero(random)[0], float(random.randint(-3, 4))


ROWS = (
    Row("+", lambda x, y: x + y, anywhere(-10.0, 10.0)),
    Row("*", lambda x, y: x * y, anywhere(-10.0, 10.0)),
    Row("**k", lambda x, k: x**k, power, y_is_a_number=True),
    Row("**", lambda x, y: x**y, anywhere(0.2, 4.0)),
    Row("ReLU", lambda x, _: x.relu(), not_near_zero),
    Row("tanh", lambda x, _: x.tanh(), anywhere(-6.0, 6.0)),
    Row("exp", lambda x, _: x.exp(), anywhere(-10.0, 5.0)),
    Row("log", lambda x, _: x.log(), anywhere(0.05, 20.0)),
    Row("sigmoid", lambda x, _: x.sigmoid(), anywhere(-12.0, 12.0)),
    Row("sin", lambda x, _: x.sin(), anywhere(-10.0, 10.0)),
    Row("cos", lambda x, _: x.cos(), anywhere(-10.0, 10.0)),
    Row("sqrt", lambda x, _: x.sqrt(), anywhere(0.05, 20.0)),
    Row("abs", lambda x, _: x.abs(), not_near_zero),
    Row("max", lambda x, y: x.max(y), apart),
    Row("min", lambda x, y: x.min(y), apart),
)
BY_OP = {row.op: row for row in ROWS}
each_op = pytest.mark.parametrize("row", ROWS, ids=[row.op for row in ROWS])


def test_every_op_has_a_row() -> None:
    assert {row.op for row in ROWS} == {op.name for op in OPS if not op.is_leaf}
    assert len(BY_OP) == len(ROWS)
    assert len({op.name for op in OPS}) == len(OPS)


@each_op
def test_the_row_makes_just_this_op(row: Row) -> None:
    x, y = row.draw(Random(row.op))
    out = row.apply(Value(x), y if row.y_is_a_number else Value(y))
    graph, _, _ = Graph.from_root(out)
    assert graph.op(graph.root).name == row.op
    assert all(graph.is_leaf(i) for i in range(graph.root))


def gradients(row: Row, x: float, y: float) -> list[float]:
    """What `backward()` gives the operands that are Values."""
    left, right = Value(x), y if row.y_is_a_number else Value(y)
    out = row.apply(left, right)
    out.backward()
    return [left.grad] if len(out._prev) == 1 else [left.grad, out._prev[1].grad]


def dual_slopes(row: Row, x: float, y: float) -> list[float]:
    by_x = row.apply(Dual(x, 1.0), y if row.y_is_a_number else Dual(y))
    if row.y_is_a_number:
        return [by_x.slope]
    return [by_x.slope, row.apply(Dual(x), Dual(y, 1.0)).slope]


def measured_slopes(row: Row, x: float, y: float) -> list[float]:
    def f(x: float, y: float) -> float:
        out: Value = row.apply(Value(x), y if row.y_is_a_number else Value(y))
        return out.data

    by_x = central_difference(lambda t: f(t, y), x)
    return [by_x] if row.y_is_a_number else [by_x, central_difference(lambda t: f(x, t), y)]


def central_difference(f: Callable[[float], float], x: float) -> float:
    """Five points: the error is of order h⁴."""
    h = 1e-3 * max(abs(x), 0.05)
    return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)


@each_op
def test_gradients_equal_dual_numbers(row: Row) -> None:
    random = Random(row.op)
    for _ in range(POINTS):
        x, y = row.draw(random)
        got = gradients(row, x, y)
        assert got == pytest.approx(dual_slopes(row, x, y)[: len(got)], rel=1e-11, abs=1e-15)


@each_op
def test_gradients_equal_central_differences(row: Row) -> None:
    random = Random(row.op)
    for _ in range(POINTS):
        x, y = row.draw(random)
        got = gradients(row, x, y)
        assert got == pytest.approx(measured_slopes(row, x, y)[: len(got)], rel=1e-7, abs=1e-8)


@each_op
def test_values_equal_dual_numbers(row: Row) -> None:
    random = Random(row.op)
    for _ in range(POINTS):
        x, y = row.draw(random)
        ours = row.apply(Value(x), y if row.y_is_a_number else Value(y))
        theirs = row.apply(Dual(x), y if row.y_is_a_number else Dual(y))
        assert ours.data == pytest.approx(theirs.data, rel=1e-12, abs=1e-15)


# --- the words --------------------------------------------------------------------------


@pytest.mark.parametrize("op", OPS[1:], ids=[op.name for op in OPS[1:]])
def test_every_op_says_what_it_is_and_does(op: Op) -> None:
    assert op.symbol
    assert op.passes
    assert op.rule.endswith(".")
    assert len(op.factors) == op.arity
    assert placeholders(op.formula) >= {"x"} | ({"y"} if op.arity == 2 else set())
    for template in (op.formula, *op.factors):
        assert placeholders(template) <= {"x", "y", "z"}
    assert bool(op.kink) == bool(op.kink_words)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize(
    ("op", "factors"),
    [
        ("+", ["1", "1"]),
        ("*", ["y", "x"]),
        ("**", ["y·x^(y-1)", "z·log x"]),
        ("tanh", ["(1 - z²)"]),
        ("sqrt", ["1/(2·z)"]),
    ],
)
def test_factors_name_the_local_derivatives(op: str, factors: list[str]) -> None:
    x, y = Value(2.0, label="x"), Value(3.0, label="y")
    out = BY_OP[op].apply(x, y)
    out.label = "z"
    graph, _, _ = Graph.from_root(out)
    assert [graph.factor(edge) for edge in range(graph.edge_count)] == factors


@pytest.mark.parametrize(
    ("k", "factor"),
    [(2, "2·x"), (3, "3·x²"), (-1, "-1·x⁻²"), (0.5, "0.5·x^-0.5"), (1, "1"), (0, "0")],
)
def test_the_factor_of_a_fixed_power(k: float, factor: str) -> None:
    graph, _, _ = Graph.from_root(Value(2.0, label="x") ** k)
    assert graph.factor(0) == factor
