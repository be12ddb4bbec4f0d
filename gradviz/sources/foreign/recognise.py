"""Which op made a value: by every hint of its name, confirmed by its number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gradviz.model.ieee import ieee_div, ieee_pow
from gradviz.sources.foreign.known_ops import BINARY, KNOWN, UNARY, VARIANTS, KnownOp, meaning
from gradviz.sources.foreign.scalars import close


@dataclass(frozen=True)
class Recognised:
    """An op with everything that its derivative needs. `swapped`: the operands were kept in
    the other order than the op reads them."""

    op: KnownOp
    constant: float | None = None
    swapped: bool = False
    guessed: bool = False
    """Told by the value of one operand alone, which another op may have at that point."""

    @property
    def name(self) -> str:
        return self.op.name

    def value(self, xs: Sequence[float]) -> float:
        return _call(self.op, self._arguments(xs))

    def local(self, xs: Sequence[float]) -> tuple[float, ...] | None:
        """The local derivative by each operand; None outside the op's domain."""
        try:
            slopes = self.op.local(*self._arguments(xs))
        except (ValueError, OverflowError, ZeroDivisionError):
            return None
        return tuple(reversed(slopes)) if self.swapped else tuple(slopes)

    def at_kink(self, xs: Sequence[float]) -> bool:
        return self.op.kink is not None and self.op.kink(*self._arguments(xs))

    def _arguments(self, xs: Sequence[float]) -> Sequence[float]:
        ordered = list(reversed(xs)) if self.swapped else list(xs)
        return ordered if self.constant is None else [*ordered, self.constant]


def _call(op: KnownOp, arguments: Sequence[float]) -> float:
    try:
        return op.forward(*arguments)
    except (ValueError, OverflowError, ZeroDivisionError):
        return math.nan


def with_parameter(name: str, points: Sequence[tuple[float, float]]) -> KnownOp | None:
    """The op of a name whose definition leaves one number open (a leaky ReLU's slope), with the
    number that explains every one of the points (x, value); None if no one number does."""
    for op in _WITH_CONSTANT.get(name, ()) if name in _PARAMETRIC else ():
        solved = [c for x, z in points for c in _solved(op, name, x, z)]
        if solved and all(close(_call(op, (x, solved[0])), z, 1e-5, 1e-9) for x, z in points):
            return _fixed(op, solved[0])
    return None


def _fixed(op: KnownOp, c: float) -> KnownOp:
    kink = op.kink
    return KnownOp(
        op.name, 1, lambda x: op.forward(x, c), lambda x: op.local(x, c),
        kink=None if kink is None else lambda x: kink(x, c),
    )  # fmt: skip


# A number beside one operand, when the engine doesn't make a value of it.
_WITH_CONSTANT = {
    "+": (KnownOp("+", 1, lambda x, c: x + c, lambda x, c: (1.0,), True),),
    "*": (KnownOp("*", 1, lambda x, c: x * c, lambda x, c: (c,), True),),
    "-": (
        KnownOp("-", 1, lambda x, c: x - c, lambda x, c: (1.0,), True),
        KnownOp("-", 1, lambda x, c: c - x, lambda x, c: (-1.0,), True),
    ),
    "/": (
        KnownOp("/", 1, lambda x, c: ieee_div(x, c), lambda x, c: (ieee_div(1.0, c),), True),
        KnownOp("/", 1, lambda x, c: ieee_div(c, x), lambda x, c: (ieee_div(-c, x * x),), True),
    ),
    "**": (
        KNOWN["**k"],
        KnownOp(
            "**", 1, lambda x, c: ieee_pow(c, x),
            lambda x, c: (ieee_pow(c, x) * math.log(c) if c > 0 else math.nan,), True,
        ),
    ),
    "leaky_relu": (
        KnownOp(
            "leaky_relu", 1, lambda x, c: x if x > 0 else c * x,
            lambda x, c: (1.0 if x > 0 else c,), True, kink=lambda x, c: abs(x) < 1e-12,
        ),
    ),
    "elu": (
        KnownOp(
            "elu", 1, lambda x, c: x if x > 0 else c * math.expm1(x),
            lambda x, c: (1.0 if x > 0 else c * math.exp(x),), True,
            kink=lambda x, c: abs(x) < 1e-12,
        ),
    ),
}  # fmt: skip
_PARAMETRIC = ("leaky_relu", "elu")


