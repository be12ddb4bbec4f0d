"""Notebooks: their cells in order, past those that fail, with nothing hidden."""

from __future__ import annotations

import json

import pytest

from gradviz.sources.notebook import read_notebook
from gradviz.sources.program_text import Unreadable
from tests.sources.children import VALUE, Programs

USE = "a, b = Value(2.0), Value(3.0)\no = a * b + a\no.backward()"


def texts(data: object) -> list[tuple[int, str]]:
    return [(cell.number, cell.text) for cell in read_notebook(json.dumps(data), "n.ipynb")]


# --- reading ------------------------------------------------------------------------------


def test_only_code_counts_and_empty_cells_have_no_number() -> None:
    cells = [
        {"cell_type": "markdown", "source": "# Title"},
        {"cell_type": "code", "source": "a = 1"},
        {"cell_type": "code", "source": [" \n"]},
        {"cell_type": "raw", "source": "raw"},
        {"cell_type": "code", "source": ["b = 2\n", "c = 3"]},
        {"cell_type": "code"},
    ]
    assert texts({"nbformat": 4, "cells": cells}) == [(1, "a = 1"), (2, "b = 2\nc = 3")]


def test_format_3_has_its_cells_in_worksheets() -> None:
    cells = [
        {"cell_type": "code", "language": "python", "input": ["a = 1"]},
        {"cell_type": "heading", "source": "no"},
    ]
    assert texts({"nbformat": 3, "worksheets": [{"cells": cells}]}) == [(1, "a = 1")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "its JSON is broken"),
        ("[]", "it has no cells"),
        ('{"a": 1}', "it has no cells"),
        ('{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', "language is r, not"),
    ],
)
def test_what_is_no_python_notebook_is_said(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_notebook(text, "n.ipynb")


@pytest.mark.parametrize("data", [{"cells": 3}, {"cells": [3, None, {"source": 5}]}])
def test_a_notebook_without_code_is_told(data: object) -> None:
    with pytest.raises(Unreadable, match="no code in its cells"):
        texts(data)


# --- running ------------------------------------------------------------------------------


def test_cells_share_their_names_and_later_ones_run_after_a_failed_one(programs: Programs) -> None:
    report = programs.run_cells(VALUE, "x = 1\nundefined\nx = 2", USE, "print(x, a.grad)")
    assert (report.status, report.values) == ("correct", 4)
    assert programs.output == "1 4.0\n"
    (failed,) = report.troubles
    assert (failed.cell, failed.line, failed.text) == (2, 2, "undefined")
    assert failed.message.startswith("mine.ipynb, cell 2, line 2: NameError")
    assert "1 cell failed" in report.message


def test_of_many_failed_cells_the_first_is_told(programs: Programs) -> None:
    report = programs.run_cells("import not_there_at_all", "a = Value(1)", "draw(a)")
    assert report.status == "error"
    assert report.message.startswith("3 cells failed, the first: mine.ipynb, cell 1, line 1")
    assert "Value" not in report.message


def test_what_is_skipped_is_listed_with_its_place(programs: Programs) -> None:
    report = programs.run_cells("%matplotlib inline\n!ls\nprint('on')", "%%bash\nls", VALUE, USE)
    assert [(t.kind, t.cell, t.line) for t in report.troubles] == [
        ("skipped", 1, 1),
        ("skipped", 1, 2),
        ("skipped", 2, 1),
    ]
    assert programs.output == "on\n"


def test_a_failed_import_does_not_take_the_class_below_it_along(programs: Programs) -> None:
    report = programs.run_cells("import not_there\n" + VALUE + USE)
    assert report.values == 4
    assert "not_there" in report.troubles[0].message


@pytest.mark.parametrize("cell", ["import sys; sys.exit(1)", "input()", "x = ("])
def test_a_cell_can_not_end_the_notebook(programs: Programs, cell: str) -> None:
    report = programs.run_cells(VALUE, cell, USE)
    assert report.values == 4
    assert report.troubles[0].cell == 2


def test_an_error_in_a_cell_that_another_calls_names_the_line_that_raised(
    programs: Programs,
) -> None:
    report = programs.run_cells("def f():\n    return 1 / 0", "pass\nf()")
    assert report.troubles[0].message.startswith(
        "mine.ipynb, cell 1, line 2: ZeroDivisionError: division by zero, "
        "called from mine.ipynb, cell 2, line 2."
    )


def test_the_last_value_is_displayed_as_in_a_notebook(programs: Programs) -> None:
    programs.run_cells("1 + 1", "_ * 2;", "display('x', 3)", "None", "class Bad:\n"
                       "    def __repr__(self): raise ValueError\nBad()")  # fmt: skip
    assert programs.output.splitlines() == [
        "2",
        "'x'",
        "3",
        "<Bad: its text can't be had, ValueError>",
    ]


def test_await_at_the_top_works(programs: Programs) -> None:
    programs.run_cells("import asyncio\nx = await asyncio.sleep(0, 5)", "print(x)")
    assert programs.output == "5\n"


def test_a_future_import_holds_for_later_cells(programs: Programs) -> None:
    report = programs.run_cells("from __future__ import annotations", "def f(x: nothing): pass")
    assert not [t for t in report.troubles if t.kind == "failed"]


def test_a_written_module_can_be_imported_and_is_not_written(programs: Programs) -> None:
    written = f"%%writefile engine.py\n{VALUE}"
    report = programs.run_cells(written, f"from engine import Value\n{USE}")
    assert report.values == 4
    assert not (programs.folder / "engine.py").exists()
    assert "was not written to the disk" in report.troubles[0].message


def test_a_notebook_of_a_lecture_goes_on_without_its_libraries(programs: Programs) -> None:
    report = programs.run_cells(
        "import matplotlib.pyplot as plt\nfrom graphviz import Digraph\nimport torch\n%pylab",
        VALUE,
        "def trace(root): return [], []\n"
        "def draw_dot(root):\n    dot = Digraph(format='svg')\n"
        "    dot.node(name='x', label='{ %s }' % 'x')\n    return dot",
        USE + "\ndraw_dot(o)",
        "fig, (left, right) = plt.subplots(1, 2)\nleft.plot([1])\nplt.show()",
    )
    assert report.values == 4
    assert not [t for t in report.troubles if t.kind == "failed"]


def test_two_classes_of_one_name_keep_their_cells(programs: Programs) -> None:
    wrong = VALUE.replace("self.grad += out.grad", "self.grad = out.grad")
    report = programs.run_cells(wrong, USE, VALUE, USE)
    assert report.engine is not None
    assert (report.engine.cell, report.engine.line) == (3, 1)
    assert report.engine.file.endswith("mine.ipynb")
