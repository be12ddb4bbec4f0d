"""Ending: code of a user's that ends its process. While gradviz tries it, that trial ends alone."""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, NoReturn


class EndsTheProgram(Exception):
    """What `os._exit(3)` or `sys.exit()` does in a trial; its text is that call."""


@contextlib.contextmanager
def endings_told() -> Iterator[None]:
    """Have every known way out raise, in this thread: an experiment that ends the process would
    take all that is known with it. `raise SystemExit` is an exception by itself."""
    here = threading.get_ident()
    before = os._exit, sys.exit

    def told(name: str, instead: Callable[..., Any]) -> Callable[..., NoReturn]:
        def leave(code: Any = "", /) -> NoReturn:
            if threading.get_ident() != here:
                instead(code)
            raise EndsTheProgram(f"{name}({code if code == '' else repr(code)})")

        return leave

    shells = {name: getattr(builtins, name, None) for name in ("exit", "quit")}
    os._exit, sys.exit = told("os._exit", before[0]), told("sys.exit", before[1])
    for name in shells:
        setattr(builtins, name, told(name, before[1]))
    try:
        yield
    finally:
        os._exit, sys.exit = before
        for name, function in shells.items():
            if function is None:
                delattr(builtins, name)
            else:
                setattr(builtins, name, function)


def raised(error: BaseException | None) -> str:
    """What an experiment came to that didn't go on, as the rest of a sentence."""
    text = str(error)
    if isinstance(error, EndsTheProgram):
        return f"ends the program with {text}"
    if isinstance(error, SystemExit):
        return "ends the program" + (f" with {text!r}" if error.code is not None else "")
    return f"raises {type(error).__name__}" + (f": {text}" if text else "")
