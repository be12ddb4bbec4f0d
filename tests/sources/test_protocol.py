"""Messages between the processes come back as they were, to the last bit."""

from __future__ import annotations

import json
import math
import struct
from array import array
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.sources.protocol import Ended, Message, Progress, decode, encode, messages_of
from gradviz.sources.report import EngineInfo, Picture, ProblemInfo, Report, RootInfo
from gradviz.sources.request import LeafEdit, Request
from gradviz.sources.wire import NotAMessage, from_json, to_json
from gradviz.sources.word_column import WordColumn


def picture(values: list[float]) -> Picture:
    n = len(values)
    numbers, zeros = array("d", values), array("i", [0] * n)
    zero, one, none = array("i", [0]), array("d", [1.0]), array("i")
    return Picture(
        files=("a.py",), op=WordColumn.of(["", "+"] * n), own_op=WordColumn.of(["add"] * n),
        operand_start=array("i", [0] * (n + 1)), operands=none, constant=numbers,
        labels=WordColumn.of(["ä\n"] * n), root=0, values=numbers,
        gradients=numbers, expected=numbers, stale=none, creation=zeros, node_file=zeros,
        node_line=zeros, step_node=zero, step_start=array("i", [0, 1]), write_target=zero,
        write_edge=array("i", [-1]), write_local=one, write_adjoint=one, write_before=one,
        write_after=one, write_file=zero, write_line=array("i", [2**31 - 1]),
    )  # fmt: skip


PROBLEM = ProblemInfo(
    "overwritten-gradient", "error", "program", "a", "+", "/x/demo.ipynb, cell 3", 14, 1,
    math.nan, math.inf, "The second write replaces the first.", "Write +=.",
)  # fmt: skip
ENGINE = EngineInfo("Value", "/x/demo.ipynb, cell 3", 3, {"data": "data"})


def back_from(data: bytes) -> Message:
    (message,) = messages_of(data.splitlines(keepends=True))
    return message


@given(st.lists(st.floats()))
def test_every_number_survives(values: list[float]) -> None:
    report = Report("a.py", "correct", "", picture=picture(values))
    back = back_from(encode(report))
    assert isinstance(back, Report)
    assert back.picture is not None
    assert [struct.pack("d", x) for x in back.picture.values] == [
        struct.pack("d", x) for x in values
    ]


def objects_in(thing: object) -> int:
    """How many Python objects a message is made of; an array is one."""
    if is_dataclass(thing):
        return 1 + sum(objects_in(getattr(thing, field.name)) for field in fields(thing))
    if isinstance(thing, tuple):
        return 1 + sum(map(objects_in, thing))
    return 1


def test_a_large_graph_makes_no_python_object_for_each_of_its_nodes() -> None:
    small, large = (
        back_from(encode(Report("a.py", "correct", "", picture=picture([0.5] * n))))
        for n in (10, 1_000)
    )
    assert objects_in(large) == objects_in(small) < 100


def test_a_column_of_words_is_the_words() -> None:
    words = ["+", "", "*", "+", "ä\n"]
    column = WordColumn.of(words)
    assert list(column) == words
    assert [column[i] for i in range(len(column))] == words
    assert len(column.words) == 4


@pytest.mark.parametrize(
    "message",
    [
        Progress("Running cell 1"),
        Ended(signal=11, crash='File "a.py"\nline'),
        Report("a.py", "wrong", "…", ENGINE, RootInfo("o", math.inf), 3, 2, 1, (PROBLEM,)),
    ],
)
def test_a_message_is_one_line_and_comes_back(message: Progress | Ended | Report) -> None:
    line = encode(message)
    assert line.count(b"\n") == 1
    assert repr(back_from(line)) == repr(message)


def test_a_lone_surrogate_does_not_break_the_line() -> None:
    assert back_from(encode(Progress("\ud800"))) == Progress("\\ud800")


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b'{"kind":"no"}', b'{"kind":"progress"}', b"\xff"]
)
def test_half_a_line_is_no_message(line: bytes) -> None:
    with pytest.raises(NotAMessage):
        decode(line)


def test_a_request_comes_back() -> None:
    request = Request("a.py", arguments=("-x",), leaves=(LeafEdit(3, -math.inf), LeafEdit(5, 1.0)))
    assert from_json(Request, json.loads(json.dumps(to_json(request), allow_nan=False))) == request


def test_the_checks_json_has_the_agreed_keys_and_no_nan() -> None:
    report = Report("demo.ipynb", "wrong", "m", ENGINE, RootInfo("o", 0.5), 3, 2, 1, (PROBLEM,))
    data = report.placed().check_json()
    json.dumps(data, allow_nan=False)
    assert list(data) == [
        *("file", "status", "message", "engine", "root", "values", "edges", "backward_passes"),
        "problems",
    ]
    assert data["engine"] == {
        "class": "Value", "file": "/x/demo.ipynb", "line": 3, "cell": 3,
        "attributes": {"data": "data"},
    }  # fmt: skip
    assert data["problems"] == [
        {
            "cause": "overwritten-gradient", "severity": "error", "found_in": "program",
            "node": "a", "op": "+", "file": "/x/demo.ipynb", "line": 14, "step": 1,
            "found": "nan", "expected": "inf",
            "message": "The second write replaces the first. Write +=.", "cell": 3,
        }
    ]  # fmt: skip


def test_no_line_is_longer_than_a_column_and_half_a_report_is_none() -> None:
    """Nothing else runs while Python reads JSON: a large report is no single piece of it."""
    values = [k + 0.5 for k in range(300_000)]
    report = Report("a.py", "correct", "", picture=picture(values))
    lines = encode(report).splitlines(keepends=True)
    assert max(map(len, lines)) < 1_100_000
    assert len(lines[-1]) < 2_000
    back = back_from(b"".join(lines))
    assert isinstance(back, Report)
    assert back.picture is not None
    assert back.picture.values.tolist() == values
    whole = list(messages_of([*lines[:3], *lines, encode(Progress("on"))]))
    assert [type(message) for message in whole] == [Report, Progress]
    assert list(messages_of(lines[2:])) == []
