"""Recordings made anew from an edit or another rule, and what was lost under the wrong one."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradviz.model import evaluation
from gradviz.model.parts import WrittenParts
from gradviz.model.recording import Recording, Source
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.tape import Tape
from gradviz.model.value import Value
from tests.model.bits import all_bits, bits
from tests.model.graphs import Program, programs
from tests.model.tapes import tape_bits

numbers = st.floats(-3.0, 3.0) | st.sampled_from([0.0, -0.0, float("inf"), float("nan"), 1e300])


# --- an edited leaf ---------------------------------------------------------------------


@settings(max_examples=200)
@given(programs(), numbers, st.data())
def test_editing_a_leaf_equals_recording_the_edited_program(
    program: Program, number: float, data: st.DataObject
) -> None:
    nodes = program.run(Value)
    recording = Recording.of(nodes[-1])
    leaf = data.draw(st.sampled_from(recording.graph.leaves.tolist()))
    before = tape_bits(recording)
    edited = recording.with_leaf(leaf, number)

    _, _, values = recording.graph.from_root(nodes[-1])
    values[leaf].data = number
    assert tape_bits(edited) == tape_bits(Recording.of(nodes[-1]))
    assert edited.graph is recording.graph
    assert tape_bits(recording) == before


@settings(max_examples=200)
@given(programs(), numbers, st.data())
def test_propagating_equals_a_full_forward_and_names_exactly_what_changed(
    program: Program, number: float, data: st.DataObject
) -> None:
    recording = program.recording()
    leaf = data.draw(st.sampled_from(recording.graph.leaves.tolist()))
    before = recording.values.tolist()

    wave = evaluation.propagate(recording.graph, recording.values, leaf, number)
    leaves = recording.values.copy()
    leaves[leaf] = number
    full = evaluation.forward(recording.graph, leaves).tolist()

    assert all_bits(wave.values) == all_bits(full)
    assert wave.changed.tolist() == [
        i for i in range(len(full)) if bits(full[i]) != bits(before[i])
    ]
    assert recording.edit(leaf, number).changed.tolist() == wave.changed.tolist()
    assert recording.values.tolist() == pytest.approx(before, nan_ok=True, abs=0, rel=0)


@given(programs(), numbers, st.data())
def test_an_inner_node_can_be_held_at_a_number(
    program: Program, number: float, data: st.DataObject
) -> None:
    recording = program.recording()
    node = data.draw(st.integers(0, recording.graph.root))
    values, changed = evaluation.propagate(recording.graph, recording.values, node, number)
    assert bits(values[node]) == bits(number)
    assert all(changed >= node)


def test_a_zero_that_changes_its_sign_has_changed() -> None:
    recording = Recording.of(Value(0.0, label="a") ** -1)
    edited = recording.with_leaf(0, -0.0)
    assert edited.values.tolist() == [0.0, -np.inf]


def test_only_a_leaf_can_be_edited() -> None:
    out = Value(1.0) + 2.0
    out.label = "total"
    recording = Recording.of(out)
    with pytest.raises(ValueError, match="total is computed; only a leaf can be edited"):
        recording.with_leaf(2, 5.0)


def test_recording_computes_from_the_present_leaves() -> None:
    a = Value(2.0)
    out = a * 3.0
    a.data = 5.0
    assert Recording.of(out).values.tolist() == [5.0, 3.0, 15.0]


# --- the rule ---------------------------------------------------------------------------


@given(programs())
def test_overwriting_keeps_only_each_nodes_last_contribution(program: Program) -> None:
    right = program.recording()
    wrong = right.with_rule(Rule.OVERWRITE)
    assert wrong.graph is right.graph
    assert all_bits(wrong.values) == all_bits(right.values)
    for node in range(len(wrong.graph)):
        writes = wrong.writes_to(node)
        assert bits(wrong.final_grads[node]) == bits(writes[-1].after)
        for write in writes:
            if not write.is_seed:
                assert bits(write.after) == bits(write.contribution)
            assert wrong.is_lost(write, wrong.length) == (write != writes[-1])


@given(programs())
def test_switching_there_and_back_gives_the_same_recording(program: Program) -> None:
    recording = program.recording()
    back = recording.with_rule(Rule.OVERWRITE).with_rule(Rule.ACCUMULATE)
    assert tape_bits(back) == tape_bits(recording)
    assert recording.with_rule(Rule.ACCUMULATE) is recording


@given(programs())
def test_accumulating_loses_nothing(program: Program) -> None:
    recording = program.recording()
    writes = [recording.write(w) for w in range(len(recording.tape.target))]
    assert not any(recording.is_lost(w, recording.length) for w in writes)
    assert recording.wrong_nodes.tolist() == []


@given(programs())
def test_a_contribution_is_lost_from_the_moment_the_next_one_arrives(program: Program) -> None:
    recording = program.recording(Rule.OVERWRITE)
    for node in range(len(recording.graph)):
        writes = recording.writes_to(node)
        for write, later in itertools.pairwise(writes):
            assert recording.is_lost(write, later.position)
            if write.position < later.position:
                assert not recording.is_lost(write, later.position - 1)


@given(programs())
def test_wrong_nodes_are_those_whose_gradient_differs(program: Program) -> None:
    wrong = program.recording(Rule.OVERWRITE)
    right = program.recording()
    pairs = zip(wrong.final_grads.tolist(), right.final_grads.tolist(), strict=True)
    assert wrong.wrong_nodes.tolist() == [i for i, (x, y) in enumerate(pairs) if x != y]


@given(programs())
def test_slopes_are_the_local_derivatives_of_the_edges(program: Program) -> None:
    recording = program.recording()
    for w in range(1, len(recording.tape.target)):
        write = recording.write(w)
        assert bits(recording.slopes[write.edge]) == bits(write.local)
        assert bits(write.adjoint) == bits(recording.final_grads[write.user])


@given(programs())
def test_the_final_gradient_is_the_sum_of_the_contributions(program: Program) -> None:
    recording = program.recording()
    for node in range(len(recording.graph)):
        total = 0.0
        for write in recording.writes_to(node):
            total += write.contribution
        assert bits(total) == bits(recording.final_grads[node])


def test_a_source_goes_with_every_recording_made_from_it() -> None:
    recording = Recording.of(Value(1.0) + 2.0)
    source = Source("p.py", "…", np.array([1, 1, 1], np.int32))
    sourced = replace(recording, source=source)
    assert recording.source is None
    assert sourced.with_leaf(0, 2.0).source is source
    assert sourced.with_rule(Rule.OVERWRITE).source is source


def test_a_leaf_as_root_has_a_seed_and_one_step() -> None:
    recording = Recording.of(Value(4.0))
    assert (recording.length, recording.backward_steps) == (3, 1)
    assert recording.final_grads.tolist() == [1.0]


@given(programs())
def test_values_that_do_not_reach_the_root_are_not_in_the_graph(program: Program) -> None:
    nodes = program.run(Value)
    recording = Recording.of(nodes[-1])
    nodes[-1].backward()
    assume(len(nodes) > 1)
    _, _, inside = recording.graph.from_root(nodes[-1])
    assert all(v.grad == 0.0 for v in set(nodes) - set(inside))


@given(programs(), st.data())
def test_many_gradients_at_once_are_those_of_each_node(
    program: Program, data: st.DataObject
) -> None:
    recording = program.recording(data.draw(st.sampled_from(COMPUTED_RULES)))
    every = np.arange(len(recording.graph), dtype=np.int32)
    nodes = every[:: data.draw(st.sampled_from([1, -1, 2]))]
    position = data.draw(st.integers(0, recording.length))
    found = recording.grads_of(nodes, position)
    assert all_bits(found) == all_bits(recording.grad(int(node), position) for node in nodes)
    assert all_bits(found) == all_bits(recording.grads(position)[nodes])


def test_many_gradients_at_once_begin_with_what_earlier_passes_left() -> None:
    tape = Tape(
        step_node=np.array([2, 2], np.int32),
        step_start=np.array([0, 1, 2], np.int32),
        target=np.array([2, 0], np.int32),
        edge=np.array([-1, 0], np.int32),
        after=np.array([1.0, 10.0]),
        parts=WrittenParts(np.array([1.0, 3.0]), np.array([1.0, 1.0]), np.array([0.0, 7.0])),
    )
    nodes = np.array([0, 1, 2, 3], np.int32)
    for steps in range(3):
        each = [tape.grad_after(node, steps) for node in range(4)]
        assert tape.grads_after(nodes, steps).tolist() == each
    assert tape.grads_after(nodes, 1).tolist() == [7.0, 0.0, 1.0, 0.0]
    assert [tape.last_step_of(node) for node in range(4)] == [None, None, 1, None]
