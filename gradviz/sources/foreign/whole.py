"""Whole expressions by the class's own backward: is the driver right?

When every node is right alone and the whole is wrong, the driver is to blame: the order in
which it really ran the nodes tells how.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import partial
from typing import Any

from gradviz.sources.foreign.bench import Bench, error_place
from gradviz.sources.foreign.capture import Sample, capture
from gradviz.sources.foreign.driver_blame import DriverBlame
from gradviz.sources.foreign.expression import Twin, true_gradients
from gradviz.sources.foreign.expressions import Expression, expressions
from gradviz.sources.foreign.finding import Finding
from gradviz.sources.foreign.judge import Judge, Pending, Verdicts
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.patience import TookTooLong
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.set_order import in_order, kept_in_a_set, set_order_finding
from gradviz.sources.foreign.trying import Trying, is_alone
from gradviz.sources.foreign.wording import error_text
from gradviz.sources.foreign.working import Working


class Whole:
    """Runs the expressions and blames the driver for what no node's own backward explains."""

    def __init__(self, bench: Bench, judge: Judge, verdicts: Verdicts, working: Working) -> None:
        self.bench = bench
        self.judge = judge
        self.verdicts = verdicts
        self.working = working
        self.caller_seeds = False
        self.findings: list[Finding] = []
        self.verified = 0
        self.varies = False
        """Whether a wrong number is another each time, by the order of a set."""
        self.failed: list[Trying] = []
        self.came_out_wrong = False
        self.wrong_numbers = False
        self.ran_without_error: set[Sample] = set()
        self.raised: dict[Sample, list[BaseException]] = defaultdict(list)
        """What was there in passes that ended with an exception."""
        self.right: list[Expression] = []
        self.telling = 0
        """How many of these have a derivative other than 0, 1 and -1."""

    def run(self) -> None:
        passed: set[str] = set()
        wrong: list[Trying] = []
        for expression in expressions(self.working, self.bench):
            trying, error = self.bench.attempt(partial(self.build, expression), 3.0)
            if error is not None or trying is None:
                continue
            if any(t.x == t.x and not self.right_value(t) for t in trying.twins):
                continue  # a wrong forward value, found by the operators' own test
            if any(self._is_tainted(trying, i) for i in range(len(trying.captured))):
                continue  # so is an op that gives an older result again
            at_zero = expression.group in (
                "zero",
                "nought",
            )  # which lets one fault look like another
            known = len(self.verdicts.pending)
            found = not at_zero and self.judge.examine(
                trying.captured, all_derivatives(trying.captured)
            )
            # Each node has been run alone by now, which an engine that counts may remember.
            trying, error = self.bench.attempt(partial(self.build, expression), 3.0)
            if error is not None or trying is None:
                continue
            if not self.bench.can_drive:
                continue
            self.drive(trying)
            if trying.seen.error is not None and self.bench.tapes.cut():
                # It may be what another expression left on a tape that raises.
                again, error = self.bench.attempt(partial(self.build, expression), 3.0)
                if error is None and again is not None:
                    trying = again
                    self.drive(trying)
                    self.bench.tapes.cut()
            if at_zero and self._is_edge(trying):
                continue
            captured = trying.captured
            samples = {captured.sample(i) for i in range(len(captured)) if captured.operands[i]}
            if trying.seen.error is None:
                self.ran_without_error |= samples
            else:
                for sample in samples:
                    self.raised[sample].append(trying.seen.error)
            if not trying.wrong and trying.seen.error is None:
                passed.add(expression.group)
                if expression.group in ("", "repeat", "tree", "shared"):
                    self.right.append(expression)
                if not expression.group:
                    slopes = [abs(trying.truth[id(t.obj)]) for t in trying.twins if not t.terms]
                    self.telling += any(slope not in (0.0, 1.0) for slope in slopes)
                self.verified += len(trying.twins)
            else:
                self.came_out_wrong = True
                self.wrong_numbers |= trying.seen.error is None
                if trying.expression.group and trying.seen.error is None:
                    wrong.append(trying)
                told = self.verdicts.pending[known:]
                if trying.seen.error is None:  # what can't be called alone tells nothing
                    told = [p for p in told if p.fault.cause != "backward-error"]
                if not (found and told):
                    self.failed.append(trying)
            if isinstance(trying.seen.error, TookTooLong):
                break  # the others would take as long
        if wrong:
            self.varies = any(self._varies(trying) for trying in wrong[:3])
        if self.verdicts.set_order is not None:
            self.varies = False
        blame = DriverBlame(self)
        for trying in sorted(self.failed, key=_telling_first):
            if self._is_told(trying) and not is_alone(trying):
                break  # the smaller ones have told
            if self.is_right_in_order(trying):
                text = trying.expression.text
                finding = set_order_finding(self.bench.engine, trying.root.obj, text)
                self.verdicts.set_order = finding
                self.varies = False  # which is said
                continue
            blame.of(trying, passed)

    def _is_told(self, trying: Trying) -> bool:
        """Whether what was found may be why an expression came out wrong. What raises says
        nothing of a pass that ended well."""
        causes = {finding.cause for finding in self.findings}
        if trying.seen.error is None:
            causes.discard("backward-error")
        return bool(causes) or self.verdicts.set_order is not None

    def _is_edge(self, trying: Trying) -> bool:
        """Whether a rule that divides by an operand met a 0."""
        found = [x for x in trying.found.values() if x is not None]
        return trying.seen.error is not None or not all(map(math.isfinite, found))

    def raised_as(self, pending: Pending) -> bool:
        """Whether a pass ended as this value's backward did alone. An exception from the call
        itself, which can't be made in the way that was tried, says nothing of another."""
        error = pending.trial.error
        if error_place(error) is not None:
            return True
        seen = self.raised[pending.captured.sample(pending.node)]
        return any(error_text(e) == error_text(error) for e in seen)

    def is_right_in_order(self, trying: Trying) -> bool:
        """Whether a failed op by itself comes right with its operands in a tuple."""
        engine, root = self.bench.engine, trying.root
        cant_unpack = (
            trying.expression.group == "repeat"
            and trying.seen.error is not None
            and (self.judge.tells_order() or self._tells_order())
        )
        if not is_alone(trying) and not cant_unpack:
            return False  # the driver's order may follow the set's, or only repeats be lost
        if not kept_in_a_set(engine, root.obj) or len(root.terms) != 2:
            return False
        again, error = self.bench.attempt(partial(self.build, trying.expression))
        if error is not None or again is None:
            return False
        operands = [twin.obj for twin, _ in again.root.terms]
        with in_order(engine, again.root.obj, operands):
            self.drive(again)
        return not again.wrong and again.seen.error is None

    def _tells_order(self) -> bool:
        """Whether an op that came right comes out wrong with its operands the other way round."""
        for expression in self.right:
            trying, error = self.bench.attempt(partial(self.build, expression))
            if error is not None or trying is None or not is_alone(trying):
                continue
            root = trying.root
            operands = [twin.obj for twin, _ in root.terms]
            if len({id(x) for x in operands}) != 2 or not kept_in_a_set(
                self.bench.engine, root.obj
            ):
                continue
            with in_order(self.bench.engine, root.obj, operands[::-1]):
                self.drive(trying)
            if trying.wrong:
                return True
        return False

    def _is_tainted(self, trying: Trying, node: int) -> bool:
        birth = trying.captured.birth(node)
        return birth is not None and id(birth.code) in self.verdicts.tainted

    def _varies(self, trying: Trying) -> bool:
        """Whether the same expression built again gets other wrong gradients. A set is ordered
        by where its members lie in memory, so each is built between others that stay."""
        engine = self.bench.engine
        held = [engine.raw(trying.root.obj, name) for name in engine.roles.operands]
        if not any(isinstance(x, (set, frozenset)) for x in held):
            return False
        first = [trying.found[id(t.obj)] for t in trying.twins if not t.terms]
        kept: list[Any] = []
        for i in range(6):
            kept += [engine.leaf(float(n)) for n in range(3 * i + 1)]
            again, error = self.bench.attempt(partial(self.build, trying.expression))
            if error is not None or again is None:
                return False
            kept.append(again)
            self.drive(again)
            found = [again.found[id(t.obj)] for t in again.twins if not t.terms]
            if not all(self._agrees(x, y or 0.0) for x, y in zip(found, first, strict=True)):
                return True
        return False

    def right_value(self, twin: Twin) -> bool:
        """Whether the user's value holds the number that it should."""
        found = self.bench.engine.data(twin.obj)
        return found is not None and close(found, twin.x, 1e-4, 1e-7)

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
        loose = self.bench.watch.loose.writes
        written = len(loose)
        root = expression.build(leaves)
        self.bench.engine.settle(root.obj)
        captured = capture(self.bench.engine, root.obj)
        truth = true_gradients(twins, root)
        held = [w for w in loose[written:] if self.bench.engine._number(w.after)]
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

    def _right(self, trying: Trying, twin: Twin) -> bool:
        found = self.bench.engine.grad(twin.obj)
        if twin is trying.root or (twin.terms and not found):
            # Between the leaves some engines keep no gradient, or clear it once it is used.
            return True
        return self._agrees(found, trying.truth[id(twin.obj)])

    def _agrees(self, found: float | None, expected: float) -> bool:
        if expected != expected:
            return True
        return found is not None and close(found, expected, 1e-4, 1e-6)


def _telling_first(trying: Trying) -> tuple[bool, int, int]:
    """One op alone, then what has nothing to do with its numbers, small ones first. `a + 0`
    equals its operand too."""
    last = {"equal": 1, "nought": 1, "special": 2}.get(trying.expression.group, 0)
    return not is_alone(trying), last, len(trying.captured)
