"""Fold: what opening and closing does, level by level, and what labels name."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.layout.drawing import Drawing
from gradviz.layout.find_groups import find_groups
from gradviz.layout.fold import Fold
from gradviz.layout.folded import folded
from gradviz.layout.groups import Kind
from gradviz.layout.layouter import first_fold
from gradviz.model.graph import Graph
from tests.benchmarks.demo_loss import demo_loss
from tests.layout.conftest import SIZES, mlp
from tests.layout.nesting import check_folded
from tests.layout.test_nested import loss_of


@pytest.fixture(scope="module")
def graph() -> Graph:
    from gradviz.model.value import Value

    return Graph.from_root(demo_loss(Value, 3).loss)[0]


@pytest.fixture(scope="module")
def closed(graph: Graph) -> Fold:
    return Fold.closed(find_groups(graph))


def kinds(fold: Fold, groups: np.ndarray) -> set[Kind]:
    return {Kind(kind) for kind in fold.groups.kind[groups].tolist()}


def shown_kinds(drawing: Drawing) -> set[Kind]:
    assert drawing.fold is not None
    return kinds(drawing.fold, drawing.item_group[drawing.is_group[: len(drawing.items)]])


def test_levels_open_from_the_batch_to_the_scalars_and_close_again(
    graph: Graph, closed: Fold
) -> None:
    seen = [shown_kinds(folded(graph, SIZES, closed))]
    fold = closed
    while fold.can_go_deeper:
        fold = fold.deeper()
        drawing = folded(graph, SIZES, fold)
        check_folded(drawing)
        seen.append(shown_kinds(drawing) - {Kind.SUM})
    samples = [kind for step in seen for kind in step if kind is not Kind.PARAMETERS]
    assert samples[-3:] == [Kind.SAMPLE, Kind.LAYER, Kind.NEURON]
    assert seen[-1] == set()
    while fold.can_go_shallower:
        fold = fold.shallower()
    assert shown_kinds(folded(graph, SIZES, fold)) == seen[0]


def test_sums_and_parameters_open_when_nothing_else_is_closed(closed: Fold) -> None:
    once = closed.deeper()
    assert kinds(once, once.frames) == {Kind.BATCH}
    everything = closed.to_depth(len(closed.groups))
    assert everything.is_open.all()


def test_a_label_names_what_goes_with_its_user(graph: Graph, closed: Fold) -> None:
    """Beside a sample all parameters, beside a layer the layer's, beside a neuron the
    neuron's, beside an op the one leaf."""
    fold = closed
    ranks: dict[Kind | None, set[int]] = {}
    for _ in range(5):
        drawing = folded(graph, SIZES, fold)
        items = drawing.items
        for arrow in np.flatnonzero(drawing.is_label[items.operands]).tolist():
            label, user = items.operands[arrow], items.edge_user[arrow]
            home = fold.groups.of_node[drawing.item_node[label]]
            if home < 0 or fold.groups.kind[home] != Kind.PARAMETERS:
                continue  # an input that many neurons use
            group, around = int(drawing.item_group[label]), int(drawing.item_group[user])
            kind = Kind(int(fold.groups.kind[around])) if around >= 0 else None
            ranks.setdefault(kind, set()).add(int(fold.groups.depth[group]) if group >= 0 else -1)
        fold = fold.deeper()
    assert ranks[Kind.SAMPLE] == {0}
    assert ranks[Kind.LAYER] == {1}
    assert ranks[Kind.NEURON] == {2}
    assert ranks[None] == {-1}


def test_showing_a_value_opens_what_hides_it_and_nothing_else(graph: Graph, closed: Fold) -> None:
    node = int(closed.groups.members(1)[-1])
    fold = closed.showing(node)
    assert fold.hidden_in[node] < 0
    assert fold.is_open.sum() == len(closed.around(node))
    assert fold.showing(node) is fold


def test_without_labels_every_use_is_an_arrow(graph: Graph, closed: Fold) -> None:
    drawing = folded(graph, SIZES, closed.to_depth(9).with_labels(False))
    check_folded(drawing)
    assert not drawing.is_label.any()
    assert drawing.items.edge_count == graph.edge_count


def test_a_small_graph_starts_whole_and_a_large_one_closed(graph: Graph) -> None:
    assert first_fold(Graph.from_root(mlp())[0]).is_plain
    assert not first_fold(graph).is_plain
    from gradviz.model.value import Value

    large = first_fold(Graph.from_root(demo_loss(Value, 10).loss)[0])
    assert not large.is_open.any()
    # Four neurons to four are arrows, sixteen to sixteen would be a knot.
    assert large.labels_values
    assert not first_fold(Graph.from_root(loss_of(6, [4, 4, 1]))[0]).labels_values
