"""Request: a program to run, and what is wanted of it."""

from __future__ import annotations

from dataclasses import dataclass


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
