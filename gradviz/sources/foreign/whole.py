"""Whole expressions by the class's own backward: is the driver right?

When every node is right alone and the whole is wrong, the driver is to blame: the order in
which it really ran the nodes tells how.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import partial

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.by_chance import is_right_in_order, varies
from gradviz.sources.foreign.capture import Sample
from gradviz.sources.foreign.driver_blame import DriverBlame
from gradviz.sources.foreign.errors import error_place
from gradviz.sources.foreign.expressions import AT_ZERO, Expression, expressions
from gradviz.sources.foreign.finding import Finding
from gradviz.sources.foreign.judge import Judge
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.patience import TookTooLong
from gradviz.sources.foreign.set_order import set_order_finding
from gradviz.sources.foreign.trying import Trying, is_alone
from gradviz.sources.foreign.tryout import TryOut
from gradviz.sources.foreign.verdicts import Pending
from gradviz.sources.foreign.wording import error_text
from gradviz.sources.foreign.working import Working


class Whole(TryOut):
    """Runs the expressions and blames the driver for what no node's own backward explains."""

    def __init__(self, bench: Bench, judge: Judge, working: Working) -> None:
        super().__init__(bench)
        self.judge = judge
        self.verdicts = judge.verdicts
        self.working = working
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
        self._wrong: list[Trying] = []
        """Of several ops, and with an end."""

    def run(self) -> None:
        passed: set[str] = set()
        for expression in expressions(self.working, self.bench):
            known = len(self.verdicts.pending)
            trying = self._tried(expression)
            if trying is None:
                continue
            self._note_samples(trying)
            if trying.wrong or trying.seen.error is not None:
                self._note_wrong(trying, self.verdicts.pending[known:])
            else:
                passed.add(expression.group)
                self._note_right(trying)
            if isinstance(trying.seen.error, TookTooLong):
                break  # the others would take as long
        self.varies = self.verdicts.set_order is None and any(
            varies(self, trying) for trying in self._wrong[:3]
        )
        self._blame(passed)

    def _tried(self, expression: Expression) -> Trying | None:
        """An expression that was built and run, after each of its nodes was run alone; None if
        it says nothing of the driver."""
        trying = self._built(expression)
        if trying is None:
            return None
        if any(t.x == t.x and not self.right_value(t) for t in trying.twins):
            return None  # a wrong forward value, found by the operators' own test
        if any(self._is_tainted(trying, i) for i in range(len(trying.captured))):
            return None  # so is an op that gives an older result again
        at_zero = expression.group in AT_ZERO
        if not at_zero:
            self.judge.examine(trying.captured, all_derivatives(trying.captured))
        # Each node has been run alone by now, which an engine that counts may remember.
        trying = self._built(expression)
        if trying is None or not self.bench.can_drive:
            return None
        self.drive(trying)
        if trying.seen.error is not None and self.bench.tapes.cut():
            # It may be what another expression left on a tape that raises.
            again = self._built(expression)
            if again is not None:
                trying = again
                self.drive(trying)
                self.bench.tapes.cut()
        return None if at_zero and self._is_edge(trying) else trying

    def _built(self, expression: Expression) -> Trying | None:
        trying, error = self.bench.attempt(partial(self.build, expression), 3.0)
        return None if error is not None else trying

    def _note_samples(self, trying: Trying) -> None:
        """Which ops a pass ran that ended, or didn't."""
        captured, error = trying.captured, trying.seen.error
        samples = {captured.sample(i) for i in range(len(captured)) if captured.operands[i]}
        if error is None:
            self.ran_without_error |= samples
            return
        for sample in samples:
            self.raised[sample].append(error)

    def _note_right(self, trying: Trying) -> None:
        expression = trying.expression
        if expression.group in ("", "repeat", "tree", "shared"):
            self.right.append(expression)
        if not expression.group:
            slopes = [abs(trying.truth[id(t.obj)]) for t in trying.twins if not t.terms]
            self.telling += any(slope not in (0.0, 1.0) for slope in slopes)
        self.verified += len(trying.twins)

    def _note_wrong(self, trying: Trying, told: list[Pending]) -> None:
        """`told` is what was found of its nodes alone, for the first time."""
        self.came_out_wrong = True
        ended = trying.seen.error is None
        self.wrong_numbers |= ended
        if trying.expression.group and ended:
            self._wrong.append(trying)
        if ended:  # then what can't be called alone tells nothing
            told = [p for p in told if p.fault.cause != "backward-error"]
        if not told:
            self.failed.append(trying)

    def _blame(self, passed: set[str]) -> None:
        blame = DriverBlame(self)
        for trying in sorted(self.failed, key=_telling_first):
            if self._is_told(trying) and not is_alone(trying):
                break  # the smaller ones have told
            if is_right_in_order(self, trying):
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

    def _is_tainted(self, trying: Trying, node: int) -> bool:
        birth = trying.captured.birth(node)
        return birth is not None and id(birth.code) in self.verdicts.tainted


def _telling_first(trying: Trying) -> tuple[bool, int, int]:
    """One op alone, then what has nothing to do with its numbers, small ones first. `a + 0`
    equals its operand too."""
    last = {"equal": 1, "nought": 1, "special": 2}.get(trying.expression.group, 0)
    return not is_alone(trying), last, len(trying.captured)
