"""The command line, as one types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage


def gradviz(*words: str, cwd: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """`before` is a folder to import from first."""
    command = [sys.executable, "-c", "import sys; from gradviz.cli import main; sys.exit(main())"]
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join([before, root] if before else [root])
    return subprocess.run(
        [*command, *words], cwd=cwd, env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_screenshot_is_the_window_at_the_size_asked_for(tmp_path: Path, theme: str) -> None:
    done = gradviz(
        "--example", "reuse-twice", "--rule", "overwrite", "--position", "9", "--theme", theme,
        "--size", "1100x700", "--select", "a", "--screenshot", "out.png", cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    image = QImage(str(tmp_path / "out.png"))
    assert (image.width(), image.height()) == (1100, 700)
    is_dark = image.pixelColor(5, 5).lightness() < 128
    assert is_dark == (theme == "dark")


def test_two_screenshots_of_one_state_are_the_same_picture(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        gradviz("--position", "end", "--screenshot", name, cwd=tmp_path)
    assert QImage(str(tmp_path / "a.png")) == QImage(str(tmp_path / "b.png"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--example", "perceptron"], "There is no example called 'perceptron'. There are: neuron"),
        (["--position", "last"], "'last' is not a position: give a number from 0, or end"),
        (["--size", "big"], "'big' is not a size: give width x height in pixels"),
        (["--screenshot", "nowhere/out.png"], "there is no folder"),
        (["--rule", "maybe"], "invalid choice: 'maybe'"),
        (["--position", "99", "--screenshot", "x.png"], "there is no position 99: 1_neuron.py has"),
        (
            ["--select", "w9", "--screenshot", "x.png"],
            "no value 'w9' in 1_neuron.py. There are: x1",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, words: list[str], sentence: str
) -> None:
    done = gradviz(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_told_without_qt(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise AssertionError('Qt was imported')")
    done = gradviz("--version", cwd=tmp_path, before=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("gradviz ")


LECTURE = Path(__file__).parents[2] / "resources" / "examples" / "lecture"


def test_check_names_the_line_of_the_fault(tmp_path: Path) -> None:
    done = gradviz("check", str(LECTURE / "1_overwrite.py"), cwd=tmp_path)
    assert done.returncode == 1
    assert "overwritten-gradient" in done.stdout
    assert "self.grad = out.grad" in done.stdout


def test_check_never_imports_qt(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise AssertionError('Qt was imported')")
    done = gradviz(
        "check", "--json", str(LECTURE / "3_right.py"), cwd=tmp_path, before=str(tmp_path)
    )
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["status"] == "correct"


def test_a_program_named_on_the_command_line_is_run_for_its_picture(tmp_path: Path) -> None:
    program = tmp_path / "mine.py"
    program.write_text((LECTURE / "1_overwrite.py").read_text())
    done = gradviz("mine.py", "--position", "end", "--screenshot", "out.png", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not QImage(str(tmp_path / "out.png")).isNull()


def test_a_program_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    done = gradviz("nothing.py", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no file nothing.py" in done.stderr
