"""The text of a program as the source dock shows it, and where each place in it is.

A notebook's code cells are shown one after another, each under a line that names it; a place
in a cell is then a line of the whole.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from gradviz.sources.notebook import read_notebook
from gradviz.sources.place import split_cell


@dataclass(frozen=True)
class Listing:
    """`text` is shown; `cell_start` gives, for a notebook, the line before each cell's first."""

    file: str
    text: str
    cell_start: dict[int, int]

    @property
    def is_notebook(self) -> bool:
        return bool(self.cell_start)

    @classmethod
    def of(cls, file: str, text: str) -> Listing:
        """Raises Unreadable for a notebook that isn't one."""
        if not file.lower().endswith(".ipynb"):
            return cls(file, text, {})
        lines: list[str] = []
        start: dict[int, int] = {}
        for cell in read_notebook(text, file):
            lines += ["", f"# --- cell {cell.number} ---"] if lines else [
                f"# --- cell {cell.number} ---"
            ]  # fmt: skip
            start[cell.number] = len(lines)
            lines += cell.text.rstrip("\n").split("\n")
        return cls(file, "\n".join(lines) + "\n", start)

    def line_of(self, file: str, line: int, cell: int | None = None) -> int:
        """The line of the listing for a place; 0 where the place isn't in this program."""
        if cell is None:
            file, cell = split_cell(file)
        if line <= 0 or os.path.basename(file) != os.path.basename(self.file):  # noqa: PTH119
            return 0
        if cell is None:
            return 0 if self.is_notebook else line
        start = self.cell_start.get(cell)
        return 0 if start is None else start + line
