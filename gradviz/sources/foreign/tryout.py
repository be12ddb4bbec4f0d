"""TryOut: builds expressions with a user's class and runs the class's own backward on them."""

from __future__ import annotations

import math

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.capture import capture
from gradviz.sources.foreign.differences import same_slopes
from gradviz.sources.foreign.expression import Twin, true_gradients
from gradviz.sources.foreign.expressions import Expression
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.nudge import all_derivatives, as_taken
from gradviz.sources.foreign.reference import reference
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trying import Trying, is_alone


class TryOut:
    """Learns from the first pass that gives nothing whether the seed is left to the caller."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.caller_seeds = False

    def try_out(self, expression: Expression) -> Trying:
        """An expression built, and run."""
        trying = self.build(expression)
        self.drive(trying)
        return trying

    def build(self, expression: Expression) -> Trying:
        if self.bench.engine.roles.backward is None:  # nobody asks for earlier ones again
            self.bench.tapes.cut()
        twins: list[Twin] = []
        leaves = [Twin(twins, self.bench.engine.leaf(x), x) for x in expression.leaves]
        loose = self.bench.watch.loose
        written = len(loose.writes)
        root = expression.build(leaves)
        self.bench.engine.settle(root.obj)
        captured = capture(self.bench.engine, root.obj)
        truth = true_gradients(twins, root)
        held = [w for w in loose.writes[written:] if self.bench.engine.number_in(w.after)]
        return Trying(expression, twins, root, captured, Pass(root.obj), truth, [], None, held)

    def drive(self, trying: Trying) -> None:
        """Run the class's own backward from its root, and note what came out wrong."""
        engine, bench = self.bench.engine, self.bench
        root = trying.root.obj
        if self.caller_seeds:
            trying.seen = bench.backward(root, seed=1.0)
        else:
            trying.began_with = engine.grad(root)
            trying.seen = bench.backward(root)
            seeded = bool(trying.writes_to(root))
            arrived = any(engine.grad(t.obj) for t in trying.twins if not t.terms)
            if engine.keeps_gradients and not (seeded or arrived or engine.grad(root)):
                self._try_seeded(trying)
        objects = [*trying.captured.objects, *(t.obj for t in trying.twins)]
        trying.found = {id(obj): engine.grad(obj) for obj in objects}
        if trying.seen.error is None:
            _as_taken(trying)
        trying.wrong = [t for t in trying.twins if not self._right(trying, t)]

    def _try_seeded(self, trying: Trying) -> None:
        """Whether a seed of the caller's makes a pass that gave nothing do something: on the
        same expression built anew, since values may remember that they were visited."""
        again = self.build(trying.expression)
        again.began_with = trying.began_with
        again.seen = self.bench.backward(again.root.obj, seed=1.0)
        if any(self.bench.engine.grad(t.obj) for t in again.twins if t is not again.root):
            self.caller_seeds = True
            trying.__dict__.update(again.__dict__)

    def right_value(self, twin: Twin) -> bool:
        """Whether the user's value holds the number that it should."""
        found = self.bench.engine.data(twin.obj)
        return found is not None and close(found, twin.x, 1e-4, 1e-7)

    def _right(self, trying: Trying, twin: Twin) -> bool:
        found = self.bench.engine.grad(twin.obj)
        if twin is trying.root or (twin.terms and not found):
            # Between the leaves some engines keep no gradient, or clear it once it is used.
            return True
        return self.agrees(found, trying.truth[id(twin.obj)])

    def agrees(self, found: float | None, expected: float) -> bool:
        """Whether a gradient is the one expected; any is where that is nan."""
        if expected != expected:
            return True
        return found is not None and close(found, expected, 1e-4, 1e-6)


def _as_taken(trying: Trying) -> None:
    """Have the true gradients be those of an engine that takes derivatives by differences, if
    it is one and recorded the graph as it is."""
    captured, engine = trying.captured, trying.captured.engine
    if is_alone(trying) and captured.operands[captured.root] and not captured.single_precision:
        with engine.differences.set_aside():
            slopes = all_derivatives(captured)[captured.root]
        totals: dict[int, float] = {}
        for operand, slope in zip(captured.operands[captured.root], slopes or (), strict=False):
            totals[operand] = totals.get(operand, 0.0) + slope
        due = list(totals.values())
        found = [trying.found[id(captured.objects[i])] or totals[i] for i in totals]
        if totals and not same_slopes(found, due):
            as_taken(captured, captured.root, totals, found)
    if not engine.differences.known:
        return
    with engine.differences.set_aside():
        exact = reference(captured, all_derivatives(captured))
    taken = reference(captured, all_derivatives(captured))
    known = [(id(t.obj), captured.number_of.get(id(t.obj))) for t in trying.twins]
    places = {key: i for key, i in known if i is not None}
    if exact.unsure:  # an op that isn't recognised may be one of those
        trying.truth |= {key: math.nan for key, i in places.items() if i in exact.unsure}
    elif all(close(exact.grads[i], trying.truth[key], 1e-6) for key, i in places.items()):
        trying.truth |= {key: taken.grads[i] for key, i in places.items()}