def recognise(
    hints: Iterable[str],
    xs: Sequence[float],
    z: float,
    constants: Sequence[float] = (),
    relative: float = 1e-6,
) -> Recognised | None:
    """The op that `hints` name if its value is `z`; else the op whose value alone fits."""
    hints = list(hints)
    reflected = any(hint.startswith("__r") for hint in hints)
    wanted = list(dict.fromkeys(m for m in map(meaning, hints) if m is not None))
    for name in wanted:
        found = _confirmed(name, xs, z, constants, relative, reflected)
        if found is not None:
            return found
    if len(xs) == 1:
        guess = _first_fit(UNARY, xs, z, relative)
        if guess is not None and _is_chance(guess, xs, z, relative):
            return None
        guess = guess or _any_constant(xs, z, constants, relative)
        return guess and replace(guess, guessed=True)
    if len(xs) == 2:
        fit = _first_fit(BINARY, xs, z, relative)
        if fit is not None:
            return fit
        for op in (KNOWN["-"], KNOWN["/"], KNOWN["**"]):
            if _fits(op, (xs[1], xs[0]), z, relative):
                return Recognised(op, swapped=True)
        return None
    return _many(xs, z, relative)


def _confirmed(
    name: str, xs: Sequence[float], z: float, constants: Sequence[float], relative: float,
    reflected: bool,
) -> Recognised | None:  # fmt: skip
    for candidate in (name, *VARIANTS.get(name, ())):
        op = KNOWN[candidate]
        if op.arity == len(xs):
            if _fits(op, xs, z, relative):
                return Recognised(op)
            if len(xs) == 2 and _fits(op, (xs[1], xs[0]), z, relative):
                return Recognised(op, swapped=True)
    if len(xs) == 1:
        ops = _WITH_CONSTANT.get(name, ())
        if reflected and len(ops) == 2:
            ops = ops[::-1]
        known = [(op, c) for op in ops for c in constants]
        solved = [(op, c) for op in ops[:1] for c in _solved(op, name, xs[0], z)]
        for op, c in (*known, *solved):
            if name == "-" and c not in constants and close(z, -xs[0], relative):
                return Recognised(KNOWN["neg"])  # `a - 2 * a` would be one number only
            if close(_call(op, (xs[0], c)), z, relative):
                return Recognised(op, c)
    if len(xs) > 2 and name in ("+", "*"):
        return _many(xs, z, relative)
    return None


def _solved(op: KnownOp, name: str, x: float, z: float) -> list[float]:
    """The constant that would explain the value, where one number can."""
    if name == "+":
        return [z - x]
    if name == "*" and x:
        return [z / x]
    if name == "**" and op.name == "**k" and x > 0 and x != 1 and z > 0:
        k = math.log(z) / math.log(x)
        return [round(k * 2) / 2, k]
    if name == "**" and op.name == "**k" and x < 0 and z:
        k = round(math.log(abs(z)) / math.log(-x)) if x != -1 else (2 if z > 0 else 1)
        return [float(k)]
    if name == "-":
        return [x - z if op.local(1.0, 0.0)[0] > 0 else x + z]
    if name == "/" and x and z:
        return [x / z if op.local(1.0, 1.0)[0] > 0 else x * z]
    if name in _PARAMETRIC and x < 0:
        c = z / (x if name == "leaky_relu" else math.expm1(x))
        return [c] if 0 <= c <= 1 or name == "elu" else []
    return []


def _any_constant(
    xs: Sequence[float], z: float, constants: Sequence[float], relative: float
) -> Recognised | None:
    for ops in _WITH_CONSTANT.values():
        for op in ops:
            for c in constants:
                if close(_call(op, (xs[0], c)), z, relative):
                    return Recognised(op, c)
    return None


def _first_fit(
    ops: Iterable[KnownOp], xs: Sequence[float], z: float, relative: float
) -> Recognised | None:
    for op in ops:
        if _fits(op, xs, z, relative):
            return Recognised(op)
    return None


def _is_chance(guess: Recognised, xs: Sequence[float], z: float, relative: float) -> bool:
    """Whether other ops have that value there too, and another slope: x * x and |x| at 1."""
    slopes = [Recognised(op).local(xs) for op in UNARY if _fits(op, xs, z, relative)]
    own = guess.local(xs)
    return any(
        own is not None and slope is not None and not close(slope[0], own[0], 1e-6)
        for slope in slopes
    )


def _fits(op: KnownOp, xs: Sequence[float], z: float, relative: float) -> bool:
    found = _call(op, xs)
    return (found == found and close(found, z, relative)) or (found != found and z != z)


def _many(xs: Sequence[float], z: float, relative: float) -> Recognised | None:
    n = len(xs)
    if close(math.fsum(xs), z, relative):
        return Recognised(KnownOp("+", n, lambda *a: math.fsum(a), lambda *a: (1.0,) * len(a)))
    if close(math.prod(xs), z, relative):
        return Recognised(KnownOp("*", n, lambda *a: math.prod(a), _product_slopes))
    if n and close(math.fsum(xs) / n, z, relative):
        return Recognised(
            KnownOp("mean", n, lambda *a: math.fsum(a) / len(a), lambda *a: (1 / len(a),) * len(a))
        )
    return None


def _product_slopes(*xs: float) -> tuple[float, ...]:
    return tuple(math.prod(xs[:i] + xs[i + 1 :]) for i in range(len(xs)))
