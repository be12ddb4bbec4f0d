"""Finding: one thing that is wrong with an engine, with its line and the numbers that show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gradviz.sources.foreign.wording import with_advice
from gradviz.sources.user_code import Place


class Severity(Enum):
    ERROR = "error"
    """A gradient or a value is wrong."""
    NOTE = "note"
    """Right today, will bite."""


class FoundIn(Enum):
    PROGRAM = "program"
    EXERCISE = "exercise"


@dataclass(frozen=True)
class Finding:
    """One root cause on one line. `step` counts the pass's backward calls from 1 (the seed is
    0); `node` is a label in the program's graph, or a place in the exercise's expression."""

    cause: str
    severity: Severity
    found_in: FoundIn
    message: str
    """What happens, with the numbers found and due, then the advice."""
    place: Place | None = None
    node: str = ""
    op: str = ""
    step: int | None = None
    found: float | None = None
    expected: float | None = None
    node_index: int | None = None  # in the captured program graph, or the exercise's
    exercise: int | None = None
    """Which of the exercises to look at shows it."""
    clause: str = ""
    """What happens, without numbers, for the program's own to be put in front."""

    @property
    def key(self) -> tuple[str, Place | None]:
        return self.cause, self.place


def exercise_finding(
    cause: str,
    said: str,
    place: Place | None,
    *,
    severity: Severity = Severity.ERROR,
    op: str = "",
    found: float | None = None,
    expected: float | None = None,
    clause: str = "",
) -> Finding:
    """What small expressions showed of an engine; the advice comes after what is said."""
    return Finding(
        cause, severity, FoundIn.EXERCISE, with_advice(cause, said), place,
        op=op, found=found, expected=expected, clause=clause,
    )  # fmt: skip


# The most fundamental first: without the earlier ones right, the later ones mean nothing. An
# operator that fails is seen by whoever uses it; a wrong gradient isn't.
ORDER = (
    "wrong-forward", "lost-edge", "closure-on-wrong-node", "backward-error",
    "merged-by-equality", "overwritten-gradient", "data-gradient-mixup", "wrong-operand",
    "missing-contribution", "missing-adjoint", "wrong-local-derivative", "missing-seed",
    "wrong-order", "double-visit", "unvisited-node", "non-finite", "operator-error",
    "stale-gradient", "stale-data", "recursion-limit",
)  # fmt: skip


def ranked(findings: list[Finding]) -> list[Finding]:
    """One for each cause and line, the program's own before the exercise's; errors first."""
    kept: dict[tuple[str, Place | None], Finding] = {}
    for finding in findings:
        other = kept.get(finding.key)
        if other is None or _weight(finding) < _weight(other):
            kept[finding.key] = finding
    return sorted(_without_effects(list(kept.values())), key=_weight)


_EFFECTS = {
    # Lines that compute what is wrong raise for some numbers too: the log of the wrong operand.
    "backward-error": ("wrong-local-derivative", "missing-adjoint"),
    # What follows the sign of a gradient isn't linear in it either.
    "missing-adjoint": ("data-gradient-mixup",),
}


def _without_effects(findings: list[Finding]) -> list[Finding]:
    """Without what another finding on the same line explains."""
    known = {finding.key for finding in findings}
    return [
        finding
        for finding in findings
        if not any((cause, finding.place) in known for cause in _EFFECTS.get(finding.cause, ()))
    ]


def _weight(finding: Finding) -> tuple[bool, int, str, int]:
    return (
        finding.severity is Severity.NOTE,
        ORDER.index(finding.cause),
        finding.found_in.value == "exercise",
        finding.place.line if finding.place else 0,
    )  # type: ignore[return-value]
