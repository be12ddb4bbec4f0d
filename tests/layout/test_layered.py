from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
import pytest

from gradviz.layout.dot import DotLayouter
from gradviz.layout.drawing import Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layouter import Layouter
from gradviz.layout.spacing import spread
from gradviz.model.value import Value

Draw = Callable[[Value], Drawing]


def test_a_100_000_long_chain_needs_no_recursion(draw: Draw) -> None:
    drawing = draw(reduce(lambda x, _: x.tanh(), range(100_000), Value(1.0)))
    layout = lay_out_layered(drawing.items)
    x, y = layout.centre[: len(drawing.graph)].T
    assert (np.diff(x) > 0).all()
    assert np.ptp(y) == 0


def test_a_100_000_long_sum_keeps_its_terms_apart(draw: Draw) -> None:
    drawing = draw(reduce(lambda x, _: x + 1.0, range(100_000), Value(1.0)))
    layout = lay_out_layered(drawing.items)
    cards = layout.centre[: len(drawing.graph)]
    assert len(np.unique(cards, axis=0)) == len(cards)


def test_a_value_used_everywhere_in_a_large_graph(draw: Draw) -> None:
    a = Value(1.0)
    layout = lay_out_layered(draw(reduce(lambda x, _: x * a, range(3_000), a)).items)
    assert np.isfinite(layout.route).all()


def test_large_graphs_get_our_own_layout_without_a_child(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouter = Layouter()
    monkeypatch.setattr(DotLayouter, "lay_out", None)
    drawing = draw(reduce(lambda x, _: x.tanh(), range(201), Value(1.0)))
    layout = layouter.lay_out(drawing)
    assert len(layout.centre) == drawing.box_count
    assert not layout.note


def test_spread_gives_everyone_their_wish_where_there_is_room() -> None:
    assert spread([0.0, 50.0], [1.0, 1.0], [10.0]) == [0.0, 50.0]


def test_spread_shares_the_push_by_weight() -> None:
    assert spread([0.0, 0.0], [3.0, 1.0], [8.0]) == [-2.0, 6.0]
    assert spread([5.0, 0.0, 1.0], [1.0, 1.0, 1.0], [2.0, 2.0]) == [0.0, 2.0, 4.0]
