"""Verdicts: what is known of the ways in which values are made, and what is still to be told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from gradviz.sources.foreign.capture import Captured, Kind, Sample
from gradviz.sources.foreign.classify import Fault
from gradviz.sources.foreign.finding import Finding, FoundIn
from gradviz.sources.foreign.trial import Trial
from gradviz.sources.user_code import Place


@dataclass(frozen=True)
class Pending:
    """A fault whose line is named when all kinds have been tried: a line that is right for
    other ops isn't to blame for this one."""

    captured: Captured
    node: int
    trial: Trial
    fault: Fault
    distinct: tuple[int, ...]
    where: FoundIn
    method: str = ""
    """Which put the rule there, where it isn't the node's own op that did."""


@dataclass
class Verdicts:
    """What is known of each kind of node so far. `alone` counts the nodes that were tried."""

    bad_kinds: set[Kind] = field(default_factory=set)
    good_lines: dict[Place, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    """The lines whose writes were right, with the kinds of nodes they were right for."""
    good_nodes: dict[Kind, tuple[Captured, int]] = field(default_factory=dict)
    tried: dict[Sample, int] = field(default_factory=lambda: defaultdict(int))
    unconfirmed: set[Kind] = field(default_factory=set)
    tainted: set[int] = field(default_factory=set)
    """ids of code objects whose forward value is wrong: their derivative has no truth."""
    misplaced: bool = False
    """Whether a closure was found on the wrong value."""
    pending: list[Pending] = field(default_factory=list)
    set_order: Finding | None = None
    """That operands are told apart by the order of a set, which has none."""
