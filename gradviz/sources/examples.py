"""The example programs that ship with gradviz, in the order of the menu."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gradviz.resource_files import resource_path

if TYPE_CHECKING:
    from pathlib import Path


class NoSuchExample(Exception):
    """There is no example of that name; the text lists those there are."""


@dataclass(frozen=True)
class Example:
    """`name` is how to ask for it, `title` its first line, `notes` the comment below that."""

    name: str
    title: str
    notes: str
    path: Path
    has_own_engine: bool
    """It brings its own Value class: it is run like any program of a person's."""


@cache
def examples() -> tuple[Example, ...]:
    """All examples. A file `3_reuse_twice.py` is the third one, named `reuse_twice`."""
    folder = resource_path("examples")
    paths = [*sorted(folder.glob("[0-9]*.py")), *sorted(folder.glob("lecture/[0-9]*.py"))]
    return tuple(_read(path) for path in paths)


def find_example(name: str) -> Example:
    """The example of that name; `-` and `_` are the same, and so is `neuron.py`."""
    wanted = name.removesuffix(".py").replace("-", "_").lower()
    for example in examples():
        if example.name == wanted:
            return example
    names = ", ".join(example.name for example in examples())
    raise NoSuchExample(f"There is no example called {name!r}. There are: {names}.")


def _read(path: Path) -> Example:
    comments: list[str] = []
    text = path.read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comments.append(line.lstrip("# "))
    name = re.sub(r"^\d+_", "", path.stem)
    if path.parent.name == "lecture":
        name = f"lecture_{name}"
    has_own_engine = "import gradviz" not in text and "from gradviz" not in text
    title = comments[0] if comments else name
    return Example(name, title, " ".join(comments[1:]), path, has_own_engine)
