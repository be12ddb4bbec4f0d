"""Births: where each value was made, noted as it is made and looked up only when asked for.

A training loop makes millions of values, and of nearly all of them nobody asks. What is noted
of one are five entries at the end of one flat list; its order is its place there. When it is
asked for, or the list gets long, the list goes into a dictionary by id: of all the values that
were at one place in memory, the last.
"""

from __future__ import annotations

from itertools import count
from types import FrameType
from typing import Any

from gradviz.sources.foreign.log import Birth

WIDTH = 5
"""Entries for each value: its id, and a birth without its order."""
MOST_NOTED = 200_000 * WIDTH


class Births:
    """By the id of a value, its `Birth`."""

    def __init__(self) -> None:
        self.noted: list[Any] = []
        """For those who note many: what `note` does is better done in their own loop."""
        self._folded: dict[int, Any] = {}
        self._before = 0

    @property
    def count(self) -> int:
        """How many values there have been; the order of the last."""
        return self._before + len(self.noted) // WIDTH

    def note(self, obj: Any, frame: FrameType, user: FrameType) -> None:
        """The next value: called for by `frame`, and outside of the engine by `user`."""
        self.noted += (id(obj), frame.f_code, frame.f_lasti, user.f_code, user.f_lasti)

    def note_earlier(self, obj: Any, birth: Birth) -> None:
        """A value whose order was taken before it was there."""
        self.fold()
        self._folded[id(obj)] = birth

    def fold(self) -> None:
        """In an order in which a program may be stopped anywhere: nothing is folded twice."""
        noted, many = self.noted, len(self.noted) // WIDTH
        rest = (noted[i::WIDTH] for i in range(1, WIDTH))
        self._folded.update(zip(noted[::WIDTH], zip(count(self._before + 1), *rest)))  # noqa: B905
        noted.clear()
        self._before += many

    def get(self, key: int) -> Birth | None:
        if self.noted:
            self.fold()
        found = self._folded.get(key)
        if found is not None and type(found) is not Birth:
            found = self._folded[key] = Birth._make(found)
        return found

    def __contains__(self, key: int) -> bool:
        if self.noted:
            self.fold()
        return key in self._folded

    def __getitem__(self, key: int) -> Birth:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found
