"""Two backward passes in lockstep: which writes belong together, and where they part."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.model.alignment import running_sums
from gradviz.model.compare import Comparison, Row
from gradviz.model.divergence import headline, reason, reservation, short_reason, summary
from gradviz.model.graph import Graph
from gradviz.model.judgement import Kind
from gradviz.model.parts import WrittenParts
from gradviz.model.phrase import plain
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.tape import Observation, Tape
from gradviz.model.value import Value
from tests.model.graphs import Program, programs
from tests.model.passes import Pass
from tests.model.tapes import with_parts

A, B, D, E, F = range(5)
ODD = 0.3713
"""No round number, which could make one slip look like another."""


def two_paths() -> Recording:
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    d, e = a * b, a + b
    d.label, e.label = "d", "e"
    f = d * e
    f.label = "f"
    return Recording.of(f)


def chain() -> Recording:
    """a -> b -> c, each by way of two ops, and a once more at the end."""
    a = Value(0.5, label="a")
    b = (a * 3.0).tanh()
    b.label = "b"
    c = b * 2.0 + a
    c.label = "c"
    return Recording.of(c)


def shared_user() -> Recording:
    """b goes into d twice: by itself, and by way of c."""
    a = Value(2.0, label="a")
    b = a * 3.0
    b.label = "b"
    c = b * 4.0
    c.label = "c"
    d = b + c
    d.label = "d"
    return Recording.of(d)


def texts(comparison: Comparison) -> list[str]:
    """'3 d→a -6→3 | -6→-3 REPLACED'."""
    name = comparison.recording.graph.name
    n = len(comparison.recording.graph)
    return [
        f"{row.position - n - 1} {name(row.user)}→{name(row.target)} "
        f"{row.before:g}→{row.after:g} | {row.ref_before:g}→{row.ref_after:g} {row.kind.name}"
        for row in rows(comparison)
    ]


def rows(comparison: Comparison) -> list[Row]:
    return [comparison.row(i) for i in range(len(comparison))]


def kinds(comparison: Comparison) -> list[Kind]:
    return [row.kind for row in rows(comparison)]


def first(comparison: Comparison) -> Row:
    found = comparison.first
    assert found is not None
    return found


OVERWRITTEN = [
    "0 f→f 0→1 | 0→1 AGREES",
    "1 f→d 0→1 | 0→1 AGREES",
    "1 f→e 0→-6 | 0→-6 AGREES",
    "2 e→a 0→-6 | 0→-6 AGREES",
    "2 e→b 0→-6 | 0→-6 AGREES",
    "3 d→a -6→3 | -6→-3 REPLACED",
    "3 d→b -6→-2 | -6→-8 REPLACED",
]


def test_the_rule_that_overwrites_parts_from_the_reference_where_it_replaces() -> None:
    comparison = Comparison(two_paths().with_rule(Rule.OVERWRITE))
    assert texts(comparison) == OVERWRITTEN
    row = first(comparison)
    assert headline(comparison, row) == "Diverges at step 3: a.grad is 3, the reference has -3"
    assert plain(reason(comparison, row)) == "replaced -6"
    assert summary(comparison).endswith("Replaced -6. 1 more after it")


def test_an_engine_that_overwrites_reads_the_same_as_the_rule() -> None:
    wrong = two_paths().with_rule(Rule.OVERWRITE)
    observed = Observation(wrong.tape, wrong.accumulated.final_grads)
    seen = Recording.of_program(wrong.graph, wrong.values, observed, None)
    assert texts(Comparison(seen)) == OVERWRITTEN


def test_the_reference_agrees_with_itself() -> None:
    comparison = Comparison(two_paths())
    assert set(kinds(comparison)) == {Kind.AGREES}
    assert summary(comparison) == "All 7 writes agree with the reference: += is its rule"
    assert comparison.first is None


def test_another_right_order_is_no_difference() -> None:
    comparison = Comparison(Pass(order=[F, D, E, B, A]).over(two_paths()))
    assert set(kinds(comparison)) == {Kind.AGREES}
    assert "2 d→a 0→3 | 0→3 AGREES" in texts(comparison)
    assert "3 e→a 3→-3 | 3→-3 AGREES" in texts(comparison)
    assert summary(comparison) == "All 7 writes agree with the reference"


def test_what_comes_of_a_wrong_amount_follows_from_its_step() -> None:
    right = chain()
    graph = right.graph
    through_tanh = next(
        e for e in range(graph.edge_count) if graph.symbol(_user(graph, e)) == "tanh"
    )
    seen = Pass(amount=lambda e, due: -due if e == through_tanh else due).over(right)
    comparison = Comparison(seen)
    row = first(comparison)
    assert (row.kind, row.edge) == (Kind.AMOUNT, through_tanh)
    assert "is due" in plain(reason(comparison, row))
    later = [r for r in rows(comparison) if r.index > row.index]
    assert later
    assert {(r.kind, r.origin) for r in later} == {(Kind.FOLLOWS, row.index)}
    said = {plain(reason(comparison, r)) for r in later}
    assert said == {f"follows from step {right.step(row.position).number}"}
    assert comparison.divergence_count == 1


def _user(graph: Graph, edge: int) -> int:
    return int(graph.edge_user[edge])


def test_a_node_that_passes_on_too_early_is_named_with_what_is_still_to_come() -> None:
    right = shared_user()
    number = {label: i for i, label in enumerate(right.graph.labels) if label}
    seen = Pass(order=[number["d"], number["b"], number["c"]]).over(right)
    comparison = Comparison(seen)
    row = first(comparison)
    assert (row.kind, row.user, row.target) == (Kind.EARLY, number["b"], number["a"])
    assert plain(reason(comparison, row)) == "b.grad isn't complete yet: step 3 still writes to it"
    assert plain(short_reason(comparison, row)) == "too early"


def test_a_write_left_out_gets_a_row_of_its_own_at_its_step() -> None:
    right = two_paths()
    edge = next(e for e in range(6) if _user(right.graph, e) == E and right.graph.operands[e] == A)
    comparison = Comparison(Pass(leaves_out=frozenset({edge})).over(right))
    row = first(comparison)
    assert (row.kind, row.write, row.edge) == (Kind.NEVER, None, edge)
    assert (row.before, row.after, row.ref_after, row.due) == (0.0, 0.0, -6.0, -6.0)
    assert right.step(row.position).node == E
    assert plain(reason(comparison, row)) == "the backward of e leaves it out"
    assert texts(comparison)[-2] == "3 d→a 0→3 | -6→-3 FOLLOWS"


def test_a_row_that_was_never_written_shows_what_stands_there_meanwhile() -> None:
    right = two_paths()
    into_b = [e for e in range(6) if right.graph.operands[e] == B]
    by_e = next(e for e in into_b if _user(right.graph, e) == E)
    by_d = next(e for e in into_b if _user(right.graph, e) == D)
    early = first(Comparison(Pass(leaves_out=frozenset({by_e})).over(right)))
    assert (early.before, early.after) == (0.0, 0.0)
    late = first(Comparison(Pass(leaves_out=frozenset({by_d})).over(right)))
    assert (late.before, late.after, late.ref_after) == (-6.0, -6.0, -8.0)


def test_a_missing_write_is_due_before_its_gradient_is_passed_on() -> None:
    right = shared_user()
    number = {label: i for i, label in enumerate(right.graph.labels) if label}
    b, c, d = (number[label] for label in "bcd")
    edge = next(e for e in right.graph.edges_from(b) if _user(right.graph, e) == c)
    seen = Pass(order=[d, b, c], leaves_out=frozenset({edge})).over(right)
    comparison = Comparison(seen)
    row = first(comparison)
    assert (row.kind, row.target, seen.step(row.position).node) == (Kind.NEVER, b, b)
    passed_on = next(r for r in rows(comparison) if r.user == b)
    assert (passed_on.kind, passed_on.origin) == (Kind.FOLLOWS, row.index)


def test_a_node_that_never_runs_is_missed_where_its_gradient_is_passed_on() -> None:
    right = chain()
    graph = right.graph
    b = graph.labels.index("b")
    skipped = graph.users_of(b)[0]
    order = [i for i in range(graph.root, -1, -1) if i != skipped]
    comparison = Comparison(Pass(order=order).over(right))
    row = first(comparison)
    assert (row.kind, row.user) == (Kind.NEVER, skipped)
    assert "never runs" in plain(reason(comparison, row))
    to_b = next(r for r in rows(comparison) if r.kind is Kind.NEVER and r.target == b)
    assert to_b.position == comparison.recording.position_of_backward(b)
    passed_on = next(r for r in rows(comparison) if r.user == b)
    assert (passed_on.kind, passed_on.origin) == (Kind.FOLLOWS, to_b.index)


def test_without_a_seed_everything_follows_from_that() -> None:
    comparison = Comparison(Pass(seed=None).over(two_paths()))
    row = first(comparison)
    assert (row.index, row.kind, row.is_seed) == (0, Kind.NEVER, True)
    assert headline(comparison, row) == "Diverges at the seed: f.grad is 0, the reference has 1"
    assert set(kinds(comparison)[1:]) == {Kind.FOLLOWS}
    assert plain(reason(comparison, comparison.row(3))) == "follows from the seed"


def test_a_wrong_seed_is_the_first_divergence() -> None:
    comparison = Comparison(Pass(seed=2.0).over(two_paths()))
    row = first(comparison)
    assert (row.kind, row.is_seed, row.after, row.ref_after) == (Kind.DIFFERS, True, 2.0, 1.0)
    assert "by itself is 1" in plain(reason(comparison, row))
    assert set(kinds(comparison)[1:]) == {Kind.FOLLOWS}


def test_a_second_write_for_one_use_stands_beside_nothing() -> None:
    comparison = Comparison(Pass(order=[F, E, D, D]).over(two_paths()))
    row = first(comparison)
    assert (row.kind, row.due, row.ref_before, row.ref_after) == (Kind.EXTRA, 0.0, -3.0, -3.0)
    assert plain(reason(comparison, row)) == "a second write through one use"
    assert comparison.divergence_count == 2


def test_what_an_earlier_pass_left_inside_is_a_fault_and_in_a_leaf_is_not() -> None:
    seen = Pass(left={A: 10.0, E: 1.0, F: 1.0}).over(two_paths())
    comparison = Comparison(seen)
    assert comparison.row(0).kind is Kind.AGREES  # a seed is set, not added
    row = first(comparison)
    assert (row.kind, row.target, row.before, row.ref_before) == (Kind.STALE, E, 1.0, 0.0)
    assert plain(reason(comparison, row)) == "e.grad began at 1, left by an earlier pass"
    into_a = next(r for r in rows(comparison) if r.target == A)
    assert (into_a.ref_before, into_a.kind, into_a.origin) == (10.0, Kind.FOLLOWS, row.index)


def test_where_edges_cannot_be_told_the_gradients_are_compared() -> None:
    right = Comparison(Pass(tells_edges=False).over(two_paths()))
    assert right.first is None
    assert summary(right) == "All 7 writes lead to the reference's gradients"
    slip = Pass(tells_edges=False, amount=lambda e, due: 2 * due if e == 0 else due)
    wrong = Comparison(slip.over(two_paths()))
    row = first(wrong)
    assert (row.kind, row.target, row.after, row.ref_after) == (Kind.DIFFERS, A, 0.0, -3.0)
    assert Kind.NEVER not in kinds(wrong)


def test_a_pass_of_which_nothing_was_seen_has_nothing_to_compare() -> None:
    comparison = Comparison(Pass(order=[], seed=None).over(two_paths()))
    assert (len(comparison), comparison.first) == (0, None)
    assert summary(comparison).startswith("No write to a gradient was seen")


def test_an_op_that_gradviz_has_no_rule_for_is_not_judged() -> None:
    graph = Graph(
        opcode=np.array([0, -1], np.int32),
        operand_start=np.array([0, 0, 1], np.int32),
        operands=np.array([0], np.int32),
        constant=np.zeros(2),
        labels=("x", "y"),
        root=1,
        words=("", "softplus"),
    )
    tape = Recording.of(Value(1.0).tanh()).tape
    tape = with_parts(tape, local=np.array([np.nan, np.nan]))
    observed = Observation(tape, np.array([np.nan, 1.0]))
    seen = Recording.of_program(graph, np.array([1.0, 1.3]), observed, None)
    comparison = Comparison(seen)
    assert kinds(comparison) == [Kind.AGREES, Kind.UNTOLD]
    assert summary(comparison) == "1 of 2 writes agree; what is due isn't known for the rest"


def test_what_is_due_of_an_op_without_a_rule_is_what_the_other_uses_leave() -> None:
    """y = softplus(x) + x: of x.grad the sum is known, and the part of `+`."""
    graph = Graph(
        opcode=np.array([0, -1, 1], np.int32),
        operand_start=np.array([0, 0, 1, 3], np.int32),
        operands=np.array([0, 1, 0], np.int32),
        constant=np.zeros(3),
        labels=("x", "s", "y"),
        root=2,
        words=("", "softplus", "+"),
    )
    nan = np.nan
    tape = Tape(
        step_node=np.array([2, 2, 1], np.int32),
        step_start=np.array([0, 1, 3, 4], np.int32),
        target=np.array([2, 1, 0, 0], np.int32),
        edge=np.array([-1, 1, 2, 0], np.int32),
        after=np.array([1.0, 1.0, 1.0, 5.0]),
        parts=WrittenParts(
            local=np.array([nan, 1.0, 1.0, nan]),
            adjoint=np.array([nan, 1.0, 1.0, 1.0]),
            before=np.array([0.0, 0.0, 0.0, 1.0]),
        ),
    )
    observed = Observation(tape, np.array([1.5, 1.0, 1.0]))
    seen = Recording.of_program(graph, np.array([0.0, 0.7, 0.7]), observed, None)
    comparison = Comparison(seen)
    row = first(comparison)
    assert (row.index, row.kind, row.due, row.ref_after) == (3, Kind.DIFFERS, 0.5, 1.5)
    assert plain(reason(comparison, row)) == "wrote 4, and 0.5 is due"


def test_run_in_forward_order_every_node_is_too_early() -> None:
    comparison = Comparison(Pass(order=[D, E, F]).over(two_paths()))
    assert kinds(comparison) == [Kind.AGREES, *[Kind.EARLY] * 4, Kind.AGREES, Kind.AGREES]
    assert plain(reason(comparison, first(comparison))).endswith("step 3 still writes to it")


def test_early_is_early_though_what_comes_later_adds_nothing() -> None:
    right = chain()
    comparison = Comparison(Pass(order=range(right.graph.root + 1)).over(right))
    wrong = [row.kind for row in rows(comparison) if row.kind is not Kind.AGREES]
    assert wrong
    assert set(wrong) == {Kind.EARLY, Kind.FOLLOWS}


def test_replacing_nothing_is_no_fault_of_its_own() -> None:
    a = Value(2.0, label="a")
    comparison = Comparison(Recording.of(a * 3.0 + a * 0.0 + a * 5.0, Rule.OVERWRITE))
    into_a = [row.kind for row in rows(comparison) if row.target == 0]
    assert into_a == [Kind.AGREES, Kind.REPLACED, Kind.FOLLOWS]


@pytest.mark.parametrize("amount", [math.inf, -math.inf, math.nan])
def test_an_infinity_where_a_number_is_due_is_a_divergence(amount: float) -> None:
    seen = Pass(amount=lambda e, due: amount if e == 0 else due).over(two_paths())
    assert first(Comparison(seen)).edge == 0


def test_a_wrong_gradient_has_a_divergence_even_where_large_terms_cancel() -> None:
    a = Value(1.0, label="a")
    right = Recording.of(a * 1.0 + a * (-1.0 + 1e-10))
    last = right.graph.edges_from(0)[0]
    seen = Pass(amount=lambda e, due: due + 1e-12 if e == last else due).over(right)
    assert seen.wrong_nodes.tolist() == [0]
    row = first(Comparison(seen))
    assert (row.kind, row.target) == (Kind.DIFFERS, 0)


def test_a_nan_is_compared_without_a_warning() -> None:
    a = Value(0.0, label="a")
    right = Recording.of(a.log() * a)
    assert Comparison(Pass().over(right)).first is None
    assert Comparison(right.with_rule(Rule.OVERWRITE)).recording.rule is Rule.OVERWRITE


def test_a_gradient_that_comes_out_right_has_no_fault_on_the_way() -> None:
    back_and_forth = {0: 1.0, 2: -1.0}  # both into a: d adds one too many, e one too few
    seen = Pass(amount=lambda e, due: due + back_and_forth.get(e, 0.0)).over(two_paths())
    assert seen.wrong_nodes.tolist() == []
    comparison = Comparison(seen)
    assert comparison.first is None
    assert Kind.IN_THE_END in kinds(comparison)


def test_the_last_bit_of_another_engine_is_no_divergence() -> None:
    seen = Pass(amount=lambda e, due: due * (1 + 1e-14)).over(chain())
    assert set(kinds(Comparison(seen))) == {Kind.AGREES}


def test_divergences_are_walked_step_by_step() -> None:
    a, b = Value(2.0, label="a"), Value(3.0, label="b")
    out = a * b + a * a + b
    comparison = Comparison(Recording.of(out, Rule.OVERWRITE))
    stops = comparison.divergences.tolist()
    assert len(stops) == 2
    assert [_position(comparison.next_divergence(p)) for p in (0, *stops)] == [*stops, None]
    assert _position(comparison.previous_divergence(10_000)) == stops[1]
    assert comparison.previous_divergence(stops[0]) is None
    for position in range(comparison.recording.length + 1):
        at = [comparison.row(i) for i in comparison.rows_at(position)]
        assert all(row.position == position for row in at)
        own = [row for row in at if row.is_divergence]
        assert comparison.divergence_at(position) == (own[0] if own else None)


def _position(row: Row | None) -> int | None:
    return None if row is None else row.position


@given(programs())
def test_the_first_replaced_gradient_is_the_first_divergence_of_any_program(
    program: Program,
) -> None:
    recording = program.recording(Rule.OVERWRITE)
    comparison = Comparison(recording)
    assert (comparison.first is None) == (not len(recording.wrong_nodes))
    assert len(comparison) == len(recording.tape.target)
    for row in rows(comparison):
        origin = comparison.row(row.origin)
        assert origin.is_divergence or row.kind < Kind.FOLLOWS
        assert (row.origin < row.index) == (row.kind is Kind.FOLLOWS)
    if comparison.first is not None:
        assert comparison.first.kind is Kind.REPLACED


@given(programs(), st.data())
def test_of_one_slip_anywhere_its_write_is_the_first_divergence(
    program: Program, data: st.DataObject
) -> None:
    right = program.recording(Rule.ACCUMULATE)
    below = [e for e in range(right.graph.edge_count) if _user(right.graph, e) <= right.graph.root]
    if not below or not np.isfinite(right.final_grads).all():
        return
    edge = data.draw(st.sampled_from(below))
    kind = data.draw(st.sampled_from(["doubled", "left out"]))
    slip = (
        Pass(amount=lambda e, due: 2 * due + ODD if e == edge else due)
        if kind == "doubled"
        else Pass(leaves_out=frozenset({edge}))
    )
    seen = slip.over(right)
    comparison = Comparison(seen)
    if int(right.graph.operands[edge]) not in seen.wrong_nodes:
        return  # nothing was due, or another slip's trace can't be told
    row = first(comparison)
    assert (row.edge, row.kind) == (edge, Kind.AMOUNT if kind == "doubled" else Kind.NEVER)
    assert comparison.divergence_count == 1
    faulty = [r.write.is_faulty for r in rows(comparison) if r.write is not None]
    assert sum(faulty) == (kind == "doubled")


@given(st.lists(st.lists(st.floats(-1e3, 1e3), max_size=150), max_size=5))
def test_sums_are_those_of_adding_one_by_one(groups: list[list[float]]) -> None:
    start = np.concatenate([[0], np.cumsum([len(g) for g in groups])]).astype(np.int32)
    begin = np.arange(len(groups), dtype=np.float64)
    expected = []
    for total, group in zip(begin.tolist(), groups, strict=True):
        for x in group:
            total += x
            expected.append(total)
    values = np.array([x for g in groups for x in g])
    assert running_sums(values, start, begin).tolist() == expected


@pytest.mark.parametrize(
    ("causes", "says"),
    [
        (["lost-edge"], "The engine loses operands"),
        (["merged-by-equality"], "The engine loses operands"),
        (["wrong-forward"], "The engine computes wrong values"),
        (["overwritten-gradient"], ""),
    ],
)
def test_what_a_comparison_cannot_see_is_said(causes: list[str], says: str) -> None:
    seen = Pass().over(two_paths())
    assert reservation(seen, causes).startswith(says)
    assert bool(reservation(seen, causes)) == bool(says)
    assert reservation(two_paths(), causes) == ""
