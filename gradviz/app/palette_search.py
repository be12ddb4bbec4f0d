"""What the command palette finds: nodes, commands and steps that match what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from gradviz.model.explain import step_name, step_phrase
from gradviz.model.find import find
from gradviz.model.find_query import Anything, NotUnderstood, parse
from gradviz.model.label_index import LabelIndex, rank
from gradviz.model.numbers import short_text
from gradviz.model.phrase import plain
from gradviz.model.recording import Recording

MOST_IN_A_GROUP = 8


class Group(Enum):
    NODES = "Nodes"
    COMMANDS = "Commands"
    STEPS = "Steps"


PREFIXES = {"@": Group.NODES, ">": Group.COMMANDS, ":": Group.STEPS}
"""What typing one of these first restricts the search to."""


@dataclass(frozen=True)
class Command:
    """An action as the palette knows it."""

    name: str
    text: str
    tip: str
    keys: str
    icon: str


@dataclass(frozen=True)
class Entry:
    """One row. `target` is a node, a position, or an action's name, by group."""

    group: Group
    text: str
    detail: str
    keys: str
    icon: str
    target: int | str
    hits: tuple[tuple[int, int], ...] = ()
    """Where the words typed stand in `text`: start and length."""


def search(
    query: str, recording: Recording, position: int, commands: Iterable[Command]
) -> list[Entry]:
    """The best rows of every group, in the order Nodes, Commands, Steps."""
    query = query.strip()
    only = PREFIXES.get(query[:1])
    words = (query[1:] if only else query).lower().split()
    found: list[Entry] = []
    if only in (None, Group.NODES) and (words or only):
        found += _nodes(query[1:] if only else query, words, recording, position)
    if only in (None, Group.COMMANDS):
        found += _commands(words, commands)
    if only in (None, Group.STEPS):
        found += _steps(words, recording)
    return found


def _nodes(query: str, words: list[str], recording: Recording, position: int) -> list[Entry]:
    """Values by name; where no name fits, those that answer to the question: 'grad>1'."""
    graph = recording.graph
    out = []
    for node in LabelIndex.of(graph).best(words, MOST_IN_A_GROUP) or _asked_for(
        query, recording, position
    ):
        numbers = (
            f"data {short_text(float(recording.values[node]))} · "
            f"grad {short_text(recording.grad(node, position))}"
        )
        kind = "leaf" if graph.is_leaf(node) else graph.expression(node)
        text = graph.name(node)
        icon = "box" if graph.is_leaf(node) else "function"
        out.append(
            Entry(Group.NODES, text, f"{kind} · {numbers}", "", icon, node, _hits(words, text))
        )
    return out


def _asked_for(query: str, recording: Recording, position: int) -> list[int]:
    """The first values that answer to more than a word: a comparison, an op, `largest`."""
    try:
        asked = parse(query)
        if all(isinstance(term, Anything) for term in asked.terms) and asked.extreme is None:
            return []
        nodes = find(asked, recording, position)[:MOST_IN_A_GROUP]
    except NotUnderstood:
        return []
    return [int(node) for node in nodes]


def _commands(words: list[str], commands: Iterable[Command]) -> list[Entry]:
    ranked = []
    for command in commands:
        place = rank(words, command.text)
        if place is None and rank(words, command.tip) is not None:
            place = 4  # only its explanation has the words
        if place is not None:
            ranked.append((place, command))
    ranked.sort(key=lambda pair: pair[0])  # stable: the table's order within a rank
    most = MOST_IN_A_GROUP if words else len(ranked)
    return [
        Entry(
            Group.COMMANDS, c.text, c.tip, c.keys, c.icon, c.name, _hits(words, c.text)
        )
        for _, c in ranked[:most]
    ]  # fmt: skip


def _steps(words: list[str], recording: Recording) -> list[Entry]:
    """Steps are found by their number: '3' is forward 3 and backward 3."""
    numbers = [int(word) for word in words if word.isdigit()]
    if not numbers:
        return []
    n, number = len(recording.graph), numbers[0]
    positions = []
    if 1 <= number <= n:
        positions.append(number)
    if number <= recording.backward_steps:
        positions.append(n + 1 + number)
    out = []
    for at in positions:
        name = step_name(recording, at).replace("Step", "Backward")
        sentence = plain(step_phrase(recording, at))
        out.append(Entry(Group.STEPS, name, sentence, "", "history", at, _hits(words, name)))
    return out


def _hits(words: list[str], text: str) -> tuple[tuple[int, int], ...]:
    low = text.lower()
    return tuple(sorted((low.find(word), len(word)) for word in words if word in low))
