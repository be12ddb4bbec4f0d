"""Why a gradient is what it is, and every step in words."""

from __future__ import annotations

import math
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.model.explain import (
    bracketed,
    explain,
    formula_in_names,
    formula_in_numbers,
    step_name,
    step_phrase,
    summary,
)
from gradviz.model.paths import count_paths, paths
from gradviz.model.phrase import Tone, listed, name, phrase, plain
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.value import Value
from gradviz.sources.examples import find_example
from gradviz.sources.program import record_program
from tests.model.bits import bits
from tests.model.graphs import Program, programs, smooth_programs


@cache
def example(title: str, rule: Rule = Rule.ACCUMULATE) -> Recording:
    return record_program(find_example(title).path, rule)


def steps_in_words(recording: Recording) -> list[str]:
    return [plain(step_phrase(recording, p)) for p in range(recording.length + 1)]


# --- golden texts -----------------------------------------------------------------------

NEURON = """\
Nothing is computed yet. Step to see the first value appear.
x1 is a leaf: its value is 2
x2 is a leaf: its value is 0
w1 is a leaf: its value is -3
w2 is a leaf: its value is 1
b is a leaf: its value is 6.881
x1w1 = x1 × w1 = 2 × (-3) = -6
x2w2 = x2 × w2 = 0 × 1 = 0
s = x1w1 + x2w2 = -6 + 0 = -6
n = s + b = -6 + 6.881 = 0.8814
o = tanh(n) = tanh(0.8814) = 0.7071
Backward starts at the root: the gradient of o by itself is 1
o passes its gradient 1 to n, times 1 - tanh²
n passes its gradient 0.5 to s and b, unchanged
s passes its gradient 0.5 to x1w1 and x2w2, unchanged
x2w2 passes its gradient 0.5 to x2 and w2, times the other operand's value
x1w1 passes its gradient 0.5 to x1 and w1, times the other operand's value
b is a leaf: nothing to pass on. Its gradient is complete: 0.5
w2 is a leaf: nothing to pass on. Its gradient is complete: 0
w1 is a leaf: nothing to pass on. Its gradient is complete: 1
x2 is a leaf: nothing to pass on. Its gradient is complete: 0.5
x1 is a leaf: nothing to pass on. Its gradient is complete: -1.5"""

REUSE_ONCE = """\
Nothing is computed yet. Step to see the first value appear.
a is a leaf: its value is 3
b = a + a = 3 + 3 = 6
Backward starts at the root: the gradient of b by itself is 1
b passes its gradient 1 to a twice, once for each use, unchanged
a is a leaf: nothing to pass on. Its gradient is complete: 2"""

REUSE_ONCE_OVERWRITE = """\
Nothing is computed yet. Step to see the first value appear.
a is a leaf: its value is 3
b = a + a = 3 + 3 = 6
Backward starts at the root: the gradient of b by itself is 1
b writes a.grad = 1 and a.grad = 1, replacing 1
a is a leaf: nothing to pass on. Its gradient ends as 1, but should be 2"""

REUSE_TWICE = """\
Nothing is computed yet. Step to see the first value appear.
a is a leaf: its value is -2
b is a leaf: its value is 3
d = a × b = -2 × 3 = -6
e = a + b = -2 + 3 = 1
f = d × e = -6 × 1 = -6
Backward starts at the root: the gradient of f by itself is 1
f passes its gradient 1 to d and e, times the other operand's value
e passes its gradient -6 to a and b, unchanged
d passes its gradient 1 to a and b, times the other operand's value
b is a leaf: nothing to pass on. Its gradient is complete: -8
a is a leaf: nothing to pass on. Its gradient is complete: -3"""

REUSE_TWICE_OVERWRITE = """\
Nothing is computed yet. Step to see the first value appear.
a is a leaf: its value is -2
b is a leaf: its value is 3
d = a × b = -2 × 3 = -6
e = a + b = -2 + 3 = 1
f = d × e = -6 × 1 = -6
Backward starts at the root: the gradient of f by itself is 1
f passes its gradient 1 to d and e, times the other operand's value
e passes its gradient -6 to a and b, unchanged
d writes a.grad = 3 and b.grad = -2, replacing -6 and -6
b is a leaf: nothing to pass on. Its gradient ends as -2, but should be -8
a is a leaf: nothing to pass on. Its gradient ends as 3, but should be -3"""


