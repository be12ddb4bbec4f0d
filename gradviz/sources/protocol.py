"""What the child process that runs a person's program tells its parent.

One `Request` goes in, on one line of JSON; messages come out, each a line for every piece
of its columns (see `wire`) and one for an object with its `kind`: `Progress` at any time, then one
`Report`, or one `Failed` if gradviz itself is at fault. A process that ends too early is told of
by an `Ended`, after which a `Report` of what was seen until then may still come. What the program
prints takes another way (see `child`).

A `Report` has two parts. Its first fields are what `gradviz check
--json` prints; `picture` and the rest are what the window shows.

Files: `file` is wherever the code object says it comes from. A notebook's cell is a file of
its own ("demo.ipynb, cell 7", see `place`), and `Report.placed` makes of it the notebook's
name and `cell=7`.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from gradviz.sources.place import split_cell
from gradviz.sources.wire import (
    FloatColumn,
    IntColumn,
    NotAMessage,
    from_json,
    plain_number,
    to_json,
)
from gradviz.sources.word_column import WordColumn

Status = Literal["correct", "wrong", "unverified", "error"]
Severity = Literal["error", "note"]
FoundIn = Literal["program", "exercise"]


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """The class whose objects are the graph's values.

    `attributes` says what plays each role ("data", "grad", "operands", "op", "backward",
    "label", "driver"); a role that nothing plays is left out. `cell` is the notebook's.
    """

    class_name: str
    file: str
    line: int
    attributes: dict[str, str]
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class RootInfo:
    label: str
    data: float


@dataclass(frozen=True, slots=True)
class ProblemInfo:
    """One cause at one source line; `node` and `step` are of its first appearance."""

    cause: str
    severity: Severity
    found_in: FoundIn
    node: str | None
    op: str | None
    file: str | None
    line: int | None
    step: int | None
    found: float | None
    expected: float | None
    message: str
    advice: str = ""
    cell: int | None = None
    node_number: int | None = None
    """The node in the picture's columns, the exercise's if it has one; None for one that isn't
    there."""
    exercise: int | None = None
    """Which of `Report.exercises` shows it; None for what was found in the program."""


# --- what is asked for ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use. It is stopped at `seconds`, and what it did until then is kept."""

    seconds: float = 30.0
    examination_seconds: float = 60.0
    memory_mb: int = 4096
    output_chars: int = 1_000_000
    processes: int = 64


@dataclass(frozen=True, slots=True)
class LeafEdit:
    """The object that the program creates as its `creation`th (from 0) gets this number."""

    creation: int
    value: float


@dataclass(frozen=True, slots=True)
class ExerciseEdit:
    """The exercise of this text, from other numbers than it had: its leaves' in their order."""

    text: str
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A program to run and what to look at. Relative paths are relative to `cwd`.

    `text` stands for the file's contents where they aren't saved yet; `cwd` is the program's
    own folder for None. `root` is a candidate's key, or a name or label as a person gives it;
    `pass_number` is one of `Report.passes`.
    """

    file: str
    text: str | None = None
    arguments: tuple[str, ...] = ()
    cwd: str | None = None
    root: str | None = None
    pass_number: int | None = None
    leaves: tuple[LeafEdit, ...] = ()
    exercise: bool = True
    """Whether to examine the engine beyond the program's own graph."""
    exercises: bool = False
    """Whether to send graphs of the exercise to look at."""
    exercise_edit: ExerciseEdit | None = None
    """Build this exercise alone, and examine nothing else."""
    sketch: bool = False
    """Whether to send the graph, if it is large, before its gradients are examined."""
    limits: Limits = Limits()


# --- what is said meanwhile -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """What it is doing now: "running cell 7 of 12"."""

    text: str


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


