"""A program in its child process: whatever it does, there is a report, what it had recorded
is kept, and no process is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from gradviz.sources.child import Child, RunCancelled
from gradviz.sources.report import Report
from gradviz.sources.request import LeafEdit, Limits, Request
from tests.sources.children import PASS, PASS_LINES, VALUE, Programs, end_within, runs

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's process tree")
posix = pytest.mark.skipif(os.name != "posix", reason="needs fork")

SHORT = Limits(seconds=0.5)
NEXT = PASS_LINES + 1

SLEEPING_GRANDCHILDREN = """
import os, subprocess, sys, time
here = os.path.dirname(os.path.abspath(__file__))
pids = [os.getpid()]
pids.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"],
                             start_new_session=True).pid)
fork = os.fork()
if fork == 0:
    os.setsid()
    if os.fork() == 0:
        with open(here + "/orphan", "w") as file:
            file.write(str(os.getpid()))
    time.sleep(60)
pids.append(fork)
while not os.path.exists(here + "/orphan") or not open(here + "/orphan").read():
    time.sleep(0.01)
with open(here + "/pids~", "w") as file:
    file.write(" ".join(map(str, pids)) + " " + open(here + "/orphan").read())
os.rename(here + "/pids~", here + "/pids")
"""


PATHS = """
class Var:
    def __init__(self, val, parents=()):
        self.val, self.parents, self.grad = val, parents, 0.0
    def backprop(self, share):
        self.grad += share
        if self is w and not left:
            os._exit(3)
        for parent, slope in self.parents:
            parent.backprop(slope * share)
    def __add__(self, other):
        return Var(self.val + other.val, [(self, 1.0), (other, 1.0)])
    def __mul__(self, other):
        return Var(self.val * other.val, [(self, other.val), (other, self.val)])
def fit(w):
    for _ in range(4):
        error = w * Var(0.5) + Var(-1.5)
        (error * error + w).backprop(0.05)
        left.pop()
        w.val, w.grad = w.val - w.grad, 0.0
import os
w = Var(0.2)
"""

BY_HAND = """
def run(root):
    root.grad = 1.0
    for v in (root, *root._prev):
        v._backward()
def once(rule, ran=[]):
    ran.append(rule)
    return rule() if ran[1:] else os._exit(3)
