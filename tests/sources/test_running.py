"""Programs run as `python FILE` runs them, with their neighbours, folder and arguments."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from gradviz.sources.request import Limits
from tests.sources.children import PASS, VALUE, Programs

USE = "a, b = Value(2.0), Value(3.0)\no = a * b + a\no.backward()\n"


def test_an_engine_in_a_file_beside_the_program(programs: Programs) -> None:
    programs.write("engine.py", VALUE)
    report = programs.run("from engine import Value\n" + USE)
    assert (report.status, report.values) == ("correct", 4)


def test_an_engine_in_a_package_beside_the_program(programs: Programs) -> None:
    programs.write("mygrad/__init__.py", "from .engine import Value\n")
    programs.write("mygrad/engine.py", VALUE)
    report = programs.run("import mygrad\nfrom mygrad import Value\n" + USE)
    assert report.values == 4


def test_an_engine_at_the_top_of_the_project(programs: Programs) -> None:
    programs.write("pyproject.toml", "")
    programs.write("mygrad/__init__.py", "")
    programs.write("mygrad/engine.py", VALUE)
    text = "from mygrad.engine import Value\n" + USE
    report = programs.run_file(programs.write("examples/deep/demo.py", text))
    assert report.values == 4
    (note,) = report.troubles
    assert note.message == (
        "demo.py, line 1: mygrad was found in ../.., where Python by itself does not look."
    )


def test_a_module_of_a_package_may_import_it_by_its_full_name(programs: Programs) -> None:
    for package in ("mygrad", "mygrad/core", "mygrad/core/scalar"):
        programs.write(f"{package}/__init__.py", "")
    programs.write("mygrad/core/scalar/engine.py", VALUE)
    text = "from mygrad.core.scalar.engine import Value\n" + USE
    report = programs.run_file(programs.write("mygrad/core/scalar/demo.py", text))
    assert report.values == 4
    (note,) = report.troubles
    assert "mygrad was found in ../../.." in note.message


def test_a_module_of_a_package_may_import_its_neighbours(programs: Programs) -> None:
    programs.write("mygrad/__init__.py", "")
    programs.write("mygrad/engine.py", VALUE)
    path = programs.write("mygrad/demo.py", "from .engine import Value\n" + USE)
    assert programs.run_file(path).values == 4


def test_the_names_that_a_program_finds_are_those_python_gives_it(programs: Programs) -> None:
    programs.run(
        "import sys, inspect\n"
        "if __name__ == '__main__': print('main')\n"
        "print(__file__ == sys.modules['__main__'].__file__, __package__, __doc__)\n"
        "def f(): return 1\n"
        "print(inspect.getsource(f).strip())\n"
        "import pickle\n"
        "class A: pass\n"
        "pickle.loads(pickle.dumps(A()))\n"
        "import dataclasses\n"
        "@dataclasses.dataclass\n"
        "class B:\n    x: 'int' = 1\n"
        "print(B())\n"
        "print([n for n in globals() if 'gradviz' in n])\n"
    )
    assert programs.output.splitlines() == [
        "main",
        "True None None",
        "def f(): return 1",
        "B(x=1)",
        "[]",
    ]


def test_the_folder_and_the_arguments_are_as_asked(programs: Programs) -> None:
    path = programs.write("sub/mine.py", "import os, sys\nprint(os.getcwd(), sys.argv[1:])\n")
    programs.run_file(path, arguments=("--lr", "0.1"))
    assert programs.output == f"{programs.folder / 'sub'} ['--lr', '0.1']\n"
    programs.run_file(path, cwd=str(programs.folder))
    assert programs.output == f"{programs.folder} []\n"


def test_a_missing_folder_is_said(programs: Programs) -> None:
    path = programs.write("mine.py", "")
    assert "folder can't be used" in programs.run_file(path, cwd="/not/there").message


def test_an_error_in_a_module_names_its_line_and_the_caller(programs: Programs) -> None:
    programs.write("engine.py", "def f():\n    return 1 / 0\n")
    report = programs.run("import engine\n\nengine.f()\n")
    assert report.message.startswith(
        "engine.py, line 2: ZeroDivisionError: division by zero, called from mine.py, line 3."
    )


def test_a_broken_module_names_its_own_line(programs: Programs) -> None:
    programs.write("engine.py", "x = 1\ny = (\n")
    report = programs.run("import engine\n")
    assert report.message.startswith("engine.py, line 2: SyntaxError")


def test_nothing_is_written_beside_the_program(programs: Programs) -> None:
    programs.write("engine.py", VALUE)
    programs.run("import engine\n")
    assert sorted(path.name for path in programs.folder.iterdir()) == ["engine.py", "mine.py"]


def test_a_thread_of_the_program_is_waited_for(programs: Programs) -> None:
    programs.run(
        "import threading, time\n"
        "threading.Thread(target=lambda: (time.sleep(0.2), print('late'))).start()\n"
    )
    assert programs.output == "late\n"


def test_a_pool_of_processes_works(programs: Programs) -> None:
    programs.run(
        "from multiprocessing import Pool\n"
        "def f(x): return x * x\n"
        "if __name__ == '__main__':\n"
        "    with Pool(2) as pool: print(pool.map(f, [1, 2, 3]))\n"
    )
    assert programs.output == "[1, 4, 9]\n"


def test_missing_plotting_and_torch_are_replaced_and_said(programs: Programs) -> None:
    report = programs.run(
        "import matplotlib.pyplot as plt\nimport torch\n" + PASS + "plt.plot([1]); plt.show()\n"
        "x = torch.tensor(2.0, requires_grad=True)\n"
        "y = x * 3\ny.backward()\nassert abs(a.grad - x.grad.item()) < 1e-6\n"
    )
    assert (report.status, report.values) == ("correct", 4)
    replaced = {t.message for t in report.troubles if t.kind == "replaced"}
    for name in ("matplotlib", "torch"):
        try:
            __import__(name)
        except ImportError:
            assert any(f"{name} isn't installed" in message for message in replaced)


def test_gradvizs_engine_under_micrograds_name_is_said(programs: Programs) -> None:
    pytest.importorskip("gradviz")
    if find_spec("micrograd") is not None:
        pytest.skip("micrograd itself is installed, for the benchmark say, and isn't replaced")
    report = programs.run(
        "from micrograd.engine import Value\nfrom micrograd.nn import MLP\n"
        "o = MLP(2, [2, 1])([1.0, 2.0])\no.backward()\n"
    )
    assert any("gradviz's own Value" in t.message for t in report.troubles)
    assert not any(t.kind == "failed" for t in report.troubles)


def test_an_installed_micrograd_is_not_replaced(programs: Programs) -> None:
    programs.write("micrograd/__init__.py", "")
    programs.write("micrograd/engine.py", VALUE)
    report = programs.run("from micrograd.engine import Value\n" + USE)
    assert report.values == 4
    assert report.troubles == ()


def test_a_notebook_saved_as_a_program_runs_without_its_magics(programs: Programs) -> None:
    report = programs.run("%matplotlib inline\n!pip install numpy\n" + PASS)
    assert report.values == 4
    assert [t.line for t in report.troubles] == [1, 2]
    programs.run("get_ipython().run_line_magic('matplotlib', 'inline')\nprint('on')\n")
    assert programs.output == "on\n"


def test_an_endless_thread_is_no_reason_to_lose_the_pass(programs: Programs) -> None:
    report = programs.run(
        PASS + "import threading\n"
        "def spin():\n    while True: pass\n"
        "threading.Thread(target=spin).start()\n",
        limits=Limits(seconds=0.5),
    )
    assert report.values == 4


def test_the_collector_looks_seldom_while_a_program_makes_values(programs: Programs) -> None:
    """Every value with its closure is a cycle: looking at Python's own pace doubles the time."""
    programs.run(
        VALUE + "import gc\n"
        "seen = []\n"
        "gc.callbacks.append(lambda phase, info: seen.append(phase))\n"
        "w, loss = Value(0.5), Value(0.0)\n"
        "for _ in range(2000): loss = loss + w * 2.0\n"
        "gc.callbacks.clear()\n"
        "print(seen.count('start'))\n"
    )
    assert int(programs.output) <= 5
