"""Running a program and recording its graph: what comes out, and what is said when it can't."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

import pytest

from gradviz.model import value as value_module
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.value import Value
from gradviz.sources.examples import examples
from gradviz.sources.program import NoGraphFound, ScriptFailed, record_program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "mine.py")


class Program:
    """A file `mine.py` with whatever lines a test gives it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def record(self, *lines: str, rule: Rule = Rule.ACCUMULATE) -> Recording:
        text = "\n".join(["from gradviz import MLP, Neuron, Value", *lines, ""])
        self.path.write_text(text, encoding="utf-8")
        return record_program(self.path, rule)


def lines_of(recording: Recording) -> list[int]:
    assert recording.source is not None
    lines: list[int] = recording.source.lines.tolist()
    return lines


# --- the examples -----------------------------------------------------------------------

EXAMPLES = {example.name: example for example in examples()}
COMPUTED = [example.name for example in examples() if not example.has_own_engine]


def test_the_seed_examples_are_there_in_order() -> None:
    names = list(EXAMPLES)
    assert names[:5] == ["neuron", "reuse_once", "reuse_twice", "micrograd_readme", "mlp"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_where_it_comes_from(name: str) -> None:
    head = EXAMPLES[name].path.read_text(encoding="utf-8").splitlines()[:3]
    assert head[0].startswith("# ")
    assert any(line.startswith("# Source: ") for line in head)


@pytest.mark.parametrize(
    ("name", "root", "labels"),
    [
        ("neuron", "o", {"x1", "x2", "w1", "w2", "b", "x1w1", "x2w2", "s", "n", "o"}),
        ("reuse_once", "b", {"a", "b"}),
        ("reuse_twice", "f", {"a", "b", "d", "e", "f"}),
        ("micrograd_readme", "g", {"a", "b", "c", "d", "e", "f", "g"}),
        ("mlp", "loss", {"out", "loss", "x0", "L0.n0.w0", "L0.n3.b", "L1.n0.w3"}),
    ],
)
@pytest.mark.parametrize("rule", COMPUTED_RULES)
def test_an_example_records_with_its_root_and_its_names(
    name: str, root: str, labels: set[str], rule: Rule
) -> None:
    recording = record_program(EXAMPLES[name].path, rule)
    assert recording.rule is rule
    assert recording.graph.labels[recording.graph.root] == root
    assert labels <= set(recording.graph.labels)


@pytest.mark.parametrize("name", COMPUTED)
def test_every_node_knows_a_line_that_is_no_comment(name: str) -> None:
    recording = record_program(EXAMPLES[name].path)
    assert recording.source is not None
    assert recording.source.name == EXAMPLES[name].path.name
    text = recording.source.text.splitlines()
    for line in lines_of(recording):
        assert text[line - 1].strip()
        assert not text[line - 1].startswith("#")


def test_the_neurons_tanh_is_in_the_line_that_says_so() -> None:
    recording = record_program(EXAMPLES["neuron"].path)
    assert recording.source is not None
    line = lines_of(recording)[recording.graph.root]
    assert recording.source.text.splitlines()[line - 1] == "o = n.tanh()"


# --- programs of one's own --------------------------------------------------------------


def test_values_made_by_the_library_belong_to_the_line_that_called_it(program: Program) -> None:
    recording = program.record("n = Neuron(2)", "y = n([1.0, 2.0])", "", "y.backward()")
    assert set(lines_of(recording)) == {2, 3}


def test_a_value_made_in_a_function_belongs_to_the_line_in_the_function(program: Program) -> None:
    recording = program.record("def f(x):", "    return x * x", "a = Value(2.0)", "f(a).backward()")
    assert lines_of(recording) == [4, 3]


def test_labels_come_from_variables_unless_the_program_gave_one(program: Program) -> None:
    recording = program.record(
        "a = Value(2.0, label='mine')", "b = Value(3.0)", "_hidden = a * b", "c = _hidden + 1",
        "same = c", "c.backward()",
    )  # fmt: skip
    assert recording.graph.labels == ("mine", "b", "", "", "c")


def test_the_last_backward_is_the_one_recorded(program: Program) -> None:
    recording = program.record(
        "a = Value(2.0)", "first = a * a", "second = a + 1", "first.backward()", "second.backward()"
    )
    assert recording.graph.labels[recording.graph.root] == "second"


def test_a_training_loop_records_its_last_pass_with_the_weights_as_they_are_then(
    program: Program,
) -> None:
    recording = program.record(
        "w = Value(4.0)",
        "for _ in range(3):",
        "    w.grad = 0.0",
        "    loss = w * w",
        "    loss.backward()",
        "    w.data -= 0.25 * w.grad",
    )
    assert recording.values.tolist() == [0.5, 0.25]


def test_a_program_that_guards_its_main_runs(program: Program) -> None:
    recording = program.record("if __name__ == '__main__':", "    (Value(2.0) ** 2).backward()")
    assert recording.values.tolist() == [2.0, 4.0]


# --- errors are sentences ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["a = Value(2.0) * c"], "mine.py, line 2: NameError: name 'c' is not defined"),
        (["a = Value('x')"], "mine.py, line 2: TypeError: Value() takes a number, not 'x'"),
        (["", "def f():", "    return 1 / 0", "f()"], "mine.py, line 4: ZeroDivisionError"),
        (["a = (1"], "mine.py, line 2: SyntaxError: '(' was never closed"),
        (["assert 1 == 2"], "mine.py, line 2: AssertionError"),
        (["import sys", "sys.exit(3)"], "mine.py, line 3: SystemExit: 3"),
        (["import json", "json.loads('{')"], "mine.py, line 3: JSONDecodeError: "),
        (["def f():", "    f()", "f()"], "mine.py, line 3: RecursionError: "),
    ],
)  # fmt: skip
def test_a_failing_program_is_told_with_file_and_line(
    program: Program, lines: list[str], sentence: str
) -> None:
    with pytest.raises(ScriptFailed) as failure:
        program.record(*lines)
    assert str(failure.value).startswith(sentence)
    assert "\n" not in str(failure.value)
    assert str(program.path.parent) not in str(failure.value)


