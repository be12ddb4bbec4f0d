"""What the palette finds."""

from __future__ import annotations

import pytest

from gradviz.app.palette_search import Command, Group, search
from gradviz.model.recording import Recording
from gradviz.model.value import Value

COMMANDS = [
    Command("step", "Step", "One step on", "F10", "step"),
    Command("back", "Step back", "One step back", "Shift+F10", "step-back"),
    Command("copy_grad", "Copy gradient", "Every digit", "Ctrl+Shift+C", "copy"),
    Command("accumulate", "accumulate", "grad += contribution", "+", "rule-accumulate"),
]


@pytest.fixture
def recording() -> Recording:
    a, b = Value(-2.0, label="a"), Value(3.0, label="grade")
    return Recording.of((a * b).tanh() + a)


def found(recording: Recording, query: str) -> list[tuple[Group, str]]:
    entries = search(query, recording, recording.length, COMMANDS)
    return [(entry.group, entry.text) for entry in entries]


def test_nothing_typed_lists_every_command(recording: Recording) -> None:
    assert found(recording, "") == [(Group.COMMANDS, c.text) for c in COMMANDS]


def test_the_exact_name_comes_first(recording: Recording) -> None:
    assert found(recording, "step")[0] == (Group.COMMANDS, "Step")


def test_a_word_of_the_explanation_finds_a_command_after_those_that_say_it(
    recording: Recording,
) -> None:
    assert found(recording, "grad") == [
        (Group.NODES, "grade"),
        (Group.COMMANDS, "Copy gradient"),
        (Group.COMMANDS, "accumulate"),
    ]


@pytest.mark.parametrize(
    ("query", "groups"),
    [("@a", {Group.NODES}), (">step", {Group.COMMANDS}), (":2", {Group.STEPS})],
)
def test_a_prefix_restricts_the_search(
    recording: Recording, query: str, groups: set[Group]
) -> None:
    assert {group for group, _ in found(recording, query)} == groups


def test_a_number_finds_the_forward_and_the_backward_step(recording: Recording) -> None:
    steps = search(":2", recording, 0, COMMANDS)
    assert [(s.text, s.target) for s in steps] == [("Forward 2", 2), ("Backward 2", 8)]


def test_where_the_letters_stand_is_known(recording: Recording) -> None:
    (entry,) = search("@rad", recording, 0, COMMANDS)
    assert entry.hits == ((1, 3),)


def test_a_question_finds_the_values_that_answer_where_no_name_fits(recording: Recording) -> None:
    assert found(recording, "data>0") == [(Group.NODES, "grade")]
    assert found(recording, "@largest 1 |grad|") == [(Group.NODES, "a")]
    assert found(recording, "@nobody") == []
    assert found(recording, "data>") == []


def test_values_without_a_label_are_found_by_their_number(recording: Recording) -> None:
    assert found(recording, "@v3") == [(Group.NODES, "v3")]
    assert found(recording, "@") == [
        (Group.NODES, name) for name in ("a", "v2", "v3", "v4", "grade")
    ]
