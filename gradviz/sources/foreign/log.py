"""What was seen of an engine at work: gradient writes, backward calls and passes, in order."""

from __future__ import annotations

from bisect import bisect_left
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


WRITE = len(Write._fields)
CALL = len(Call._fields)


@dataclass(eq=False)
class Pass:
    """One backward pass: a driver call, or the writes and calls made by hand since a seed.

    Millions of writes are seen and few are asked for: they are noted as so many entries of a
    flat list each, and become `Write`s and `Call`s when they are.
    """

    root: Any
    code: CodeType | None = None
    lasti: int = 0
    manual: bool = False
    number: int = 0
    written: list[Any] = field(default_factory=list)
    """The entries of each write; in place of its `calls`, how long `called` was."""
    called: list[Any] = field(default_factory=list)
    """The entries of each call; in place of its `writes`, how long `written` was."""
    data: dict[int, Any] = field(default_factory=dict)
    """By id, what the numbers edited since were during the pass."""
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
    label: str = ""
    """Its root's, once the root is let go of."""
    dropped: int = 0
    """How many writes are kept no longer."""
    _writes: list[Write] = field(default_factory=list)
    _calls: list[Call] = field(default_factory=list)

    @property
    def writes(self) -> list[Write]:
        flat = self.written[len(self._writes) * WRITE :]
        if flat:
            columns = [flat[i::WRITE] for i in range(WRITE)]
            most = len(self.called) // CALL  # less than a write says, if stopped in `forget_half`
            columns[6] = [min(length // CALL, most) for length in columns[6]]
            self._writes += map(Write._make, zip(*columns, strict=True))
        return self._writes

    @property
    def calls(self) -> list[Call]:
        flat = self.called[len(self._calls) * CALL :]
        if flat:
            columns = [flat[i::CALL] for i in range(CALL)]
            most = len(self.written) // WRITE
            columns[4] = [min(length // WRITE, most) for length in columns[4]]
            self._calls += map(Call._make, zip(*columns, strict=True))
        return self._calls

    @property
    def count(self) -> int:
        """How many writes there were."""
        return self.dropped + max(len(self._writes), len(self.written) // WRITE)

    def holding(self, writes: list[Write], calls: list[Call]) -> Pass:
        """The same pass with these."""
        self._writes, self._calls = writes, calls
        return self

    def forget(self, label: str) -> None:
        """Keep no more than what a list of passes tells."""
        self.dropped, self.label = self.count, label
        self.root, self.data, self.numbers = None, {}, {}
        for events in (self.written, self.called, self._writes, self._calls):
            events.clear()

    def forget_half(self) -> None:
        """Let go of the older half of the writes, and of the calls before them."""
        half = len(self.written) // WRITE // 2 * WRITE
        places = range(0, len(self.called), CALL)
        done = bisect_left(places, half, key=lambda at: self.called[at + 4]) * CALL
        del self.called[:done], self.written[:half]
        self.called[4::CALL] = [length - half for length in self.called[4::CALL]]
        self.written[6::WRITE] = [max(0, length - done) for length in self.written[6::WRITE]]
        self._writes.clear()
        self._calls.clear()
        self.dropped += half // WRITE
