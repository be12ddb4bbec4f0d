"""Questions about values, and what answers to them."""

from __future__ import annotations

import fnmatch
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.model.find import QUESTIONS, find, reservation, suggestions
from gradviz.model.find_query import EXAMPLES, NotUnderstood, parse
from gradviz.model.graph import Graph
from gradviz.model.label_index import LabelIndex
from gradviz.model.measures import Measure, Measures, Order, user_counts
from gradviz.model.recording import Recording
from gradviz.model.value import Value


@pytest.fixture
def recording() -> Recording:
    """0 a  1 w2  2 w10  3 v3 = a × w2  4 "a*w2 + w10"  5 v5 = tanh  6 v6 = squared  7 loss."""
    a, w2, w10 = Value(-2.0, label="a"), Value(0.5, label="w2"), Value(3.0, label="w10")
    total = a * w2 + w10
    total.label = "a*w2 + w10"
    loss = total.tanh() ** 2 + a
    loss.label = "Loss"
    return Recording.of(loss)


def names(recording: Recording, text: str, position: int | None = None) -> list[str]:
    at = recording.length if position is None else position
    return [recording.graph.name(int(i)) for i in find(parse(text), recording, at)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("loss", ["Loss"]),  # capitals don't matter
        ("w", ["w2", "w10", "a*w2 + w10"]),
        ("w*", ["w2", "w10"]),
        ("w?", ["w2"]),
        ("W1*", ["w10"]),
        ("label:w1", ["w10", "a*w2 + w10"]),
        ('"a*w2"', ["a*w2 + w10"]),  # in quotes a star is a star
        ("a*w2 + w10", ["a*w2 + w10"]),  # a whole label needs none
        ("v3", ["v3"]),
        ("v1", []),  # that one is called w2
        ("#1", ["w2"]),
        ("v*", ["v3", "v5", "v6"]),
        ("tanh", ["v5"]),
        ("op:tanh", ["v5"]),
        ("×", ["v3"]),
        ("*", ["v3"]),
        ("op:multiplication", ["v3"]),
        ("op:power", ["v6"]),
        ("**", ["v6"]),
        ("x²", ["v6"]),
        ("+", ["a*w2 + w10", "Loss"]),
        ("data>2", ["w10"]),
        ("data > 2", ["w10"]),
        ("2<data", ["w10"]),
        ("0<data<=2", ["w2", "a*w2 + w10", "v5", "v6"]),
        ("|data|>=2", ["a", "w10", "a*w2 + w10"]),
        ("data=0.9293", ["v6"]),  # 0.92932…: the four digits shown
        ("data=0.5", ["w2"]),
        ("data≠0.5 leaf", ["a", "w10"]),
        ("data<−1", ["a", "Loss"]),
        ("leaves", ["a", "w2", "w10"]),
        ("not leaf data>0", ["a*w2 + w10", "v5", "v6"]),
        ("root", ["Loss"]),
        ("users=2", ["a"]),
        ("users=0", ["Loss"]),
        ("largest 2 data", ["w10", "a*w2 + w10"]),
        ("smallest 1 data", ["a"]),
        ("largest data leaf", ["w10", "w2", "a"]),
        ("not finite", []),
        ("", ["a", "w2", "w10", "v3", "a*w2 + w10", "v5", "v6", "Loss"]),
    ],
)
def test_what_is_asked_for_is_found(recording: Recording, text: str, found: list[str]) -> None:
    assert names(recording, text) == found


def test_gradients_are_those_at_the_position(recording: Recording) -> None:
    n = len(recording.graph)
    assert names(recording, "grad=1", n) == []
    assert names(recording, "grad=1", n + 1) == ["Loss"]  # the seed
    assert len(names(recording, "zero grad", n)) == n
    assert reservation(parse("zero grad"), recording, n) != ""
    assert reservation(parse("zero grad"), recording, n + 1) == ""
    assert names(recording, "zero grad", recording.length) == []


def test_a_value_that_is_not_computed_yet_has_none(recording: Recording) -> None:
    assert names(recording, "data>-9", 2) == ["a", "w2"]
    assert names(recording, "data!=7", 2) == ["a", "w2"]
    assert names(recording, "largest data", 2) == ["w2", "a"]
    assert names(recording, "not finite", 2) == []


def test_the_largest_come_first_and_zeros_are_left_out() -> None:
    a, b, c = Value(1.0, label="a"), Value(-3.0, label="b"), Value(2.0, label="c")
    recording = Recording.of(a * 5.0 + b * -7.0 + (c * 0.0))
    found = find(parse("largest |grad| leaf"), recording, recording.length)
    grads = np.abs(recording.final_grads[found])
    assert names(recording, "largest |grad| label:b") == ["b"]
    assert names(recording, "largest 1 |grad| a*") == ["a"]
    assert (grads[:-1] >= grads[1:]).all()
    assert (grads > 0.0).all()
    assert "c" in names(recording, "zero grad")


def test_what_is_not_finite_is_found_by_value_and_by_gradient() -> None:
    zero = Value(0.0, label="zero")
    root = zero.sqrt() + Value(math.inf, label="big") * 1.0
    recording = Recording.of(root)
    assert {"zero", "big"} <= set(names(recording, "not finite"))
    assert names(recording, "data=inf leaf") == ["big"]
    assert "zero" not in names(recording, "not finite", len(recording.graph))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("data>", "lacks something after the >"),
        (">3", "lacks something before the >"),
        ("foo>3", "foo can't be compared. What can be: data, grad"),
        ("1<2", "2 can't be compared"),
        ("data>high", "high isn't a number"),
        ("0<data<1<2", "too much at once"),
        ('"open', "quote is still open"),
        ("largest", "as in largest |grad|"),
        ("largest 0 |grad|", "as in largest |grad|"),
        ("largest |grad| smallest data", "Only one"),
        ("not", "as in not leaf"),
        ("op:", "as in op:tanh"),
        ("op:softmax", "The ops: "),
    ],
)
def test_what_is_not_understood_is_said_in_a_sentence(
    recording: Recording, text: str, says: str
) -> None:
    with pytest.raises(NotUnderstood, match=r"\.$") as raised:
        find(parse(text), recording, recording.length)
    assert says in str(raised.value)


