"""The checkout's `.venv`: made, filled, stamped, entered.

The stamp is a small file in the environment:

    for cpython-311 in /home/ada/gradviz
    run 5feceb66…
    test 6b86b273…

It is there but empty from the first moment to the last of any change, so an environment that
was left half made is known for what it is, and made anew. An environment without the file was
made by someone else (a person, uv); it is used and may be added to, but never removed.
"""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from gradviz.launch.checkout import LOCKS, Checkout
from gradviz.launch.failure import LaunchFailed
from gradviz.launch.turn import Turn

# Set for the process that takes over: to CHECKED if its environment was found current, and to
# UNCHECKED if someone else made it. It also tells when re-executing led nowhere.
ENTERED = "GRADVIZ_ENTERED"
CHECKED = "checked"
UNCHECKED = "unchecked"


class EnvironmentFailed(LaunchFailed):
    """The environment can't be made, or can't be used."""


class Environment:
    """The `.venv` of one checkout."""

    def __init__(self, checkout: Checkout) -> None:
        self._checkout = checkout
        self.folder = checkout.root / ".venv"
        self.python = self.folder / (
            "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
        )
        self._stamp = self.folder / "gradviz.stamp"

    def is_running(self) -> bool:
        """Whether this very process runs in it."""
        return os.path.realpath(sys.prefix) == os.path.realpath(self.folder)

    def is_foreign(self) -> bool:
        """Whether someone else made it: it works, but has no stamp."""
        made = (self.folder / "pyvenv.cfg").is_file() and self.python.exists()
        return made and not self._stamp.exists()

    def is_current(self, group: str) -> bool:
        """Whether all that the group's lock pins was installed, by this version of Python."""
        lines = self._stamp_lines()
        return (
            lines[:1] == [self._made_for()]
            and self._line(group) in lines[1:]
            and self.python.exists()
        )

    def turn(self) -> Turn:
        """To hold while changing it. Beside the folder, which may be removed meanwhile."""
        return Turn(self._checkout.root / ".venv.lock")

    def fill(self, group: str, lacking: Sequence[str]) -> None:
        """Add what is lacking to this running environment that someone else made."""
        from importlib.util import find_spec

        from gradviz.launch import pip
        from gradviz.launch.console import say

        if find_spec("pip") is None:
            raise EnvironmentFailed(
                f"{self.folder} was not made by gradviz, lacks {', '.join(lacking)}, and has no "
                "pip to install that with. Fill it (uv sync) or remove it, then start again."
            )
        say(f"gradviz: adding what it needs to {self.folder}.")
        pip.install_locked(self.python, self.folder, self._checkout.lock(group))
        pip.install_project(self.python, self.folder, self._checkout.root)

    def update(self, group: str) -> None:
        """Bring it to where `is_current(group)` holds, from any state it may be in."""
        from gradviz.launch import pip

        before = self._stamp_lines()
        in_place = before[:1] == [self._made_for()] and self.python.exists()
        try:
            if in_place:
                self._stamp.write_text("", "utf-8")
            else:
                self._make()
            try:
                pip.install_locked(self.python, self.folder, self._checkout.lock(group))
            except pip.PipFailed as failure:
                if in_place and not failure.changed:
                    self._write_stamp(before)  # no network, say: what worked still works
                raise
            pip.install_project(self.python, self.folder, self._checkout.root)
            done = LOCKS if group == "test" else [group]
            still_valid = [g for g in LOCKS if g in done or self._line(g) in before]
            self._write_stamp([self._made_for(), *map(self._line, still_valid)])
        except OSError as problem:
            raise self._not_writable(problem) from problem

    def enter(self, arguments: Sequence[str], state: str) -> NoReturn:
        """Go on in it with the same command, in place of this process."""
        flags = sys.orig_argv[1 : sys.orig_argv.index("-m")] if "-m" in sys.orig_argv else []
        command = [str(self.python), *flags, "-m", "gradviz", *arguments]
        os.environ[ENTERED] = state
        sys.stdout.flush()
        sys.stderr.flush()
        if sys.platform == "win32":
            # execv there returns to the shell at once and leaves the new process behind.
            import subprocess

            sys.exit(subprocess.call(command))
        try:
            os.execv(command[0], command)
        except OSError as problem:
            raise EnvironmentFailed(
                f"{self.python} could not be started: {problem}. Remove {self.folder} and start "
                "gradviz again, which makes it anew."
            ) from problem

    def _make(self) -> None:
        import shutil

        from gradviz.launch.console import Stage
        from gradviz.launch.process import ProcessFailed, follow

        if self.folder.exists():
            with Stage("Removing an environment that is out of date or was left half made"):
                shutil.rmtree(self.folder)
        self.folder.mkdir()
        self._stamp.write_text("", "utf-8")
        with Stage("Making the environment") as stage:
            command = [sys.executable, "-m", "venv", str(self.folder)]
            try:
                follow(command, lambda line: None, lambda: stage.show("with its own pip"))
            except ProcessFailed as failure:
                raise EnvironmentFailed(
                    f"Python could not make an environment in {self.folder}. Its last words:\n"
                    f"{failure.last_words()}\nStart gradviz again to try once more."
                ) from failure

    def _stamp_lines(self) -> list[str]:
        try:
            return self._stamp.read_text("utf-8").splitlines()
        except OSError:
            return []

    def _write_stamp(self, lines: Sequence[str]) -> None:
        new = self._stamp.with_suffix(".new")
        new.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        new.replace(self._stamp)

    def _made_for(self) -> str:
        # The folder too: an environment that was moved or copied has scripts that point back.
        abi = getattr(sys, "abiflags", "")  # "t" when free-threaded; not there on Windows
        return f"for {sys.implementation.cache_tag}{abi} in {self._checkout.root}"

    def _line(self, group: str) -> str:
        return f"{group} {self._checkout.fingerprint(group)}"

    def _not_writable(self, problem: OSError) -> EnvironmentFailed:
        return EnvironmentFailed(
            f"the environment in {self.folder} could not be written: {problem}. Make the folder "
            "writable and free some space, then start gradviz again."
        )
