"""What the canvas says at a position, read as a person would read it off the cards."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gradviz import Value
from gradviz.canvas.arrow_kinds import arrow_kinds
from gradviz.canvas.faces import (
    NO_VALUE,
    ArrowKind,
    Faces,
    arrow_face,
    card_face,
    faces_at,
    op_face,
)
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.canvas.pieces import Part, plain
from gradviz.layout.drawing import Drawing
from gradviz.model.positions import NodeState
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.tape import Observation
from tests.canvas.stage import A, B, D, E, F, two_paths
from tests.model.passes import Pass

SEED, AFTER_F, AFTER_E, AFTER_D = 6, 7, 8, 9  # positions of two_paths


def twice(rule: Rule = Rule.ACCUMULATE) -> Recording:
    a = Value(3.0, label="a")
    b = a + a
    b.label = "b"
    return Recording.of(b, rule)


def test_a_card_says_how_its_value_was_made() -> None:
    recording = two_paths()
    roles = [card_face(recording, 0, node).role for node in (A, D, E, F)]
    assert roles == ["leaf", "a × b", "a + b", "root"]


def test_numbers_appear_only_once_they_are_computed() -> None:
    recording = two_paths()
    before, after = card_face(recording, D, D), card_face(recording, D + 1, D)
    assert (before.data, before.grad, before.state) == (NO_VALUE, NO_VALUE, NodeState.PENDING)
    assert (after.data, after.grad, after.state) == ("-6.0000", "0.0000", NodeState.CURRENT)
    assert not after.is_backward


def test_the_strip_adds_up_what_the_step_writes() -> None:
    recording = two_paths()
    assert card_face(recording, AFTER_E, A).strip_text == "0 + (-6) = -6"
    assert card_face(recording, AFTER_D, A).strip_text == "-6 + 3 = -3"
    assert card_face(recording, AFTER_D, B).strip_text == "-6 + (-2) = -8"
    assert not card_face(recording, AFTER_D, D).is_receiving
    assert not card_face(recording, AFTER_D + 1, A).is_receiving


def test_a_value_used_twice_by_one_op_adds_both_in_one_strip() -> None:
    assert card_face(twice(), 4, 0).strip_text == "0 + 1 + 1 = 2"


def test_overwriting_a_value_used_twice_strikes_the_first_and_names_it_lost() -> None:
    face = card_face(twice(Rule.OVERWRITE), 4, 0)
    assert [(p.text, p.part) for p in face.strip] == [
        ("1", Part.LOST), (" → ", Part.SIGN), ("1", Part.RESULT),
    ]  # fmt: skip
    assert (face.expected, face.lost) == ("expected 2.0", "lost: 1")


def test_overwriting_shows_the_wrong_gradient_the_right_one_and_the_lost_one() -> None:
    recording = two_paths(Rule.OVERWRITE)
    first = card_face(recording, AFTER_E, A)
    assert first.strip_text == "0 → -6"
    assert not first.is_wrong
    assert not first.is_overwritten
    face = card_face(recording, AFTER_D, A)
    assert face.grad == "3.0000"
    assert face.strip_text == "-6 → 3"
    assert face.strip[0].part is Part.LOST
    assert (face.expected, face.lost) == ("expected -3.0", "lost: -6")
    assert card_face(recording, recording.length, A).lost == "lost: -6"


def test_a_gradient_that_is_wrong_by_what_came_from_another_has_lost_nothing_itself() -> None:
    x = Value(2.0, label="x")
    y = x * 3
    y.label = "y"
    out = y + y * y
    recording = Recording.of(out, Rule.OVERWRITE)
    at = recording.length
    x_face, y_face = card_face(recording, at, 0), card_face(recording, at, 2)
    assert y_face.lost
    assert x_face.is_wrong
    assert not x_face.lost


def test_many_lost_writes_are_counted() -> None:
    v = Value(1.0, label="v")
    out = v + 1
    for _ in range(49):
        out = out + v
    recording = Recording.of(out, Rule.OVERWRITE)
    assert card_face(recording, recording.length, 0).lost == "lost: 49 writes"


def test_the_seed_comes_from_nowhere() -> None:
    recording = two_paths()
    root = card_face(recording, SEED, F)
    assert (root.caption, root.strip_text, root.grad) == ("seed: grad = 1", "", "1.0000")
    assert card_face(recording, SEED - 1, F).caption == ""
    assert op_face(recording, SEED, F).state is NodeState.PENDING
    assert op_face(recording, AFTER_F, F).state is NodeState.CURRENT


def test_arrows_into_the_value_being_computed_carry_their_operands() -> None:
    recording = two_paths()
    drawing = Drawing.of(recording.graph, BOX_SIZES)
    faces = [arrow_face(recording, D + 1, drawing, e) for e in range(drawing.arrow_count)]
    into_d = [face for face in faces if face.kind is ArrowKind.FORWARD]
    assert [face.text for face in into_d] == ["-2", "3", ""]
    assert drawing.result_arrow(D) == into_d[-1].arrow
    assert all(f.kind is ArrowKind.PENDING for f in faces if f not in into_d)


def test_an_arrow_goes_from_data_to_active_to_done_or_lost() -> None:
    for rule, end in ((Rule.ACCUMULATE, ArrowKind.DONE), (Rule.OVERWRITE, ArrowKind.LOST)):
        recording = two_paths(rule)
        drawing = Drawing.of(recording.graph, BOX_SIZES)
        edge = int(recording.graph.operand_start[E])  # from a to a + b
        faces = [
            arrow_face(recording, at, drawing, edge) for at in (AFTER_F, AFTER_E, recording.length)
        ]
        assert [face.kind for face in faces] == [ArrowKind.DATA, ArrowKind.BACKWARD, end]
        assert (faces[1].text, faces[1].caption) == ("1 × -6 = -6", "1 × e.grad")
        assert plain(faces[2].brief) == "-6"


@pytest.mark.parametrize("rule", COMPUTED_RULES)
def test_the_kinds_of_many_arrows_are_those_of_their_faces(rule: Rule) -> None:
    for recording in (two_paths(rule), twice(rule)):
        drawing = Drawing.of(recording.graph, BOX_SIZES)
        arrows = np.arange(drawing.arrow_count, dtype=np.int32)
        for at in range(recording.length + 1):
            told = [arrow_face(recording, at, drawing, e).kind for e in arrows.tolist()]
            assert arrow_kinds(recording, at, drawing, arrows) == told


def test_both_arrows_of_a_plus_a_speak() -> None:
    recording = twice()
    drawing = Drawing.of(recording.graph, BOX_SIZES)
    assert [arrow_face(recording, 4, drawing, e).text for e in (0, 1)] == ["1 × 1 = +1"] * 2


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Value(-1.0).log(), ["NaN"]),
        (lambda: Value(0.0).log(), ["Inf"]),
        (lambda: Value(0.0).relu(), ["kink at 0"]),
        (lambda: Value(2.0).max(Value(2.0)), ["tie"]),
        (lambda: Value(2.0).relu(), []),
    ],
)
def test_badges_name_what_is_odd_about_a_value(build, words) -> None:  # type: ignore[no-untyped-def]
    recording = Recording.of(build())
    root = recording.graph.root
    assert [badge.text for badge in card_face(recording, recording.length, root).badges] == words
    assert card_face(recording, 0, root).badges == ()


def test_only_the_first_value_that_is_not_finite_is_marked_as_the_first() -> None:
    bad = Value(-1.0).log()
    recording = Recording.of(bad + 1)
    at = recording.length
    firsts = [
        n for n in range(len(recording.graph)) if card_face(recording, at, n).is_first_nonfinite
    ]
    assert firsts == [1]


def test_the_description_reads_the_whole_card_in_one_sentence() -> None:
    face = card_face(two_paths(Rule.OVERWRITE), AFTER_D, A)
    assert face.description == (
        "a, leaf, pending; data -2.0000; gradient 3.0000; now -6 → 3; "
        "expected -3.0; lost: -6."
    )  # fmt: skip


def test_faces_are_made_once_for_a_position() -> None:
    recording = two_paths()
    assert faces_at(recording, 3).card(A) is faces_at(recording, 3).card(A)
    assert faces_at(recording, 3) is not faces_at(recording, 4)


def test_an_arrow_that_brought_a_wrong_amount_strikes_it_beside_what_is_due() -> None:
    a = Value(0.5, label="a")
    recording = Recording.of(a.tanh() * 3.0)
    tape = recording.tape
    written = int(tape.writes_to(0)[0])
    after = tape.after.copy()
    after[written] = -0.5
    observed = Observation(replace(tape, after=after), recording.final_grads)
    seen = Recording.of_program(recording.graph, recording.values, observed, None)
    drawing = Drawing.of(seen.graph, BOX_SIZES)
    faulty = int(tape.edge[written])
    now = arrow_face(seen, seen.write(written).position, drawing, faulty)
    assert (now.is_faulty, now.text) == (True, "-0.5 due 0.7864 × 3 = +2.359")
    later = arrow_face(seen, seen.length, drawing, faulty)
    assert later.kind is ArrowKind.DONE
    assert [(p.text, p.part) for p in later.chip] == [
        ("-0.5", Part.LOST), (" ", Part.SIGN), ("+2.359", Part.NEW),
    ]  # fmt: skip
    others = [e for e in range(seen.graph.edge_count) if e != faulty]
    assert not any(arrow_face(seen, seen.length, drawing, e).is_faulty for e in others)


@pytest.mark.parametrize("rule", [Rule.ACCUMULATE, Rule.OVERWRITE])
def test_a_small_box_tells_of_a_value_what_its_card_does(rule: Rule) -> None:
    recording = two_paths(rule)
    for position in range(recording.length + 1):
        for node in range(len(recording.graph)):
            face = card_face(recording, position, node)
            brief = Faces(recording, position).brief(node)
            told = brief.standing._asdict()
            assert told == {name: getattr(face, name) for name in told}
            number = face.short_grad if face.is_backward else face.short_data
            assert (brief.label, brief.number) == (face.label, number)
            assert brief.has_value == face.has_value


def test_a_node_that_runs_twice_brings_its_shares_along_its_arrows_each_time() -> None:
    a, b = Value(2.0, label="a"), Value(3.0, label="b")
    right = Recording.of(a * b)
    twice = Pass(order=[2, 0, 2, 1]).over(right)
    n = len(right.graph)
    drawing = Drawing.of(twice.graph, BOX_SIZES)
    to_a = arrow_face(twice, n + 2, drawing, 0)
    assert (to_a.kind, to_a.text) == (ArrowKind.BACKWARD, "3 × 1 = +3")
    assert arrow_face(twice, n + 1, drawing, 0).kind is ArrowKind.DATA
    between = arrow_face(twice, n + 3, drawing, 0)
    assert (between.kind, between.text) == (ArrowKind.DONE, "+3")
    again = arrow_face(twice, n + 4, drawing, 0)
    assert (again.kind, again.text) == (ArrowKind.BACKWARD, "3 × 1 = +3")
    assert arrow_face(twice, n + 5, drawing, 0).text == "+6"  # both
    arrows = np.arange(len(drawing.tail), dtype=np.int32)
    for position in range(twice.length + 1):
        kinds = [arrow_face(twice, position, drawing, arrow).kind for arrow in arrows.tolist()]
        assert arrow_kinds(twice, position, drawing, arrows) == kinds
    result = drawing.result_arrow(2)
    assert result is not None
    kinds = [arrow_face(twice, n + step, drawing, result).kind for step in range(1, 6)]
    now, done = ArrowKind.BACKWARD, ArrowKind.DONE
    assert kinds == [ArrowKind.DATA, now, done, now, done]
