"""TryOut: builds expressions with a user's class and runs the class's own backward on them."""

from __future__ import annotations

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.capture import capture
from gradviz.sources.foreign.expression import Twin, true_gradients
from gradviz.sources.foreign.expressions import Expression
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trying import Trying


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
        objects = [*trying.captured.objects, *(t.obj for t in trying.twins)]
        root = trying.root.obj
        if self.caller_seeds:
            trying.seen = bench.backward(root, seed=1.0)
        else:
            trying.began_with = engine.grad(root)
            trying.seen = bench.backward(root)
            seeded = bool(trying.writes_to(root))
            arrived = any(engine.grad(t.obj) for t in trying.twins if not t.terms)
            if not seeded and not arrived and not engine.grad(root):
                bench.reset(objects)
                again = bench.backward(root, seed=1.0)
                if any(engine.grad(t.obj) for t in trying.twins if t is not trying.root):
                    self.caller_seeds = True
                    trying.seen = again
        trying.found = {id(obj): engine.grad(obj) for obj in objects}
        trying.wrong = [t for t in trying.twins if not self._right(trying, t)]

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
