"""What the child process that runs a person's program tells its parent.

One `Request` goes in, on one line of JSON; messages come out, each a line for every piece
of its columns (see `wire`) and one for an object with its `kind`: `Progress` at any time, then one
`Report`, or one `Failed` if gradviz itself is at fault. A process that ends too early is told of
by an `Ended`, after which a `Report` of what was seen until then may still come. What the program
prints takes another way (see `child`).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gradviz.sources.report import Report
from gradviz.sources.wire import NotAMessage, from_json, to_json


@dataclass(frozen=True, slots=True)
class Progress:
    """What it is doing now: "running cell 7 of 12"."""

    text: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """The graph of a program whose gradients are still being examined."""

    report: Report


@dataclass(frozen=True, slots=True)
class Ended:
    """The process that ran the program ended before its report, and how.

    `signal` killed it or is 0, else it left with `code`. `reason` is set where it was ended
    on purpose. `crash` is what Python wrote about it at the last moment.
    """

    signal: int = 0
    code: int = 0
    reason: Literal["", "memory", "processes"] = ""
    crash: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """gradviz itself failed; `message` is for the person, `details` for a bug report."""

    message: str
    details: str = ""


Message = Progress | Report | Sketch | Ended | Failed

COLUMN = b"="
"""What a line begins with that isn't JSON."""

_KINDS: dict[str, type[Progress | Report | Sketch | Ended | Failed]] = {
    "progress": Progress,
    "report": Report,
    "sketch": Sketch,
    "ended": Ended,
    "failed": Failed,
}


def encode(message: Message) -> bytes:
    """A line for each of its columns, and one for the rest; that is ASCII, too, so nothing in it
    can end the line early."""
    columns: list[bytes] = []
    kind = next(kind for kind, cls in _KINDS.items() if type(message) is cls)
    data = {"kind": kind, **to_json(message, columns), "columns": len(columns)}
    line = json.dumps(data, allow_nan=False, separators=(",", ":")).encode("ascii")
    return b"".join([*(COLUMN + column + b"\n" for column in columns), line, b"\n"])


def decode(line: bytes, columns: Sequence[bytes] = ()) -> Message:
    """The message of a line and of the columns before it, the newest last; raises NotAMessage for
    anything else."""
    try:
        data = json.loads(line)
        cls, count = _KINDS[data.pop("kind")], data.pop("columns")
        first = len(columns) - count
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotAMessage(f"The child sent what isn't a message: {line[:200]!r}") from error
    if first < 0:
        raise NotAMessage("A part of what the child sent is missing.")
    return from_json(cls, data, columns[first:])


def messages_of(lines: Iterable[bytes]) -> Iterator[Message]:
    """Every message in what came through a pipe. What isn't one is half of one, whose writer
    died."""
    columns: list[bytes] = []
    for line in lines:
        if line.startswith(COLUMN):
            columns.append(line[len(COLUMN) : -1])
            continue
        with contextlib.suppress(NotAMessage):
            yield decode(line, columns)
        columns = []
