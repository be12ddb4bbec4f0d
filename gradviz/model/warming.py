"""When the kernels run compiled: from the moment a thread has made them ready.

Nothing but the time taken depends on it. numba is optional, and is imported by `warm` alone.
"""

from __future__ import annotations

import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Loops(NamedTuple):
    """The loops of `kernels`, to be called with arrays."""

    forward: Callable[..., None]
    propagate: Callable[..., int]
    backward: Callable[..., None]


class _Warming:
    loops: Loops | None = None
    thread: threading.Thread | None = None
    turn = threading.Lock()


def can_warm() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


def warm() -> threading.Thread | None:
    """Start making the compiled loops ready, once; returns at once, with the thread at it.

    Seconds the first time, a tenth once they are on the disk. None without numba.
    """
    with _Warming.turn:
        if _Warming.thread is None and can_warm():
            _Warming.thread = threading.Thread(target=_make, name="gradviz kernels")
            _Warming.thread.start()
        return _Warming.thread


def compiled_loops() -> Loops | None:
    """The compiled loops, or None as long as plain ones have to do."""
    return _Warming.loops


def _make() -> None:
    try:
        from gradviz.model import compiled
        from gradviz.model.trial import agrees

        loops = compiled.compile_loops()
        if agrees(loops):
            _Warming.loops = loops
    except Exception:  # noqa: BLE001  (a numba that doesn't work here: the plain loops do)
        return
