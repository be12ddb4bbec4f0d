"""What a driver does wrong, told by an expression that comes out wrong though each of its nodes
is right alone: the order in which it ran the nodes, the seed, the writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gradviz.sources.foreign.causes import (
    adjoints,
    faulty_nodes,
    handed,
    lost_operands,
    merging,
    order,
    overwriting,
    raising,
    repeats,
    seeds,
    shares,
    zeros,
)
from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.suspects import Suspects
from gradviz.sources.foreign.causes.told import Answer, Told
from gradviz.sources.foreign.trying import Trying

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole

CAUSES: tuple[Callable[[Case], Answer], ...] = (
    raising.raises,
    faulty_nodes.account_for_it,
    lost_operands.lost_edge,
    order.hidden_driver,
    zeros.taken_for_none,
    overwriting.cleared,
    overwriting.changed_when_due,
    seeds.in_every_new_value,
    seeds.misplaced,
    overwriting.by_a_constant,
    seeds.other_than_1,
    handed.wrongly,
    adjoints.forgotten,
    merging.equal_numbers,
    seeds.late,
    merging.key_of_the_driver,
    shares.left_out,
    lost_operands.misnamed_operands,
    order.wrong_visits,
    overwriting.in_forward,
    overwriting.replaced,
    adjoints.of_another_result,
    adjoints.strange,
    shares.exchanged,
    order.written_too_often,
    shares.of_an_op_alone,
    repeats.used_twice,
    adjoints.partly_forgotten,
    shares.first_wrong,
    order.wrong_order,
)
"""The first of these that applies is the cause; what comes later would show as well where an
earlier one is at fault. The last always applies."""


class DriverBlame:
    """Finds what the failed expressions of a `Whole` have in common, one finding each."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.suspects = Suspects(whole)

    def of(self, trying: Trying, passed: set[str]) -> None:
        """Tell the cause of a failed expression, unless others tell it. `passed` are the groups
        of expressions that came right."""
        case = Case(self.whole, trying, passed, self.suspects)
        told = next(answer for cause in CAUSES if (answer := cause(case)) is not None)
        if isinstance(told, Told):
            self.whole.findings.append(told.finding(trying))