def test_a_program_without_backward_says_what_to_do(program: Program) -> None:
    with pytest.raises(NoGraphFound, match=r"mine\.py ran, but never called backward\(\)"):
        program.record("a = Value(2.0) * 3")


def test_an_op_gradviz_does_not_know_is_named(program: Program) -> None:
    lines = [
        "a = Value(2.0)", "cubed = Value(a.data ** 3, (a,), 'cube')",
        "cubed._backward = lambda: None", "cubed.backward()",
    ]  # fmt: skip
    with pytest.raises(ScriptFailed, match=r"mine\.py: cubed was made by the op 'cube'"):
        program.record(*lines)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ScriptFailed, match=r"gone\.py can't be read: No such file"):
        record_program(tmp_path / "gone.py")


def test_a_file_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "picture.py"
    path.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(ScriptFailed, match=r"picture\.py can't be read: it isn't a text"):
        record_program(path)


@pytest.mark.parametrize("line", ["raise ValueError('no')", "Value(1.0).backward()"])
def test_value_is_itself_again_afterwards(program: Program, line: str) -> None:
    backward, next_index = Value.backward, value_module._next_index
    with contextlib.suppress(ScriptFailed):
        program.record(line)
    assert Value.backward is backward
    assert value_module._next_index is next_index


def test_no_value_waits_for_the_garbage_collector(program: Program) -> None:
    """Not even where the program defines what knows the program's names."""

    def count() -> int:
        return sum(isinstance(thing, Value) for thing in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = count()
        program.record(
            "def loss():", "    return a * 2", "a = Value(3)", "b = loss()", "b.backward()"
        )
        assert count() == before
    finally:
        gc.enable()
