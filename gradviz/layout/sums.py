"""Sums: long chains of additions, each folded to one Σ with what is used in it alone."""

from __future__ import annotations

import numpy as np

from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined, tops, with_operand
from gradviz.model.graph import Ints

FEWEST_TERMS = 8


def find_sums(joined: Joined, owner: Ints, is_free: Bools) -> tuple[Ints, Ints, Ints]:
    """The sums of free nodes of the same owner: (s,) the last addition of each and the number
    of its terms; (n,) the sum of each node, -1 for none.

    A single leaf among results isn't counted: Python's sum begins with 0.
    """
    own = np.arange(len(owner))
    stays = is_free & is_free[joined.user] & (owner == owner[joined.user])
    is_add = joined.is_add & is_free
    of_results = joined.is_nonlinear & with_operand(joined, ~joined.is_leaf)
    up = joined.up(of_results | ~stays)
    total = tops(np.where(is_add & is_add[up], up, own))
    terms = np.bincount(total[is_add], minlength=len(owner)) + 1
    last = np.flatnonzero(terms >= FEWEST_TERMS).astype(np.int32)
    leaves = np.bincount(total[joined.head[joined.is_leaf[joined.tail]]], minlength=len(owner))
    terms -= leaves == 1
    number = np.full(len(owner), -1, np.int32)
    number[last] = np.arange(len(last))
    up[last] = last
    return last, terms[last].astype(np.int32), np.where(is_free, number[tops(up)], -1)