@pytest.mark.parametrize(
    ("title", "rule", "golden"),
    [
        ("neuron", Rule.ACCUMULATE, NEURON),
        ("neuron", Rule.OVERWRITE, NEURON),
        ("reuse_once", Rule.ACCUMULATE, REUSE_ONCE),
        ("reuse_once", Rule.OVERWRITE, REUSE_ONCE_OVERWRITE),
        ("reuse_twice", Rule.ACCUMULATE, REUSE_TWICE),
        ("reuse_twice", Rule.OVERWRITE, REUSE_TWICE_OVERWRITE),
    ],
)
def test_every_step_in_words(title: str, rule: Rule, golden: str) -> None:
    assert steps_in_words(example(title, rule)) == golden.splitlines()


@given(programs(), st.sampled_from(COMPUTED_RULES))
def test_every_step_of_any_graph_has_words(program: Program, rule: Rule) -> None:
    recording = program.recording(rule)
    for position, text in enumerate(steps_in_words(recording)):
        assert text
        assert "{" not in text
        assert step_name(recording, position)
    for node in range(len(recording.graph)):
        formula_in_names(recording, node)
        formula_in_numbers(recording, node)
        summary(recording, explain(recording, node, recording.length))


def test_step_names() -> None:
    recording = example("reuse_once")
    names = [step_name(recording, p) for p in range(recording.length + 1)]
    assert names == ["Start", "Forward 1", "Forward 2", "Seed", "Step 1", "Step 2"]


def test_a_step_sets_names_and_numbers_apart() -> None:
    tones = {f.text: f.tone for f in step_phrase(example("reuse_twice", Rule.OVERWRITE), 9)}
    assert tones["d"] is Tone.NAME
    assert tones["a.grad = 3"] is Tone.GRAD
    assert tones["-6"] is Tone.LOST


M, N = Value(-2.0, label="m"), Value(-3.0, label="n")


@pytest.mark.parametrize(
    ("root", "names", "numbers"),
    [
        (M + N, "z = m + n", "-2 + (-3) = -5"),
        (M * N, "z = m × n", "-2 × (-3) = 6"),
        (M**2, "z = m²", "(-2)² = 4"),
        (M**-1, "z = m⁻¹", "(-2)⁻¹ = -0.5"),
        (M**N, "z = m ^ n", "(-2) ^ (-3) = -0.125"),
        (M.max(N), "z = max(m, n)", "max(-2, -3) = -2"),
        (M.relu(), "z = relu(m)", "relu(-2) = 0"),
        (M.abs(), "z = |m|", "|-2| = 2"),
        (M.log(), "z = log(m)", "log(-2) = nan"),
        (Value(1.0), "", ""),
    ],
)
def test_formulas_in_names_and_in_numbers(root: Value, names: str, numbers: str) -> None:
    root.label = "z"
    recording = Recording.of(root)
    node = recording.graph.root
    assert (formula_in_names(recording, node), formula_in_numbers(recording, node)) == (
        names,
        numbers,
    )


def test_a_second_factor_below_0_stands_in_brackets() -> None:
    assert [bracketed(x) for x in (2.0, -2.0, -0.0, -math.inf)] == ["2", "(-2)", "0", "(-inf)"]


# --- why this gradient ------------------------------------------------------------------


@given(programs(), st.sampled_from(COMPUTED_RULES), st.data())
def test_the_contributions_done_make_the_gradient_stored(
    program: Program, rule: Rule, data: st.DataObject
) -> None:
    recording = program.recording(rule)
    position = data.draw(st.integers(0, recording.length))
    for node in range(len(recording.graph)):
        found = explain(recording, node, position)
        done = [c.write.contribution for c in found.done]
        total = 0.0
        for contribution in done:
            total += contribution
        kept = total if rule is Rule.ACCUMULATE else (done[-1] if done else 0.0)
        assert bits(found.stored) == bits(kept)
        assert [c.is_lost for c in found.done] == [
            rule is Rule.OVERWRITE and c is not found.done[-1] for c in found.done
        ]
        assert len(found.contributions) == len(recording.writes_to(node))
        assert found.is_complete == (len(done) == len(found.contributions))
        assert all(c.is_now == (c.write.position == position) for c in found.contributions)
        if rule is Rule.ACCUMULATE:
            assert not found.is_wrong


