"""The slopes of an op nobody knows, from its own operator on nudged operands.

The operator is called again with the very objects it was called with, while one operand's
number is moved a little. It counts only if the same call gives the same number first.
"""

from __future__ import annotations

import math
from functools import partial

from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.expression import nudged
from gradviz.sources.foreign.learning import learn_evaluation
from gradviz.sources.foreign.reference import local_derivatives
from gradviz.sources.foreign.same_call import SameCall, same_calls
from gradviz.sources.foreign.scalars import close

MOST_NUDGED = 400
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
    engine = captured.engine
    if engine.data_is_fixed:
        return None
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
        return None  # none, or it is chance which
    slopes = {i: nudged(partial(value, *found[0], i), number) for i, number in now.items()}
    if any(not math.isfinite(slope) for slope in slopes.values()):
        return None
    return tuple(slopes.pop(i, 0.0) for i in captured.operands[node])
