"""Where in a person's files something is: a notebook's cell counts as a file of its own."""

from __future__ import annotations

import re

_CELL = re.compile(r"(?s)(.*), cell (\d+)")


def cell_file(notebook: str, cell: int) -> str:
    """What the code of a notebook's cell calls its file, so that tracebacks, warnings and the
    places of an engine's lines tell the cell.

    >>> cell_file("demo.ipynb", 7)
    'demo.ipynb, cell 7'
    """
    return f"{notebook}, cell {cell}"


def split_cell(file: str) -> tuple[str, int | None]:
    """The file, and the number of the cell if it is one.

    >>> split_cell("demo.ipynb, cell 7"), split_cell("engine.py")
    (('demo.ipynb', 7), ('engine.py', None))
    """
    match = _CELL.fullmatch(file)
    if match is None or not match[1].lower().endswith(".ipynb"):
        return file, None
    return match[1], int(match[2])


def in_words(file: str, line: int = 0, cell: int | None = None) -> str:
    """'demo.ipynb, cell 7, line 3', 'engine.py, line 14', or '' for no place."""
    parts = [file] if file else []
    if cell is not None:
        parts.append(f"cell {cell}")
    if line:
        parts.append(f"line {line}")
    return ", ".join(parts)
