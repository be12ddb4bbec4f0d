"""Moment: the array that follows step by step is the state that any position has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradviz.model.moment import Moment
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value


def recorded(rule: Rule) -> Recording:
    a, b = Value(-2.0), Value(3.0)
    d, e = a * b, a + b
    return Recording.of((d * e).tanh() + a * a, rule)


@given(
    st.lists(st.integers(0, 24), max_size=12), st.sampled_from([Rule.ACCUMULATE, Rule.OVERWRITE])
)
def test_wherever_one_goes_the_gradients_are_those_of_the_position(
    positions: list[int], rule: Rule
) -> None:
    recording = recorded(rule)
    moment = Moment(recording)
    for position in positions:
        position = min(position, recording.length)
        before = moment.grads.copy()
        changed = moment.seek(position)
        assert moment.grads.tolist() == recording.grads(position).tolist()
        assert changed is not None
        others = [v for v in range(len(recording.graph)) if v not in changed]
        assert moment.grads[others].tolist() == before[others].tolist()


def test_a_long_way_is_one_jump() -> None:
    total = Value(1.0)
    for _ in range(300):
        total = total + 1.0
    recording = Recording.of(total)
    moment = Moment(recording)
    assert moment.seek(recording.length) is None
    assert moment.grads.tolist() == recording.final_grads.tolist()
