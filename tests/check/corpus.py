"""The corpus of programs, and what each is expected to be told. See tests/corpus/README.md."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus"

_MARK = re.compile(r"# <- (.+)$")


@dataclass(frozen=True)
class Mark:
    """A line where a problem is expected. Any of `causes` will do; `cell` counts code cells."""

    file: str
    cell: int | None
    line: int
    causes: tuple[str, ...]
    required: bool

    def fits(self, cause: str, file: str | None, line: int | None) -> bool:
        return cause in self.causes and self.at(file, line)

    def at(self, file: str | None, line: int | None) -> bool:
        return line == self.line and file is not None and Path(file).name == self.file


@dataclass(frozen=True)
class Case:
    """A program of the corpus."""

    path: Path
    verdicts: tuple[str, ...]
    notes: tuple[str, ...] = ()
    has_root: bool = True
    slow: bool = False
    marks: tuple[Mark, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        return self.path.relative_to(CORPUS).as_posix()


def cases() -> list[Case]:
    """Every program that says what it expects, in order of its name."""
    found = [*CORPUS.rglob("*.py"), *CORPUS.rglob("*.ipynb")]
    return [case for path in sorted(found) if (case := _read(path)) is not None]


@cache
def quick_cases() -> list[Case]:
    return [case for case in cases() if not case.slow]


def _read(path: Path) -> Case | None:
    if path.suffix == ".ipynb":
        head, marks = _notebook(path)
    else:
        text = path.read_text(encoding="utf-8")
        head = text.splitlines()[:6]
        marks = _marks(text, path.name)
    said = _said(head)
    if "verdict" not in said:
        return None
    for module in said.get("modules", ()):
        beside = path.parent / module
        marks += _marks(beside.read_text(encoding="utf-8"), beside.name)
    return Case(
        path=path,
        verdicts=said["verdict"],
        notes=said.get("notes", ()),
        has_root=said.get("root") != ("none",),
        slow=said.get("speed") == ("slow",),
        marks=tuple(marks),
    )


def _said(head: list[str]) -> dict[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {}
    for line in head:
        match = re.fullmatch(r"# (verdict|modules|notes|root|speed): (.+)", line.strip())
        if match:
            said[match[1]] = tuple(part.strip() for part in match[2].split(","))
    return said


def _notebook(path: Path) -> tuple[list[str], list[Mark]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    head: list[str] = []
    marks: list[Mark] = []
    number = 0
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            number += 1
            marks += _marks(text, path.name, number)
        elif not head:
            head = text.splitlines()
    return head, marks


def _marks(text: str, file: str, cell: int | None = None) -> list[Mark]:
    return [
        Mark(file, cell, number, tuple(part.removeprefix("~").split("/")), part[0] != "~")
        for number, line in enumerate(text.splitlines(), 1)
        if (found := _MARK.search(line))
        for part in found[1].split(", ")
    ]
