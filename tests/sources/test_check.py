"""`gradviz check`: exit codes, JSON a line a file, text with the source line quoted."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from gradviz.sources.check import (
    add_check_command,
    exit_code,
    readable,
    run_check,
    source_line,
)
from gradviz.sources.report import ProblemInfo, Report, Trouble
from tests.sources.children import PASS, VALUE, Programs, end_within

WRONG = PASS.replace("self.grad += out.grad", "self.grad = out.grad")
WRONG_LINE = WRONG.split("\n").index("            self.grad = out.grad") + 1


THREE = """
leaf = Value(2.0)
small = leaf + Value(3.0)
big = small + leaf
small.backward()
"""


def test_a_reader_that_has_read_enough_is_no_error(programs: Programs) -> None:
    right, wrong = programs.write("right.py", PASS), programs.write("wrong.py", WRONG)
    command = [sys.executable, "-m", "gradviz", "check", str(right), str(wrong)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as checker:
        assert checker.stdout is not None
        assert checker.stderr is not None
        checker.stdout.close()
        error = checker.stderr.read()
    assert (checker.returncode, error) == (0, b"")


@pytest.mark.parametrize(
    ("status", "code"), [("correct", 0), ("wrong", 1), ("unverified", 2), ("error", 2)]
)
def test_the_exit_code_tells_the_verdict(status: str, code: int) -> None:
    assert exit_code(Report("a.py", status, "")) == code  # type: ignore[arg-type]


def test_json_is_one_object_a_file_in_their_order(
    programs: Programs, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(programs.folder)
    programs.write("slow.py", "import time; time.sleep(0.3)\n" + PASS)
    programs.write("right.py", PASS)
    assert run_check(["slow.py", "right.py", "none.py"], True) == 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == ["slow.py", "right.py", "none.py"]
    assert [line["status"] for line in lines] == ["correct", "correct", "error"]
    assert lines[0]["backward_passes"] == 1
    assert lines[2]["engine"] is None


@pytest.mark.parametrize("root", ["big", "small", "leaf"])
def test_the_graph_under_any_named_value_can_be_checked(
    programs: Programs, capsys: pytest.CaptureFixture[str], root: str
) -> None:
    path = programs.write("three.py", VALUE + THREE)
    assert run_check([str(path)], True, root) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["root"]["label"] == root
    assert said["values"] == {"big": 4, "small": 3, "leaf": 1}[root]


def test_a_root_that_is_not_there_is_said_with_those_that_are(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    path = programs.write("three.py", VALUE + THREE)
    assert run_check([str(path)], False, "nope") == 2
    text = capsys.readouterr().out
    assert "The program has no value called nope. Its values are small, big." in text
    assert "erified" not in text


def test_a_file_that_is_not_there_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(["no_such_file.py"], False) == 2
    assert capsys.readouterr().out.strip().count("\n") == 0


def test_a_wrong_engine_is_one_and_its_line_is_quoted(
    programs: Programs, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(programs.folder)
    programs.write("wrong.py", WRONG + "c = a + a\nc.backward()\n")
    assert run_check(["wrong.py"], False) == 1
    text = capsys.readouterr().out
    assert f"error: overwritten-gradient at wrong.py, line {WRONG_LINE}" in text
    assert f"{WRONG_LINE} | self.grad = out.grad" in text


def test_a_program_is_run_in_the_present_folder_and_a_notebook_in_its_own(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(programs.folder)
    write = "import os\nwith open(os.environ['THERE'], 'a') as f: print(os.getcwd(), file=f)\n"
    there = programs.folder / "there"
    monkeypatch.setenv("THERE", str(there))
    programs.write("sub/mine.py", write)
    programs.notebook("sub/mine.ipynb", write)
    run_check(["sub/mine.py"], True)
    run_check(["sub/mine.ipynb"], True)
    assert there.read_text().splitlines() == [str(programs.folder), str(programs.folder / "sub")]


def test_a_problem_reads_as_a_sentence_with_its_line(programs: Programs) -> None:
    here = str(programs.write("engine.py", "a\nb\n    c = 1\n"))
    problem = ProblemInfo(
        "overwritten-gradient", "error", "program", "a", "+", here, 3, 1, 1.0, 2.0,
        "a gets 1 where 2 is due.", "Write +=.",
    )  # fmt: skip
    trouble = Trouble("skipped", "demo.ipynb, cell 1, line 1: skipped.")
    text = readable(Report("x.py", "wrong", "1 problem.", problems=(problem,), troubles=(trouble,)))
    assert text.splitlines() == [
        "x.py: 1 problem.",
        "",
        f"  error: overwritten-gradient at {here}, line 3",
        "    3 | c = 1",
        "    a gets 1 where 2 is due.",
        "    Write +=.",
        "",
        "  note: demo.ipynb, cell 1, line 1: skipped.",
    ]


def test_the_line_of_a_cell_is_quoted_too(programs: Programs) -> None:
    path = programs.notebook("n.ipynb", "x = 1", "y = 2\n  z = 3")
    assert source_line(str(path), 2, 2) == "z = 3"
    assert source_line(str(path), 9, 2) == ""
    assert source_line(str(path), 1, 7) == ""
    assert source_line("none.ipynb", 1, 7) == ""


def test_the_command_takes_its_options(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_check_command(parser.add_subparsers())
    path = programs.write("mine.py", "while True: pass")
    arguments = parser.parse_args(["check", str(path), "--json", "--timeout", "0.3"])
    assert arguments.run(arguments) == 2
    assert "stopped here after 0.3 seconds" in json.loads(capsys.readouterr().out)["message"]
    with pytest.raises(SystemExit):
        parser.parse_args(["check", "x.py", "--timeout", "-1"])


def test_check_never_imports_qt(programs: Programs) -> None:
    look = "import sys\nprint([m for m in sys.modules if 'PySide' in m])\n"
    path = programs.write("mine.py", VALUE + look)
    code = (
        "import sys\nfrom gradviz.sources.check import run_check\n"
        "code = run_check([sys.argv[1]], True)\n"
        "assert not [m for m in sys.modules if 'PySide6' in m or 'numpy' in m]\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True)
    programs.run_file(path)
    assert programs.output == "[]\n"


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_leaves_no_process(programs: Programs) -> None:
    there = programs.folder / "there"
    path = programs.write(
        "mine.py",
        "import os, time\n"
        f"print(os.getpid(), file=open({str(there)!r} + '~', 'w'), flush=True)\n"
        f"os.rename({str(there)!r} + '~', {str(there)!r})\ntime.sleep(60)\n",
    )
    code = "import sys\nfrom gradviz.sources.check import run_check\nrun_check([sys.argv[1]], True)"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE
    ) as checker:
        end = time.monotonic() + 10
        while not there.exists() and time.monotonic() < end:
            time.sleep(0.01)
        checker.send_signal(signal.SIGINT)
        checker.communicate(timeout=5)
        assert end_within([int(there.read_text())], 1.0)
