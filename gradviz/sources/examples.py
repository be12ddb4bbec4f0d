"""The example programs that ship with gradviz, in the order of the menu."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gradviz.resource_files import resource_path

DEMO_LOSS: Path = resource_path("examples", "large", "demo_loss.py")

DEMO_SIZES = {10: 7_498, 100: 65_818, 800: 519_418}
"""How many values the demo loss has, by the number of points."""


class NoSuchExample(Exception):
    """There is no example of that name; the text lists those there are."""


@dataclass(frozen=True)
class Example:
    """`name` is how to ask for it, `title` its first line, `notes` the comment below that."""

    name: str
    title: str
    notes: str
    path: Path
    has_own_engine: bool = False
    """It brings its own Value class: it is run like any program of a person's."""
    arguments: tuple[str, ...] = ()
    is_large: bool = False
    """It takes so long to run that the window shouldn't wait for it."""


@cache
def examples() -> tuple[Example, ...]:
    """All examples. A file `3_reuse_twice.py` is the third one, named `reuse_twice`."""
    folder = resource_path("examples")
    paths = [*sorted(folder.glob("[0-9]*.py")), *sorted(folder.glob("lecture/[0-9]*.py"))]
    return (*(_read(path) for path in paths), *_demo_losses())


def _demo_losses() -> list[Example]:
    """One program, in several sizes."""
    program = _read(DEMO_LOSS)
    return [
        replace(
            program,
            name=f"{program.name}_{points}",
            title=f"{program.title}: {points} points, {values:,} values",
            arguments=(str(points),),
            is_large=True,
        )
        for points, values in DEMO_SIZES.items()
    ]


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
