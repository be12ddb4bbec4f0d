"""The names of a graph's values, kept so that half a million of them can be searched at once.

Labels repeat and most values have none, so only the distinct labels are looked at, and the
names of unlabelled values (`v7`) are found by arithmetic on their numbers.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable
from functools import cached_property
from itertools import compress, repeat
from operator import contains
from typing import ClassVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gradviz.model.graph import Graph, Ints
from gradviz.model.grouping import Groups

Mask = NDArray[np.bool_]

_NUMBERED = re.compile(r"v?(\d+)")


class LabelIndex:
    """Built at the first search of a graph and kept as long as the graph is."""

    _known: ClassVar[WeakKeyDictionary[Graph, LabelIndex]] = WeakKeyDictionary()

    @classmethod
    def of(cls, graph: Graph) -> LabelIndex:
        index = cls._known.get(graph)
        if index is None:
            index = cls._known[graph] = cls(graph.labels)
        return index

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._count = len(labels)
        self.labelled = np.flatnonzero(np.fromiter(map(bool, labels), np.bool_, len(labels)))
        given = list(compress(labels, labels))
        self.labels = list(dict.fromkeys(given))
        """The distinct labels, in the order they first appear."""
        self._lows = [label.lower() for label in self.labels]
        code = {label: i for i, label in enumerate(self.labels)}
        self._codes = np.fromiter(map(code.__getitem__, given), np.int32, len(given))

    # --- every value whose name fits ------------------------------------------------------

    def containing(self, text: str) -> Mask:
        """(n,) whose label has this in it; capitals don't matter."""
        return self._spread(self._with(text.lower()))

    def like(self, pattern: str) -> Mask:
        """(n,) whose whole name is like this, `*` standing for any letters and `?` for one."""
        pattern = pattern.lower()
        pieces = re.split(r"[*?]", pattern)
        if "*" in pattern and len(pieces) == 2 and "" in pieces:  # `w*`, `*w`: without a regex
            begins = str.startswith if pieces[0] else str.endswith
            hits = self._test(begins, "".join(pieces))
            return self._spread(hits) | self._numbered_like(pattern)
        hits = self._with(max(pieces, key=len))  # quick, and leaves few for the slow comparison
        fits = re.compile(_regex(pattern), re.DOTALL).fullmatch
        for i in np.flatnonzero(hits).tolist():
            hits[i] = fits(self._lows[i]) is not None
        return self._spread(hits) | self._numbered_like(pattern)

    def called(self, name: str) -> Mask:
        """(n,) whose name is exactly this."""
        return self._spread(np.array([label == name for label in self.labels], np.bool_)) | (
            self._numbered_like(name) if _NUMBERED.fullmatch(name) else self._none
        )

    def _with(self, low: str) -> Mask:
        """By distinct label: whether it has this in it."""
        return self._test(contains, low)

    def _test(self, test: Callable[[str, str], bool], low: str) -> Mask:
        """By distinct label: whether the test holds with this."""
        return np.fromiter(map(test, self._lows, repeat(low)), np.bool_, len(self._lows))

    def _spread(self, hits: Mask) -> Mask:
        out = self._none
        out[self.labelled] = hits[self._codes]
        return out

    @property
    def _none(self) -> Mask:
        return np.zeros(self._count, np.bool_)

    @cached_property
    def unlabelled(self) -> Mask:
        """(n,) the values that are called by their number."""
        out = np.ones(self._count, np.bool_)
        out[self.labelled] = False
        return out

    def _numbered_like(self, pattern: str) -> Mask:
        """(n,) the unlabelled values whose `v7` is like this; of one `*` at most."""
        before, star, after = pattern.removeprefix("v").partition("*")
        out = self._none
        if not pattern.startswith("v") or not re.fullmatch(r"[\d?]*", before + after):
            return out
        fixed = len(before) + len(after)
        for length in (
            range(max(fixed, 1), len(str(self._count)) + 1) if star else (fixed,) * bool(fixed)
        ):
            first, end = (0 if length == 1 else 10 ** (length - 1)), 10**length
            numbers = np.arange(min(first, self._count), min(end, self._count))
            fits = np.ones(len(numbers), np.bool_)
            places = [*enumerate(before), *enumerate(after, length - len(after))]
            for place, digit in places:
                if digit != "?":
                    fits &= numbers // 10 ** (length - 1 - place) % 10 == int(digit)
            out[numbers[fits]] = True
        out &= self.unlabelled
        return out

    # --- the few that fit best ------------------------------------------------------------

    def best(self, words: list[str], most: int) -> list[int]:
        """The values whose names fit these words best: see `rank`."""
        hits = np.ones(len(self.labels), np.bool_)
        for word in words:
            hits &= self._with(word)
        ranked = (
            (rank(words, low), len(low), i)
            for i, low in compress(enumerate(self._lows), hits.tolist())
        )
        found = [
            (place, length, node)
            for place, length, i in heapq.nsmallest(most, ranked)
            for node in self._members(i)[:most].tolist()
        ]
        found += [
            (rank(words, f"v{node}"), len(f"v{node}"), node)
            for node in self._best_numbered(words, most)
        ]
        return [node for *_, node in heapq.nsmallest(most, found)]

    def _best_numbered(self, words: list[str], most: int) -> list[int]:
        """Of the unlabelled values `v1`, `v10`, `v11` … for 'v1' or '1'."""
        if len(words) > 1:
            return []
        if not words or words[0] == "v":
            return [int(node) for node in np.flatnonzero(self.unlabelled)[:most]]
        found = _NUMBERED.fullmatch(words[0])
        if found is None:
            return []
        return [int(node) for node in np.flatnonzero(self._numbered_like(f"v{found[1]}*"))[:most]]

    def starting(self, text: str, most: int) -> list[str]:
        """Labels that begin with this, then those that have it in them."""
        low = text.lower()
        hits = compress(enumerate(self._lows), self._with(low).tolist())
        ranked = ((not name.startswith(low), len(name), i) for i, name in hits)
        return [self.labels[i] for *_, i in heapq.nsmallest(most, ranked)]

    def _members(self, label: int) -> Ints:
        """The nodes with a label."""
        return self.labelled[self._by_label.members(label)].astype(np.int32)

    @cached_property
    def _by_label(self) -> Groups:
        return Groups.of(self._codes, len(self.labels))

    # --- in order -------------------------------------------------------------------------

    @cached_property
    def places(self) -> Ints:
        """(n,) where each name comes in order: labels as a person counts (w2 before w10),
        then the unlabelled values by number."""
        keys = [_counting(low) for low in self._lows]
        place = np.empty(len(keys), np.int32)
        place[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        out = np.arange(self._count, dtype=np.int32) + np.int32(len(keys))
        out[self.labelled] = place[self._codes]
        return out


def rank(words: list[str], text: str) -> int | None:
    """0 for the whole text, 1 where it starts so, 2 where its words do, 3 inside; None: no."""
    low = text.lower()
    if not all(word in low for word in words):
        return None
    if " ".join(words) == low:
        return 0
    if not words or low.startswith(words[0]):
        return 1
    starts = low.replace(".", " ").split()
    return 2 if all(any(s.startswith(word) for s in starts) for word in words) else 3


def _regex(pattern: str) -> str:
    """Only `*` and `?` stand for others: `w[3]` is a label, not a choice of letters."""
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")


def _counting(text: str) -> list[tuple[int, int, str]]:
    """A key by which 'w2' comes before 'w10'."""
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
        for piece in re.split(r"(\d+)", text)
        if piece
    ]
