"""The debugger's position: to the end and back, and anywhere by a jump."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.model.debugger import Debugger, Move
from gradviz.model.positions import NodeState, Phase
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.value import Value
from tests.model.bits import all_bits, bits
from tests.model.graphs import Program, programs

rules = st.sampled_from(COMPUTED_RULES)


def everything_seen(debugger: Debugger) -> tuple[object, ...]:
    """All that a position shows: the step, every gradient, every node's state and value."""
    recording, position = debugger.recording, debugger.position
    nodes = range(len(recording.graph))
    return (
        position,
        debugger.current,
        [bits(recording.grad(i, position)) for i in nodes],
        [recording.state(i, position) for i in nodes],
        [recording.has_value(i, position) for i in nodes],
    )


def live_grads(recording: Recording, position: int) -> list[float]:
    """The gradients at a position, replayed write by write from the start."""
    grads = [0.0] * len(recording.graph)
    for w in range(len(recording.tape.target)):
        write = recording.write(w)
        if write.position <= position:
            assert bits(write.before) == bits(grads[write.target])
            grads[write.target] = write.after
    return grads


@settings(max_examples=250)
@given(programs(), rules)
def test_to_the_end_and_back_restores_every_bit_at_every_position(
    program: Program, rule: Rule
) -> None:
    debugger = Debugger(program.recording(rule))
    seen = [everything_seen(debugger)]
    while not debugger.at_end:
        debugger.step()
        seen.append(everything_seen(debugger))
    assert len(seen) == debugger.recording.length + 1
    for expected in reversed(seen[:-1]):
        debugger.back()
        assert everything_seen(debugger) == expected
    assert debugger.at_start


@settings(max_examples=200)
@given(programs(), rules, st.data())
def test_any_seek_equals_stepping_there(program: Program, rule: Rule, data: st.DataObject) -> None:
    recording = program.recording(rule)
    jumper = Debugger(recording)
    for position in data.draw(st.lists(st.integers(0, recording.length), min_size=1, max_size=5)):
        jumper.seek(position)
        walker = Debugger(recording)
        for _ in range(position):
            walker.step()
        assert everything_seen(jumper) == everything_seen(walker)


@given(programs(), rules)
def test_all_gradients_at_once_equal_each_alone_and_the_replayed_tape(
    program: Program, rule: Rule
) -> None:
    recording = program.recording(rule)
    for position in range(recording.length + 1):
        alone = [recording.grad(i, position) for i in range(len(recording.graph))]
        assert all_bits(recording.grads(position)) == all_bits(alone)
        assert all_bits(live_grads(recording, position)) == all_bits(alone)


@given(programs())
def test_the_steps_are_forward_then_seed_then_backward_in_reverse(program: Program) -> None:
    recording = program.recording()
    n = len(recording.graph)
    steps = [recording.step(p) for p in range(recording.length + 1)]
    assert [s.phase for s in steps] == (
        [Phase.START] + [Phase.FORWARD] * n + [Phase.SEED] + [Phase.BACKWARD] * n
    )
    assert [s.node for s in steps[1 : n + 1]] == list(range(n))
    assert [s.node for s in steps[n + 1 :]] == [recording.graph.root, *reversed(range(n))]
    assert [s.number for s in steps] == [0, *range(1, n + 1), 0, *range(1, n + 1)]
    written = [w for s in steps for w in s.writes]
    assert written == list(range(len(recording.tape.target)))
    assert recording.backward_steps == n


@given(programs())
def test_every_write_knows_the_step_that_made_it(program: Program) -> None:
    recording = program.recording()
    for position in range(recording.length + 1):
        step = recording.step(position)
        for w in step.writes:
            write = recording.write(w)
            assert (write.index, write.position, write.user) == (w, position, step.node)
            assert write.is_seed == (step.phase is Phase.SEED)
            if not write.is_seed:
                graph = recording.graph
                assert graph.operands[write.edge] == write.target
                assert graph.edge_user[write.edge] == write.user


@given(programs())
def test_a_nodes_own_step_is_where_it_becomes_current(program: Program) -> None:
    recording = program.recording()
    for node in range(len(recording.graph)):
        forward, backward = (
            recording.position_of_forward(node),
            recording.position_of_backward(node),
        )
        for position in (forward, backward):
            assert recording.step(position).node == node
            assert recording.state(node, position) is NodeState.CURRENT
        assert recording.state(node, forward - 1) is NodeState.PENDING
        assert recording.has_value(node, forward)
        assert not recording.has_value(node, forward - 1)
        assert recording.state(node, backward - 1) in (NodeState.PENDING, NodeState.CURRENT)
        assert recording.grad(node, backward) == recording.final_grads[node] or np.isnan(
            recording.final_grads[node]
        )


def neuron() -> Recording:
    a, b = Value(2.0, label="a"), Value(3.0, label="b")
    return Recording.of((a * b).tanh())


def test_every_move_says_where_it_came_from_and_went_to() -> None:
    debugger = Debugger(neuron())  # a, b, a·b, tanh: 4 forward, the seed, 4 backward
    assert debugger.recording.length == 9
    assert debugger.back() == Move(0, 0)
    assert debugger.step() == Move(0, 1)
    assert debugger.step().is_single_step
    assert not debugger.back().is_single_step
    assert debugger.to_end() == Move(1, 9)
    assert debugger.step() == Move(9, 9)
    assert debugger.seek(-5) == Move(9, 0)
    assert debugger.seek(99) == Move(0, 9)
    assert debugger.to_start() == Move(9, 0)


def test_running_to_a_node_stops_at_its_value_then_at_its_backward() -> None:
    debugger = Debugger(neuron())
    assert debugger.run_to(2) == Move(0, 3)
    assert debugger.run_to(2) == Move(3, 7)
    assert debugger.current.node == 2
    debugger.to_end()
    assert debugger.run_to(2) == Move(9, 7)


def test_a_debugger_starts_within_the_recording() -> None:
    assert Debugger(neuron(), 99).position == 9
    assert Debugger(neuron(), -1).position == 0


def test_replacing_the_recording_keeps_the_position() -> None:
    debugger = Debugger(neuron(), 6)
    debugger.replace(debugger.recording.with_leaf(0, 5.0))
    assert debugger.position == 6
    assert debugger.recording.values[0] == 5.0
