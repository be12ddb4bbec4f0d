"""The slopes of an op nobody knows, from its own operator on nudged operands.

The operator is called again with the very objects it was called with, while one operand's
number is moved a little. It counts only if the same call gives the same number first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.differences import Difference, same_slopes
from gradviz.sources.foreign.expression import nudged
from gradviz.sources.foreign.learning import learn_evaluation
from gradviz.sources.foreign.reference import local_derivatives
from gradviz.sources.foreign.same_call import SameCall, same_calls
from gradviz.sources.foreign.scalars import close

MOST_NUDGED = 400
NUDGED = 1e-7
"""How exact a slope by nudging is."""
Slopes = list[tuple[float, ...] | None]


def all_derivatives(captured: Captured) -> Slopes:
    """Each node's local derivatives: exact where its op is known, else by nudging."""
    out = local_derivatives(captured)
    left = MOST_NUDGED
    for node in range(len(captured)):
        op = captured.ops[node]
        if not captured.operands[node] or (op is not None and not op.guessed) or not left:
            continue
        left -= 1
        slopes = own_slopes(captured, node)
        if op is None or op.constant is not None or slopes is not None:
            out[node] = slopes
    return out


def own_slopes(captured: Captured, node: int) -> tuple[float, ...] | None:
    """One slope for each operand as written; a repeated one has its sum at the first place."""
    moves = _moves(captured, node)
    taken = captured.engine.differences.known.get(captured.op_key(node))
    take = nudged if taken is None else taken.slope
    slopes = {i: take(f, x) for i, (f, x) in moves.items()}
    if not slopes or any(not math.isfinite(slope) for slope in slopes.values()):
        return None
    return tuple(slopes.pop(i, 0.0) for i in captured.operands[node])


def as_taken(
    captured: Captured, node: int, totals: dict[int, float], found: Sequence[float]
) -> dict[int, float]:
    """The right local derivatives by each distinct operand, for an engine that takes those of
    this op by differences. `totals` are the exact ones, `found` the engine's."""
    op, key = captured.ops[node], captured.op_key(node)
    written, xs = captured.operands[node], captured.operand_values(node)
    own = op is None or op.guessed
    if own and same_slopes(found, list(totals.values()), NUDGED):
        return totals
    moves = _moves(captured, node) if own else {}
    due = op.local(xs) if op is not None and not moves else None
    exact = _summed(written, due) if due is not None else totals
    if list(exact) != list(totals) or not same_slopes(list(exact.values()), list(totals.values())):
        return totals  # which aren't the exact ones any more

    def take(kind: Difference) -> list[float]:
        if moves or op is None:
            return [kind.slope(*moves[i]) if i in moves else math.nan for i in totals]
        return list(_summed(written, kind.slopes(op, xs)).values())

    size = abs(captured.values[node]) + sum(map(abs, xs))
    differences = captured.engine.differences
    differences.learn(key, take, list(totals.values()), found, size)
    kind = differences.known.get(key)
    slopes = take(kind) if kind is not None else [math.nan]
    is_told = all(map(math.isfinite, slopes))
    return dict(zip(totals, slopes, strict=True)) if is_told else totals


def _summed(written: Sequence[int], slopes: Sequence[float]) -> dict[int, float]:
    out: dict[int, float] = {}
    for operand, slope in zip(written, slopes, strict=True):
        out[operand] = out.get(operand, 0.0) + slope
    return out


_Move = tuple[Callable[[float], float | None], float]


def _moves(captured: Captured, node: int) -> dict[int, _Move]:
    """By distinct operand, the op as a function of its number, and that number; nothing if the
    call that made the node can't be told."""
    engine = captured.engine
    if engine.data_is_fixed:
        return {}
    objects = [captured.objects[i] for i in captured.operands[node]]
    kept = [(x, engine.raw(x, engine.roles.data)) for x in objects]
    now = dict(zip(captured.operands[node], captured.operand_values(node), strict=True))

    def numbers(call: SameCall, moved: int | None, x: float) -> list[float | None]:
        """What a call gives: one value, or several in a list."""
        for operand, number in now.items():
            engine.set_data(captured.objects[operand], x if operand == moved else number)
        try:
            made = call()
            several = isinstance(made, (list, tuple)) and not engine.is_value(made)
            values = [x for x in (made if several else [made]) if engine.is_value(x)]
            for result in values:
                learn_evaluation(engine, result)
                engine.settle(result)
        except Exception:  # noqa: BLE001 - a user's code
            return []
        finally:
            for obj, raw in kept:
                engine.store_data(obj, raw)
        return [engine.data(result) for result in values]

    def value(call: SameCall, at: int, moved: int, x: float) -> float | None:
        found = numbers(call, moved, x)
        return found[at] if at < len(found) else None

    own = captured.values[node]
    found = [
        (call, at)
        for call in same_calls(captured, node)
        for at, number in enumerate(numbers(call, None, 0.0))
        if number is not None and close(number, own, 1e-9)
    ]
    if len(found) != 1:
        return {}  # none, or it is chance which
    return {i: (partial(value, *found[0], i), number) for i, number in now.items()}
