"""IPython's extra syntax in a cell, turned into Python with the same line numbers."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import NamedTuple

_RUN_BODY = frozenset(
    {"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "debug"}
    | {"skip_if", "matplotlib", "scalene"}
)
_MAGIC = re.compile(r"\s*(%|!|\?)")
_HELP = re.compile(r"\s*[\w.%]+\s*\?{1,2}\s*")
_ASSIGNED = re.compile(r"(\s*)([\w.,\s\[\]]+?)\s*=\s*([!%])(?!=)\s*(.*)")
_TIMED = re.compile(r"(\s*)%(?:time|timeit|prun|memit)\s+((?:-\S+\s+(?:\d+\s+)?)*)(.*)")
_COMMAND = re.compile(r"\s*(pip3?|conda|mamba|uv|ls|cd|pwd|mkdir|rm|cat|git|wget|curl)\s+[-\w./~]")


class SkippedLine(NamedTuple):
    line: int
    text: str


@dataclass(frozen=True)
class Cell:
    """A cell's Python, and what of it isn't. `written` is the file that `%%writefile` names."""

    python: str
    skipped: tuple[SkippedLine, ...] = ()
    written: str = ""


def python_of(text: str) -> Cell:
    """The cell as Python can run it: what it can't is left out, line by line."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    cell_magic = re.match(r"%%(\S+)\s*(.*)", lines[first].strip())
    if cell_magic is not None:
        name = cell_magic[1]
        skipped = SkippedLine(first + 1, lines[first].strip())
        if name in ("writefile", "file"):
            body = "\n" * (first + 1) + "\n".join(lines[first + 1 :])
            return Cell(body, (skipped,), cell_magic[2].split()[-1] if cell_magic[2] else "")
        if name not in _RUN_BODY:
            return Cell("", (skipped,))
        lines[first] = ""
        inner = python_of("\n".join(lines))
        return Cell(inner.python, inner.skipped)
    if parses(text):
        return Cell(text)
    lines = _without_indent(lines, lines[first])
    skipped_lines: list[SkippedLine] = []
    for i, starts in enumerate(_statement_starts(lines)):
        if starts:
            python = _line(lines[i])
            if python is not None:
                skipped_lines.append(SkippedLine(i + 1, lines[i].strip()))
                lines[i] = python
    return Cell("\n".join(lines), tuple(skipped_lines))


def _without_indent(lines: list[str], first: str) -> list[str]:
    """The lines without what the first is indented by, where they have that too: as IPython
    does, so that a cell may be pasted as it stands."""
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines]


def _line(line: str) -> str | None:
    """The Python to put in the place of a line that isn't; None if it is."""
    indent = line[: len(line) - len(line.lstrip())]
    timed = _TIMED.fullmatch(line)
    if timed is not None and timed[3]:
        return timed[1] + timed[3]
    if _MAGIC.match(line) or (_HELP.fullmatch(line) and "?" in line):
        return f"{indent}pass"
    assigned = _ASSIGNED.fullmatch(line)
    if assigned is not None:
        return f"{assigned[1]}{assigned[2]} = []"
    if _COMMAND.match(line) and not parses(line.strip()):
        return f"{indent}pass"
    return None


def parses(text: str) -> bool:
    """Whether it is Python."""
    try:
        compile(text, "", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        return False
    return True


def _statement_starts(lines: list[str]) -> list[bool]:
    """For each line whether it begins a statement, and isn't within brackets, a string of
    several lines, or a line continued by a backslash."""
    starts: list[bool] = []
    depth = 0
    quote = ""
    continued = False
    for line in lines:
        start = depth == 0 and not quote and not continued
        starts.append(start)
        continued = False
        if start and _MAGIC.match(line):
            continue  # a shell line's quotes and brackets aren't Python's
        i = 0
        while i < len(line):
            if quote:
                if line[i] == "\\":
                    i += 1
                elif line.startswith(quote, i):
                    i += len(quote) - 1
                    quote = ""
            elif line[i] in "\"'":
                quote = line[i : i + 3] if line[i : i + 3] in ('"""', "'''") else line[i]
                i += len(quote) - 1
            elif line[i] == "#":
                break
            elif line[i] in "([{":
                depth += 1
            elif line[i] in ")]}":
                depth = max(0, depth - 1)
            elif line[i] == "\\" and i == len(line) - 1:
                continued = True
            i += 1
        if len(quote) == 1 and not line.endswith("\\"):
            quote = ""  # it was an apostrophe in something else
    return starts
