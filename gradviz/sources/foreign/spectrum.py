"""Which lines a pass ran: the ones that only a failing expression runs are the suspects.

For engines whose driver does everything, so that no node's backward can be tried alone.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from gradviz.sources.foreign.bench import Bench, user_files
from gradviz.sources.user_code import Place


def lines_run(bench: Bench, root: Any) -> list[Place]:
    """The lines of the user's files that a pass from `root` runs, in order, repeats included."""
    files = user_files(bench.engine)
    out: list[Place] = []

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            out.append(Place(frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        bench.backward(root)
    finally:
        sys.settrace(before)
    return out
