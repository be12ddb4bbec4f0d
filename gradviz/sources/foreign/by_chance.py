"""By chance: whether a wrong expression is wrong by the order of a set alone.

A set of operands is ordered by where its members lie in memory, which differs from run to run.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign.set_order import in_order, kept_in_a_set
from gradviz.sources.foreign.trying import Trying, is_alone

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole


def is_right_in_order(whole: Whole, trying: Trying) -> bool:
    """Whether a failed op by itself comes right with its operands in a tuple."""
    engine, root = whole.bench.engine, trying.root
    cant_unpack = (
        trying.expression.group == "repeat"
        and trying.seen.error is not None
        and (whole.judge.tells_order() or _tells_order(whole))
    )
    if not is_alone(trying) and not cant_unpack:
        return False  # the driver's order may follow the set's, or only repeats be lost
    if not kept_in_a_set(engine, root.obj) or len(root.terms) != 2:
        return False
    again, error = whole.bench.attempt(partial(whole.build, trying.expression))
    if error is not None or again is None:
        return False
    operands = [twin.obj for twin, _ in again.root.terms]
    with in_order(engine, again.root.obj, operands):
        whole.drive(again)
    return not again.wrong and again.seen.error is None


def _tells_order(whole: Whole) -> bool:
    """Whether an op that came right comes out wrong with its operands the other way round."""
    for expression in whole.right:
        trying, error = whole.bench.attempt(partial(whole.build, expression))
        if error is not None or trying is None or not is_alone(trying):
            continue
        root = trying.root
        operands = [twin.obj for twin, _ in root.terms]
        if len({id(x) for x in operands}) != 2 or not kept_in_a_set(whole.bench.engine, root.obj):
            continue
        with in_order(whole.bench.engine, root.obj, operands[::-1]):
            whole.drive(trying)
        if trying.wrong:
            return True
    return False


def varies(whole: Whole, trying: Trying) -> bool:
    """Whether the same expression built again gets other wrong gradients. A set is ordered
    by where its members lie in memory, so each is built between others that stay."""
    engine = whole.bench.engine
    held = [engine.raw(trying.root.obj, name) for name in engine.roles.operands]
    if not any(isinstance(x, (set, frozenset)) for x in held):
        return False
    first = [trying.found[id(t.obj)] for t in trying.twins if not t.terms]
    kept: list[Any] = []
    for i in range(6):
        kept += [engine.leaf(float(n)) for n in range(3 * i + 1)]
        again, error = whole.bench.attempt(partial(whole.build, trying.expression))
        if error is not None or again is None:
            return False
        kept.append(again)
        whole.drive(again)
        found = [again.found[id(t.obj)] for t in again.twins if not t.terms]
        if not all(whole.agrees(x, y or 0.0) for x, y in zip(found, first, strict=True)):
            return True
    return False
