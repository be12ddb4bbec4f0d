"""Program: what the graph in the window came from, and what its run reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gradviz.model.diagnosis import Problem, Severity
from gradviz.model.phrase import phrase
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.resource_files import resource_path
from gradviz.sources.listing import Listing
from gradviz.sources.place import in_words
from gradviz.sources.report import Picture, ProblemInfo, Report


@dataclass(frozen=True)
class Program:
    """`listing` is its text as it was run. `report` is None for an example that ran within
    gradviz, where there is nothing to report. `path` is None for a text without a file."""

    listing: Listing
    path: Path | None
    report: Report | None = None
    exercise: int | None = None
    """Which of the report's exercises is shown instead of the program's own graph."""

    @property
    def name(self) -> str:
        return Path(self.listing.file).name

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        if self.report is None or self.exercise is None:
            return self.report.picture if self.report is not None else None
        return self.report.exercises[self.exercise].picture

    @property
    def title(self) -> str:
        """Of the graph: the program's name, or the exercise's expression."""
        if self.report is None or self.exercise is None:
            return self.name
        return self.report.exercises[self.exercise].text

    @property
    def origin(self) -> str:
        """A sentence on where the graph comes from, if the program didn't build it."""
        if self.report is None or self.exercise is None or self.report.engine is None:
            return ""
        built = f"An exercise: gradviz built it with {self.report.engine.class_name}"
        if self.report.picture is None:
            return f"{built}, as {self.name} runs no backward() of its own."
        return f"{built} of {self.name}."

    def with_exercise(self, number: int, picture: Picture) -> Program:
        """With another picture of an exercise, from other numbers, and that one shown."""
        if self.report is None:
            return self
        exercises = list(self.report.exercises)
        exercises[number] = replace(exercises[number], picture=picture)
        return replace(
            self, report=replace(self.report, exercises=tuple(exercises)), exercise=number
        )

    @property
    def is_shipped(self) -> bool:
        """It came with gradviz: running it needs no asking, and it isn't written to."""
        return self.path is not None and self.path.is_relative_to(resource_path("examples"))

    @property
    def unexamined(self) -> str:
        """Why finding no problem says nothing about the program; '' where it does."""
        if self.report is None or self.report.status == "correct":
            return ""
        return self.report.message

    def problems(self, recording: Recording | None) -> tuple[Problem, ...]:
        """What the examination of the program's engine found, errors first. Without a
        recording there are lines to go to, but no nodes or steps."""
        if self.report is None:
            return ()
        return tuple(self._problem(info, recording) for info in self.report.problems)

    def _problem(self, info: ProblemInfo, recording: Recording | None) -> Problem:
        file, line = info.file or "", info.line or 0
        is_in_view = recording is not None and info.exercise == self.exercise
        node = info.node_number if is_in_view else None
        position = None
        if node is not None and recording is not None:
            position = self._position(info, node, recording)
        shown_line = self.listing.line_of(file, line, info.cell)
        elsewhere = "" if shown_line else Path(file).name
        where = "" if info.found_in == "program" else "In an exercise of the engine: "
        return Problem(
            severity=Severity.ERROR if info.severity == "error" else Severity.NOTE,
            cause=info.cause,
            nodes=() if node is None else (node,),
            position=position,
            message=phrase(where + f"{info.message} {info.advice}".strip()),
            place=in_words(elsewhere, line, info.cell),
            line=shown_line,
            exercise=None if is_in_view else info.exercise,
        )

    def line_of_write(self, write: int) -> int:
        """The line of the listing that made a write of the pass that is shown; 0 for none."""
        picture = self.picture
        if picture is None or picture.write_file[write] < 0:
            return 0
        file = picture.files[picture.write_file[write]]
        return self.listing.line_of(file, picture.write_line[write])

    def _position(self, info: ProblemInfo, node: int, recording: Recording) -> int:
        """Of the first faulty write on the problem's line, to its node if there is one; where
        the line writes nothing, of the step that completes the node."""
        picture = self.picture
        if picture is None or recording.rule is not Rule.AS_WRITTEN:
            return recording.position_of_backward(node)
        file = info.code_file
        if file not in picture.files:
            return recording.position_of_backward(node)
        is_in_file = np.array(picture.write_file) == picture.files.index(file)
        here = np.flatnonzero(is_in_file & (np.array(picture.write_line) == info.line))
        if not len(here):
            return recording.position_of_backward(node)
        to_node = here[recording.tape.target[here] == node]
        among = (to_node if len(to_node) else here).tolist()
        # One by one: a line may have made each of a large graph's writes.
        faulty = (w for w in map(recording.write, among) if w.is_faulty or w.replaces)
        return next(faulty, recording.write(among[0])).position


NO_PROGRAM = Program(Listing("graph", "", {}), None)
"""For a graph that no program's text goes with."""
