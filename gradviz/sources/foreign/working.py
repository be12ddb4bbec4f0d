"""Working: what of a class works, and what was found wrong with the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gradviz.sources.foreign.finding import Finding
from gradviz.sources.foreign.known_ops import KnownOp
from gradviz.sources.foreign.special import SpecialUse
from gradviz.sources.foreign.uses import Use


@dataclass
class Working:
    """What of the class works, for the expressions to be built from."""

    binary: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)  # "__mul__" if a * 2 works
    unary: dict[str, KnownOp | None] = field(default_factory=dict)
    powers: list[float] = field(default_factory=list)
    """The exponents that work, 2 and 2.0 apart: some classes take whole ones alone."""
    special: list[SpecialUse] = field(default_factory=list)
    """The uses with a constant such as 1 whose gradient came out wrong."""
    right: set[str] = field(default_factory=set)
    """The methods that gave a right number at least once."""
    shared: set[str] = field(default_factory=set)
    """The methods that give one result for all operands of equal numbers."""
    findings: list[Finding] = field(default_factory=list)
    tainted: set[int] = field(default_factory=set)
    notes: list[Finding] = field(default_factory=list)
    answered: set[tuple[str, bool]] = field(default_factory=set)
    refused: dict[tuple[str, bool], tuple[Use, BaseException]] = field(default_factory=dict)
    """The methods, with a plain number or without, that gave a result at all, and the first
    exception of each other."""
    samples: list[Any] = field(default_factory=list)
    """Results of right operators, whose graphs are to be judged."""
