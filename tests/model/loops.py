"""Which of the ways to compute a graph is taken, for a while."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gradviz.model import batches, warming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradviz.model.warming import Loops


@contextmanager
def running(loops: Loops | None) -> Iterator[None]:
    """These loops in use, or none that are compiled, whatever was before."""
    before = warming._Warming.loops
    warming._Warming.loops = loops
    try:
        yield
    finally:
        warming._Warming.loops = before


@contextmanager
def in_batches(always: bool) -> Iterator[None]:
    """Nothing compiled: graphs made here are computed in batches, or node by node, whatever
    their shape."""
    before = batches._FEWEST
    batches._FEWEST = 0.0 if always else float("inf")
    try:
        with running(None):
            yield
    finally:
        batches._FEWEST = before
