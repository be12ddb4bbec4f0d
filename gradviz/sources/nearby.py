"""Modules that lie near a program, where `python FILE` would not look.

A test or an example in a folder of its own imports the engine from the project's top, which
works for its author because they installed it, or set PYTHONPATH. Asked after everything
else; where a module was found that way is noted.
"""

from __future__ import annotations

from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TOP = (".git", ".hg", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt")
_HIGHEST = 4


class NearbyFinder(MetaPathFinder):
    """`on_found` hears each name and the folder that has it."""

    def __init__(self, folder: Path, on_found: Callable[[str, Path], None]) -> None:
        self._folders = folders_near(folder)
        self._on_found = on_found

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None
    ) -> ModuleSpec | None:
        if path is not None:
            return None
        for folder in self._folders:
            if (folder / f"{fullname}.py").is_file() or any((folder / fullname).glob("*.py")):
                spec = PathFinder.find_spec(fullname, [str(folder)])
                if spec is not None:
                    self._on_found(fullname, folder)
                    return spec
        return None


def _depth_in_package(folder: Path) -> int:
    """How many folders up a package that holds the program has its name looked for."""
    up = 0
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        folder, up = folder.parent, up + 1
    return up


def folders_near(folder: Path) -> list[Path]:
    """The present folder and the project's folders above the program, each with its `src`.

    Without a sign of a project's top only the next folder up is the program's, or all those
    up to the one that holds the package it is in.
    """
    above = [folder, *folder.parents][: _HIGHEST + 1]
    for i, each in enumerate(above):
        if any((each / sign).exists() for sign in _TOP):
            above = above[: i + 1]
            break
    else:
        above = above[: max(2, _depth_in_package(folder) + 1)]
    near = [Path.cwd(), *above]
    own = Path(__file__).parent.parent.parent
    return [f for each in dict.fromkeys(near) if each != own for f in (each, each / "src")]
