"""Unwrapping: the function that a person wrote, under its decorators."""

from __future__ import annotations

import inspect
from types import FunctionType
from typing import Any


def unwrapped(function: Any) -> Any:
    """Like `inspect.unwrap`, as long as there is Python code: `functools.wraps(np.exp)` says of
    a method that it wraps a function of numpy's, which has none."""
    return inspect.unwrap(
        function, stop=lambda f: not isinstance(getattr(f, "__wrapped__", None), FunctionType)
    )
