"""What a person sees while pip works, and which words of pip it is read from."""

from pathlib import Path

import pytest

from gradviz.launch.console import Stage
from gradviz.launch.pip import _Progress


class Shown(Stage):
    """Keeps what would be shown."""

    def __init__(self) -> None:
        super().__init__("Installing packages")
        self.details: list[str] = []

    def show(self, detail: str) -> None:
        self.details.append(detail)


def test_downloads_are_counted_without_what_is_for_other_systems() -> None:
    shown = Shown()
    progress = _Progress(shown, 3, set)
    for line in (
        "Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment",
        "Collecting mypy-extensions==1.1.0 (from -r /x/requirements.lock (line 4))",
        "  Downloading mypy_extensions-1.1.0-py3-none-any.whl (5.0 kB)",
        "Processing /wheels/numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (from -r …)",
    ):
        progress.read(line)
    assert shown.details[1:] == [
        "fetching 1 of 2, mypy-extensions",
        "fetching 1 of 2, mypy-extensions (5.0 kB)",
        "fetching 2 of 2, numpy",
    ]
    assert not progress.changed


def test_installing_is_followed_in_the_folder() -> None:
    shown = Shown()
    there: set[str] = set()
    progress = _Progress(shown, 2, lambda: there)
    progress.read("Installing collected packages: numpy, PySide6_Essentials")
    there.add("numpy")
    progress.tick()
    there.add("pyside6-essentials")
    progress.tick()
    assert shown.details == [
        "installing 1 of 2, numpy",
        "installing 2 of 2, PySide6_Essentials",
        "installing 2 of 2, PySide6_Essentials",
    ]
    assert progress.changed


def test_a_network_that_does_not_answer_is_told() -> None:
    shown = Shown()
    _Progress(shown, 2, set).read("WARNING: Retrying (Retry(total=4, connect=None)) after …")
    assert shown.details == ["the network does not answer, trying again"]


def test_a_log_gets_whole_lines_and_few_of_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("gradviz.launch.console.time.monotonic", lambda: now)
    with Stage("Installing packages") as stage:
        for second in range(12):
            now = float(second)
            stage.show(f"number {second}")
    assert capsys.readouterr().err.splitlines() == [
        "  Installing packages …",
        "    number 5",
        "    number 10",
    ]


def test_a_terminal_gets_one_line_rewritten_in_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradviz.launch.console.sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("gradviz.launch.console.time.monotonic", lambda: 1.0)
    with Stage("Installing packages") as stage:
        stage.show("a long name of something")
        stage.show("short")
    *_, longest, shorter, done = capsys.readouterr().err.split("\r")
    assert longest == "  Installing packages: a long name of something (0 s)"
    assert shorter.startswith("  Installing packages: short (0 s)")
    assert len(shorter) == len(longest), "the rest of the longer text is painted over"
    assert done.rstrip() == "  Installing packages: 0.0 s"
    assert done.endswith("\n")


def test_what_is_installed_is_found_in_any_layout(tmp_path: Path) -> None:
    from gradviz.launch.pip import _installed_in

    for folder in ("lib/python3.12/site-packages", "Lib/site-packages"):
        (tmp_path / folder / "trove_classifiers-2026.1.dist-info").mkdir(parents=True)
    assert _installed_in(tmp_path)() == {"trove-classifiers"}
