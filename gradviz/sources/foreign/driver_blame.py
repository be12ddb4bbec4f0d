"""What a driver does wrong, told by an expression that comes out wrong though each of its nodes
is right alone: the order in which it ran the nodes, the seed, the writes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import error_place
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.drivers import (
    compares_by_number,
    driver_place,
    equality_place,
    merging_key,
)
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.left_out import left_out
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.overwriting import Overwriting
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.seeds import Seeds
from gradviz.sources.foreign.suspects import Suspects
from gradviz.sources.foreign.trying import Trying, is_alone, letter_of
from gradviz.sources.foreign.unread import misnamed
from gradviz.sources.foreign.visits import Visits
from gradviz.sources.foreign.wording import (
    CLEARED,
    HIDES,
    SEEDS_ZEROS,
    error_text,
    instead,
    sentence,
    with_advice,
)
from gradviz.sources.foreign.wrong_write import wrong_write
from gradviz.sources.foreign.zeros import Zeros
from gradviz.sources.user_code import Place

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole


class DriverBlame:
    """Finds what the failed expressions of a `Whole` have in common, one finding each."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.bench = whole.bench
        self.suspects = Suspects(whole)
        self.seeds = Seeds(whole)
        self.overwriting = Overwriting(whole.bench.engine)
        self.zeros = Zeros(whole)

    def of(self, trying: Trying, passed: set[str]) -> None:
        engine = self.bench.engine
        if trying.seen.error is not None and (
            self._is_known_error(trying) or self._follows(trying)
        ):
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
            self._merging_fault(trying)
            return
        if lost is not None and self._for_its_number(trying, lost):
            return
        if lost is not None:
            self._add(
                "lost-edge",
                trying,
                self._place_of_birth(lost),
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

    def _follows(self, trying: Trying) -> bool:
        """Whether an exception comes of a rule that was stored somewhere else, say in the place
        of a gradient."""
        captured, pending = trying.captured, self.whole.verdicts.pending
        kinds = {captured.kind(i) for i in range(len(captured)) if captured.operands[i]}
        return bool(self.whole.ran_without_error) and any(
            p.fault.cause == "missing-contribution"
            and p.fault.write is None
            and p.captured.kind(p.node) in kinds
            for p in pending
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
        """The first of these that applies is the cause; what comes later would show as well
        where an earlier one is at fault."""
        wrong = next((t for t in trying.wrong if not t.terms), trying.wrong[0])
        for blame in (
            self._for_a_hidden_driver,
            self._for_a_zero,
            self._for_clearing,
            self._for_a_start,
            self._for_a_misplaced_seed,
            self._for_another_seed,
            self._for_a_forgotten_adjoint,
            self._for_merging,
            self._for_a_late_seed,
            self._for_a_merging_key,
            self._for_a_left_out_operand,
            self._for_misnamed_operands,
            self._for_its_visits,
            self._for_writes_in_forward,
            self._for_replacing,
            self._for_anothers_gradient,
            self._for_a_strange_adjoint,
            self._for_anothers_share,
            self._for_writing_too_often,
            self._for_an_op_alone,
        ):
            if blame(trying, wrong):
                return
        if trying.expression.group in ("repeat", "shared leaf") or (
            "repeat" not in passed
            and any(t.expression.group == "repeat" for t in self.whole.failed)
        ):
            self._for_a_repeat(trying, wrong)
        elif not (
            (passed & {"tree", "shared"} and self._for_an_inner_op(trying, wrong))
            or self._for_a_wrong_write(trying, wrong)
        ):
            self._driver_fault("wrong-order", trying, wrong)

    def _for_its_number(self, trying: Trying, lost: Twin) -> bool:
        """Whether an operand is left out for its number alone."""
        if trying.expression.group not in ("equal", "nought"):
            return False

        def again() -> Twin | None:
            built, _ = self.bench.attempt(partial(self.whole.build, trying.expression))
            return None if built is None else self._lost_edge(built)

        told = left_out(self.bench.engine, again)
        if told is not None:
            place = told.place or self._place_of_birth(lost)
            op = self.bench.engine.op_name(lost.obj)
            self._add(told.cause, trying, place, told.clause, op=op)
        return told is not None

    # --- each tells of one cause and whether it is the one ----------------------------------

    def _for_a_hidden_driver(self, trying: Trying, wrong: Twin) -> bool:
        engine, driver = self.bench.engine, self.bench.engine.roles.driver or ""
        made = code_of(getattr(engine.cls, "__init__", None))
        if not engine.hides_driver(trying.root.obj) or made is None:
            return False
        line = lines.attribute_line(made, driver) or made.co_firstlineno
        clause = (
            f"a value stores a function named {driver}, which {HIDES} {driver}(), so that "
            "no value's backward ever runs"
        )
        self._add("unvisited-node", trying, Place(made.co_filename, line), clause, wrong)
        return True

    def _for_a_zero(self, trying: Trying, wrong: Twin) -> bool:
        at_zero = ("zero", "nought")
        if trying.expression.group not in at_zero:
            return False
        if self.whole.verdicts.bad_kinds or any(
            t.expression.group not in at_zero for t in self.whole.failed
        ):
            return True  # it fails by what they tell
        if trying.expression.group == "nought":
            return self.zeros.is_of_an_op(trying)
        if not self.zeros.is_of_an_op(trying):
            place = self.zeros.seeded_at(trying) or self._driver_place(trying)
            self._add("missing-seed", trying, place, SEEDS_ZEROS, wrong)
        return True

    def _for_clearing(self, trying: Trying, wrong: Twin) -> bool:
        place = self.overwriting.cleared(trying, wrong)
        if place is not None:
            self._add("overwritten-gradient", trying, place, CLEARED, wrong)
        return place is not None

    def _for_a_start(self, trying: Trying, wrong: Twin) -> bool:
        """Every new value's gradient is something else than 0, and that is what is too much."""
        fresh, found = self.bench.fresh_number, trying.found[id(wrong.obj)]
        if not fresh or found is None:
            return False
        if not close(found - trying.truth[id(wrong.obj)], fresh, 1e-6):
            return False
        clause = (
            f"the gradient of a new value is {brief_text(fresh)} instead of 0 before backward()"
        )
        self._add("stale-gradient", trying, self.suspects.first_gradient(), clause, wrong)
        return True

    def _for_a_forgotten_adjoint(self, trying: Trying, wrong: Twin) -> bool:
        """A leaf got its derivative as it is, in a chain whose gradient there isn't 1."""
        if trying.expression.group != "tree":
            return False
        user = next(t for t in trying.twins if any(x is wrong for x, _ in t.terms))
        slope = sum(slope for x, slope in user.terms if x is wrong)
        found = trying.found[id(wrong.obj)]
        if found is None or not close(found, slope, 1e-6):
            return False
        place = (
            self.suspects.own_line(trying, wrong)
            or self.suspects.line_of_share(trying, wrong)
            or self._place_of_birth(user)
        )
        clause = "an op's backward passes on its derivative without the gradient of its result"
        self._add("missing-adjoint", trying, place, clause, wrong)
        return True

    def _for_a_misplaced_seed(self, trying: Trying, wrong: Twin) -> bool:
        seed = self.seeds.misplaced(trying)
        if seed is not None:
            clause = "backward() sets the gradient of another value than the result to 1"
            self._add("missing-seed", trying, seed.place, clause, wrong)
        return seed is not None

    def _for_another_seed(self, trying: Trying, wrong: Twin) -> bool:
        factor = self.seeds.common_factor(trying)
        if factor is None or close(factor, 1.0, 1e-6) or self.whole.caller_seeds:
            return False
        clause = f"backward() starts from a gradient of {brief_text(factor)} at the result "
        self._seed_fault(trying, clause + "instead of 1", factor)
        return True

    def _for_merging(self, trying: Trying, wrong: Twin) -> bool:
        if any(t.expression.group == "shared" for t in self.whole.failed):
            return False
        if not self._is_merging(trying):
            return False
        self._merging_fault(trying, wrong)
        return True

    def _for_a_late_seed(self, trying: Trying, wrong: Twin) -> bool:
        seed = self.seeds.at_its_call(trying)
        if seed is None or close(seed, 1.0, 1e-6):
            return False
        clause = "backward() runs the result's backward before its gradient is 1"
        self._seed_fault(trying, clause, seed)
        return True

    def _for_a_merging_key(self, trying: Trying, wrong: Twin) -> bool:
        found = merging_key(self.bench, trying.captured)
        if found is None:
            return False
        place, key = found
        cause, what = "merged-by-equality", "equal numbers"
        if isinstance(key, str):
            cause, what = "unvisited-node", "one label"
        clause = f"backward() takes two different values of {what} for one"
        self._add(cause, trying, place, clause, wrong)
        return True

    def _for_a_left_out_operand(self, trying: Trying, wrong: Twin) -> bool:
        """An op gave its shares to one of two operands alone, in an engine whose driver does
        everything."""
        leaves = [t for t in trying.twins if not t.terms]
        given = [w for t in leaves for w in trying.writes_to(t.obj)]
        if not is_alone(trying) or trying.seen.calls or len(given) != 1 or len(leaves) != 2:
            return False
        place = self.suspects.own_line(trying) or given[0].place
        left_out = next(t for t in leaves if not trying.writes_to(t.obj))
        clause = "backward() gives nothing to one operand of an op"
        self._add("missing-contribution", trying, place, clause, left_out)
        return True

    def _for_misnamed_operands(self, trying: Trying, wrong: Twin) -> bool:
        operands = [x.obj for twin in trying.twins for x, _ in twin.terms]
        for obj in (twin.obj for twin in trying.twins if twin.terms):
            stored = misnamed(self.bench.engine, obj, operands)
            if stored is not None and self._visits(trying).leaves_out():
                self._add("lost-edge", trying, stored.place, stored.clause, wrong)
                return True
        return False

    def _for_its_visits(self, trying: Trying, wrong: Twin) -> bool:
        visits = self._visits(trying)
        fault = visits.fault()
        reached = bool(trying.writes_to(wrong.obj))
        if not visits.order and not visits.without_root and not reached:
            fault = "unvisited-node"
        if fault is not None:
            self._driver_fault(fault, trying, wrong)
        return fault is not None

    def _for_writes_in_forward(self, trying: Trying, wrong: Twin) -> bool:
        if not trying.forward_writes:
            return False
        clause = (
            "an operator sets the gradients of its operands while it computes a value, so that a "
            "second use replaces the first"
        )
        self._add("overwritten-gradient", trying, trying.forward_writes[-1].place, clause, wrong)
        return True

    def _for_replacing(self, trying: Trying, wrong: Twin) -> bool:
        place = self.overwriting.replaced(trying, wrong)
        if place is None and trying.expression.group == "repeat":
            place = self.overwriting.replaced_entry(self._driver_place(trying))
        if place is not None:
            clause = "backward() replaces a gradient that another use already gave"
            self._add("overwritten-gradient", trying, place, clause, wrong)
        return place is not None

    def _for_anothers_gradient(self, trying: Trying, wrong: Twin) -> bool:
        place = self.whole.judge.wrong_among_others(trying.captured)
        if place is None or is_alone(trying):
            return False
        clause = (
            "an op's backward reads the gradient of a later result of the same operand instead of "
            "its own result's"
        )
        self._add("closure-on-wrong-node", trying, place, clause, wrong)
        return True

    def _for_a_strange_adjoint(self, trying: Trying, wrong: Twin) -> bool:
        follows = self._visits(trying).follows_paths
        place = None if follows else self.suspects.strange_adjoint(trying)
        if place is not None:
            clause = "backward() hands a value's backward another gradient than the value's own"
            self._add("missing-adjoint", trying, place, clause, wrong)
        return place is not None

    def _for_anothers_share(self, trying: Trying, wrong: Twin) -> bool:
        """One operand of an op got the shares of all, another none."""
        leaves = [t for t in trying.twins if not t.terms]
        counts = [len(trying.writes_to(t.obj)) for t in leaves]
        place = self.suspects.own_line(trying) if is_alone(trying) else None
        if place is None or sorted(counts) != [0, 2]:
            return False
        clause = "an op's backward gives the contribution of one operand to another"
        none = leaves[counts.index(0)]
        self._add("wrong-operand", trying, place, clause, none)
        return True

    def _for_writing_too_often(self, trying: Trying, wrong: Twin) -> bool:
        if self._visits(trying).order or not self.suspects.writes_too_often(trying):
            return False
        self._driver_fault("double-visit", trying, wrong)
        return True

    def _for_an_op_alone(self, trying: Trying, wrong: Twin) -> bool:
        if not is_alone(trying):
            return False
        if self._all_alike():
            self._blame_for_all(trying, wrong)
            return True
        op = self.bench.engine.op_name(trying.root.obj)
        cause, does = "missing-contribution", "adds nothing"
        if trying.found[id(wrong.obj)]:
            cause, does = "wrong-local-derivative", "passes on a wrong derivative"
        place = (
            self.suspects.own_line(trying, wrong)
            or self.suspects.table_row(op)
            or self.suspects.line_that_ignores(trying, wrong)
            or self.suspects.line_of_record(trying.root, wrong)
            or self._place_of_birth(trying.root)
        )
        clause = f"the backward of {op or trying.expression.text} {does}"
        self._add(cause, trying, place, clause, wrong, op=op)
        return True

    def _for_a_repeat(self, trying: Trying, wrong: Twin) -> None:
        user = [t for t in trying.twins if t.terms][-1]
        writes = trying.writes_to(wrong.obj)
        is_repeat = trying.expression.group == "repeat"
        if len(writes) == 1 and is_repeat:
            self._blame_for_repeat(trying, user, wrong)
        elif writes and is_repeat:
            place = self.suspects.line_of_repeat(user) or writes[-1].place
            clause = "an operand used twice by one op gets one of its two derivatives twice"
            self._add("wrong-local-derivative", trying, place, clause, wrong)
        else:
            self._driver_fault("wrong-order", trying, wrong)

    def _for_an_inner_op(self, trying: Trying, wrong: Twin) -> bool:
        """The driver is right where this op isn't, and the op is where its gradient is 1."""
        place = None
        if trying.expression.group in ("inner", "tree"):
            place = self.suspects.own_line(trying, wrong)
            place = place or self.suspects.line_of_share(trying, wrong)
        if place is not None:
            clause = (
                "an op's backward doesn't multiply its whole derivative by the gradient of its "
                "result"
            )
            self._add("missing-adjoint", trying, place, clause, wrong)
        return place is not None

    def _for_a_wrong_write(self, trying: Trying, wrong: Twin) -> bool:
        """Where no value's own backward is seen, the first write that isn't what it should be."""
        if trying.seen.calls:
            return False
        told = wrong_write(trying.captured, all_derivatives(trying.captured), trying.seen)
        if told is not None:
            self._add(told.cause, trying, told.place, told.clause, wrong)
        return told is not None

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
        place = self.suspects.line_of_repeat(user) or self._place_of_birth(user)
        clause = "an operand used twice by one op is recorded once"
        self._add("lost-edge", trying, place, clause, wrong)

    def _all_alike(self) -> bool:
        """Whether every op whose derivatives aren't simply 1 fails alone, two at least: then it
        is what all of them share."""
        failed = {t.expression.text[:5] for t in self.whole.failed if is_alone(t)}
        return len(failed) > 1 and not self.whole.telling

    def _blame_for_all(self, trying: Trying, wrong: Twin) -> None:
        writes = trying.writes_to(wrong.obj)
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

    def _driver_fault(self, cause: str, trying: Trying, wrong: Twin) -> None:
        said = {
            "double-visit": "backward() runs a value's backward more than once",
            "unvisited-node": "backward() never runs the backward of a value that the result "
            "depends on",
            "wrong-order": "backward() runs a value's backward before its gradient is complete",
        }
        place = self._driver_place(trying, cause)
        self._add(cause, trying, place, said[cause], wrong)

    def _seed_fault(self, trying: Trying, clause: str, found: float) -> None:
        seed = self.seeds.write(trying)
        place = seed.place if seed is not None else self._driver_place(trying)
        self._add("missing-seed", trying, place, clause, found=found, expected=1.0)

    def _merging_fault(self, trying: Trying, wrong: Twin | None = None) -> None:
        place = equality_place(self.bench.engine) or self._driver_place(trying)
        clause = "two different values that hold equal numbers are taken for one"
        self._add("merged-by-equality", trying, place, clause, wrong)

    def _place_of_birth(self, twin: Twin) -> Place | None:
        birth = self.bench.engine.birth(twin.obj)
        return place_of(birth.code, birth.lasti) if birth is not None else None

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
