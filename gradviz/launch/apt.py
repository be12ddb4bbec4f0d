"""System packages: installed where that is possible without asking, named where it isn't."""

import os
import shutil
from collections.abc import Sequence

from gradviz.launch.console import Stage, say
from gradviz.launch.failure import LaunchFailed
from gradviz.launch.process import ProcessFailed, follow

_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
# Another installation, such as the nightly upgrades, may hold apt's lock for a while.
_WAIT_FOR_LOCK = ("-o", "DPkg::Lock::Timeout=120")


class SystemPackagesMissing(LaunchFailed):
    """Something of the system is missing and wasn't installed."""


def provide(packages: Sequence[str], why: str, names: Sequence[str], install: bool) -> None:
    """Install Debian packages as root, or raise with the command for the person to type.

    `why` says who lacks what, such as "Qt needs system libraries that are not here"; `names`
    are the things themselves, for systems where packages are called otherwise.
    """
    if shutil.which("apt-get") is None:
        raise SystemPackagesMissing(
            f"{why}: {', '.join(names)}. Install them with the package manager of this system "
            f"(Debian's packages are called {' '.join(packages)}), then start gradviz again."
        )
    if not _is_root():
        raise SystemPackagesMissing(
            f"{why}. Install them, then start gradviz again:\n\n"
            f"    sudo apt-get install {' '.join(packages)}\n"
        )
    if not install:
        raise SystemPackagesMissing(
            f"{why}. Leave out --no-system, or install them yourself:\n\n"
            f"    apt-get install {' '.join(packages)}\n"
        )
    say(f"gradviz: {why}. Installing, as root: apt-get install {' '.join(packages)}")
    try:
        _install(packages)
    except ProcessFailed as failure:
        raise SystemPackagesMissing(
            f"{why}, and apt-get could not install them. Its last words:\n"
            f"{failure.last_words()}\nCheck the network connection and apt's sources, then start "
            "gradviz again."
        ) from failure


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _install(packages: Sequence[str]) -> None:
    command = [*_INSTALL, *_WAIT_FOR_LOCK, *packages]
    try:
        with Stage("Installing system packages") as stage:
            _apt(command, stage)
    except ProcessFailed:
        # Most often the lists of packages are absent (in a new container) or out of date.
        with Stage("Updating apt's lists") as stage:
            _apt(["apt-get", "update"], stage)
        with Stage("Installing system packages") as stage:
            _apt(command, stage)


def _apt(command: Sequence[str], stage: Stage) -> None:
    done = 0
    total = "?"
    detail = "starting apt-get"

    def read(line: str) -> None:
        nonlocal done, total, detail
        words = line.split()
        if "newly installed" in line:  # "0 upgraded, 56 newly installed, 0 to remove …"
            total = words[words.index("newly") - 1]
        elif line.startswith("Get:"):
            detail = "fetching"
        elif line.startswith("Setting up "):
            done += 1
            detail = f"{done} of {total}, {words[2].split(':')[0]}"
        stage.show(detail)

    english = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    follow(command, read, lambda: stage.show(detail), os.environ | english)
