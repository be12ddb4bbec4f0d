"""Trial: one node's backward run alone, with awkward numbers, and what came of it.

Round numbers let one fault imitate another (with every gradient 0 and an adjoint of 1, `=`
looks like `+=` and a forgotten adjoint like a present one), so the operands' gradients are
filled beforehand and the adjoint is set to 2.45, then others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.log import Call, Write

ADJOINTS = (2.45, -1.37)
FILLS = (7.3, -0.61)


@dataclass
class Run:
    """One run: the gradients before and after, by distinct operand."""

    adjoint: float
    before: list[float]
    after: list[float | None]
    writes: list[Write]
    calls: list[Call]
    error: BaseException | None
    data_changed: list[int] = field(default_factory=list)
    returned: list[float] | None = None
    unreadable: bool = False  # it returned something that isn't understood
    data_writes: list[tuple[Any, CodeType, int]] = field(default_factory=list)


@dataclass
class Trial:
    """Three runs: the adjoint changes from the first to the second, the prefilled gradients
    from the first to the third."""

    operands: list[Any]
    runs: list[Run]
    slots: list[int]
    """For each operand as written, repeats included, its place among the distinct ones."""

    @property
    def error(self) -> BaseException | None:
        return next((run.error for run in self.runs if run.error is not None), None)

    @property
    def returns(self) -> bool:
        """Whether the contributions are returned, for the driver to add."""
        return self.runs[0].returned is not None and not self.runs[0].writes


def try_alone(
    bench: Bench, obj: Any, operands: list[Any], scale: float = 1.0, fill_scale: float = 1.0
) -> Trial:
    """Run the backward of `obj` alone three times; everything is put back afterwards."""
    engine = bench.engine
    distinct = list({id(x): x for x in operands}.values())
    kept = [(x, engine.raw_grad(x), engine.raw(x, engine.roles.data)) for x in [obj, *distinct]]
    runs = []
    try:
        for adjoint, fill in ((ADJOINTS[0], 0), (ADJOINTS[1], 0), (ADJOINTS[0], 1)):
            fills = [FILLS[fill] + (1.7 + 0.9 * fill) * i for i in range(len(distinct))]
            before = [fill_scale * x for x in fills]
            runs.append(_run(bench, obj, distinct, scale * adjoint, before))
            for x, _, data in kept:
                engine.store_data(x, data)
            if runs[-1].error is not None:
                break
    finally:
        for x, grad, _ in kept:
            engine.put_grad(x, grad)
    place = {id(x): i for i, x in enumerate(distinct)}
    return Trial(distinct, runs, [place[id(x)] for x in operands])


def _run(bench: Bench, obj: Any, distinct: list[Any], adjoint: float, before: list[float]) -> Run:
    engine = bench.engine
    for operand, fill in zip(distinct, before, strict=True):
        engine.set_grad(operand, fill)
    engine.set_grad(obj, 0.0 if engine.rule.adds_its_adjoint else adjoint)
    data = [engine.data(x) for x in [*distinct, obj]]
    result, seen = bench.node_backward(obj, adjoint)
    after = [engine.grad(x) for x in distinct]
    returned = _shares(engine, result, distinct)
    changed = [
        i for i, (x, was) in enumerate(zip([*distinct, obj], data, strict=True))
        if engine.data(x) != was and was == was
    ]  # fmt: skip
    return Run(
        adjoint,
        before,
        after,
        seen.writes,
        seen.calls,
        seen.error,
        changed,
        returned,
        returned is None and result is not None and not seen.writes,
        seen.data_writes,
    )


def _shares(engine: Engine, result: Any, distinct: list[Any]) -> list[float] | None:
    """The contributions that a backward returns: one number, several, or each beside its
    operand, in a dictionary or in pairs."""
    if result is None or isinstance(result, bool):
        return None
    single = engine.number_in(result)
    if single is not None:
        return [single]
    items: list[Any] = []
    if isinstance(result, (tuple, list)):
        kind: Any = tuple if isinstance(result, tuple) else list
        items = list(kind.__iter__(result))
    elif isinstance(result, dict):
        items = list(dict.items(result))
    pairs = [x for x in items if type(x) is tuple and len(x) == 2 and engine.is_value(x[0])]
    if pairs and len(pairs) == len(items):
        totals = {id(x): 0.0 for x in distinct}
        for operand, share in pairs:
            x = engine.number_in(share)
            if x is None or id(operand) not in totals:
                return None
            totals[id(operand)] += x
        return list(totals.values())
    out = [engine.number_in(x) for x in items]
    return [x for x in out if x is not None] if items and None not in out else None


def gives_locals(bench: Bench, product: Any) -> bool:
    """Whether one value's backward returns its local derivatives, whatever the gradient: a
    product's the other operand's number, or where that is wrong, a sum's 1 and 1."""
    returned = _whatever_the_adjoint(bench, product)
    operands = bench.engine.operands(product)
    if returned is None or len(operands) != 2:
        return False
    if returned == [bench.engine.data(x) for x in reversed(operands)]:
        return True
    total, _ = bench.attempt(lambda: operands[0] + operands[1])
    return bench.engine.is_value(total) and _whatever_the_adjoint(bench, total) == [1.0, 1.0]


def _whatever_the_adjoint(bench: Bench, made: Any) -> list[float] | None:
    """What a value's backward returns, if it is the same for every gradient."""
    if not bench.engine.rule.exists(made):
        return None
    trial = try_alone(bench, made, bench.engine.operands(made))
    first = trial.runs[0].returned
    same = trial.returns and all(run.returned == first for run in trial.runs)
    return first if same else None
