"""Rule: how a contribution changes the gradient that it reaches."""

from enum import Enum


class Rule(Enum):
    """What a contribution does to the gradient it reaches."""

    ACCUMULATE = "accumulate"
    """`grad += contribution`: the multivariable chain rule."""
    OVERWRITE = "overwrite"
    """`grad = contribution`: the classic bug; only the last contribution survives."""
    AS_WRITTEN = "as written"
    """What a program's own engine did, write by write."""


COMPUTED_RULES = (Rule.ACCUMULATE, Rule.OVERWRITE)
"""The rules under which gradviz itself can run a backward pass."""