@given(st.text(alphabet='adw12v*?"<>=|:#.-+ gr', max_size=20))
def test_whatever_is_typed_is_answered_or_refused_in_a_sentence(text: str) -> None:
    recording = Recording.of(Value(1.0, label="a") * 2.0)
    refusal = "."
    try:
        find(parse(text), recording, recording.length)
    except NotUnderstood as error:
        refusal = str(error)
    assert refusal.endswith(".")


def test_every_ready_question_and_every_example_of_the_help_is_understood() -> None:
    for _, typed in QUESTIONS:
        parse(typed)
    for examples, _ in EXAMPLES:
        for example in examples.split("   "):
            parse(example)


def test_which_answers_change_with_the_step() -> None:
    changing = ("grad>1", "largest |grad|", "not finite", "tanh not |grad|<1")
    assert all(parse(text).asks_gradients for text in changing)
    assert not parse("data>1 tanh leaf").asks_gradients
    assert parse("data>1").asks_numbers
    assert not parse("tanh leaf w*").asks_numbers


@pytest.mark.parametrize(("text", "offered"), [
    ("lar", "largest |grad|"),
    ("leaf zero gr", "leaf zero grad"),
    ("op:t", "op:tanh"),
    ("w1", "w10"),
    ("leaf w1", "leaf w10"),
    ("a*", '"a*w2 + w10"'),
])  # fmt: skip
def test_suggestions_complete_the_last_word(recording: Recording, text: str, offered: str) -> None:
    assert offered in suggestions(text, recording.graph)


def test_every_suggested_label_finds_its_value() -> None:
    odd = ["a b", "grad", "x>1", "w*", "op:x", "leaf", "#1", "tanh", "not", "-1", "naïve"]
    total = Value(0.0)
    for label in odd:
        total = total + Value(1.0, label=label)
    recording = Recording.of(total)
    for label in odd:
        offered = [s for s in suggestions(label[0], recording.graph, 99) if s.strip('"') == label]
        assert label in names(recording, offered[-1]), (label, offered)


def test_names_are_put_in_order_as_a_person_counts(recording: Recording) -> None:
    everything = np.arange(len(recording.graph), dtype=np.int32)
    measures = Measures(recording, recording.length)
    ordered = measures.order(everything, Order.NAME, descending=False)
    assert [recording.graph.name(int(i)) for i in ordered] == [
        "a", "a*w2 + w10", "Loss", "w2", "w10", "v3", "v5", "v6",
    ]  # fmt: skip
    expressions = measures.order(everything, Order.EXPRESSION, descending=False)
    assert [recording.graph.expression(int(i)) for i in expressions][:3] == ["", "", ""]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("by", [Measure.DATA, Measure.GRAD, Measure.ABS_GRAD, Measure.USERS])
def test_equal_values_keep_their_order_and_nan_comes_last(by: Measure, descending: bool) -> None:
    a = Value(math.nan, label="a")
    recording = Recording.of(a * 1.0 + Value(2.0) + Value(2.0) + Value(1.0))
    everything = np.arange(len(recording.graph), dtype=np.int32)
    measures = Measures(recording, recording.length)
    nodes = measures.order(everything, by, descending).tolist()
    keys = measures.of(by)[nodes].tolist()
    told = [key for key in keys if key == key]
    assert keys[: len(told)] == sorted(told, reverse=descending)
    for (first, key), (second, other) in zip(
        zip(nodes, keys, strict=True), zip(nodes[1:], keys[1:], strict=True), strict=False
    ):
        assert key != other or first < second


def test_users_are_counted_once_each() -> None:
    a, b = Value(2.0), Value(3.0)
    recording = Recording.of(a * a + a * b)
    graph = recording.graph
    counted = user_counts(graph).tolist()
    assert counted == [len(graph.users_of(node)) for node in range(len(graph))]
    assert counted[0] == 2


def test_users_are_counted_once_each_whatever_the_number_of_operands() -> None:
    graph = Graph(
        opcode=np.array([0, 0, -1, -1], np.int32),
        operand_start=np.array([0, 0, 0, 4, 7], np.int32),
        operands=np.array([0, 1, 0, 0, 2, 1, 1], np.int32),
        constant=np.zeros(4),
        labels=("a", "b", "", ""),
        root=3,
        words=("", "", "dot", "join"),
    )
    assert user_counts(graph).tolist() == [len(graph.users_of(node)) for node in range(4)]


def test_the_index_of_names_is_built_once_for_a_graph(recording: Recording) -> None:
    edited = recording.with_leaf(0, 4.0)
    assert LabelIndex.of(edited.graph) is LabelIndex.of(recording.graph)


@given(st.integers(0, 1500), st.sampled_from(["*", "?", "7*", "*7", "1?", "1*0", "12*"]))
def test_numbered_names_fit_as_text_does(count: int, pattern: str) -> None:
    found = LabelIndex(("",) * count).like(f"v{pattern}")
    assert np.flatnonzero(found).tolist() == [
        i for i in range(count) if fnmatch.fnmatchcase(f"v{i}", f"v{pattern}")
    ]
