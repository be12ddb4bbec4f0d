"""Expressions to try an engine on, small ones first: the first that fails is the simplest that
shows the fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.known_ops import KNOWN, KnownOp, called_by_name
from gradviz.sources.foreign.special import SpecialUse
from gradviz.sources.foreign.uses import points_of
from gradviz.sources.foreign.working import Working

Build = Callable[[list[Twin]], Twin]


A = 1.3717
B = -0.6291
C = 0.8314

AT_ZERO = ("zero", "nought")
"""The groups in which a value is 0, which lets one fault look like another."""


@dataclass(frozen=True)
class Expression:
    """How to build one; `group` says what it needs or shows."""

    text: str
    build: Build
    leaves: tuple[float, ...]
    group: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        """The names of the leaves in the text, or if it is in words in alphabetical order."""
        used = sorted(set(re.findall(r"\b[a-d]\b", self.text)))
        free = [letter for letter in used if f"{letter} = " not in self.text]
        return tuple(free if len(free) == len(self.leaves) else "abcd"[: len(self.leaves)])


def expressions(working: Working, bench: Bench) -> list[Expression]:
    """Small ones first: the first that fails is the simplest that shows the fault."""
    has = working.binary.__contains__
    out: list[Expression] = []

    def add(text: str, build: Build, *leaves: float, group: str = "") -> None:
        out.append(Expression(text, build, leaves, group))

    plus, times = has("__add__"), has("__mul__")
    if plus:
        add("a + b", lambda v: v[0] + v[1], A, B)
    if times:
        add("a * b", lambda v: v[0] * v[1], A, B)
    if has("__sub__"):
        add("a - b", lambda v: v[0] - v[1], A, B)
    if has("__truediv__"):
        add("a / b", lambda v: v[0] / v[1], A, B)
    if "__neg__" in working.right:
        add("-a", lambda v: -v[0], A)
    for k in working.powers:
        x = A if k not in (2, 3, -1) else B
        add(f"a ** {k}", _power(k), x)
    named = {name: KNOWN[what] for name in sorted(working.binary) if (what := _of_two(name))}
    for name, known in named.items():
        for x, y in ((A, B), (B, A)):
            add(f"a.{name}(b)", partial(_call, name, known), x, y)
    unary = {
        name: partial(_method, name, op, bench.engine.data, bench.engine.leaf)
        for name, op in working.unary.items()
    }
    for name, op in working.unary.items():
        for x in points_of(op)[:2]:
            add(f"a.{name}()", _alone(unary[name]), x)
    absolute = partial(_method, "__abs__", KNOWN["abs"], bench.engine.data, bench.engine.leaf)
    signs = [x for x in (A, B) if "__abs__" in working.right and _abs_is_new(bench, x)]
    for x in signs:
        add("abs(a)", _alone(absolute), x)
    if plus:
        add("a + a", lambda v: v[0] + v[0], A, group="repeat")
    if times:
        add("a * a", lambda v: v[0] * v[0], A, group="repeat")
    if has("__sub__"):
        add("a - a", lambda v: v[0] - v[0], A, group="repeat")
    if has("__truediv__"):
        add("a / a", lambda v: v[0] / v[0], A, group="repeat")
    if has("__pow__"):
        add("a ** b", lambda v: v[0].power(v[1]), A, C)
        add("a ** a", lambda v: v[0].power(v[0]), A, group="repeat")
    # Chains, in which nothing is used twice: whatever order a driver has, it has few ways.
    if plus and times:
        add("(a + b) * c", lambda v: (v[0] + v[1]) * v[2], A, B, C, group="tree")
    if times:
        add("a * b * c", lambda v: v[0] * v[1] * v[2], A, B, C, group="tree")
    if times and has("__sub__"):
        add("(a - b) * c", lambda v: (v[0] - v[1]) * v[2], A, B, C, group="tree")
    if times and has("__truediv__"):
        add("a / b * c", lambda v: v[0] / v[1] * v[2], A, B, C, group="tree")
    if plus and times:
        add("a * b * (a + b)", lambda v: v[0] * v[1] * (v[0] + v[1]), A, B, group="shared leaf")
        add("c * c + c with c = a * b", _square_plus, A, B, group="shared")
        add("s + ((s * c) * b) with s = a * b", _late, A, B, C, group="shared")
        add("((s * c) * b) + s with s = a * b", _early, A, B, C, group="shared")
        add("a ladder of diamonds", _ladder, A, B, group="shared")
        add("two towers", _towers, A, B, C, group="shared")
        add("p + q * q + p with q = p * p, p = a * b", _all_seen, A, B, group="shared")
        for name, op in working.unary.items():
            for x in points_of(op)[:3]:
                add(f"a.{name}() * c + a", _inner(unary[name]), x, C, group="inner")
        for name, known in named.items():
            add(f"a.{name}(b) * c + a", partial(_inner_call, name, known), A, B, C, group="inner")
        for x in signs:
            add("abs(a) * c + a", _inner(absolute), x, C, group="inner")
        if "__neg__" in working.right:
            add("-a * c + a", lambda v: -v[0] * v[1] + v[0], A, C, group="inner")
        if has("__sub__"):
            add("(a * b - c) * a", lambda v: (v[0] * v[1] - v[2]) * v[0], A, B, C, group="inner")
            add("a - a * b", lambda v: v[0] - v[0] * v[1], A, B, group="inner")
        if has("__truediv__"):
            add("(a * b / c) * a", lambda v: (v[0] * v[1] / v[2]) * v[0], A, B, C, group="inner")
            add(
                "(a / (b * c)) * a", lambda v: (v[0] / (v[1] * v[2])) * v[0], A, B, C, group="inner"
            )
        for k in working.powers:
            if k > 0:
                add(f"(a + b) ** {k} * a", _inner_power(k), A, C, group="inner")
        add("equal numbers", _equal, 1.5, 1.5, B, group="equal")
        for name, op in working.unary.items():
            x = points_of(op)[0]
            add(
                f"a.{name}() + b.{name}() with equal numbers",
                _both(unary[name]),
                x,
                x,
                group="equal",
            )
        add("s * c + c with s = a + b = 0", _nought, A, -A, C, group="nought")
        add("a * b * c with c = 0", lambda v: v[0] * v[1] * v[2], A, B, 0.0, group="zero")
    elif plus:
        add("equal sums", _equal_sums, 1.5, 1.5, B, group="equal")
    for use in working.special:
        add(f"({use.text}) * c", partial(_special, use), use.x, C, group="special")
    return out


def _method(
    name: str,
    op: KnownOp | None,
    data: Callable[[Any], float | None],
    leaf: Callable[[float], Any],
    x: Twin,
) -> Twin:
    return x.apply(name, op, data, leaf)


def _abs_is_new(bench: Bench, x: float) -> bool:
    """Whether the absolute value of x is a value of its own: of a positive one it may be the
    operand itself."""
    leaf = bench.engine.leaf(x)
    made, error = bench.attempt(lambda: abs(leaf))
    return error is None and made is not leaf


def _of_two(name: str) -> str | None:
    """What a method of two values that is no operator computes."""
    what = called_by_name(name)
    return what if what is not None and KNOWN[what].arity == 2 and what != "**" else None


def _call(name: str, op: KnownOp, v: list[Twin]) -> Twin:
    return v[0].call(name, op, v[1])


def _inner_call(name: str, op: KnownOp, v: list[Twin]) -> Twin:
    return v[0].call(name, op, v[1]) * v[2] + v[0]


def _special(use: SpecialUse, v: list[Twin]) -> Twin:
    made = Twin(v[0].made, use.of(v[0].obj), use.truth, [(v[0], use.slope)])
    return made * v[1]


def _alone(f: Callable[[Twin], Twin]) -> Build:
    return lambda v: f(v[0])


def _inner(f: Callable[[Twin], Twin]) -> Build:
    return lambda v: f(v[0]) * v[1] + v[0]


def _both(f: Callable[[Twin], Twin]) -> Build:
    return lambda v: f(v[0]) + f(v[1])


def _power(k: float) -> Build:
    return lambda v: v[0] ** k


def _inner_power(k: float) -> Build:
    return lambda v: (v[0] + v[1]) ** k * v[0]


def _square_plus(v: list[Twin]) -> Twin:
    c = v[0] * v[1]
    return c * c + c


def _late(v: list[Twin]) -> Twin:
    s = v[0] * v[1]
    return s + (s * v[2]) * v[1]


def _early(v: list[Twin]) -> Twin:
    s = v[0] * v[1]
    return (s * v[2]) * v[1] + s


def _ladder(v: list[Twin]) -> Twin:
    d = v[0] * v[1]
    for _ in range(4):
        d = d * v[1] + d
    return d


def _all_seen(v: list[Twin]) -> Twin:
    """A value used twice whose operands were all met before, from whichever end one comes."""
    p = v[0] * v[1]
    q = p * p
    return p + q * q + p


def _towers(v: list[Twin]) -> Twin:
    e = v[0] * v[1]
    f = e + v[2]
    g = f * e
    return (g + f) * (e + g) + e


def _equal(v: list[Twin]) -> Twin:
    p, q = v[0] * v[2], v[1] * v[2]
    return p * q + p


def _nought(v: list[Twin]) -> Twin:
    return (v[0] + v[1]) * v[2] + v[2]


def _equal_sums(v: list[Twin]) -> Twin:
    p, q = v[0] + v[2], v[1] + v[2]
    return (p + q) + p
