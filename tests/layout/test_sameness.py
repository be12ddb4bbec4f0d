"""The same structure always gives the same picture; numbers and names never matter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gradviz.layout.dot import DotLayouter
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.value import Value

Draw = Callable[[Value], Drawing]


def same(one: Layout, two: Layout) -> bool:
    return (
        np.array_equal(one.centre, two.centre)
        and np.array_equal(one.route, two.route)
        and np.array_equal(one.route_start, two.route_start)
    )


def test_two_fresh_children_agree(examples: dict[str, Drawing], layouter: DotLayouter) -> None:
    fresh = DotLayouter()
    try:
        for drawing in examples.values():
            assert same(layouter.lay_out(drawing.items), fresh.lay_out(drawing.items))
    finally:
        fresh.close()


def build(x: float, y: float, names: tuple[str, str]) -> Value:
    a, b = Value(x, label=names[0]), Value(y, label=names[1])
    return (a * b + b) * (a + b).tanh()


def test_numbers_do_not_move_anything(draw: Draw, layouter: DotLayouter) -> None:
    plain = layouter.lay_out(draw(build(1.0, 2.0, ("a", "b"))).items)
    assert same(plain, layouter.lay_out(draw(build(float("nan"), -1e300, ("a", "b"))).items))


def test_hostile_labels_do_not_matter(draw: Draw, layouter: DotLayouter) -> None:
    plain = layouter.lay_out(draw(build(1.0, 2.0, ("a", "b"))).items)
    hostile = ('{x|y}<z>\\N\\G"; }', "\0\ud800<b>&amp;\n->")
    assert same(plain, layouter.lay_out(draw(build(1.0, 2.0, hostile)).items))
