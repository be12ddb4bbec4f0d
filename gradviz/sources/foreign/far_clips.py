"""Far clips: a rule or a driver that clips what it passes on, at numbers larger than those that
the engine is usually tried with. Its gradients are right until they grow.

Code is only looked at to find out how large that is; an expression with such gradients tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import CodeType, FunctionType
from typing import Any

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.expressions import A, B, Expression
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.kinship import family
from gradviz.sources.foreign.known_ops import KnownOp
from gradviz.sources.foreign.methods import codes_of, own_methods
from gradviz.sources.foreign.scalars import number
from gradviz.sources.foreign.trying import Trying
from gradviz.sources.foreign.uses import points_of
from gradviz.sources.foreign.whole import Whole
from gradviz.sources.foreign.wording import LARGE_CHANGED, instead, with_advice
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import Place

_CLIPPING = {"min", "max", "clip", "clamp", "minimum", "maximum"}
_SMALLEST, _LARGEST = 2.0, 1e9


def far_clips(bench: Bench, working: Working, whole: Whole) -> list[Finding]:
    """A note for the first expression that comes out wrong for its large gradients alone."""
    bound = _bound(bench)
    if bound is None or "__mul__" not in working.binary:
        return []
    for expression in _expressions(bench, working, 40.0 * bound):
        trying, error = bench.attempt(partial(whole.try_out, expression))
        if error is None and trying is not None and trying.wrong and trying.seen.error is None:
            return [_note(bench, trying)]
    return []


def _note(bench: Bench, trying: Trying) -> Finding:
    wrong = next((twin for twin in trying.wrong if not twin.terms), trying.wrong[0])
    found, due = trying.found[id(wrong.obj)] or 0.0, trying.truth[id(wrong.obj)]
    said = (
        f"{LARGE_CHANGED}: in {trying.expression.text} with a large c the gradient of a is "
        f"{instead(found, due)}."
    )
    said = with_advice("missing-adjoint", said)
    place = _line(bench, trying, wrong)
    return Finding(
        "missing-adjoint", Severity.NOTE, FoundIn.EXERCISE, said, place, found=found, expected=due
    )


def _line(bench: Bench, trying: Trying, wrong: Twin) -> Place | None:
    """Where the last number came from that isn't due."""
    due = trying.truth[id(wrong.obj)]
    writes = [w for w in trying.writes_to(wrong.obj) if bench.engine.number_in(w.after) != due]
    return writes[-1].place if writes else None


def _expressions(bench: Bench, working: Working, large: float) -> Iterator[Expression]:
    yield Expression("(a * b) * c", lambda v: v[0] * v[1] * v[2], (A, B, large))
    if "__add__" in working.binary:
        yield Expression("(a + b) * c", lambda v: (v[0] + v[1]) * v[2], (A, B, large))
    for name, op in working.unary.items():
        made = partial(_method, name, op, bench)
        yield Expression(f"a.{name}() * c", made, (points_of(op)[0], large))


def _method(name: str, op: KnownOp | None, bench: Bench, v: list[Twin]) -> Twin:
    return v[0].apply(name, op, bench.engine.data, bench.engine.leaf) * v[1]


def _bound(bench: Bench) -> float | None:
    """The largest number in code of the engine's that also clips."""
    engine = bench.engine
    methods = [f for cls in family(engine.cls) for f in own_methods(cls).values()]
    functions = {id(f): f for f in (*methods, engine.driver.function) if callable(f)}
    found: list[float] = []
    for function in functions.values():
        held = getattr(function, "__globals__", {})
        for code in _with_helpers(function, held):
            if _CLIPPING & set(code.co_names):
                found += [abs(x) for x in _numbers(code, held)]
    found = [x for x in found if _SMALLEST <= x <= _LARGEST]
    return max(found, default=None)


def _with_helpers(function: Any, held: dict[str, Any]) -> list[CodeType]:
    """The code of a function, with that of the functions beside it that it calls."""
    own = codes_of(function)
    called = [held.get(name) for code in own for name in code.co_names]
    return own + [code for f in called if isinstance(f, FunctionType) for code in codes_of(f)]


def _numbers(code: CodeType, held: dict[str, Any]) -> list[float]:
    named = [held.get(name) for name in code.co_names]
    inside = [x for const in code.co_consts if type(const) is tuple for x in const]
    told = map(number, (*code.co_consts, *inside, *named))
    return [x for x in told if x is not None]
