"""Recordings of programs with an engine of their own: what was seen, and what should have been."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gradviz.model.explain import explain, rule_lines, step_phrase
from gradviz.model.graph import Graph
from gradviz.model.numeric import Agreement, numeric_check
from gradviz.model.phrase import plain
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.tape import Observation, Tape
from gradviz.model.value import Value
from tests.model.tapes import with_parts


def two_paths() -> Recording:
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    d, e = a * b, a + b
    d.label, e.label = "d", "e"
    f = d * e
    f.label = "f"
    return Recording.of(f)


def as_written(recording: Recording, tape: Tape | None = None) -> Recording:
    """As if a program's own engine had written the recording's tape."""
    observed = Observation(tape or recording.tape, recording.accumulated.final_grads)
    return Recording.of_program(recording.graph, recording.values, observed, None)


def test_a_right_engine_is_right_at_every_position() -> None:
    seen = as_written(two_paths())
    assert seen.wrong_nodes.tolist() == []
    for position in range(seen.length + 1):
        assert not any(seen.is_wrong(node, position) for node in range(5))


def test_an_engine_that_overwrites_is_seen_to_do_so() -> None:
    wrong = two_paths().with_rule(Rule.OVERWRITE)
    seen = as_written(wrong)
    assert seen.wrong_nodes.tolist() == [0, 1]
    assert seen.replaces.tolist() == wrong.replaces.tolist()
    assert plain(step_phrase(seen, 9)) == plain(step_phrase(wrong, 9))
    assert [c.is_lost for c in explain(seen, 0, seen.length).contributions] == [True, False]


def test_a_gradient_is_called_wrong_only_when_nothing_more_is_to_come() -> None:
    seen = as_written(two_paths().with_rule(Rule.OVERWRITE))
    assert not seen.is_wrong(0, 8)  # the write that replaces is the next one
    assert seen.is_wrong(0, 9)
    assert seen.expected(0, 9) == -3.0


def test_the_last_bit_of_another_engine_is_no_fault() -> None:
    recording = two_paths()
    tape = replace(recording.tape, after=recording.tape.after * (1 + 1e-14))
    assert as_written(recording, tape).wrong_nodes.tolist() == []


def test_it_can_be_looked_at_under_the_other_rules_and_back() -> None:
    seen = as_written(two_paths().with_rule(Rule.OVERWRITE))
    assert seen.rules == (Rule.AS_WRITTEN, Rule.ACCUMULATE, Rule.OVERWRITE)
    right = seen.with_rule(Rule.ACCUMULATE)
    assert right.final_grads.tolist()[:2] == [-3.0, -8.0]
    assert right.with_rule(Rule.AS_WRITTEN).final_grads.tolist()[:2] == [3.0, -2.0]
    with pytest.raises(ValueError, match="computed by gradviz"):
        two_paths().with_rule(Rule.AS_WRITTEN)


def test_a_contribution_of_unknown_making_is_what_it_changed() -> None:
    recording = two_paths()
    unknown = np.full_like(recording.tape.local, np.nan)
    tape = with_parts(recording.tape, local=unknown, adjoint=unknown)
    tape = replace(tape, edge=np.full_like(tape.edge, -1))
    seen = as_written(recording, tape)
    writes = seen.writes_to(0)
    assert [w.contribution for w in writes] == [-6.0, 3.0]
    assert [line.numbers for line in rule_lines(seen, 9)] == ["-6 + 3 = -3", "-6 + (-2) = -8"]
    assert rule_lines(seen, 9)[0].factors == "a contribution of d"


def test_an_op_of_the_programs_own_is_shown_by_its_name() -> None:
    graph = Graph(
        opcode=np.array([0, -1], np.int32),
        operand_start=np.array([0, 0, 1], np.int32),
        operands=np.array([0], np.int32),
        constant=np.zeros(2),
        labels=("x", "y"),
        root=1,
        words=("", "softplus"),
    )
    assert graph.expression(1) == "softplus(x)"
    assert graph.symbol(1) == "softplus"
    assert not graph.is_computable
    tape = replace(Recording.of(Value(1.0).tanh()).tape)
    observed = Observation(tape, np.array([math.nan, 1.0]))
    seen = Recording.of_program(graph, np.array([1.0, 1.3]), observed, None)
    assert seen.rules == (Rule.AS_WRITTEN,)
    assert seen.wrong_nodes.tolist() == []  # what can't be told isn't called wrong
    assert numeric_check(seen, 0).agreement is Agreement.UNDEFINED


def test_a_wrong_amount_is_shown_with_the_one_that_is_due() -> None:
    a = Value(0.5, label="a")
    recording = Recording.of((a.tanh()) * 3.0)
    tape = recording.tape
    w = int(tape.writes_to(0)[0])
    after = tape.after.copy()
    after[w] = -0.5
    seen = as_written(recording, replace(tape, after=after))
    write = seen.write(w)
    assert write.is_faulty
    assert write.contribution == -0.5
    (line,) = rule_lines(seen, write.position)
    assert (line.target, line.sign, line.factors) == ("a.grad", "+=", "-0.5")
    assert plain(step_phrase(seen, write.position)) == (
        "v1 passes -0.5 to a; due is 0.7864 × 3 = 2.359"
    )
    assert line.numbers == "due: (1 - v1²) × v1.grad = 0.7864 × 3 = +2.359"
    assert not any(seen.write(i).is_faulty for i in range(len(after)) if i != w)


def test_a_step_says_what_it_did_and_what_is_due_of_the_wrong_ones_among_its_writes() -> None:
    recording = two_paths()
    tape = recording.tape
    to_e = int(tape.writes_to(3)[0])  # by f = d × e
    after = tape.after.copy()
    after[to_e] = 6.0  # -6 is due
    seen = as_written(recording, replace(tape, after=after))
    sentence = plain(step_phrase(seen, seen.write(to_e).position))
    assert sentence == "f passes 1 to d and 6 to e; due is -6 × 1 = -6 for e"

    overwriting = replace(recording.with_rule(Rule.OVERWRITE).tape)
    second = int(overwriting.writes_to(0)[-1])
    after = overwriting.after.copy()
    after[second] += 7.0
    seen = as_written(recording, replace(overwriting, after=after))
    sentence = plain(step_phrase(seen, seen.write(second).position))
    assert "replacing" in sentence
    assert "; due is" in sentence
    assert sentence.endswith(" for a")


def test_what_a_leaf_kept_from_an_earlier_pass_adds_to_its_gradient() -> None:
    recording = two_paths()
    kept = 10.0
    is_a = recording.tape.target == 0
    tape = with_parts(recording.tape, before=recording.tape.before + kept * is_a)
    tape = replace(tape, after=tape.after + kept * is_a)
    seen = as_written(recording, tape)
    assert seen.final_grads[0] == kept - 3.0
    assert seen.wrong_nodes.tolist() == []
    assert numeric_check(seen, 0).agreement is Agreement.MATCH
