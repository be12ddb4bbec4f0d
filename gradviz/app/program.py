"""Program: what the graph in the window came from, and what its run reported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gradviz.model.diagnosis import Problem, Severity
from gradviz.model.phrase import phrase
from gradviz.model.recording import Recording
from gradviz.resource_files import resource_path
from gradviz.sources.listing import Listing
from gradviz.sources.place import in_words
from gradviz.sources.protocol import ProblemInfo, Report


@dataclass(frozen=True)
class Program:
    """`listing` is its text as it was run. `report` is None for an example that ran within
    gradviz, where there is nothing to report. `path` is None for a text without a file."""

    listing: Listing
    path: Path | None
    report: Report | None = None

    @property
    def name(self) -> str:
        return Path(self.listing.file).name

    @property
    def is_shipped(self) -> bool:
        """It came with gradviz: running it needs no asking, and it isn't written to."""
        return self.path is not None and self.path.is_relative_to(resource_path("examples"))

    def problems(self, recording: Recording) -> tuple[Problem, ...]:
        """What the examination of the program's engine found, errors first."""
        if self.report is None:
            return ()
        return tuple(self._problem(info, recording) for info in self.report.placed().problems)

    def _problem(self, info: ProblemInfo, recording: Recording) -> Problem:
        file, line = info.file or "", info.line or 0
        node = info.node_number
        nodes = () if node is None else (node,)
        message = f"{info.message} {info.advice}".strip()
        where = "" if info.found_in == "program" else "In an exercise of the engine: "
        return Problem(
            severity=Severity.ERROR if info.severity == "error" else Severity.NOTE,
            cause=info.cause,
            nodes=nodes,
            position=None if node is None else _position(recording, node, info.step),
            message=phrase(where + message),
            place=in_words(Path(file).name, line, info.cell),
            line=self.listing.line_of(file, line, info.cell),
        )


def _position(recording: Recording, node: int, step: int | None) -> int:
    """The position of a backward step; where none is told, the one that completes the node."""
    if step is None or not 0 <= step <= recording.backward_steps:
        return recording.position_of_backward(node)
    return len(recording.graph) + 1 + step


NO_PROGRAM = Program(Listing("graph", "", {}), None)
"""For a graph that no program's text goes with."""
