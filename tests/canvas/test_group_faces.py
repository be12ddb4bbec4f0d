"""Group faces: what a group's card says, step by step."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.canvas.group_faces import MOST_BARS, GroupFaces
from gradviz.layout.find_groups import find_groups
from gradviz.layout.groups import Groups
from gradviz.model.positions import NodeState
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from tests.benchmarks.demo_loss import demo_loss


@pytest.fixture(scope="module")
def recording() -> Recording:
    return Recording.of(demo_loss(Value, 3).loss)


@pytest.fixture(scope="module")
def groups(recording: Recording) -> Groups:
    return find_groups(recording.graph)


def test_walking_step_by_step_says_what_jumping_says(recording: Recording, groups: Groups) -> None:
    walking = GroupFaces(recording, groups)
    turn = len(recording.graph)
    for position in [*range(turn - 3, turn + 60), *range(turn + 59, turn + 20, -1)]:
        fresh = GroupFaces(recording, groups)
        for group in range(0, len(groups), 7):
            assert walking.at(position, group) == fresh.at(position, group)


def test_the_largest_gradient_is_that_of_its_members(recording: Recording, groups: Groups) -> None:
    faces = GroupFaces(recording, groups)
    for group in range(len(groups)):
        face = faces.at(recording.length, group)
        sizes = np.abs(recording.final_grads[groups.members(group)])
        assert face.largest == max(face.bars) == sizes.max()
        assert len(face.bars) == min(len(sizes), MOST_BARS)


def test_a_group_is_current_while_one_of_its_members_is(
    recording: Recording, groups: Groups
) -> None:
    faces = GroupFaces(recording, groups)
    for position in range(1, recording.length + 1, 11):
        node = recording.step(position).node
        around = set(groups.chain(int(groups.of_node[node])))
        current = {
            group
            for group in range(len(groups))
            if faces.at(position, group).state is NodeState.CURRENT
        }
        assert current == around


def test_a_group_with_a_wrong_gradient_says_so_once_it_is_done(groups: Groups) -> None:
    recording = Recording.of(demo_loss(Value, 3).loss, Rule.OVERWRITE)
    faces = GroupFaces(recording, groups)
    wrong = set(recording.wrong_nodes.tolist())
    assert wrong
    for group in range(0, len(groups), 5):
        face = faces.at(recording.length, group)
        has_wrong = bool(wrong & set(groups.members(group).tolist()))
        assert face.is_wrong == (has_wrong and face.state is NodeState.DONE)