def test_a_contribution_names_the_step_that_makes_it() -> None:
    recording = example("reuse_twice")
    found = explain(recording, 0, 8)
    assert [(c.step, c.is_done, c.is_now) for c in found.contributions] == [
        (2, True, True),
        (3, False, False),
    ]
    assert not found.is_complete


@pytest.mark.parametrize(
    ("rule", "position", "text"),
    [
        (Rule.ACCUMULATE, 3, "No gradient has reached a yet."),
        (Rule.ACCUMULATE, 11, ""),
        (Rule.OVERWRITE, 8, ""),
        (Rule.OVERWRITE, 11, "The last write left 3. Lost: -6. With += the gradient is -3."),
    ],
)
def test_summaries(rule: Rule, position: int, text: str) -> None:
    recording = example("reuse_twice", rule)
    assert plain(summary(recording, explain(recording, 0, position))) == text


# --- paths ------------------------------------------------------------------------------


def test_a_gradient_made_wrong_further_on_is_said_to_be_so() -> None:
    a = Value(3.0, label="a")
    b = a * 2.0
    recording = Recording.of(b + b, Rule.OVERWRITE)
    text = plain(summary(recording, explain(recording, 0, recording.length)))
    assert text == ("Nothing is lost here, but a gradient it came from is wrong. With += it is 4.")


def all_paths(recording: Recording, node: int) -> list[list[int]]:
    """Every way to the root as edges, by plain recursion."""
    graph = recording.graph
    if node == graph.root:
        return [[]]
    return [
        [edge, *rest]
        for edge in graph.edges_from(node)
        for rest in all_paths(recording, int(graph.edge_user[edge]))
    ]


@given(smooth_programs(most=7))
def test_paths_are_all_ways_and_their_products_sum_to_the_gradient(program: Program) -> None:
    recording = program.recording()
    for node in range(len(recording.graph)):
        ways = all_paths(recording, node) if count_paths(recording, node) < 500 else []
        if not ways:
            continue
        found = paths(recording, node, limit=1_000)
        assert count_paths(recording, node) == len(ways) == len(found)
        assert sorted(p.nodes for p in found) == sorted(
            (node, *(int(recording.graph.edge_user[edge]) for edge in way)) for way in ways
        )
        sizes = math.fsum(abs(p.product) for p in found)
        total = math.fsum(p.product for p in found)
        assert total == pytest.approx(recording.final_grads[node], rel=1e-9, abs=1e-12 * sizes)


def test_paths_come_in_the_order_their_gradients_arrive() -> None:
    recording = example("reuse_twice")
    found = paths(recording, 0, limit=10)
    assert [[recording.graph.name(i) for i in p.nodes] for p in found] == [
        ["a", "e", "f"],
        ["a", "d", "f"],
    ]
    assert [p.product for p in found] == [-6.0, 3.0]
    assert [p.factors for p in found] == [(1.0, -6.0), (3.0, 1.0)]


def test_paths_stop_at_the_limit() -> None:
    assert len(paths(example("reuse_twice"), 0, limit=1)) == 1
    assert paths(example("reuse_twice"), 0, limit=0) == []


def test_the_root_has_one_path_of_no_edges() -> None:
    recording = example("reuse_twice")
    (only,) = paths(recording, recording.graph.root, limit=5)
    assert (only.nodes, only.factors, only.product) == ((4,), (), 1.0)
    assert count_paths(recording, recording.graph.root) == 1


# --- phrases ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_english(names: list[str], text: str) -> None:
    assert plain(phrase(*listed([name(n) for n in names]))) == text