"""


def kept(report: Report) -> bool:
    """The one pass of PASS is in the report."""
    return report.backward_passes == 1 and report.values == 4


def ending(report: Report) -> str:
    return report.troubles[-1].message


def pids(folder: Path, seconds: float = 10.0) -> list[int]:
    """What SLEEPING_GRANDCHILDREN wrote down, once it has."""
    end = time.monotonic() + seconds
    while not (folder / "pids").exists():
        assert time.monotonic() < end, "the program did not come so far"
        time.sleep(0.01)
    return [int(pid) for pid in (folder / "pids").read_text().split()]


# --- a program that ends ------------------------------------------------------------------


def test_a_program_that_works_is_reported_with_its_output(programs: Programs) -> None:
    report = programs.run(PASS + "print('done', a.grad)\n")
    assert report.status == "correct"
    assert kept(report)
    assert programs.output == "done 4.0\n"
    assert report.troubles == ()


def test_stdout_and_stderr_come_in_their_order(programs: Programs) -> None:
    programs.run(
        "import os, sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')\n"
        "os.write(1, b'four\\n')\nos.system('echo five')\n"
    )
    assert programs.output.split() == ["one", "two", "three", "four", "five"]


def test_output_comes_while_the_program_runs(tmp_path: Path) -> None:
    came: list[float] = []
    path = tmp_path / "mine.py"
    path.write_text("import time\nprint('now')\ntime.sleep(0.5)\n")
    child = Child(Request(str(path)), on_output=lambda _: came.append(time.monotonic()))
    child.run()
    assert time.monotonic() - came[0] > 0.4


def test_sys_exit_that_says_all_is_well_is_no_trouble(programs: Programs) -> None:
    report = programs.run(PASS + "import sys; sys.exit(0)")
    assert report.status == "correct"
    assert report.troubles == ()


def test_sys_exit_with_a_code_is_told_with_its_line(programs: Programs) -> None:
    report = programs.run(PASS + "import sys\nsys.exit(3)")
    assert kept(report)
    assert ending(report) == f"mine.py, line {NEXT + 1}: the program ended itself with sys.exit(3)."


def test_os_exit_keeps_what_was_recorded(programs: Programs) -> None:
    report = programs.run(PASS + "import os\nprint('bye')\nos._exit(7)\n")
    assert kept(report)
    assert ending(report) == f"mine.py, line {NEXT + 2}: the program ended itself with os._exit(7)."
    assert programs.output == "bye\n"


def test_what_is_registered_at_exit_is_called(programs: Programs) -> None:
    programs.run("import atexit\natexit.register(print, 'at the end')\n")
    assert programs.output == "at the end\n"


# --- a program that fails -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\nx = [\n", "mine.py, line 2: SyntaxError: '[' was never closed."),
        ("\n\nimport not_there\n", "mine.py, line 3: ModuleNotFoundError: No module named"),
        ("x = 1\n1 / 0\n", "mine.py, line 2: ZeroDivisionError: division by zero."),
        ("input('? ')\n", "mine.py, line 1: EOFError: EOF when reading a line (gradviz runs"),
        ("print(1)\nraise KeyboardInterrupt\n", "mine.py, line 2: KeyboardInterrupt."),
        (b"\x89PNG\r\n\x1a\n\0\0", "mine.py, line 3: this isn't a Python program or a notebook"),
        ("def f(): return f()\nf()\n", "mine.py, line 1: RecursionError: maximum recursion"),
        (
            "class Bad(Exception):\n    def __str__(self): raise ValueError\nraise Bad\n",
            "mine.py, line 3: Bad: its text can't be had, ValueError.",
        ),
    ],
)  # fmt: skip
def test_an_error_is_a_sentence_with_file_and_line(
    programs: Programs, text: str | bytes, words: str
) -> None:
    report = programs.run(text)
    assert report.status == "error"
    assert words in report.message


def test_an_error_after_the_pass_keeps_it(programs: Programs) -> None:
    report = programs.run(PASS + "print(undefined)\n")
    assert kept(report)
    assert report.status == "correct"
    assert report.message.startswith(
        f"mine.py, line {NEXT}: NameError: name 'undefined' is not defined. "
        "What it had done until then is kept."
    )
    assert report.troubles[-1].text == "print(undefined)"


def test_an_error_before_any_graph_is_told_first_and_the_exercise_as_that(
    programs: Programs,
) -> None:
    engine, _, _ = PASS.partition("a, b = ")
    report = programs.run(engine + "\nprint(undefined)\n")
    assert report.status == "error"
    assert report.root is None
    first, _, rest = report.message.partition(" It had made no graph until then. ")
    assert first.endswith("NameError: name 'undefined' is not defined.")
    assert rest.startswith("gradviz's own exercise of ")


def test_deep_recursion_is_allowed(programs: Programs) -> None:
    report = programs.run(PASS + "def f(n): return n and 1 + f(n - 1)\nprint(f(50_000))\n")
    assert programs.output == "50000\n"
    assert report.troubles == ()


# --- a program that doesn't end by itself -------------------------------------------------


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "while True:\n    try:\n        pass\n    except: pass\n    finally:\n        continue",
    ],
)
def test_an_endless_loop_is_stopped_whatever_it_catches(programs: Programs, loop: str) -> None:
    report = programs.run(PASS + loop, limits=SHORT)
    assert kept(report)
    assert report.troubles[-1].line in range(NEXT, NEXT + 6)
    assert "stopped here after 0.5 seconds" in ending(report)
    assert programs.seconds < 3


def test_a_sleeping_program_is_stopped(programs: Programs) -> None:
    report = programs.run(PASS + "import time\ntime.sleep(100)\n", limits=SHORT)
    assert kept(report)
    assert f"mine.py, line {NEXT + 1}: the program was stopped here" in ending(report)
    assert programs.seconds < 4


@posix
@pytest.mark.parametrize(
    ("text", "status"),
    [
        (PATHS + "left = []\nfit(w)\n", "unverified"),
        (PATHS + "left = [1, 2]\nfit(w)\n", "correct"),
        (PASS + "o = a * b\no._backward = lambda: os._exit(3)\n(o * b).backward()\n", "correct"),
        (
            VALUE + "a = Value(2.0)\no = a * a\no._backward = exit\n(o * a).backward()\n",
            "unverified",
        ),
        (
            VALUE + BY_HAND + "a = Value(2.0)\no = a + 1.0\n"
            "o._backward = lambda rule=o._backward: once(rule)\nrun(o * a)\n",
            "unverified",
        ),
    ],
)
def test_a_pass_that_was_cut_off_is_not_judged(programs: Programs, text: str, status: str) -> None:
    """The one before it is, if there is one."""
    report = programs.run("import os\n" + text)
    assert report.status == status, report.message
    assert all(problem.severity == "note" for problem in report.problems)
    assert ("in the midst" in report.message) == (status == "unverified")


@posix
def test_a_loop_within_c_is_stopped(programs: Programs) -> None:
    report = programs.run(PASS + "sum(iter(int, 1))\n", limits=SHORT)
    assert kept(report)
    assert f"mine.py, line {NEXT}: the program was stopped here" in ending(report)
    assert "isn't written in Python" in ending(report)
    assert programs.seconds < 5


@posix
def test_a_segfault_while_the_engine_is_tried_keeps_what_was_recorded(programs: Programs) -> None:
    text = PASS + "import ctypes\nValue.exp = lambda self: ctypes.string_at(0)\n"
    report = programs.run(text)
    assert kept(report)
    assert report.status == "unverified"
    assert f"mine.py, line {NEXT + 1}: Python crashed here (segment" in report.message
    assert "while gradviz tried the engine" in report.message
    assert not report.troubles
    assert programs.seconds < 3


@posix
def test_a_segfault_keeps_what_was_recorded(programs: Programs) -> None:
    report = programs.run(PASS + "import ctypes\nprint('bye')\nctypes.string_at(0)\n")
    assert kept(report)
    assert f"mine.py, line {NEXT + 2}: Python crashed here (segmentation fault)." in ending(report)
    assert programs.output == "bye\n"


def test_a_segfault_before_any_pass_is_told(programs: Programs) -> None:
    report = programs.run("import ctypes\nctypes.string_at(0)\n")
    assert report.status == "error"
    assert "crashed" in report.message or "ended at once" in report.message


@posix
def test_a_program_that_kills_itself_is_told(programs: Programs) -> None:
    report = programs.run(PASS + "import os\nos.kill(os.getpid(), 9)\n")
    assert kept(report)
    assert "killed from outside" in ending(report)


def test_a_flood_of_output_is_capped(programs: Programs) -> None:
    limits = Limits(seconds=0.5, output_chars=10_000)
    report = programs.run(PASS + "while True: print('x' * 1000)\n", limits=limits)
    assert kept(report)
    assert len(programs.output) < 10_200
    assert "it printed more than 10,000 characters" in programs.output


@linux
def test_memory_is_limited(programs: Programs) -> None:
    report = programs.run(
        PASS + "kept = []\nwhile True: kept.append(bytearray(10**7))\n",
        limits=Limits(memory_mb=300),
    )
    assert kept(report)
    assert f"mine.py, line {NEXT + 1}: MemoryError (it used up the 300 MB" in ending(report)


@linux
def test_memory_of_all_its_processes_is_limited(programs: Programs) -> None:
    report = programs.run(
        PASS + "import os, time\n"
        "for _ in range(5):\n    if os.fork() == 0: break\n"
        "kept = bytearray(200 * 2**20)\nfor i in range(0, len(kept), 4096): kept[i] = 1\n"
        "time.sleep(30)\n",
        limits=Limits(memory_mb=300),
    )
    assert kept(report)
    assert "more than the 300 MB of memory" in ending(report)


@posix
def test_forking_without_end_is_refused(programs: Programs) -> None:
    report = programs.run(
        PASS + "import os\nfor _ in range(12):\n    os.fork()\n", limits=Limits(processes=8)
    )
    assert kept(report)
    assert "at most 8 processes" in ending(report)


def test_a_fork_that_runs_to_the_end_does_not_report_too(programs: Programs) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork")
    report = programs.run(PASS + "import os\nos.fork()\nprint('here')\n")
    assert kept(report)
    assert programs.output.count("here") in (1, 2)  # the other may be ended first


# --- nothing is left ----------------------------------------------------------------------


@linux
def test_no_grandchild_is_left_when_the_program_ends(programs: Programs) -> None:
    programs.run(SLEEPING_GRANDCHILDREN)
    assert not any(map(runs, pids(programs.folder)))


@linux
def test_no_grandchild_is_left_after_a_crash(programs: Programs) -> None:
    programs.run(SLEEPING_GRANDCHILDREN + "import ctypes; ctypes.string_at(0)")
    assert not any(map(runs, pids(programs.folder)))


@linux
def test_cancel_ends_all_at_once(programs: Programs) -> None:
    path = programs.write("mine.py", SLEEPING_GRANDCHILDREN + "time.sleep(60)")
    child = Child(Request(str(path)))
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(child.run())
        except RunCancelled as cancelled:
            outcome.append(cancelled)

    thread = threading.Thread(target=run)
    thread.start()
    left = pids(programs.folder)
    start = time.monotonic()
    child.cancel()
    assert time.monotonic() - start < 0.1
    thread.join(5)
    assert time.monotonic() - start < 1.5
    assert isinstance(outcome[0], RunCancelled)
    assert not any(map(runs, left))


def test_cancel_before_and_after_is_harmless(programs: Programs) -> None:
    path = programs.write("mine.py", "")
    child = Child(Request(str(path)))
    child.cancel()
    with pytest.raises(RunCancelled):
        child.run()
    child = Child(Request(str(path)))
    child.run()
    child.cancel()


HOST = """
    import sys
    from gradviz.sources.child import Child
    from gradviz.sources.request import Request
    Child(Request(sys.argv[1])).run()
