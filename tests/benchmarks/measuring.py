"""Times taken in turns, and the rows they make."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Row:
    """One line of RESULTS.md: what was measured, the goal, the figure, and whether it is met.

    `why` is what keeps it from its goal, said only where it isn't met.
    """

    what: str
    goal: str
    figure: str
    is_met: bool
    note: str = ""
    why: str = ""

    def __str__(self) -> str:
        verdict = "met" if self.is_met else "NOT MET"
        aside = f"; {self.note}" if self.note else ""
        return f"{self.what}: {self.figure} (goal {self.goal}, {verdict}){aside}"

    @property
    def remark(self) -> str:
        """The last column of the table."""
        missed = [] if self.is_met else [f"**not met**: {self.why}" if self.why else "**not met**"]
        return "; ".join([*missed, *filter(None, [self.note])])


def medians(
    contestants: dict[str, Callable[[], object]], rounds: int, collecting: bool = False
) -> dict[str, float]:
    """Seconds, the contestants in turns: what slows the machine for a while slows them all.

    Garbage is collected between the turns, and during one only if `collecting`. What is over
    in a moment runs more often in its turn: the first time, all it needs is far from the
    processor.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    was_enabled = gc.isenabled()
    try:
        for _ in range(rounds):
            for name, act in contestants.items():
                gc.collect()
                (gc.enable if collecting else gc.disable)()
                times[name].append(_turn(act))
    finally:
        (gc.enable if was_enabled else gc.disable)()
    return {name: median(taken) for name, taken in times.items()}


def _turn(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    taken: list[float] = []
    while not taken or (len(taken) < 50 and time.perf_counter() - begin < 0.02):
        start = time.perf_counter()
        made = act()
        taken.append(time.perf_counter() - start)
        del made
    return median(taken)


def at_least(what: str, ratio: float, goal: float, note: str = "", why: str = "") -> Row:
    """So many times as fast as another engine."""
    return Row(what, f"≥ {goal:g}×", f"{ratio:.3g}×", ratio >= goal, note, why)


def at_most(what: str, seconds: float, goal: float, note: str = "", why: str = "") -> Row:
    return Row(what, f"≤ {in_words(goal)}", in_words(seconds), seconds <= goal, note, why)


def in_words(seconds: float) -> str:
    """'3.1 µs', '0.18 ms', '2.4 s'."""
    if seconds < 1e-4:
        return f"{seconds * 1e6:.3g} µs"
    return f"{seconds * 1e3:.3g} ms" if seconds < 1.0 else f"{seconds:.3g} s"
