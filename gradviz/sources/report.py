"""Report: all that is known of a program that was run.

Its first fields are what `gradviz check --json` prints; `picture` and the rest are what the
window shows.

Files: `file` is wherever the code object says it comes from. A notebook's cell is a file of
its own ("demo.ipynb, cell 7", see `place`), and `Report.placed` makes of it the notebook's
name and `cell=7`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from gradviz.sources.place import cell_file, split_cell
from gradviz.sources.wire import FloatColumn, IntColumn, from_json, plain_number, to_json
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

    @property
    def code_file(self) -> str | None:
        """The file as `Picture.files` has it, where a notebook's cell is one of its own."""
        if self.file is None or self.cell is None:
            return self.file
        return cell_file(self.file, self.cell)


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


# --- the whole --------------------------------------------------------------------------


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
