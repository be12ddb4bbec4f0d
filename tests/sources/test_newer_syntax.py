"""A SyntaxError that a newer Python wouldn't give says so; any other doesn't."""

from __future__ import annotations

import ast
import sys

import pytest

from gradviz.sources.child import Child
from gradviz.sources.newer_syntax import NEWER, without_newer_syntax
from gradviz.sources.request import Request

_NEWER = [
    """print(f"{a["x"]}")""",
    """print(f'{a['x']:{w['y']}}' 'more')""",
    """print(f"{"\\n".join(lines)}")""",
    'print(f"{f"{1}"} {{}} {x!r} {x != y} {x=}")',
    'print(f"{x  # why\n}")',
    'text = f"""{a["x"]}\n{b}"""; print(f"{c["y"]}")',
    "def f[T](x: T) -> T:\n    return x",
    "class A[T: list[int]]:\n    pass",
    "type Pair[T] = tuple[T, T]",
]
_WRONG = [
    'print(f"{a["x"}")',
    'print(f"{a b}")',
    'print(f"{}")',
    'print(f"{a["x"] +}")',
    'print(f"{a',
    "x = [\n",
    'print f"{a}"',
    'print(f"{a["x"]}"))',
    "def f[T](x: T:\n    pass",
    "type X int",
]
_RIGHT = 'x = "# no"  # f"{\nrb = rf"{x}\\d" \'it\' f"{x:>{3}}"\ntype(x)\ntype = 3\n'

only_older = pytest.mark.skipif(sys.version_info >= NEWER, reason="this Python knows the syntax")


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("text", _NEWER)
def test_what_a_newer_python_brought_is_taken_out_and_its_lines_stay(text: str) -> None:
    plain = without_newer_syntax(text)
    assert _parses(plain)
    assert plain.count("\n") == text.count("\n")


@pytest.mark.parametrize("text", _WRONG)
def test_what_is_wrong_in_every_python_stays_wrong(text: str) -> None:
    assert not _parses(without_newer_syntax(text))


def test_a_program_that_every_python_reads_stays_as_it_is() -> None:
    assert without_newer_syntax(_RIGHT) == _RIGHT


@only_older
@pytest.mark.parametrize(
    "text", ['a = {"x": 1}\nprint(f"{a["x"]}")\n', 'a = {"x": 1}\nprint(f"{a["x"]}")\nx = [\n']
)
def test_a_program_for_a_newer_python_is_told_so(text: str) -> None:
    message = Child(Request("mine.py", text=text, exercise=False)).run().message
    assert message.startswith("mine.py, line 2: SyntaxError: ")
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"syntax of Python 3.12 and newer, and gradviz runs on Python {here}" in message


@only_older
@pytest.mark.parametrize("text", ["x = [\n", 'print(f"{a b}")\n', 'print(f"{a["x"}")\n'])
def test_a_program_that_is_wrong_in_every_python_is_not(text: str) -> None:
    message = Child(Request("mine.py", text=text, exercise=False)).run().message
    assert "SyntaxError" in message
    assert "newer" not in message
