"""The program's own graph: the engine it uses, the root that is shown, and what it is compared
with.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from gradviz.sources.foreign.calibration import calibrate
from gradviz.sources.foreign.capture import Captured, capture, walk
from gradviz.sources.foreign.comparison import compare
from gradviz.sources.foreign.defined import constructor_fault, engine_to_exercise, no_engine
from gradviz.sources.foreign.discover import ProgramObserver
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.errors import raised_on_purpose
from gradviz.sources.foreign.examined import Examined
from gradviz.sources.foreign.learning import learn_from
from gradviz.sources.foreign.look_alikes import (
    contradicts,
    is_base_of_look_alikes,
    keeps_numbers_unknown,
)
from gradviz.sources.foreign.methods import defines_operators
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.roots import candidates, chosen_root, root_of_pass
from gradviz.sources.foreign.scalars import is_tensor
from gradviz.sources.foreign.unsupported import Unsupported

if TYPE_CHECKING:
    from gradviz.sources.request import Request


def find_engine(
    out: Examined,
    observer: ProgramObserver,
    namespace: dict[str, object],
    shown: list[object],
    request: Request,
) -> bool:
    """The engine to examine and the value to show it from, if there is one; whether an engine
    was found."""
    engines = observer.engines
    if observer.tensors or observer.candidates:
        out.suspect = [*observer.tensors, *observer.candidates][0]
    for engine in [e for e in engines if not e.roles.operands]:
        live = [seen.root for seen in observer.watch.passes]
        learn_from(engine, [x for x in [*namespace.values(), *live] if engine.is_value(x)])
    for engine in [e for e in engines if not e.roles.operands and e.lineage]:
        # What holds the operands goes before the calls that they were arguments of.
        with contextlib.suppress(Unsupported):
            calibrate(engine, namespace)
    out.candidates = candidates(observer.watch, engines, namespace, shown)
    if not out.candidates:
        # No name tells where the operands are: a product of two values does.
        for engine in [e for e in engines if not e.roles.operands and defines_operators(e.cls)]:
            with contextlib.suppress(Unsupported):
                calibrate(engine, namespace)
        out.candidates = candidates(observer.watch, engines, namespace, shown)
    out.chosen = chosen_root(out.candidates, engines, namespace, request.root)
    if out.chosen is None and out.candidates:
        out.engine = out.candidates[0].engine
        out.unknown_root = request.root
        return False
    if out.chosen is not None:
        out.engine = out.chosen.engine
    else:
        out.engine = engine_to_exercise(observer, namespace)
        if out.engine is not None and all(out.engine is not engine for engine in engines):
            # Its values were made unseen, by `__new__` for instance: those with names are known.
            out.candidates = candidates(observer.watch, [out.engine], namespace, shown)
            out.chosen = chosen_root(out.candidates, [out.engine], namespace, request.root)
    if out.engine is None:
        broken = constructor_fault(observer)
        out.findings += broken
        out.unverified += [] if broken else [no_engine(observer)]
        return False
    return True


def take_graph(
    out: Examined, observer: ProgramObserver, namespace: dict[str, object], request: Request
) -> bool:
    """The graph under the root that was chosen, compared with the right gradients; whether
    there is something to judge in it."""
    assert out.engine is not None
    assert out.chosen is not None
    engine, engines = out.engine, observer.engines
    seen = out.chosen.seen
    if request.pass_number is not None:
        seen = next((p for p in observer.watch.passes if p.number == request.pass_number), seen)
        if seen is not None and request.root is None:
            out.chosen = root_of_pass(out.candidates, engines, seen) or out.chosen
            out.engine = engine = out.chosen.engine
        out.chosen.seen = seen
    data = observer.watch.data_during(seen) if seen is not None else {}
    if seen is not None and engine.roles.inner is not None:
        data = observer.watch.held_during(seen) | data
    below = walk(engine, out.chosen.obj)
    if any(is_tensor(engine.raw_data(x)) for x in below.objects.values()):
        out.unverified.append(
            f"{engine.name} holds arrays of numbers; gradviz examines engines of single "
            "numbers, not tensors, as yet."
        )
        return False
    out.captured = capture(engine, out.chosen.obj, data, below)
    if not out.captured.edge_count:
        # No name tells where the operands are: a product of two values does.
        with contextlib.suppress(Unsupported):
            calibrate(engine, namespace)
        out.captured = capture(engine, out.chosen.obj, data)
    _name_the_unnamed(out.captured, namespace)
    if is_base_of_look_alikes(engine.cls) and contradicts(out.captured):
        out.unverified.append(f"{keeps_numbers_unknown(engine.name)}.")
        return False
    if engine.is_forward_only:
        out.unverified.append(forward_only(engine))
        return False
    # Before the exercise, which may disturb gradients that are kept outside the values.
    stopped = seen is not None and (seen.cut or raised_on_purpose(seen.error))
    finished = None if stopped else seen
    if seen is not None and seen.cut:
        out.unverified.append(
            "The program was stopped in the midst of its backward pass, so the gradients that "
            "it had until then can't be judged."
        )
    elif stopped:
        out.limitations.append(
            "backward() refused to go on, by an exception that it raises on purpose, so that "
            "the program's gradients weren't judged."
        )
    out.comparison = compare(
        out.captured, all_derivatives(out.captured), finished, observer.watch.engine_codes
    )
    return True


def _name_the_unnamed(captured: Captured, namespace: dict[str, object]) -> None:
    """A value without a label has the name of the program's variable."""
    for name, value in namespace.items():
        node = captured.number_of.get(id(value))
        if node is not None and not captured.labels[node] and not name.startswith("_"):
            captured.labels[node] = name


def forward_only(engine: Engine) -> str:
    return f"{engine.name} keeps no gradients yet, so there is nothing to verify."
