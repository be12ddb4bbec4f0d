"""What was seen of an engine at work: gradient writes, backward calls and passes, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple

from gradviz.sources.user_code import Place


@lru_cache(maxsize=4096)
def _lines(key: int, code: CodeType) -> dict[int, int]:
    out: dict[int, int] = {}
    for start, end, line in code.co_lines():
        for offset in range(start, end, 2):
            out[offset] = line or 0
    return out


def line_at(code: CodeType, lasti: int) -> int:
    """The line of an instruction. (`frame.f_lineno` walks the line table at each read; the
    offset is free, so that is what a log keeps.)"""
    # By identity first: a code's own hash goes through all its constants.
    return _lines(id(code), code).get(lasti, code.co_firstlineno)


def place_of(code: CodeType, lasti: int) -> Place:
    return Place(code.co_filename, line_at(code, lasti))


class Write(NamedTuple):
    """One write to a gradient. `calls` is how many backward calls of the pass had begun;
    `running` is the object whose backward ran, if one was seen; `read` the object, other
    than the target, whose gradient was read last: in a driver without a backward for each
    node, that is the one passing its gradient on."""

    target: Any
    before: Any
    after: Any
    code: CodeType
    lasti: int
    running: Any
    calls: int
    read: Any
    outer_code: CodeType | None = None
    outer_lasti: int = -1

    @property
    def place(self) -> Place:
        return place_of(self.code, self.lasti)


class Call(NamedTuple):
    """One node's backward, called from an instruction of `code`."""

    owner: Any  # the value, or the op object whose method it is
    arguments: tuple[Any, ...]
    code: CodeType
    lasti: int
    writes: int  # how many writes of the pass came before it


class Birth(NamedTuple):
    """Where a value was made: the instruction that called the class, and the nearest one
    outside the engine that led to it."""

    order: int
    code: CodeType
    lasti: int
    user_code: CodeType
    user_lasti: int


class Edit(NamedTuple):
    """A value's number set in place, after it was made: when (how many values, passes and
    writes outside of passes there had been), where, and what it was before."""

    born: int
    passes: int
    code: CodeType
    lasti: int
    loose: int
    before: Any


@dataclass
class Pass:
    """One backward pass: a driver call, or the writes and calls made by hand since a seed."""

    root: Any
    code: CodeType | None = None
    lasti: int = 0
    manual: bool = False
    number: int = 0
    writes: list[Write] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    data: dict[int, Any] = field(default_factory=dict)
    data_writes: list[tuple[Any, CodeType, int]] = field(default_factory=list)
    error: BaseException | None = None
    complete: bool = False
    cut: bool = False
    """Whether the program was stopped in the midst of it: then nothing it left can be judged."""
    numbers: dict[int, float] = field(default_factory=dict)
    """By id, what the values were at its end, in a class whose numbers may be changed unseen."""
    ended_at: int = 0
    """How many writes outside of passes there had been by its end."""
    seed: float = 1.0
    """The gradient of the result that the program asked for: `y.backward(0.01)`."""
