"""A Jupyter notebook's code cells, in order, as a program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from gradviz.sources.magics import Cell, python_of
from gradviz.sources.program_text import Unreadable


@dataclass(frozen=True)
class CodeCell:
    """`number` counts the code cells that hold anything from 1, as Jupyter's own `In [7]`
    does after "Restart and run all"."""

    number: int
    text: str

    @property
    def cell(self) -> Cell:
        return python_of(self.text)


def read_notebook(text: str, file: str) -> list[CodeCell]:
    """The code cells of a notebook in format 3 or 4."""
    try:
        data = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise Unreadable(
            f"this isn't a notebook: its JSON is broken ({error})", file, line
        ) from error
    if not isinstance(data, dict) or not ({"cells", "worksheets"} & data.keys()):
        raise Unreadable("this isn't a notebook: it has no cells", file)
    language = _language(data)
    if language not in ("", "python", "python2", "python3", "ipython"):
        raise Unreadable(f"this notebook's language is {language}, not Python", file)
    texts = [
        _text(cell.get("source", cell.get("input", "")))
        for cell in _cells(data)
        if cell.get("cell_type") == "code" and cell.get("language", "python") == "python"
    ]
    cells = [CodeCell(n, text) for n, text in enumerate(filter(str.strip, texts), 1)]
    if not cells:
        raise Unreadable("this notebook has no code in its cells", file)
    return cells


def _cells(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Format 3 has them in worksheets."""
    found: list[dict[str, Any]] = []
    for part in [data, *_list(data.get("worksheets"))]:
        if isinstance(part, dict):
            found += [cell for cell in _list(part.get("cells")) if isinstance(cell, dict)]
    return found


def _language(data: dict[str, Any]) -> str:
    metadata = data.get("metadata")
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(section) if isinstance(metadata, dict) else None
        if isinstance(part, dict) and isinstance(part.get(key), str):
            return str(part[key]).lower()
    return ""


def _list(thing: object) -> list[Any]:
    return thing if isinstance(thing, list) else []


def _text(source: object) -> str:
    """One string, or a list of lines with their ends."""
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""
