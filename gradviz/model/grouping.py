"""Many numbers grouped by a small whole key, as two flat arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from gradviz.model.graph import Ints


class Groups(NamedTuple):
    """`order[start[k]:start[k + 1]]` are the indexes with key k, ascending."""

    order: Ints
    start: Ints

    @classmethod
    def of(cls, keys: Ints, count: int) -> Groups:
        """The groups of keys below `count`.

        Key and index are sorted as one number each, which takes a third of the time of a
        stable argsort of the keys.
        """
        both = (keys.astype(np.int64) << 32) | np.arange(len(keys))
        both.sort()
        start = np.zeros(count + 1, np.int32)
        np.cumsum(np.bincount(keys, minlength=count), out=start[1:])
        return cls((both & 0xFFFFFFFF).astype(np.int32), start)

    def members(self, key: int) -> Ints:
        """None for a key beyond the last one."""
        if key + 1 >= len(self.start):
            return self.order[:0]
        return self.order[self.start[key] : self.start[key + 1]]
