"""An engine is made ready to be tried: a bench for it, and what its own driver shows of it."""

from __future__ import annotations

from dataclasses import replace

from gradviz.sources.foreign import names
from gradviz.sources.foreign.asking import ask_for_gradients
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.calibration import calibrate, free_driver
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.examined import Examined
from gradviz.sources.foreign.look_alikes import (
    is_base_of_look_alikes,
    keeps_numbers_unknown,
    returns_another_number,
)
from gradviz.sources.foreign.returned import Returned
from gradviz.sources.foreign.trial import gives_locals
from gradviz.sources.foreign.unsupported import NoExercise, Unsupported


def bench_for(out: Examined, engine: Engine, namespace: dict[str, object]) -> Bench | None:
    """The bench to try the engine on. An engine whose values only the program knows how to
    make, by functions beside the class for instance, is judged by the program's graph alone."""
    try:
        engine.leaf_class = _leaf_class(out, engine)
        product = calibrate(engine, namespace)[2]
        if ask_for_gradients(engine, namespace):
            product = calibrate(engine, namespace)[2]
        alike = is_base_of_look_alikes(engine.cls)
        if alike and returns_another_number(product, engine.data(product)):
            raise Unsupported(keeps_numbers_unknown(engine.name))
        return None if engine.is_pulled else Bench(engine, product)
    except NoExercise as problem:
        captured, seen = out.captured, out.chosen.seen if out.chosen is not None else None
        if captured is None or not captured.edge_count or seen is None:
            out.unverified.append(f"{problem}.")
            return None
        out.no_exercise = True
        engine.rule.is_exercised = False
        out.limitations.append(
            f"{problem}, so that only the program's own graph was examined, no further expressions."
        )
        engine.rule.learn_from(seen)
        if engine.roles.driver is None:
            engine.driver.beside = free_driver(engine, namespace)
        return Bench(engine, captured.objects[captured.root])
    except Unsupported as problem:
        out.unverified.append(f"{problem}.")
        return None


def _leaf_class(out: Examined, engine: Engine) -> type:
    captured = out.captured
    if captured is None or not captured.edge_count:
        return engine.cls
    leaves = [captured.objects[i] for i in range(len(captured)) if not captured.operands[i]]
    with_gradient = [obj for obj in leaves if engine.grad(obj)]
    root = captured.objects[captured.root]
    return type((with_gradient or leaves or [root])[0])


def learn_where_gradients_are(bench: Bench) -> None:
    """Whether a driver writes them at all, or returns them instead."""
    engine = bench.engine
    if not engine.driver.exists:
        return
    a, b, product = calibrate(engine, {})
    seen = bench.backward(product)
    if engine.roles.grad is None:
        told = isinstance(engine.returned, Returned) and engine.returned.of(a) is not None
        driver = engine.roles.driver
        if driver is not None and names.rank(driver, names.DRIVER) == len(names.DRIVER):
            untold = not told  # `z.grad()` may be no driver at all
        else:
            silent = engine.driver.answer is None and seen.error is None
            untold = engine.returned is None and silent
        if untold:
            raise Unsupported(f"{engine.name} keeps its gradients where gradviz can't follow them")
        return
    kept = seen.writes or engine.grad(a) or engine.grad(b)
    if engine.driver.answer is None or engine.is_value(engine.driver.answer) or kept or seen.error:
        return
    if engine.returned is None:
        raise Unsupported(f"{engine.name} returns its gradients in a way that gradviz can't follow")
    engine.keep_no_gradients()


def learn_how_rules_are_called(bench: Bench) -> None:
    """How one node's backward is called; the class's own driver shows it."""
    engine = bench.engine
    if engine.roles.backward is None:
        return
    _, _, product = calibrate(engine, {})
    seen = bench.backward(product)
    is_method = engine.roles.backward_kind == "method"
    if is_method and bench.watch.recursed and not any(c.owner is product for c in seen.calls):
        # What is named as a rule isn't run for the root: the driver itself is the rule.
        engine.roles = replace(engine.roles, backward=None, backward_kind="none")
        return
    engine.grads_are_values = engine.is_value(engine.raw_grad(product))
    engine.rule.learn_from(seen)
    if engine.rule.takes == "nothing" and engine.rule.takes_operands(product):
        engine.rule.takes = "node, operands"
    engine.rule.gives_locals = gives_locals(bench, product)
