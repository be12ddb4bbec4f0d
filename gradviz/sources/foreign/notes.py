"""What is right today and will bite: gradients kept over a second backward, clips, recursion."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign.bench import LEFT, RIGHT, Bench, room_for
from gradviz.sources.foreign.drivers import driver_place
from gradviz.sources.foreign.far_clips import far_clips
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity, exercise_finding
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.whole import Whole
from gradviz.sources.foreign.wording import with_advice
from gradviz.sources.foreign.working import Working

CHAIN = 1500


def notes_of(bench: Bench, working: Working, whole: Whole, alone: bool) -> list[Finding]:
    """`alone`: the file only defines the engine, so nothing shows who sets the first gradient."""
    engine = bench.engine
    if not engine.driver.exists or whole.findings:
        return []
    if not {"__add__", "__mul__"} <= working.binary:
        return []
    seed = _missing_seed(bench) if alone and whole.caller_seeds else []
    return [
        *seed,
        *_stale_gradient(bench, whole),
        *_stale_data(bench, working),
        *far_clips(bench, working, whole),
        *_recursion(bench, whole),
    ]


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
        exercise_finding(
            "stale-gradient",
            sentence,
            driver_place(bench, second, ""),
            found=twice,
            expected=2 * once,
            severity=Severity.NOTE,
        )
    ]


_OLD, _NEW = (LEFT, RIGHT), (2.9173, 0.4719)


def _stale_data(bench: Bench, working: Working) -> list[Finding]:
    """The first op whose closure goes by the numbers its operands had when it was made, told
    by changing them before it runs. An engine that keeps local derivatives instead of closures
    means it so, and so does one that goes by the result's own number."""
    engine = bench.engine
    if engine.roles.backward_kind != "closure" or engine.data_is_fixed:
        return []
    for method, act in _OPS.items():
        if method not in working.right:
            continue
        operands = [engine.leaf(x) for x in _OLD]
        made, error = bench.attempt(partial(act, *operands))
        used = operands if method in _OF_TWO else operands[:1]
        if error is not None or {*map(id, engine.operands(made))} != {*map(id, used)}:
            continue
        for x, number in zip(operands, _NEW, strict=True):
            engine.set_data(x, number)
        bench.reset(used)
        engine.set_grad(made, 1.0)
        _, seen = bench.node_backward(made, 1.0)
        old, new = (_OPS_SLOPES[method](*numbers) for numbers in (_OLD, _NEW))
        found = [engine.grad(x) for x in used]
        for x, before, after in zip(found, old, new, strict=False):
            if x is not None and close(x, before, 1e-6) and not close(before, after, 1e-3):
                return [_goes_by_old_numbers(_SYMBOLS[method], seen)]
    return []


_OF_TWO = ("__mul__", "__truediv__")
_OPS: dict[str, Callable[[Any, Any], Any]] = {
    "__mul__": lambda a, b: a * b,
    "__truediv__": lambda a, b: a / b,
    "__pow__": lambda a, _: a**3,
}
_OPS_SLOPES: dict[str, Callable[[float, float], tuple[float, ...]]] = {
    "__mul__": lambda a, b: (b, a),
    "__truediv__": lambda a, b: (1 / b, -a / (b * b)),
    "__pow__": lambda a, _: (3 * a * a,),
}


_SYMBOLS = {"__mul__": "*", "__truediv__": "/", "__pow__": "**"}


def _goes_by_old_numbers(name: str, seen: Pass) -> Finding:
    sentence = (
        f"The backward of {name} goes by the numbers that its operands had when the value was "
        "made: after a change of a number in place its gradients are those of before."
    )
    place = seen.writes[-1].place if seen.writes else None
    return exercise_finding("stale-data", sentence, place, op=name, severity=Severity.NOTE)


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
        _, error = bench.attempt(lambda: engine.driver.run(root), 1.0)
    if not isinstance(error, RecursionError):
        return []
    seen = bench.watch.passes[-1]
    sentence = f"backward() exceeds Python's recursion limit on a chain of {CHAIN:,} values."
    return [
        exercise_finding(
            "recursion-limit", sentence, driver_place(bench, seen, ""), severity=Severity.NOTE
        )
    ]
