"""What a driver does wrong, told by an expression that comes out wrong though each of its nodes
is right alone: the order in which it ran the nodes, the seed, the writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign import driver_lines
from gradviz.sources.foreign.bench import error_place
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.drivers import (
    compares_by_number,
    driver_place,
    equality_place,
)
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.suspects import Suspects
from gradviz.sources.foreign.trying import Trying, is_alone, letter_of
from gradviz.sources.foreign.visits import Visits
from gradviz.sources.foreign.wording import CLEARED, error_text, instead, sentence, with_advice
from gradviz.sources.user_code import Place

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole


class DriverBlame:
    """Finds what the failed expressions of a `Whole` have in common, one finding each."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.bench = whole.bench
        self.suspects = Suspects(whole)

    def of(self, trying: Trying, passed: set[str]) -> None:
        engine = self.bench.engine
        if trying.seen.error is not None and self._is_known_error(trying):
            return
        if trying.seen.error is not None:
            self._add(
                "backward-error",
                trying,
                self._closure_kept_as_none(trying)
                or error_place(trying.seen.error)
                or self._driver_place(trying),
                f"backward() raises {error_text(trying.seen.error)}",
            )
            return
        if self._explained(trying):
            return
        lost = self._lost_edge(trying)
        if lost is not None and self._is_merging(trying):
            self._add(
                "merged-by-equality",
                trying,
                equality_place(engine) or self._driver_place(trying),
                "two different values that hold equal numbers are taken for one",
            )
            return
        if lost is not None:
            birth = engine.births.get(id(lost.obj))
            place = place_of(birth.code, birth.lasti) if birth is not None else None
            self._add(
                "lost-edge",
                trying,
                place,
                "a value doesn't record all of its operands, so that backward never reaches one "
                "of them",
                op=engine.op_name(lost.obj),
            )
            return
        self._blame_driver(trying, passed)

    def _closure_kept_as_none(self, trying: Trying) -> Place | None:
        """Where a value was given None for its backward, which the driver then can't call: the
        closure was called instead of kept."""
        if "'NoneType' object is not callable" not in str(trying.seen.error):
            return None
        below = {id(obj) for obj in trying.captured.objects}
        for target, function, code, lasti in reversed(self.bench.watch.assigned.values()):
            if function is None and id(target) in below:
                return place_of(code, lasti)
        return None

    def _is_known_error(self, trying: Trying) -> bool:
        """Whether one of the nodes raised when it was run alone."""
        captured = trying.captured
        kinds = {captured.kind(i) for i in range(len(captured)) if captured.operands[i]}
        return any(
            pending.fault.cause == "backward-error"
            and pending.captured.kind(pending.node) in kinds
            and self.whole.raised_as(pending)
            for pending in self.whole.verdicts.pending
        )

    def _explained(self, trying: Trying) -> bool:
        """Whether the nodes' own faults, already found, account for the wrong numbers: they
        were there, and the driver ran each node once, in a right order."""
        captured = trying.captured
        kinds = {captured.kind(i)[:2] for i in range(len(captured)) if captured.operands[i]}
        guilty = {kind[:2] for kind in self.whole.verdicts.bad_kinds}
        if self.whole.verdicts.pending:  # what raises alone and not in a pass explains nothing
            raised = [p for p in self.whole.verdicts.pending if p.fault.cause == "backward-error"]
            others = [p for p in self.whole.verdicts.pending if p.fault.cause != "backward-error"]
            guilty -= {p.captured.kind(p.node)[:2] for p in raised}
            guilty |= {p.captured.kind(p.node)[:2] for p in others}
        if not kinds & guilty:
            return False
        if any(
            operands and not self.bench.engine.has_backward(captured.objects[i])
            for i, operands in enumerate(captured.operands)
        ):
            return True  # a closure that isn't there can't be run
        return self._visits(trying).fault() is None

    def _visits(self, trying: Trying) -> Visits:
        return Visits(self.bench, trying.captured, trying.seen)

    def _is_merging(self, trying: Trying) -> bool:
        """Whether a class that compares by number fails where two numbers are equal."""
        return trying.expression.group == "equal" and compares_by_number(self.bench.engine.cls)

    def _lost_edge(self, trying: Trying) -> Twin | None:
        engine = self.bench.engine
        if not engine.roles.operands:
            return None
        captured = trying.captured  # as it was before the pass, which may let go of it
        for twin in trying.twins:
            node = captured.number_of.get(id(twin.obj))
            if not twin.terms or node is None:
                continue
            below = {id(captured.objects[i]) for i in _reach(captured.operands, node)}
            if any(id(operand.obj) not in below for operand, _ in twin.terms):
                return twin
        return None

    def _blame_driver(self, trying: Trying, passed: set[str]) -> None:
        engine, seen = self.bench.engine, trying.seen
        wrong = next((t for t in trying.wrong if not t.terms), trying.wrong[0])
        visits = self._visits(trying)
        inner = [t for t in trying.twins if t.terms]
        seed_write = self._seed_write(trying)
        cleared = self._cleared(trying, wrong)
        if cleared is not None:
            self._add(
                "overwritten-gradient",
                trying,
                cleared,
                CLEARED,
                wrong,
            )
            return
        factor = self._common_factor(trying)
        if factor is not None and not close(factor, 1.0, 1e-6) and not self.whole.caller_seeds:
            place = seed_write.place if seed_write is not None else self._driver_place(trying)
            self._add(
                "missing-seed",
                trying,
                place,
                f"backward() starts from a gradient of {brief_text(factor)} at the result "
                "instead of 1",
                found=factor,
                expected=1.0,
            )
            return
        no_other = not any(t.expression.group == "shared" for t in self.whole.failed)
        if no_other and self._is_merging(trying):
            self._add(
                "merged-by-equality",
                trying,
                equality_place(engine) or self._driver_place(trying),
                "two different values that hold equal numbers are taken for one",
                wrong,
            )
            return
        seed = self._seed_at_its_call(trying)
        if seed is not None and not close(seed, 1.0, 1e-6):
            place = seed_write.place if seed_write is not None else self._driver_place(trying)
            self._add(
                "missing-seed",
                trying,
                place,
                "backward() runs the result's backward before its gradient is 1",
                found=seed,
                expected=1.0,
            )
            return
        fault = visits.fault()
        reached = any(w.target is engine.grad_owner(wrong.obj) for w in seen.writes)
        if not visits.order and not visits.without_root and not reached:
            fault = "unvisited-node"
        if fault is not None:
            self._driver_fault(fault, trying, wrong)
            return
        if trying.forward_writes:
            self._add(
                "overwritten-gradient",
                trying,
                trying.forward_writes[-1].place,
                "an operator sets the gradients of its operands while it computes a value, so "
                "that a second use replaces the first",
                wrong,
            )
            return
        replaced = self._replaced(trying, wrong)
        if replaced is None and trying.expression.group == "repeat":
            replaced = self._replaced_entry(trying)
        if replaced is not None:
            self._add(
                "overwritten-gradient",
                trying,
                replaced,
                "backward() replaces a gradient that another use already gave",
                wrong,
            )
            return
        held = self.whole.judge.wrong_among_others(trying.captured)
        if held is not None and not is_alone(trying):
            self._add(
                "closure-on-wrong-node",
                trying,
                held,
                "an op's backward reads the gradient of a later result of the same operand "
                "instead of its own result's",
                wrong,
            )
            return
        strange = None if visits.follows_paths else self.suspects.strange_adjoint(trying)
        if strange is not None:
            self._add(
                "missing-adjoint",
                trying,
                strange,
                "backward() hands a value's backward another gradient than the value's own",
                wrong,
            )
            return
        if not visits.order and self.suspects.writes_too_often(trying):
            self._driver_fault("double-visit", trying, wrong)
            return
        if is_alone(trying) and self._all_alike():
            self._blame_for_all(trying, wrong)
            return
        if is_alone(trying):
            birth = engine.births.get(id(trying.root.obj))
            place = place_of(birth.code, birth.lasti) if birth is not None else None
            cause = (
                "wrong-local-derivative" if trying.found[id(wrong.obj)] else "missing-contribution"
            )
            place = self.suspects.own_line(trying) or place
            name = engine.op_name(trying.root.obj) or trying.expression.text
            does = "adds nothing"
            if cause == "wrong-local-derivative":
                does = "passes on a wrong derivative"
            self._add(
                cause,
                trying,
                place,
                f"the backward of {name} {does}",
                wrong,
                op=engine.op_name(trying.root.obj),
            )
            return
        if trying.expression.group in ("repeat", "shared leaf") or (
            "repeat" not in passed
            and any(t.expression.group == "repeat" for t in self.whole.failed)
        ):
            target = engine.grad_owner(wrong.obj)
            writes = [w for w in seen.writes if w.target is target]
            if len(writes) == 1 and trying.expression.group == "repeat":
                self._blame_for_repeat(trying, inner[-1], wrong)
            elif writes and trying.expression.group == "repeat":
                self._add(
                    "wrong-local-derivative",
                    trying,
                    self.suspects.line_of_repeat(inner[-1]) or writes[-1].place,
                    "an operand used twice by one op gets one of its two derivatives twice",
                    wrong,
                )
            else:
                self._driver_fault("wrong-order", trying, wrong)
            return
        own = self.suspects.own_line(trying) if trying.expression.group == "inner" else None
        if own is not None and "shared" in passed:
            # The driver is right where this op isn't, and the op is where its gradient is 1.
            self._add(
                "missing-adjoint",
                trying,
                own,
                "an op's backward doesn't multiply its whole derivative by the gradient of its "
                "result",
                wrong,
            )
            return
        self._driver_fault("wrong-order", trying, wrong)

    def _cleared(self, trying: Trying, wrong: Twin) -> Place | None:
        """The last write to a gradient, where that sets it to 0 and it was right before."""
        engine = self.bench.engine
        target = engine.grad_owner(wrong.obj)
        writes = [w for w in trying.seen.writes if w.target is target]
        if not writes or engine._number(writes[-1].after) != 0.0:
            return None
        before = engine._number(writes[-1].before)
        was_right = before and close(before, trying.truth[id(wrong.obj)], 1e-5)
        return writes[-1].place if was_right else None

    def _replaced_entry(self, trying: Trying) -> Place | None:
        """As `_replaced`, where the driver keeps the gradients in a mapping of its own."""
        at = self._driver_place(trying)
        engine = self.bench.engine
        driver = engine.free_driver or getattr(engine.cls, engine.roles.driver or "", None)
        code = code_of(driver) if driver is not None else None
        line = driver_lines.replaced_entry(code) if code is not None else None
        return Place(at.file, line) if at is not None and line is not None else None

    def _replaced(self, trying: Trying, wrong: Twin) -> Place | None:
        """The last write to a gradient, where what is missing is what was there before it."""
        engine = self.bench.engine
        target = engine.grad_owner(wrong.obj)
        writes = [w for w in trying.seen.writes if w.target is target]
        before = engine._number(writes[-1].before) if len(writes) > 1 else None
        found, expected = trying.found[id(wrong.obj)], trying.truth[id(wrong.obj)]
        if found is None or not before or not close(expected - found, before, 1e-5):
            return None
        return writes[-1].place

    def _blame_for_repeat(self, trying: Trying, user: Twin, wrong: Twin) -> None:
        """Of two equal operands only one got its share: recorded once, or dropped later."""
        engine = self.bench.engine
        if sum(x is wrong.obj for x in engine.operands(user.obj)) > 1:
            self._add(
                "missing-contribution",
                trying,
                self._driver_place(trying, "double-visit"),
                "backward() drops what reaches a value a second time",
                wrong,
            )
            return
        if any(x is not wrong.obj for x in engine.operands(user.obj)):
            # `a / a` made of two ops: the inner one didn't pass its gradient on.
            self._driver_fault("unvisited-node", trying, wrong)
            return
        birth = engine.births.get(id(user.obj))
        place = place_of(birth.code, birth.lasti) if birth is not None else None
        clause = "an operand used twice by one op is recorded once"
        self._add("lost-edge", trying, place, clause, wrong)

    def _all_alike(self) -> bool:
        """Whether every op whose derivatives aren't simply 1 fails alone, two at least: then it
        is what all of them share."""
        failed = {t.expression.text[:5] for t in self.whole.failed if is_alone(t)}
        return len(failed) > 1 and not self.whole.telling

    def _blame_for_all(self, trying: Trying, wrong: Twin) -> None:
        engine = self.bench.engine
        target = engine.grad_owner(wrong.obj)
        writes = [w for w in trying.seen.writes if w.target is target]
        if not writes:
            self._driver_fault("unvisited-node", trying, wrong)
            return
        self._add(
            "wrong-local-derivative",
            trying,
            writes[-1].place,
            "backward() passes on a wrong share of the gradient for every op",
            wrong,
        )

    def _common_factor(self, trying: Trying) -> float | None:
        """The one factor by which every leaf's gradient is off, if there is one."""
        engine = self.bench.engine
        ratios = []
        for twin in trying.twins:
            if twin.terms:
                continue
            found, expected = trying.found[id(twin.obj)], trying.truth[id(twin.obj)]
            if found is None:
                return 0.0
            if expected:
                ratios.append(found / expected)
        if ratios and all(close(r, ratios[0], 1e-5) for r in ratios):
            inner = [t for t in trying.twins if t.terms]
            seed = self._seed_write(trying)
            value = engine._number(seed.after) if seed is not None else None
            if value is not None and close(value, ratios[0], 1e-6):
                return ratios[0]
            if value is None and ratios[0] == 0.0 and not trying.found[id(trying.root.obj)]:
                return 0.0
            if len(inner) == 1 and len(ratios) > 1 and ratios[0] and not self.whole.verified:
                return ratios[0]
        return None

    def _seed_at_its_call(self, trying: Trying) -> float | None:
        """The root's gradient when its own backward ran; None if that wasn't seen."""
        engine, root = self.bench.engine, trying.root.obj
        owner, target = engine.call_owner(root), engine.grad_owner(root)
        at = next((i for i, c in enumerate(trying.seen.calls) if c.owner is owner), None)
        if at is None or self.whole.caller_seeds or engine.backward_takes == "adjoint":
            return None
        writes = [w for w in trying.seen.writes if w.target is target and w.calls <= at]
        return (engine._number(writes[-1].after) or 0.0) if writes else trying.began_with or 0.0

    def _seed_write(self, trying: Trying) -> Any:
        engine = self.bench.engine
        target = engine.grad_owner(trying.root.obj)
        writes = [w for w in trying.seen.writes if w.target is target]
        return writes[-1] if writes else None

    def _driver_fault(self, cause: str, trying: Trying, wrong: Twin) -> None:
        said = {
            "double-visit": "backward() runs a value's backward more than once",
            "unvisited-node": "backward() never runs the backward of a value that the result "
            "depends on",
            "wrong-order": "backward() runs a value's backward before its gradient is complete",
        }
        place = self._driver_place(trying, cause)
        self._add(cause, trying, place, said[cause], wrong)

    def _driver_place(self, trying: Trying, cause: str = "") -> Place | None:
        return driver_place(self.bench, trying.seen, cause)

    def _add(
        self,
        cause: str,
        trying: Trying,
        place: Place | None,
        clause: str,
        wrong: Twin | None = None,
        op: str = "",
        found: float | None = None,
        expected: float | None = None,
    ) -> None:
        if wrong is not None and found is None:
            found = trying.found[id(wrong.obj)]
            expected = trying.truth[id(wrong.obj)]
        rest = f", as in {trying.expression.text}"
        if wrong is not None and found is not None and expected is not None:
            leaf = letter_of(trying, wrong)
            rest = f": in {trying.expression.text} the gradient of {leaf} is "
            rest += instead(found, expected)
        self.whole.findings.append(
            Finding(
                cause,
                Severity.ERROR,
                FoundIn.EXERCISE,
                with_advice(cause, sentence(clause, rest)),
                place,
                op=op,
                found=found,
                expected=expected,
                clause=clause,
            )
        )


def _reach(operands: list[list[int]], root: int) -> set[int]:
    seen, stack = {root}, [root]
    while stack:
        new = [i for i in operands[stack.pop()] if i not in seen]
        seen.update(new)
        stack += new
    return seen
