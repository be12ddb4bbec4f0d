"""Which loops run, for a while."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gradviz.model import warming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradviz.model.warming import Loops


@contextmanager
def running(loops: Loops | None) -> Iterator[None]:
    """These loops in use, or the plain ones, whatever was before."""
    before = warming._Warming.loops
    warming._Warming.loops = loops
    try:
        yield
    finally:
        warming._Warming.loops = before
