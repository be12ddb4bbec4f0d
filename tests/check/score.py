"""Scores a checker over mutants, and prints the figures as a table."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.check.corpus import CORPUS
from tests.check.effect import ENGINES, Effect, effect, usable_graphs
from tests.check.graphs import SmallGraph
from tests.check.mutants import Mutant, make_mutants
from tests.check.verdict import Checker, Verdict


@dataclass(frozen=True)
class Judged:
    """A mutant, what it does, and what the checker said; `verdict` None: the checker failed."""

    mutant: Mutant
    effect: Effect
    verdict: Verdict | None
    failure: str = ""

    @property
    def line(self) -> int | None:
        """The line of the first error, if it is in the mutant's own file."""
        if self.verdict is None or not self.verdict.errors:
            return None
        return self.verdict.errors[0].line

    @property
    def hit(self) -> bool:
        return self.mutant.near(self.line)

    @property
    def exact(self) -> bool:
        return self.mutant.hit(self.line)

    @property
    def detected(self) -> bool:
        return self.verdict is not None and self.verdict.status in ("wrong", "error")

    @property
    def alarm(self) -> bool:
        return self.verdict is not None and self.verdict.status == "wrong"

    def __str__(self) -> str:
        said = self.failure or "nothing"
        if self.verdict is not None:
            first = self.verdict.errors[0] if self.verdict.errors else self.verdict.message
            said = f"{self.verdict.status}: {first}"
        return f"{self.mutant.name} [{self.effect}, {self.mutant.where}]\n    got {said}"


@dataclass
class Scores:
    judged: list[Judged] = field(default_factory=list)

    def of(self, kind: Effect) -> list[Judged]:
        return [each for each in self.judged if each.effect == kind]

    @property
    def hit_rate(self) -> float:
        changing = self.of("gradients")
        return sum(each.hit for each in changing) / max(1, len(changing))

    @property
    def exact_rate(self) -> float:
        changing = self.of("gradients")
        return sum(each.exact for each in changing) / max(1, len(changing))

    @property
    def alarms(self) -> list[Judged]:
        return [each for each in self.of("none") if each.alarm]

    @property
    def misses(self) -> list[Judged]:
        return [each for each in self.of("gradients") if not each.hit]

    def table(self) -> str:
        changing = self.of("gradients")
        engines = {each.mutant.engine for each in self.judged}
        rows = [f"{len(self.judged)} mutants of {len(engines)} engines"]
        for title, some in (
            ("change a gradient", changing),
            ("raise", self.of("raises")),
            ("change a value", self.of("values")),
        ):
            shares = (_share(some, what) for what in ("detected", "hit", "exact"))
            rows.append(
                "{:19} {:5}   found {}   top-1 line {}   exact {}".format(title, len(some), *shares)
            )
        rows.append(f"{'equivalent':19} {len(self.of('none')):5}   alarms {len(self.alarms)}")
        for title, key in (("engine", "engine"), ("change", "kind"), ("place", "where")):
            groups: dict[str, list[Judged]] = defaultdict(list)
            for each in changing:
                groups[getattr(each.mutant, key)].append(each)
            rows.append(f"{title:16} {'count':>6} {'found':>7} {'line':>7}")
            rows += [
                f"{name:16} {len(some):6} {_share(some, 'detected'):>7} {_share(some, 'hit'):>7}"
                for name, some in sorted(groups.items())
            ]
        causes = Counter(
            each.verdict.errors[0].cause
            for each in self.judged
            if each.verdict is not None and each.verdict.errors
        )
        rows.append("causes: " + ", ".join(f"{name} {n}" for name, n in causes.most_common()))
        return "\n".join(rows)


def _share(some: list[Judged], what: str) -> str:
    if not some:
        return "-"
    return f"{100 * sum(getattr(each, what) for each in some) / len(some):.1f}%"


def mutants() -> Iterator[tuple[Mutant, Effect]]:
    """Every mutant of every base engine that ends, with what it does, which is tried out when it
    is its turn; in a random order, always the same. A program that runs for ever is stopped by
    the supervisor, which isn't part of what is judged here."""
    for name, mutant in _shuffled():
        does = _effect(name, mutant)
        if does != "endless":
            yield mutant, does


@cache
def _shuffled() -> list[tuple[str, Mutant]]:
    found = [(name, mutant) for name in ENGINES for mutant in make_mutants(name, _source(name))]
    random.Random(0).shuffle(found)
    return found


@cache
def _effect(name: str, mutant: Mutant) -> Effect:
    return effect(name, mutant.source, _graphs(name))


@cache
def _graphs(name: str) -> list[SmallGraph]:
    return usable_graphs(name, _source(name))


def _source(name: str) -> str:
    return (CORPUS / "right" / f"{name}.py").read_text(encoding="utf-8")


def judge(some: list[tuple[Mutant, Effect]], checker: Checker, folder: Path) -> Scores:
    """Ask the checker about each mutant, written to a file in `folder`."""
    paths = []
    for number, (mutant, _) in enumerate(some):
        path = folder / f"mutant_{number}.py"
        path.write_text(mutant.source, encoding="utf-8")
        paths.append(path)
    return Scores(
        [
            Judged(mutant, kind, None, said)
            if isinstance(said, str)
            else Judged(mutant, kind, said)
            for (mutant, kind), said in zip(some, checker(paths), strict=True)
        ]
    )
