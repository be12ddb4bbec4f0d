"""Examined: all that was found out of a program, before it is put into a report's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.comparison import Comparison
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.exercise_graphs import ExerciseGraph
from gradviz.sources.foreign.finding import Finding
from gradviz.sources.foreign.roots import Candidate

if TYPE_CHECKING:
    pass


@dataclass
class Examined:
    """Filled in step by step; what isn't there yet says so by being empty."""

    engine: Engine | None = None
    candidates: list[Candidate] = field(default_factory=list)
    chosen: Candidate | None = None
    captured: Captured | None = None
    comparison: Comparison | None = None
    findings: list[Finding] = field(default_factory=list)
    limitations: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    exercised: int = 0
    no_exercise: bool = False
    exercises: list[ExerciseGraph] = field(default_factory=list)
    unknown_root: str | None = None
    """The name that was asked for, where the program has no such value."""
    suspect: type | None = None
    """A class that looks like an engine, for when none could be examined."""
