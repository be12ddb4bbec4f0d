"""The same program on gradviz's Value and on micrograd's closures: the same bits."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from gradviz.model.recording import Recording
from gradviz.model.value import Value
from tests.model.bits import all_bits
from tests.model.closures import ClosureValue
from tests.model.graphs import ANY_LINES, Instruction, Program, programs


def assert_same_bits(program: Program) -> None:
    ours, theirs = program.run(Value), program.run(ClosureValue)
    assert all_bits(v.data for v in ours) == all_bits(v.data for v in theirs)
    ours[-1].backward()
    theirs[-1].backward()
    assert all_bits(v.grad for v in ours) == all_bits(v.grad for v in theirs)


@settings(max_examples=500)
@given(programs())
def test_values_and_gradients_equal_micrograds_to_the_bit(program: Program) -> None:
    assert_same_bits(program)


@pytest.mark.parametrize("text", ANY_LINES)
def test_each_operator_alone_equals_micrograds_to_the_bit(text: str) -> None:
    random = Random(text)
    for _ in range(2_000):  # z * z and z ** 2 differ once in a thousand times
        a, b, k = (random.uniform(0.1, 3.0) for _ in range(3))
        assert_same_bits(Program((a, b), (Instruction(text, 0, 1, k, random.randint(1, 4)),)))


@settings(max_examples=200)
@given(programs())
def test_a_recording_ends_with_the_gradients_of_backward_to_the_bit(program: Program) -> None:
    root = program.root()
    recording = Recording.of(root)
    root.backward()
    _, _, nodes = recording.graph.from_root(root)
    assert all_bits(recording.values) == all_bits(v.data for v in nodes)
    assert all_bits(recording.final_grads) == all_bits(v.grad for v in nodes)
