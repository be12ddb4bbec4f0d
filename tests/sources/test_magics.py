"""IPython's syntax in a cell: what is Python stays where it is, the rest is left out."""

from __future__ import annotations

import pytest

from gradviz.sources.magics import python_of


@pytest.mark.parametrize(
    ("line", "python"),
    [
        ("%matplotlib inline", "pass"),
        ("!pip install -q 'x[y'", "pass"),
        ("    %load_ext autoreload", "    pass"),
        ("?print", "pass"),
        ("print?", "pass"),
        ("np.array??", "pass"),
        ("files = !ls", "files = []"),
        ("a, b = %who", "a, b = []"),
        ("pip install torch", "pass"),
        ("%time f(1)", "f(1)"),
        ("%timeit -n 10 -r 3 f(1)", "f(1)"),
    ],
)
def test_a_line_that_is_no_python(line: str, python: str) -> None:
    cell = python_of(f"if True:\n    pass\n{line}")
    assert cell.python.split("\n")[-1] == python
    assert [skipped.text for skipped in cell.skipped] == [line.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "x = (7\n% 3)",
        "s = '''\n%no magic\n!no shell\n'''",
        "x = 5 \\\n% 3",
        "a = b != c",
        "print('what?')\n# why?",
        "d = {'a': 1}['a'] % 2",
        "await f()",
    ],
)
def test_python_that_looks_like_it_stays(text: str) -> None:
    assert python_of(text).python == text
    # … also in a cell with a magic
    assert python_of(f"%pylab\n{text}").python == f"pass\n{text}"


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%timeit -n 1", "\n%%time"])
def test_a_magic_around_a_cell_of_python_leaves_its_lines_in_place(magic: str) -> None:
    cell = python_of(f"{magic}\nx = 1\n%magic\ny = 2")
    above = magic.count("\n") + 1
    assert cell.python == "\n" * above + "x = 1\npass\ny = 2"


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%latex", "%%sh -e"])
def test_a_cell_of_another_language_is_skipped_whole(magic: str) -> None:
    cell = python_of(f"{magic}\nls")
    assert cell.python == ""
    assert cell.skipped == ((1, magic),)


def test_a_cell_that_is_indented_as_a_whole_loses_its_indent() -> None:
    cell = python_of("\n  # first\n  !pip install x\n  if a:\n      b = 1\nc = 2")
    assert cell.python == "\n# first\npass\nif a:\n    b = 1\nc = 2"
    assert cell.skipped == ((3, "!pip install x"),)


def test_a_broken_cell_stays_broken_where_it_is() -> None:
    assert python_of("%magic\nx = = 1").python == "pass\nx = = 1"