"""


@linux
@pytest.mark.parametrize("victim", ["gradviz", "supervisor"])
def test_nothing_outlives_a_killed_parent(programs: Programs, victim: str) -> None:
    path = programs.write("mine.py", SLEEPING_GRANDCHILDREN + "time.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(HOST), str(path)]) as host:
        left = pids(programs.folder)
        if victim == "gradviz":
            host.kill()
        else:
            stat = Path(f"/proc/{left[0]}/stat").read_text()
            os.kill(int(stat.rpartition(")")[2].split()[1]), signal.SIGKILL)
        assert end_within(left, 3.0)
        host.wait(10)


# --- as the window uses it ----------------------------------------------------------------


def test_text_that_is_not_saved_is_run_in_place_of_the_file(programs: Programs) -> None:
    path = programs.write("mine.py", "print('old')\n")
    programs.run_file(path, text="print('new')\nimport neighbour\n")
    assert programs.output == "new\n"
    programs.write("neighbour.py", "print('hello')")
    programs.run_file(path, text="import neighbour\n")
    assert programs.output == "hello\n"
    assert path.read_text() == "print('old')\n"


def test_progress_is_told(programs: Programs) -> None:
    programs.run_cells("1", "2")
    assert programs.progress == [
        "Running cell 1 of 2",
        "Running cell 2 of 2",
        "Examining the gradients",
    ]


def test_a_leaf_edit_runs_the_program_with_another_number(programs: Programs) -> None:
    path = programs.write("mine.py", PASS + "print(o.data, a.grad, b.grad)\n")
    report = programs.run_file(path)
    assert report.picture is not None
    b = list(report.picture.labels).index("b")
    edit = LeafEdit(report.picture.creation[b], 5.0)
    report = programs.run_file(path, leaves=(edit,))
    assert programs.output == "12.0 6.0 2.0\n"
    assert report.picture is not None
    assert report.picture.values[b] == 5.0
    assert report.status == "correct"
