"""Names of the standard library that came after the Python that runs gradviz, for programs that
were written for a newer one. Each does what it does there."""

from __future__ import annotations

import itertools
import math
import typing
import warnings
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any


def provide() -> None:
    """Put them where this Python doesn't have them."""
    for module, name, thing in _NEWER:
        if not hasattr(module, name):
            setattr(module, name, thing)


def _override(method: Any) -> Any:
    return method


def _deprecated(*_: object, **__: object) -> Callable[[Any], Any]:
    return lambda thing: thing


def _batched(iterable: Iterable[Any], n: int, *, strict: bool = False) -> Iterator[tuple[Any, ...]]:
    if n < 1:
        raise ValueError("n must be at least one")
    items = iter(iterable)
    while batch := tuple(itertools.islice(items, n)):
        if strict and len(batch) < n:
            raise ValueError("batched(): incomplete batch")
        yield batch


def _sumprod(p: Iterable[Any], q: Iterable[Any], /) -> Any:
    return sum((a * b for a, b in zip(p, q, strict=True)), 0)


_NEWER: tuple[tuple[ModuleType, str, object], ...] = (
    (typing, "override", _override),
    (typing, "TypeIs", typing.TypeGuard),
    (typing, "ReadOnly", typing.Required),
    (warnings, "deprecated", _deprecated),
    (itertools, "batched", _batched),
    (math, "sumprod", _sumprod),
)
