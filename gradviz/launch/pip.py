"""Runs pip in an environment and tells how far it is."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from gradviz.launch.console import Stage
from gradviz.launch.failure import LaunchFailed
from gradviz.launch.process import ProcessFailed, follow

_ADVICE = {
    "No space left on device": "The disk is full: free some space, then start gradviz again.",
    "DO NOT MATCH THE HASHES": "A downloaded file is not the one that gradviz was tested with. "
    "Empty pip's cache (python3 -m pip cache purge) and start again; if it stays, don't trust "
    "the package index that pip is set up to use.",
    "Permission denied": "Make the folder writable for you, then start gradviz again.",
    "Retrying (": "Check the network connection, and the proxy or package index that pip is set "
    "up to use, then start gradviz again.",
}
# Lines that would push the reason out of pip's last words.
_NOISE = ("WARNING: Retrying (", "WARNING: Location ", "Looking in ", "Ignoring ")
_OTHER_ADVICE = "Start gradviz again to try once more."


class PipFailed(LaunchFailed):
    """pip ended with an error. `changed` tells whether it had begun to change the environment."""

    def __init__(self, what: str, where: Path, failure: ProcessFailed, changed: bool) -> None:
        self.changed = changed
        output = "\n".join(failure.output)
        failure.output = [line for line in failure.output if not line.startswith(_NOISE)]
        advice = next((text for sign, text in _ADVICE.items() if sign in output), _OTHER_ADVICE)
        super().__init__(
            f"{what} could not be installed in {where}. pip's last words:\n"
            f"{failure.last_words()}\n{advice}"
        )


def install_locked(python: Path, environment: Path, lock: Path) -> None:
    """Install everything pinned in the lock, and nothing that isn't the pinned file."""
    with Stage("Installing packages") as stage:
        progress = _Progress(stage, pins(lock.read_text("utf-8")), _installed_in(environment))
        arguments = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
        try:
            _pip(python, arguments, progress.read, progress.tick)
        except ProcessFailed as failure:
            raise PipFailed("the packages", environment, failure, progress.changed) from failure


def install_project(python: Path, environment: Path, root: Path) -> None:
    """Install the checkout itself, editable. Its build backend comes from the lock: no network."""
    with Stage("Installing gradviz itself") as stage:
        arguments = ["--no-deps", "--no-build-isolation", "--no-index", "-e", str(root)]
        try:
            _pip(python, arguments, lambda line: None, lambda: stage.show("building"))
        except ProcessFailed as failure:
            raise PipFailed("gradviz itself", environment, failure, changed=True) from failure


def pins(lock: str) -> int:
    """How many packages a lock pins, those for other systems and Pythons included."""
    return sum(1 for line in lock.splitlines() if line[:1].isalnum())


def _pip(
    python: Path,
    arguments: Sequence[str],
    on_line: Callable[[str], None],
    on_tick: Callable[[], None],
) -> None:
    # -I: what PYTHONPATH and the user's site-packages hold must not count as installed.
    follow(
        [
            *(str(python), "-I", "-m", "pip", "install", "--no-user", "--progress-bar", "off"),
            *("--disable-pip-version-check", "--no-input", "--no-color", *arguments),
        ],
        on_line,
        on_tick,
        # A person's pip settings stand (index, proxy), except for what would lead it elsewhere.
        {
            name: value
            for name, value in os.environ.items()
            if name not in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES")
        },
    )


def _installed_in(environment: Path) -> Callable[[], set[str]]:
    """Looks up what is installed so far: the names of the `.dist-info` folders."""

    def look() -> set[str]:
        folders = [*environment.glob("lib/python*/site-packages"), environment / "Lib"]
        return {
            normalized(entry.name.split("-")[0])
            for folder in folders
            for entry in folder.glob("**/*.dist-info" if folder.name == "Lib" else "*.dist-info")
        }

    return look


def normalized(name: str) -> str:
    """One spelling for a package's name: `PySide6_Essentials` is `pyside6-essentials`."""
    return name.lower().replace("_", "-").replace(".", "-")


class _Progress:
    """Reads pip's output. pip prints a line for each download, then one for all installing;
    from there on the folder is watched instead, since pip is silent until the end."""

    def __init__(self, stage: Stage, total: int, installed: Callable[[], set[str]]) -> None:
        self._stage = stage
        self._total = total
        self._fetched = 0
        self._installed = installed
        self._installing: list[str] = []
        self._detail = "starting pip"

    @property
    def changed(self) -> bool:
        """Whether pip has begun to install, and so may have left something half done."""
        return bool(self._installing)

    def read(self, line: str) -> None:
        words = line.split()
        if line.startswith("Ignoring "):
            self._total -= 1  # pinned for another system or Python
        elif line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
            self._fetched += 1
            name = words[3] if line.startswith("Requirement") else words[1]
            self._detail = f"fetching {self._fetched} of {self._total}, {_package(name)}"
        elif line.startswith("  Downloading "):
            size = line[line.rfind("(") :] if line.endswith(")") else ""
            name = f"{_package(words[1])} {size}".rstrip()
            self._detail = f"fetching {self._fetched} of {self._total}, {name}"
        elif "Retrying (" in line:
            self._detail = "the network does not answer, trying again"
        elif line.startswith("Installing collected packages: "):
            self._installing = [word.rstrip(",") for word in words[3:]]
        self.tick()

    def tick(self) -> None:
        if self._installing:
            there = self._installed()
            waiting = [name for name in self._installing if normalized(name) not in there]
            total = len(self._installing)
            number = min(total - len(waiting) + 1, total)
            name = waiting[0] if waiting else self._installing[-1]
            self._detail = f"installing {number} of {total}, {name}"
        self._stage.show(self._detail)


def _package(text: str) -> str:
    """The package in `mypy-extensions==1.1.0` or `…/mypy_extensions-1.1.0-py3-none-any.whl`."""
    if text.endswith(".whl"):
        return normalized(text.rsplit("/", 1)[-1].split("-")[0])
    return text.split("==")[0]
