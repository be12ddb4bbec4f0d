"""Roots: the values that a program's graph can be shown from, and the one it is shown from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.manual_passes import manual_pass
from gradviz.sources.foreign.roles import Roles
from gradviz.sources.foreign.watch import Watch

MOST_CANDIDATES = 40


@dataclass
class Candidate:
    """A value the graph can be shown from, and why it is offered."""

    obj: Any
    engine: Engine
    reason: str
    seen: Pass | None = None
    counted: tuple[Roles, int] | None = None
    """Its size, and by which roles it was counted."""

    @property
    def size(self) -> int:
        """How many values its graph has. Counted once, unless something was learnt since of
        where the class keeps operands."""
        roles = self.engine.roles
        if self.counted is None or self.counted[0] is not roles:
            self.counted = roles, len(self.engine.ids_below(self.obj))
        return self.counted[1]


def candidates(
    watch: Watch, engines: list[Engine], namespace: dict[str, object], shown: list[object]
) -> list[Candidate]:
    """The best first: the receiver of the last backward() call; what was shown last; the last
    value seeded by hand; the values of the program's own names."""
    out: list[Candidate] = []

    def add(obj: Any, reason: str, seen: Pass | None = None) -> None:
        engine = next((e for e in engines if e.is_value(obj)), None)
        if engine is not None and all(c.obj is not obj for c in out):
            out.append(Candidate(obj, engine, reason, seen))

    # Of the passes begun at one place, as in a training loop, the last; the others are a
    # matter of which pass.
    newest: dict[tuple[int, int], Pass] = {}
    for entry in watch.passes:
        key = id(entry.code), entry.lasti
        if entry.root is not None and not (entry.cut and key in newest):
            newest[key] = entry
    roots = sorted(newest.values(), key=lambda entry: (entry.cut, -entry.number))
    lone = [entry for entry in roots if not _has_operands(engines, entry.root)]
    for entry in [entry for entry in roots if entry not in lone]:
        add(entry.root, "backward() was called on it", entry)
    by_hand = manual_pass(watch, engines)
    for obj in reversed(shown):
        add(obj, "it was shown", by_hand if by_hand and by_hand.root is obj else None)
    if by_hand is not None:
        add(by_hand.root, "its gradient was set to 1 by hand", by_hand)
    named = [value for name, value in namespace.items() if not name.startswith("__")]
    own = {id(x): x for value in named for x in _values_in(value, engines)}
    rest = [
        Candidate(x, e, "it has a name") for x in own.values() for e in engines if e.is_value(x)
    ]
    sizes = [(c.size, i) for i, c in enumerate(rest[:200])]
    for size, i in sorted(sizes, key=lambda entry: (-entry[0], entry[1])):
        if size > 1 and len(out) < MOST_CANDIDATES:
            add(rest[i].obj, "nothing else is made from it" if i == 0 else "it has a name")
    for entry in lone:
        add(entry.root, "backward() was called on it", entry)
    counted = {id(c.obj): c.counted for c in rest}
    for candidate in out:
        candidate.counted = counted.get(id(candidate.obj))
    return sorted(out, key=lambda candidate: candidate.engine.is_forward_only)


def chosen_root(
    found: list[Candidate],
    engines: list[Engine],
    namespace: dict[str, object],
    wanted: str | None,
) -> Candidate | None:
    """What the graph is shown from: the candidate that is asked for by key, label or name, any
    other value of that name, and if nothing is asked for the first. None if there is no such."""
    if wanted is None:
        return found[0] if found else None
    for i, candidate in enumerate(found):
        if wanted == str(i) or candidate.engine.label(candidate.obj) == wanted:
            return candidate
    if wanted.isdecimal():  # a key that the program had when it ran before
        return found[0] if found else None
    named = namespace.get(wanted)
    known = next((c for c in found if c.obj is named), None)
    engine = next((e for e in engines if e.is_value(named)), None)
    return known or (Candidate(named, engine, "it was asked for") if engine is not None else None)


def root_of_pass(found: list[Candidate], engines: list[Engine], seen: Pass) -> Candidate | None:
    """What a pass began at: the graph that it ran through. None where that isn't known."""
    for candidate in found:
        if candidate.obj is seen.root:
            return candidate
    engine = next((e for e in engines if e.is_value(seen.root)), None)
    reason = "backward() was called on it"
    return Candidate(seen.root, engine, reason, seen) if engine is not None else None


def _has_operands(engines: list[Engine], obj: Any) -> bool:
    """Whether anything is below it; an engine that keeps no operands can't tell."""
    engine = next((e for e in engines if e.is_value(obj)), None)
    return engine is not None and (not engine.roles.operands or bool(engine.operands(obj)))


def _values_in(value: Any, engines: list[Engine]) -> list[Any]:
    if any(e.is_value(value) for e in engines):
        return [value]
    if type(value) in (list, tuple) and len(value) <= 200:
        return [x for x in value if any(e.is_value(x) for e in engines)]
    return []
