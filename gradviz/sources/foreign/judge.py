"""Judge: is each way of making a value right alone? Tries a sample of the nodes of a graph.

Nodes made by the same code, with the same closure, are one kind; a few of each kind are
tried, and what is found for a kind holds for all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.bent import bent
from gradviz.sources.foreign.capture import Captured, hints_of, takes_none
from gradviz.sources.foreign.classify import Fault, faults, slopes_found
from gradviz.sources.foreign.composites import code_of_method, composite, hidden, stray_place
from gradviz.sources.foreign.ending import raised
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.nudge import all_derivatives, as_taken
from gradviz.sources.foreign.rule_lines import RuleLines, Unmoved
from gradviz.sources.foreign.set_order import in_order, kept_in_a_set, set_order_finding
from gradviz.sources.foreign.spectrum import last_line
from gradviz.sources.foreign.trial import ADJOINTS, FILLS, Trial, try_alone
from gradviz.sources.foreign.unsupported import Unsupported
from gradviz.sources.foreign.verdicts import Pending, Verdicts
from gradviz.sources.foreign.wording import (
    fault_clause,
    fault_numbers,
    sentence,
    stored_elsewhere,
    with_advice,
)

TRIES = 4


class Judge:
    def __init__(self, bench: Bench, verdicts: Verdicts) -> None:
        self.bench = bench
        self.verdicts = verdicts
        self.lines = RuleLines(bench, verdicts)

    def examine(
        self,
        captured: Captured,
        locals_of: list[tuple[float, ...] | None],
        where: FoundIn = FoundIn.EXERCISE,
    ) -> bool:
        """Try a sample of the nodes; whether any was found wrong."""
        before = len(self.verdicts.pending)
        engine = self.bench.engine
        passed_by: set[int] | None = None
        if engine.grad_is_computed:
            return False  # it can't be set beforehand
        for node in range(len(captured)):
            operands = captured.operands[node]
            if self._is_anothers_rule(captured, node, where):
                continue
            if not operands or id(captured.objects[node]) in engine.kept:
                continue  # a leaf, or a value that has let go of its backward
            kind = captured.kind(node)
            if not engine.rule.exists(captured.objects[node]):
                if engine.roles.backward_kind == "closure" and kind not in self.verdicts.bad_kinds:
                    passed_by = hidden(self.bench, captured) if passed_by is None else passed_by
                    if node not in passed_by:
                        self._try_without(captured, node, locals_of[node], where)
                continue
            birth = captured.birth(node)
            if birth is not None and id(birth.code) in self.verdicts.tainted:
                continue
            op = captured.ops[node]
            sample = captured.sample(node)
            if self.verdicts.tried[sample] >= TRIES:
                continue
            distinct_kind = (kind[0], kind[1], False, *kind[3:])
            if kind[2] and distinct_kind in self.verdicts.bad_kinds:
                continue
            slopes = locals_of[node]
            if slopes is None:
                self.verdicts.unconfirmed.add(kind)
                continue
            if op is not None and op.at_kink(captured.operand_values(node)):
                continue
            if not any(slopes) and any(map(names.has_surrogate, hints_of(captured, node))):
                continue  # straight through a step, on purpose
            self.verdicts.tried[sample] += 1
            if self._is_anothers(captured, node):
                continue
            self._try(captured, node, slopes, where)
        return len(self.verdicts.pending) > before

    def wrong_among_others(self, captured: Captured) -> Fault | None:
        """A write that is wrong in this graph though the same op was right by itself: its
        closure holds on to another result's gradient, or replaces one."""
        slopes = all_derivatives(captured)
        known = len(self.verdicts.pending)
        for node in range(len(captured)):
            has_rule = self.bench.engine.rule.exists(captured.objects[node])
            due = slopes[node]
            if captured.operands[node] and due is not None and has_rule:
                self._try(captured, node, due, FoundIn.EXERCISE)
        found = self.verdicts.pending[known:]
        del self.verdicts.pending[known:]
        return next((p.fault for p in found if p.fault.place is not None), None)

    def is_right(self, captured: Captured, node: int, totals: dict[int, float]) -> bool:
        """Whether a node's backward alone passes these local derivatives on, by operand."""
        trial, found = self._tried(captured, node, totals)
        return trial.error is None and not found

    def resolve(self, is_acquitted: Callable[[Pending], bool]) -> list[Finding]:
        """The findings of all that was tried since the last time."""
        suspected = [p for p in self.verdicts.pending if not self._is_lost_repeat(p)]
        self.verdicts.pending.clear()
        return [self._finding(pending) for pending in suspected if not is_acquitted(pending)]

    def _is_lost_repeat(self, pending: Pending) -> bool:
        """Whether a rule raises for the one operand that a set has left of two, in an engine
        whose sets have a worse fault: that of the order, which then is told."""
        captured, node = pending.captured, pending.node
        if pending.trial.error is None or len(pending.distinct) > 1:
            return False
        is_repeat = len(captured.operands[node]) > 1
        return (
            is_repeat
            and bool(kept_in_a_set(self.bench.engine, captured.objects[node]))
            and (self.tells_order())
        )

    def tells_order(self) -> bool:
        """Whether an op that came right comes out wrong with the operands that its set holds the
        other way round, so that it is chance whether it does. It is told then."""
        if self.verdicts.set_order is not None:
            return True
        engine = self.bench.engine
        for captured, node in self.verdicts.good_nodes.values():
            slopes, obj = all_derivatives(captured)[node], captured.objects[node]
            operands = captured.operands[node]
            if not slopes or len(set(operands)) != 2 or not kept_in_a_set(engine, obj):
                continue
            other_way = [captured.objects[i] for i in reversed(operands)]
            with in_order(engine, obj, other_way):
                _, found = self._tried(captured, node, dict(zip(operands, slopes, strict=True)))
            if found:
                self._tell_order(captured, node)
                return True
        return False

    def _tell_order(self, captured: Captured, node: int) -> None:
        op = captured.names[node] or "an op"
        text = op if op[0].isalpha() else f"a {op} b"
        self.verdicts.set_order = set_order_finding(self.bench.engine, captured.objects[node], text)

    def _try_without(
        self, captured: Captured, node: int, slopes: tuple[float, ...] | None, where: FoundIn
    ) -> None:
        """A result without a backward of its own, in a class that keeps one on each."""
        if not slopes or not any(slopes) or not self.bench.watch.assigned:
            return
        if self.bench.engine.driver.exists and self._was_given_none(captured.objects[node]):
            return  # which the driver can't call: that is told with its exception
        why = self.lines.where_nothing_ran(captured, node)
        distinct = tuple(dict.fromkeys(captured.operands[node]))
        expected = FILLS[0] + ADJOINTS[0] * slopes[0]
        fault = Fault(
            why.cause, -1, None, FILLS[0], expected, at=why.place, stored_as=why.stored_as
        )
        self.verdicts.bad_kinds.add(captured.kind(node))
        self.verdicts.pending.append(
            Pending(captured, node, Trial([], [], []), fault, distinct, where)
        )

    def _was_given_none(self, obj: Any) -> bool:
        """Whether a value was given None for the closure that each begins with."""
        engine = self.bench.engine
        name = engine.roles.backward or ""
        return engine.raw(obj, name) is None and callable(engine.raw(engine.leaf(1.0), name))

    def _is_anothers_rule(self, captured: Captured, node: int, where: FoundIn) -> bool:
        """Whether a value was given the rule of what was made of it, or whether that rule is
        a method's whose number is wrong. The first is told."""
        code = code_of_method(captured, node)
        if code is None or id(code) in self.verdicts.tainted:
            return code is not None
        if not self.bench.engine.rule.exists(captured.objects[node]):
            return False
        place = stray_place(self.bench, captured, node)
        if place is not None:
            fault = Fault("closure-on-wrong-node", -1, None, None, None, at=place)
            self.verdicts.misplaced = True
            self.verdicts.bad_kinds.add(captured.kind(node))
            method = code.co_name.strip("_")
            self.verdicts.pending.append(
                Pending(captured, node, Trial([], [], []), fault, (), where, method)
            )
        return place is not None

    def _is_anothers(self, captured: Captured, node: int) -> bool:
        """Whether this value's closure was made by the operator of another value, which then
        is where the fault is."""
        if not self.verdicts.misplaced:
            return False
        engine = self.bench.engine
        own = {id(captured.objects[i]) for i in captured.operands[node]}
        return any(id(x) not in own for x in engine.cell_values(captured.objects[node]))

    def _try(
        self, captured: Captured, node: int, slopes: tuple[float, ...], where: FoundIn
    ) -> None:
        built = composite(self.bench, captured, node)
        operands = captured.operands[node] if built is None else list(built.due)
        totals: dict[int, float] = defaultdict(float)
        for operand, slope in zip(operands, built.due.values() if built else slopes, strict=False):
            totals[operand] += slope
        distinct = list(totals)
        if any(x != x for x in [*totals.values(), *(captured.values[i] for i in distinct)]):
            return
        trial, found = self._tried(captured, node, totals, operands)
        if isinstance(trial.error, Unsupported):
            self.verdicts.unconfirmed.add(captured.kind(node))
            return  # only its driver knows what to call it with
        # Of a repeat alone an edge is lost.
        several = len(totals) > 1 and built is None
        if found and several and self._is_chance(captured, node, totals):
            self.verdicts.bad_kinds.add(captured.kind(node))
            return
        found = [
            f
            for f in found
            if not (
                f.cause in ("missing-contribution", "wrong-operand")
                and f.operand >= 0
                and takes_none(captured, distinct[f.operand])
            )
        ]
        silent = all(f.cause == "missing-contribution" and f.write is None for f in found)
        if found and silent and node in hidden(self.bench, captured):
            return  # a part of a composite that nobody asks for a gradient
        if not found:
            for write in trial.runs[0].writes:
                self.verdicts.good_lines[write.place].add(captured.kind(node)[:2])
            self.verdicts.good_nodes.setdefault(captured.kind(node), (captured, node))
        for fault in found:
            if fault.cause == "missing-contribution" and fault.write is None:
                why = Unmoved(fault.cause, last_line(self.bench, captured.objects[node]))
                if fault.operand < 0:
                    why = self.lines.where_nothing_ran(captured, node)
                fault = replace(fault, cause=why.cause, at=why.place, stored_as=why.stored_as)
            elif fault.write is None and fault.cause == "overwritten-gradient":
                # A gradient in a list of one, whose writes nobody sees.
                fault = replace(fault, at=last_line(self.bench, captured.objects[node]))
            elif fault.skips:
                adjoint = trial.runs[fault.run].adjoint
                fault = replace(fault, at=last_line(self.bench, captured.objects[node], adjoint))
            self.verdicts.bad_kinds.add(captured.kind(node))
            method = built.method if built is not None else ""
            self.verdicts.pending.append(
                Pending(captured, node, trial, fault, tuple(distinct), where, method)
            )

    def _tried(
        self,
        captured: Captured,
        node: int,
        totals: dict[int, float],
        operands: list[int] | None = None,
    ) -> tuple[Trial, list[Fault]]:
        """`totals` are the right local derivatives by each distinct operand."""
        loose = 1e-3 if captured.single_precision else 1e-5
        written_to = captured.operands[node] if operands is None else operands
        objects = [captured.objects[i] for i in written_to]
        trial = try_alone(self.bench, captured.objects[node], objects)
        xs = [captured.values[i] for i in totals]
        if list(totals) == list(dict.fromkeys(captured.operands[node])):
            measured = slopes_found(trial, self.bench.engine.rule.gives_locals)
            totals = as_taken(captured, node, totals, measured) if measured else totals
        slopes = list(totals.values())
        z = captured.values[node]
        found = faults(self.bench.engine, trial, slopes, xs, z, loose)
        if found:
            found = bent(self.bench, captured.objects[node], trial, found, slopes, xs, z, loose)
        return trial, found

    def _is_chance(self, captured: Captured, node: int, totals: dict[int, float]) -> bool:
        """Whether all is right once the operands have an order, which is told then."""
        engine, obj = self.bench.engine, captured.objects[node]
        operands = [captured.objects[i] for i in captured.operands[node]]
        if not kept_in_a_set(engine, obj):
            return False
        if self.verdicts.set_order is not None and captured.kind(node) in self.verdicts.bad_kinds:
            return True
        with in_order(engine, obj, operands):
            _, found = self._tried(captured, node, totals)
        if found:
            return False
        if self.verdicts.set_order is None:
            self._tell_order(captured, node)
        return True

    def _finding(self, pending: Pending) -> Finding:
        captured, node, trial = pending.captured, pending.node, pending.trial
        fault, distinct, where = pending.fault, pending.distinct, pending.where
        cause = fault.cause
        operand = distinct[fault.operand] if 0 <= fault.operand < len(distinct) else node
        op = captured.ops[node]
        said = "bent" if fault.is_bent else cause
        clause = fault_clause(said, captured, node, operand, pending.method)
        if fault.stored_as:
            clause = stored_elsewhere(clause, fault.stored_as, self.bench.engine.roles)
        numbers = ""
        if cause == "backward-error":
            clause = clause.replace("raises an exception", raised(trial.error))
        else:
            before, adjoint = FILLS[0], ADJOINTS[0]
            if trial.runs:
                run = trial.runs[fault.run]
                before = 0.0 if trial.returns else run.before[max(fault.operand, 0)]
                adjoint = run.adjoint
            numbers = fault_numbers(fault, before, adjoint)
        return Finding(
            cause=cause,
            severity=Severity.ERROR,
            found_in=where,
            message=with_advice(cause, sentence(clause, numbers)),
            place=self.lines.of(pending),
            op=pending.method or captured.names[node] or (op.name if op is not None else ""),
            found=fault.found,
            expected=fault.expected,
            clause=clause,
        )
