"""Which code is the person's own, and where in it something happens.

Own is what isn't Python's, an installed package's or gradviz's: the program, the notebook's
cells, and the modules beside them.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gradviz.sources.place import in_words, split_cell

if TYPE_CHECKING:
    from types import FrameType, TracebackType


class Place(NamedTuple):
    """`file` as the code object has it (see `place.cell_file`)."""

    file: str
    line: int

    def __str__(self) -> str:
        file, cell = split_cell(self.file)
        return in_words(Path(file).name, self.line, cell)


@cache
def is_own(file: str) -> bool:
    """Whether a code object's file is the person's."""
    if file.startswith("<"):
        return False
    path = os.path.abspath(split_cell(file)[0])  # noqa: PTH100  resolve() asks the disk
    return not path.startswith(_others())


def innermost(frame: FrameType | None) -> Place | None:
    """The person's line that is running in this frame or called it."""
    while frame is not None:
        if is_own(frame.f_code.co_filename):
            return Place(frame.f_code.co_filename, frame.f_lineno)
        frame = frame.f_back
    return None


def raised_at(trace: TracebackType | None) -> list[Place]:
    """The person's lines through which an error came, the one that raised it last."""
    places: list[Place] = []
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if is_own(file):
            places.append(Place(file, trace.tb_lineno))
        trace = trace.tb_next
    return places


@cache
def _others() -> tuple[str, ...]:
    """Folders of code that isn't the person's, each ending in a separator."""
    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders.update(site.getsitepackages())
    if site.ENABLE_USER_SITE:
        folders.add(site.getusersitepackages())
    folders.add(str(Path(__file__).parent.parent))
    folders.add(os.path.dirname(os.__file__))  # noqa: PTH120  where a zip or a venv puts it
    folders.update(folder for folder in sys.path if Path(folder).name == "site-packages")
    return tuple(os.path.join(folder, "") for folder in folders if folder)  # noqa: PTH118
