"""Bench: an engine on the test bench: hooked, its output muted, its recursion given room."""

from __future__ import annotations

import contextlib
import io
import operator
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType
from typing import Any

from gradviz.sources.foreign.capture import capture
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.lineage import Lineage
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.methods import required
from gradviz.sources.foreign.patience import TookTooLong, time_limit
from gradviz.sources.foreign.scalars import number
from gradviz.sources.foreign.tapes import Tapes
from gradviz.sources.foreign.unsupported import Unsupported
from gradviz.sources.foreign.watch import Watch

LEFT, RIGHT = 1.3717, -0.6291


class Bench:
    """Builds values with an engine and runs its backward, watching."""

    def __init__(self, engine: Engine, sample: Any) -> None:
        """`sample` is a value that an operator made."""
        self.engine = engine
        self.sample = sample
        self.watch = Watch()
        self.tapes = Tapes(engine)
        self.watch.births = engine.births
        if not engine.roles.operands:
            if engine.lineage is None:
                engine.lineage = Lineage(engine)
            self.watch.lineages.append(engine.lineage)
        self.watch.keep_assignments = True
        self.watch.keeps_callers = True
        self.watch.keep_data = True
        self._fresh_grad: Any = 0.0
        self.leaves: list[Any] = []
        self.began: dict[int, float | None] = {}
        """The number of each as it was made, by its id."""
        self.deep: list[Any] = []  # what the inner leaves are sums of
        self.inner_leaves = False
        self.shift = 0.0
        """Added to the number of each value to try an operator on."""
        self.needs_zeros = False
        self.runs_by_hand = False
        self.calls_on = False

    @contextlib.contextmanager
    def open(self) -> Iterator[Bench]:
        limit = sys.getrecursionlimit()
        with contextlib.suppress(Unsupported):
            self._fresh_grad = self.engine.raw_grad(self.engine.leaf(LEFT))
        try:
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                self.watch.install(self.engine.cls, self.engine.roles, self.sample)
                yield self
        finally:
            self.watch.remove()
            sys.setrecursionlimit(limit)

    def leaf(self, x: float) -> Any:
        """A value to try an operator on, noted in `leaves`: a leaf, or where `inner_leaves` is
        set a sum of two, through which backward has to pass."""
        leaf = self.engine.leaf
        x += self.shift
        made = leaf(x)
        if self.inner_leaves:
            parts = leaf(x / 4), leaf(0.75 * x)
            self.deep += parts
            made = parts[0] + parts[1]
        self.leaves.append(made)
        self.began[id(made)] = self.engine.data(made)
        return made

    def attempt(
        self, action: Callable[[], Any], seconds: float = 1.0
    ) -> tuple[Any, BaseException | None]:
        """(result, None) or (None, what it raised)."""
        try:
            with time_limit(seconds):
                return action(), None
        except (Exception, TookTooLong, SystemExit) as error:  # noqa: BLE001 - a user's code
            return None, error

    # --- passes --------------------------------------------------------------------------

    def reset(self, objects: list[Any]) -> None:
        for obj in objects:
            self.engine.put_grad(obj, self.fresh(obj))

    @property
    def fresh_number(self) -> float | None:
        """What a new value's gradient is, as a number."""
        return self.engine.number_in(self._fresh_grad)

    def fresh(self, obj: Any) -> Any:
        """What a new value's gradient is: 0.0, None, an array of zeros."""
        raw = self._fresh_grad
        return raw.copy() if hasattr(raw, "dtype") or type(raw) is list else raw

    def backward(self, root: Any, seed: float | None = None) -> Pass:
        """The class's own driver, as a logged pass. A class whose gradients begin as None may
        leave it to its caller to clear them first: that is found out here."""
        if self.needs_zeros:
            self._zero_below(root)
        seen = self._backward(root, seed)
        unsuited = isinstance(seen.error, TypeError) and "NoneType" in str(seen.error)
        unsuited = unsuited and self._fresh_grad is None and not self._zeroes(seen)
        if unsuited and not self.needs_zeros:
            self._zero_below(root)
            again = self._backward(root, seed)
            if again.error is None:
                self.needs_zeros = True
                return again
        return seen

    def _zeroes(self, seen: Pass) -> bool:
        """Whether a pass makes zeros of missing gradients itself, so that its caller needn't."""
        own = self.engine.grad_owner(seen.root)
        made = [write for write in seen.writes if write.before is None and write.target is not own]
        return any(number(write.after) == 0.0 for write in made)

    def _zero_below(self, root: Any) -> None:
        for obj in capture(self.engine, root).objects:
            self.engine.set_grad(obj, 0.0)

    def _backward(self, root: Any, seed: float | None = None) -> Pass:
        engine, watch = self.engine, self.watch
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 20_000))
        current = watch.begin(root, None, 0)
        if seed is not None and not (self.calls_on and engine.rule.adds_its_adjoint):
            engine.set_grad(root, seed)
        try:
            with time_limit(1.0):
                watch.starting = engine.roles.driver is not None
                if engine.driver.exists:
                    engine.driver.run(root)
                elif seed is not None:
                    self._by_hand(root, seed)
            watch.end(complete=True)
        except (Exception, TookTooLong, SystemExit) as error:  # noqa: BLE001 - a user's code
            current.error = error
            watch.end(complete=False)
        finally:
            watch.starting = False
            sys.setrecursionlimit(limit)
        return current

    def is_made_inside(self, obj: Any) -> bool:
        """Whether the engine made a value for itself, such as the -1 of a negation."""
        birth = self.engine.births.get(id(obj))
        return birth is not None and id(birth.code) in self.watch.engine_codes

    @property
    def can_drive(self) -> bool:
        """Whether backward can be run from a root: by the class's own driver, or where it has
        none, by running the values' own backward one after the other."""
        return self.engine.driver.exists or self.runs_by_hand

    def _by_hand(self, root: Any, seed: float) -> None:
        """As a program does that has no driver: each value's backward, users before operands.
        Where these call one another, the root's alone."""
        engine = self.engine
        captured = capture(engine, root)
        for node in range(len(captured) - 1, -1, -1):
            obj = captured.objects[node]
            if captured.operands[node] and engine.rule.exists(obj):
                adjoint = seed if obj is root else engine.grad(obj) or 0.0
                engine.rule.run(obj, adjoint)
            if self.calls_on:
                return

    def learn_to_run_by_hand(self) -> None:
        """Whether values without a driver can pass their gradients on one by one, and whether
        one's backward runs that of its operands too."""
        if self.engine.driver.exists:
            return
        made = self._two_deep()
        self.engine.settle(made)
        seen = Pass(made)
        conventions = dict.fromkeys([self.engine.rule.takes, "adjoint", "node"])
        if required(self.engine.rule.of(made)) == 1:
            conventions.pop("nothing", None)  # it would be given the node
        for convention in conventions:
            self.engine.rule.takes = convention
            _, seen = self.node_backward(made, 1.0)
            if seen.error is None:
                break
        self.engine.rule.learn_from(seen)
        own = self.engine.rule.owner(made)
        below = {id(self.engine.grad_owner(x)) for x in self.engine.operands(made)}
        self.runs_by_hand = any(id(write.target) in below for write in seen.writes)
        self.calls_on = any(call.owner is not own for call in seen.calls)

    def _two_deep(self) -> Any:
        """A value made from one that an operator made, with the operators that there are."""
        leaf = self.engine.leaf
        for first in (operator.mul, operator.add, operator.sub):
            inner, _ = self.attempt(partial(first, leaf(LEFT), leaf(RIGHT)))
            for second in (operator.add, operator.sub, operator.mul):
                made, _ = self.attempt(partial(second, inner, leaf(LEFT)))
                if self.engine.is_value(inner) and self.engine.is_value(made):
                    return made
        return self.sample

    def node_backward(self, obj: Any, adjoint: float) -> tuple[Any, Pass]:
        """One node's backward alone, as a logged pass."""
        watch = self.watch
        current = watch.begin(obj, None, 0)
        result = None
        try:
            with time_limit(1.0):
                result = self.engine.rule.run(obj, adjoint)
            watch.end(complete=True)
        except (Exception, TookTooLong, SystemExit) as error:  # noqa: BLE001 - a user's code
            current.error = error
            watch.end(complete=False)
        return result, current


@contextlib.contextmanager
def room_for(frames: int) -> Iterator[None]:
    """Recursion allowed so many calls deeper than here."""
    limit, depth = sys.getrecursionlimit(), 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back
    sys.setrecursionlimit(depth + frames)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
