"""What is right today and will bite: gradients kept over a second backward, recursion."""

from __future__ import annotations

from typing import Any

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign.bench import LEFT, RIGHT, Bench, room_for
from gradviz.sources.foreign.drivers import driver_place
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.whole import Whole
from gradviz.sources.foreign.wording import with_advice
from gradviz.sources.foreign.working import Working

CHAIN = 1500


def notes_of(bench: Bench, working: Working, whole: Whole, alone: bool) -> list[Finding]:
    """`alone`: the file only defines the engine, so nothing shows who sets the first gradient."""
    engine = bench.engine
    if (engine.roles.driver is None and engine.free_driver is None) or whole.findings:
        return []
    if not {"__add__", "__mul__"} <= working.binary:
        return []
    seed = _missing_seed(bench) if alone and whole.caller_seeds else []
    return [*seed, *_stale_gradient(bench, whole), *_recursion(bench, whole)]


def _missing_seed(bench: Bench) -> list[Finding]:
    root = bench.engine.leaf(LEFT)
    seen = bench.backward(root)
    sentence = (
        "backward() leaves the gradient of the result as it is, so that every caller has to set "
        "it to 1 before."
    )
    place = driver_place(bench, seen, "")
    note = with_advice("missing-seed", sentence)
    return [Finding("missing-seed", Severity.NOTE, FoundIn.EXERCISE, note, place)]


def _stale_gradient(bench: Bench, whole: Whole) -> list[Finding]:
    """o = a * b + a, twice: 2 times the gradient is what two passes add up to; an interior
    gradient that is kept gives 3 times."""
    engine = bench.engine
    a, b = engine.leaf(LEFT), engine.leaf(RIGHT)
    try:
        product = a * b
        root = product + b
    except Exception:  # noqa: BLE001 - a user's code
        return []
    seed = 1.0 if whole.caller_seeds else None
    first = bench.backward(root, seed)
    once = engine.grad(a)
    second = bench.backward(root, seed)
    twice = engine.grad(a)
    if first.error or second.error or not once or twice is None:
        return []
    if any(close(twice, n * once, 1e-6) for n in (1, 2)):
        return []
    sentence = (
        f"A second backward() makes the gradient {brief_text(twice / once)} times the first, not "
        "2 times, since the gradients between the leaves and the result are kept."
    )
    return [
        Finding(
            "stale-gradient",
            Severity.NOTE,
            FoundIn.EXERCISE,
            with_advice("stale-gradient", sentence),
            driver_place(bench, second, ""),
            found=twice,
            expected=2 * once,
        )
    ]


def _recursion(bench: Bench, whole: Whole) -> list[Finding]:
    """A chain longer than Python's usual recursion limit."""
    engine = bench.engine

    def chain() -> Any:
        x = step = engine.leaf(0.5)
        for _ in range(CHAIN):
            x = x + step
        return x

    root, error = bench.attempt(chain, 1.0)
    if error is not None:
        return []
    with room_for(1000):
        _, error = bench.attempt(lambda: engine.drive(root), 1.0)
    if not isinstance(error, RecursionError):
        return []
    seen = bench.watch.passes[-1]
    sentence = f"backward() exceeds Python's recursion limit on a chain of {CHAIN:,} values."
    return [
        Finding(
            "recursion-limit",
            Severity.NOTE,
            FoundIn.EXERCISE,
            with_advice("recursion-limit", sentence),
            driver_place(bench, seen, ""),
        )
    ]