# --- what the window shows --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Picture:
    """One pass over one graph: the columns a `Recording` is made of, and where they come from.

    n nodes in creation order, m edges by user and slot, s steps, w writes; the meanings are
    those of `Graph` and `Tape`. Places are a number in `files` and a 1-based line; file -1
    or line 0 where that isn't known. `local` and `adjoint` of a write are nan, and its edge
    -1, where what was seen doesn't tell.
    """

    files: tuple[str, ...]
    op: WordColumn  # (n,) the row of the op table, or the program's own word
    own_op: WordColumn  # (n,) the program's own word, '' for none
    operand_start: IntColumn  # (n + 1,)
    operands: IntColumn  # (m,)
    constant: FloatColumn  # (n,)
    labels: WordColumn  # (n,)
    root: int
    values: FloatColumn  # (n,)
    gradients: FloatColumn  # (n,) as the program left them
    expected: FloatColumn  # (n,) gradviz's own; nan where it can't tell
    stale: IntColumn  # the nodes whose gradient is off only by what an earlier pass had left
    creation: IntColumn  # (n,) the how manyth object the program created, for leaf edits
    node_file: IntColumn  # (n,)
    node_line: IntColumn  # (n,)
    step_node: IntColumn  # (s,)
    step_start: IntColumn  # (s + 1,)
    write_target: IntColumn  # (w,)
    write_edge: IntColumn  # (w,)
    write_local: FloatColumn  # (w,)
    write_adjoint: FloatColumn  # (w,)
    write_before: FloatColumn  # (w,)
    write_after: FloatColumn  # (w,)
    write_file: IntColumn  # (w,)
    write_line: IntColumn  # (w,)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A small expression that gradviz built with the engine, and the engine's pass over it.
    `text` says it in Python or in words. No line of the program made its values; the `creation`
    of its leaves counts the numbers it was built from."""

    text: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class RootCandidate:
    """A value that the graph can be shown from. `key` asks for it (`Request.root`)."""

    key: str
    label: str
    data: float
    values: int  # how many its graph has
    reason: str  # why it is offered: "backward() was called on it"
    file: str = ""
    line: int = 0
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class PassInfo:
    """One backward pass of the program; `number` counts from 1 and asks for it."""

    number: int
    root: str
    writes: int
    file: str = ""
    line: int = 0
    cell: int | None = None
    by_hand: bool = False
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that was skipped, replaced, or went wrong, in one sentence, and where."""

    kind: Literal["failed", "skipped", "replaced", "ended"]
    message: str
    file: str = ""
    line: int = 0
    cell: int | None = None
    text: str = ""  # of the source line


@dataclass(frozen=True, slots=True)
class Report:
    """All that is known of a program. `file` is as it was asked for."""

    file: str
    status: Status
    message: str
    engine: EngineInfo | None = None
    root: RootInfo | None = None
    values: int = 0
    edges: int = 0
    backward_passes: int = 0
    problems: tuple[ProblemInfo, ...] = ()

    picture: Picture | None = None
    exercises: tuple[Exercise, ...] = ()
    root_candidates: tuple[RootCandidate, ...] = ()
    passes: tuple[PassInfo, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    """In order: cells that failed, lines that were skipped, modules that were replaced, and
    last how the program ended, if that wasn't its end."""
    limitations: tuple[str, ...] = ()
    """What could not be observed or checked, a sentence each."""

    def to_json(self) -> dict[str, object]:
        data: dict[str, object] = to_json(self)
        return data

    @classmethod
    def from_json(cls, data: object) -> Report:
        return from_json(cls, data)

    def placed(self) -> Report:
        """The same with each notebook cell's file as the notebook and the cell's number."""
        return replace(
            self,
            engine=_placed(self.engine) if self.engine else None,
            problems=tuple(_placed(problem) for problem in self.problems),
            root_candidates=tuple(_placed(candidate) for candidate in self.root_candidates),
            passes=tuple(_placed(each) for each in self.passes),
            troubles=tuple(_placed(trouble) for trouble in self.troubles),
        )

    def check_json(self) -> dict[str, object]:
        """The object that `gradviz check --json` prints."""
        engine, root = self.engine, self.root
        return {
            "file": to_json(self.file),
            "status": self.status,
            "message": to_json(self.message),
            "engine": engine and {
                "class": engine.class_name,
                "file": to_json(engine.file),
                "line": engine.line,
                **({} if engine.cell is None else {"cell": engine.cell}),
                "attributes": to_json(engine.attributes),
            },
            "root": root and {"label": to_json(root.label), "data": plain_number(root.data)},
            "values": self.values,
            "edges": self.edges,
            "backward_passes": self.backward_passes,
            "problems": [_problem_json(problem) for problem in self.problems],
        }  # fmt: skip


_Placed = TypeVar("_Placed", EngineInfo, ProblemInfo, RootCandidate, PassInfo, Trouble)


def _placed(thing: _Placed) -> _Placed:
    file, cell = split_cell(thing.file or "")
    return thing if cell is None else replace(thing, file=file, cell=cell)


def _problem_json(problem: ProblemInfo) -> dict[str, object]:
    data: dict[str, object] = to_json(problem)
    for key in ("advice", "node_number", "exercise"):
        del data[key]
    if problem.cell is None:
        del data["cell"]
    if problem.advice:
        data["message"] = to_json(f"{problem.message} {problem.advice}")
    return data


# --- lines ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sketch:
    """The graph of a program whose gradients are still being examined."""

    report: Report


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
