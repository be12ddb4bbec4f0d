"""What is too large for Graphviz is a clean picture too, whatever it consists of."""

from __future__ import annotations

import random
from functools import reduce

import numpy as np
import pytest

from gradviz.layout import order as order_module
from gradviz.layout.columns import Columns
from gradviz.layout.items import Items, items_of
from gradviz.layout.layered import MOST_FOR_CARE, lay_out_layered
from gradviz.layout.order import crossings, place_in_column, written_order
from gradviz.layout.spacing import stacked
from gradviz.layout.straight import straightened
from gradviz.layout.sweeps import swept
from gradviz.model.graph import Floats, Graph
from gradviz.model.nn import MLP
from gradviz.model.value import Value
from tests.layout.clean import check_picture
from tests.layout.conftest import SIZES


def scores() -> Value:
    """A layer on three points: every weight has three users, far apart."""
    random.seed(3)
    net = MLP(3, [4, 4, 1])
    outs = [net([Value(k), Value(1.0), Value(-k)]) for k in range(3)]
    return reduce(Value.__add__, (out[0] if isinstance(out, list) else out for out in outs))


def tangle() -> Value:
    random.seed(5)
    values = [Value(float(k)) for k in range(40)]
    for _ in range(120):
        x, y = random.choice(values[-60:]), random.choice(values)
        values.append(random.choice([x + y, x * y, x * x, x.tanh()]))
    return reduce(Value.__add__, values)


def fan() -> Value:
    a = Value(1.0)
    return reduce(Value.__add__, [a * float(k) for k in range(150)])


LARGE = {f.__name__: f for f in (scores, tangle, fan)}


@pytest.fixture(params=LARGE)
def large(request: pytest.FixtureRequest) -> Items:
    items = items_of(Graph.from_root(LARGE[request.param]())[0], SIZES)
    assert Columns.of(items).item_count > MOST_FOR_CARE
    return items


def test_a_large_graph_is_a_clean_picture(large: Items) -> None:
    check_picture(large, lay_out_layered(large))


def test_sweeping_leaves_fewer_crossings_and_shorter_lines(large: Items) -> None:
    columns = Columns.of(large)
    order = written_order(large, columns)
    y = swept(columns, order)
    assert crossings(columns, y) <= crossings(columns, order)

    def climb(y: Floats) -> float:
        return float(np.abs(y[columns.head] - y[columns.tail]).sum())

    assert climb(y) < 0.95 * climb(stacked(columns, order))


def test_straightening_keeps_everyones_room_and_order(large: Items) -> None:
    columns = Columns.of(large)
    y = swept(columns, written_order(large, columns))
    straight = straightened(columns, y)
    assert (place_in_column(columns, straight) == place_in_column(columns, y)).all()
    ranked = np.lexsort((y, columns.column))
    upper, lower = ranked[:-1], ranked[1:]
    gap = straight[lower] - columns.above[lower] - straight[upper] - columns.below[upper]
    assert gap[columns.column[upper] == columns.column[lower]].min() > -1e-6

    def level(y: Floats) -> int:
        return int((np.abs(y[columns.head] - y[columns.tail]) < 0.5).sum())

    assert level(straight) > 2 * level(y)


def test_few_and_many_crossings_are_counted_alike(
    large: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = Columns.of(large)
    order = written_order(large, columns)
    counts = []
    for few in (0, 100_000):  # bit by bit, and each with each
        monkeypatch.setattr(order_module, "FEW", few)
        counts.append(crossings(columns, order))
    assert counts[0] == counts[1] > 0


def mixed(count: int, seed: int) -> Items:
    """Cards, labels and groups; ops in front of some; every third edge has a port at each end
    that nothing may move."""
    rng = np.random.default_rng(seed)
    kinds = np.array([[136.0, 88.0], [112.0, 24.0], [208.0, 72.0], [2.0, 2.0]])
    counts = np.where(np.arange(count) < max(1, count // 4), 0, rng.integers(1, 5, count))
    counts[-1] = 0
    operands = [
        int(v - 1 - min(rng.geometric(0.1) - 1, v - 1))
        for v, k in enumerate(counts[:-1].tolist())
        for _ in range(k)
    ]
    unused = np.setdiff1d(np.arange(count - 1), operands)  # the last item uses them
    operands += unused.tolist()
    counts[-1] = len(unused)
    kind = np.where(counts == 0, 1, rng.integers(0, 4, count))
    size = kinds[kind]
    user = np.repeat(np.arange(count), counts)
    is_op = (kind == 0) & (counts > 0)
    fixed = np.arange(len(user)) % 3 == 0
    half = np.where(is_op, 20.0, size[:, 1] / 2)
    entry = np.where(fixed, np.round(0.6 * half[user] * rng.uniform(-1, 1, len(user))), np.nan)
    out = np.round(0.6 * size[operands, 1] / 2 * rng.uniform(-1, 1, len(user)))
    return Items(
        operand_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        operands=np.array(operands, np.int32),
        root=count - 1,
        size=size,
        above=np.where(kind == 0, 24.0, 0.0),
        below=np.where(kind == 0, 60.0, 0.0),
        op_items=np.flatnonzero(is_op).astype(np.int32),
        op_size=(40.0, 40.0),
        entry=entry,
        exit=np.where(fixed, out, np.nan),
    )


@pytest.mark.parametrize("count", [2, 12, 50, 300])
@pytest.mark.parametrize("seed", [1, 2])
def test_items_of_any_size_are_a_clean_picture(count: int, seed: int) -> None:
    items = mixed(count, seed)
    check_picture(items, lay_out_layered(items))


@pytest.mark.parametrize("count", [12, 300])
def test_arrows_begin_and_end_at_the_ports_they_are_given(count: int) -> None:
    items = mixed(count, 4)
    layout = lay_out_layered(items)
    assert items.entry is not None
    assert items.exit is not None
    begins = layout.route[layout.route_start[:-1]][: items.edge_count, 1]
    ends = layout.route[layout.route_start[1:] - 1][: items.edge_count, 1]
    fixed = ~np.isnan(items.entry)
    assert fixed.sum() > 3
    line = layout.centre[: len(items), 1]
    assert begins[fixed] == pytest.approx((line[items.operands] + items.exit)[fixed])
    assert ends[fixed] == pytest.approx((line[items.edge_user] + items.entry)[fixed])
