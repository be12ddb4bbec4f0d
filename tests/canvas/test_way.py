"""The arrow keys lead to groups, into them and out again."""

from __future__ import annotations

import numpy as np

from gradviz.canvas.walk import Direction
from gradviz.canvas.way import NOWHERE, Stop, Way
from gradviz.layout.drawing import Drawing
from tests.canvas.stage import D, laid_out
from tests.canvas.test_backing import network

LEFT, RIGHT, UP, DOWN = Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN


def closed_groups(drawing: Drawing) -> list[int]:
    return sorted({int(g) for g in drawing.item_group[drawing.item_group >= 0]})


def test_from_the_root_all_that_is_closed_can_be_reached() -> None:
    recording, drawing, layout = network(0)
    way = Way(drawing, layout)
    seen, ahead = set[Stop](), [way.stop_of(recording.graph.root)]
    while ahead:
        at = ahead.pop()
        if at not in seen:
            seen.add(at)
            ahead += [to for way_ in Direction if (to := Way(drawing, layout).go(at, way_))]
    assert {stop.group for stop in seen} - {None} == set(closed_groups(drawing))


def test_the_opposite_key_leads_back_out_of_a_group() -> None:
    recording, drawing, layout = network(1)
    way, found = Way(drawing, layout), 0
    for node in range(len(recording.graph)):
        at = Stop(node)
        if drawing.group_of(drawing.card_box(node)) is None:
            for direction in Direction:
                to = way.go(at, direction)
                if to is not None and to.group is not None:
                    assert way.go(to, direction.opposite) == at
                    found += 1
    assert found


def test_into_an_open_group_and_out_again() -> None:
    _, drawing, layout = network(1)
    assert drawing.fold is not None
    for group in drawing.frames.tolist():
        for direction in Direction:
            at = Way(drawing, layout).go(Stop(group=group), direction)
            assert at is not None
            chain = [at.group] if at.group is not None else drawing.fold.around(at.node or 0)
            assert group in {g for g in chain for g in drawing.fold.groups.chain(g)}
    inner = next(g for g in closed_groups(drawing) if drawing.fold.groups.parent[g] >= 0)
    out = Way(drawing, layout).out_of(Stop(group=inner))
    assert out == Stop(group=int(drawing.fold.groups.parent[inner]))


def test_up_and_down_stay_in_the_column() -> None:
    _, drawing, layout = network(1)
    for group in closed_groups(drawing):
        to = Way(drawing, layout).go(Stop(group=group), DOWN)
        if to is not None:
            item = drawing.card_box(to.node) if to.node is not None else _item(drawing, to.group)
            here = layout.centre[_item(drawing, group)]
            assert abs(layout.centre[item, 0] - here[0]) < drawing.sizes.card[0] / 2
            assert layout.centre[item, 1] > here[1]


def _item(drawing: Drawing, group: int | None) -> int:
    return int(np.flatnonzero(drawing.item_group == group)[0])


def test_without_groups_there_is_no_way_out() -> None:
    _, drawing, layout = laid_out()
    way = Way(drawing, layout)
    assert way.out_of(Stop(D)) == NOWHERE
    assert way.go(Stop(D), RIGHT) is not None
