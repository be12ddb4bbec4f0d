"""A column of words of which most are the same: each different one once, and their numbers."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

# `wire` reads the fields' types: this one is needed at run time, too.
from gradviz.sources.wire import IntColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class WordColumn:
    """A tuple of n words, told in fewer.

    >>> WordColumn.of(["+", "*", "+"])
    WordColumn(words=('+', '*'), which=array('i', [0, 1, 0]))
    """

    words: tuple[str, ...]
    which: IntColumn  # (n,)

    @classmethod
    def of(cls, words: Iterable[str]) -> WordColumn:
        numbers: dict[str, int] = {}
        which = array("i", [numbers.setdefault(word, len(numbers)) for word in words])
        return cls(tuple(numbers), which)

    def __len__(self) -> int:
        return len(self.which)

    def __getitem__(self, row: int) -> str:
        return self.words[self.which[row]]

    def __iter__(self) -> Iterator[str]:
        return map(self.words.__getitem__, self.which)
