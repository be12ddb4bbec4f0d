"""Example graphs to lay out, and the one Graphviz child that the tests share."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import reduce

import pytest

from gradviz.layout.dot import DotLayouter
from gradviz.layout.drawing import BoxSizes, Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout
from gradviz.model.graph import Graph
from gradviz.model.nn import MLP
from gradviz.model.value import Value

SIZES = BoxSizes(card=(136.0, 88.0), op=(40.0, 40.0), strip=28.0, tag_above=24.0, tag_below=34.0)


def neuron() -> Value:
    x1, x2, w1, w2 = (Value(1.0, label=name) for name in ("x1", "x2", "w1", "w2"))
    return (x1 * w1 + x2 * w2 + Value(6.88, label="b")).tanh()


def reuse_once() -> Value:
    a = Value(3.0, label="a")
    return a + a


def cube() -> Value:
    a = Value(3.0, label="a")
    return a * a * a


def reuse_twice() -> Value:
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    return (a * b) * (a + b)


def readme() -> Value:
    a, b = Value(-4.0, label="a"), Value(2.0, label="b")
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    f = (c - d) ** 2
    g = f / 2.0
    g += 10.0 / f
    return g


def used_50_times() -> Value:
    a = Value(1.0, label="a")
    return reduce(lambda total, _: total + a, range(49), a)


def used_far_away_twice() -> Value:
    """The repeated pair passes other columns: three late users hold a * a back."""
    a = Value(1.0, label="a")
    far = reduce(lambda x, _: x.tanh(), range(4), a)
    square = a * a
    return (far + square) * (far * square) + square


def mlp() -> Value:
    random.seed(1)
    out = MLP(3, [4, 1])([1.0, 2.0, 3.0])
    return ((out[0] if isinstance(out, list) else out) - 1.0) ** 2


def lone_leaf() -> Value:
    return Value(1.0)


EXAMPLES: dict[str, Callable[[], Value]] = {
    f.__name__: f
    for f in (
        neuron,
        reuse_once,
        cube,
        reuse_twice,
        readme,
        used_50_times,
        used_far_away_twice,
        mlp,
        lone_leaf,
    )
}


@pytest.fixture
def draw() -> Callable[[Value], Drawing]:
    return lambda root: Drawing.of(Graph.from_root(root)[0], SIZES)


@pytest.fixture(scope="session")
def layouter() -> Iterator[DotLayouter]:
    layouter = DotLayouter()
    layouter.start()
    yield layouter
    layouter.close()


@pytest.fixture(params=["dot", "layered"])
def lay_out(request: pytest.FixtureRequest, layouter: DotLayouter) -> Callable[[Drawing], Layout]:
    arrange = layouter.lay_out if request.param == "dot" else lay_out_layered
    return lambda drawing: arrange(drawing.items)


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest, draw: Callable[[Value], Drawing]) -> Drawing:
    return draw(EXAMPLES[request.param]())


@pytest.fixture
def examples(draw: Callable[[Value], Drawing]) -> dict[str, Drawing]:
    return {name: draw(make()) for name, make in EXAMPLES.items()}
