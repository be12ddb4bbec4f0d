"""Run a program written with gradviz's Value and record the graph it builds.

The program runs in this process, with this process's rights: only for programs that ship
with gradviz.
"""

from __future__ import annotations

import gc
import sys
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from gradviz.model import value as value_module
from gradviz.model.graph import Graph, UnknownOp
from gradviz.model.recording import Recording, Source
from gradviz.model.rule import Rule
from gradviz.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import CodeType


class ScriptFailed(Exception):
    """The program could not be read, raised, or made a graph gradviz can't show; the text
    says what, and in which line."""


class NoGraphFound(Exception):
    """The program ran, and built nothing to look at."""


_ONE_AT_A_TIME = Lock()  # observing changes the Value class


@dataclass
class _Observed:
    """What was seen while the program ran."""

    root: Value | None = None
    line_of: dict[int, int] = field(default_factory=dict)  # Value._index -> line


_AT_ONCE = 10_000
"""Values that are let go of at once; in between, another thread may get a turn."""


class RunCancelled(Exception):
    """Someone called the run off. Not an error."""


def record_program(
    path: Path,
    rule: Rule = Rule.ACCUMULATE,
    arguments: Sequence[str] = (),
    cancelled: Event | None = None,
) -> Recording:
    """Run the program and record the graph under the last value it called `backward()` on.

    May run in any thread; one program runs at a time. Once `cancelled` is set, the program
    ends where it makes its next Value.
    """
    text = _read(path)
    namespace: dict[str, Any] = {"__name__": "__main__", "__file__": str(path)}
    with _no_collector():
        try:
            code = compile(text, str(path), "exec")
            with _ONE_AT_A_TIME, _argv(path, arguments), _observing(code, cancelled) as observed:
                exec(code, namespace)
        except RunCancelled:
            raise
        except (Exception, SystemExit) as error:  # sys.exit() must not end the app
            raise ScriptFailed(_sentence(path, error)) from error

        if observed.root is None:
            raise NoGraphFound(
                f"{path.name} ran, but never called backward() on a Value. "
                "Call it on the result whose gradients you want to see."
            )
        for name, value in namespace.items():
            if isinstance(value, Value) and not value.label and not name.startswith("_"):
                value.label = name
        try:
            graph, values, nodes = Graph.from_root(observed.root)
        except UnknownOp as error:
            raise ScriptFailed(f"{path.name}: {error}") from error
        lines = np.array([observed.line_of.get(node._index, 0) for node in nodes], np.int32)
        # What a program defines knows the program's names, and is among them: of such cycles
        # only the collector rids us, and of a large graph it takes seconds, all threads waiting.
        namespace.clear()
        observed.root = None
        del value
        while nodes:
            del nodes[-_AT_ONCE:]
    return Recording.from_graph(graph, values, rule, Source(path.name, text, lines))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScriptFailed(f"{path.name} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ScriptFailed(f"{path.name} can't be read: it isn't a text in UTF-8.") from error


@contextmanager
def _argv(path: Path, arguments: Sequence[str]) -> Iterator[None]:
    before, sys.argv = sys.argv, [str(path), *arguments]
    try:
        yield
    finally:
        sys.argv = before


@contextmanager
def _no_collector() -> Iterator[None]:
    """Values make no cycles, but the collector would visit all of them again and again."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


@contextmanager
def _observing(code: CodeType, cancelled: Event | None) -> Iterator[_Observed]:
    """Notice which line of the program makes each Value, and what `backward()` is called on."""
    observed = _Observed()
    backward = Value.backward
    filename = code.co_filename

    def noting_backward(self: Value) -> None:
        observed.root = self
        backward(self)

    # Every Value takes its number here, whichever way it is made.
    next_index = value_module._next_index

    def noting_next_index() -> int:
        if cancelled is not None and cancelled.is_set():
            raise RunCancelled
        index = next_index()
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_code.co_filename != filename:
            frame = frame.f_back
        if frame.f_code.co_filename == filename:
            observed.line_of[index] = frame.f_lineno
        return index

    value_module._next_index = noting_next_index
    Value.backward = noting_backward  # type: ignore[method-assign]
    try:
        yield observed
    finally:
        Value.backward = backward  # type: ignore[method-assign]
        value_module._next_index = next_index


def _sentence(path: Path, error: BaseException) -> str:
    """'neuron.py, line 4: name 'x3' is not defined'."""
    line = getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == str(path):
            line = frame.lineno
    where = f"{path.name}, line {line}" if line else path.name
    message = error.msg if isinstance(error, SyntaxError) else str(error)  # else the place twice
    return f"{where}: {type(error).__name__}" + (f": {message}" if message else "")
