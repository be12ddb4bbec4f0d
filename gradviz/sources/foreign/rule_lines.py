"""Rule lines: the line of an op's backward, or of what made it, that a fault is on."""

from __future__ import annotations

from typing import NamedTuple

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.errors import error_place
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.spectrum import last_line, lines_of_backward
from gradviz.sources.foreign.verdicts import Pending, Verdicts
from gradviz.sources.user_code import Place


class Unmoved(NamedTuple):
    """Why a backward writes nothing; `stored_as` is the wrong name that it was given."""

    cause: str
    place: Place | None
    stored_as: str = ""


def _parts(engine: Engine) -> set[str]:
    """What a class keeps its backward, its gradient and its number in."""
    roles = engine.roles
    return {(x or "").partition(".")[0] for x in (roles.backward, roles.grad, roles.data)}


class RuleLines:
    """Looks at the lines that run, and at those that are right for other ops."""

    def __init__(self, bench: Bench, verdicts: Verdicts) -> None:
        self.bench = bench
        self.verdicts = verdicts

    def of(self, pending: Pending) -> Place | None:
        fault = pending.fault
        if fault.cause == "backward-error":
            place = error_place(pending.trial.error)
            return place or self._rule_at(pending.captured, pending.node)
        if fault.at is not None:
            return fault.at
        if fault.place is None or fault.cause in ("wrong-local-derivative", "missing-adjoint"):
            return self._line_of_derivative(pending)
        return fault.place

    def where_nothing_ran(self, captured: Captured, node: int) -> Unmoved:
        """A backward that writes nothing: the closure may sit on another value, or under
        another name."""
        obj = captured.objects[node]
        engine = self.bench.engine
        birth = captured.birth(node)
        for target, function, code, lasti in reversed(self.bench.watch.assigned.values()):
            if target is obj or birth is None or code is not birth.code:
                continue
            if any(target is captured.objects[i] for i in captured.operands[node]) and (
                engine.raw(target, engine.roles.backward or "") is function
            ):
                self.verdicts.misplaced = True
                return Unmoved("closure-on-wrong-node", place_of(code, lasti))
        ran = last_line(self.bench, obj) if engine.rule.exists(obj) else None
        closure = engine.closure(obj)
        if ran is not None and ".__init__." not in getattr(closure, "__qualname__", ""):
            return Unmoved("missing-contribution", ran)
        if engine.roles.backward_kind != "closure":
            function = engine.rule.of(obj)
            own = code_of(getattr(function, "__func__", function))
            if own is not None:
                place = Place(own.co_filename, own.co_firstlineno)
                return Unmoved("missing-contribution", place)
        if birth is not None:
            inner = [c for c in birth.code.co_consts if hasattr(c, "co_code")]
            if inner:
                file = birth.code.co_filename
                other = lines.stored_under(birth.code, inner[-1])
                if other is not None and other[1] not in _parts(engine):
                    return Unmoved("closure-on-wrong-node", Place(file, other[0]), other[1])
                line = lines.strayed(birth.code, inner[-1]) or inner[-1].co_firstlineno
                return Unmoved("missing-contribution", Place(file, line))
        return Unmoved("missing-contribution", self._made_at(captured, node))

    def _rule_at(self, captured: Captured, node: int) -> Place | None:
        """Where a node's backward is defined, which couldn't even be called."""
        function = self.bench.engine.rule.of(captured.objects[node])
        code = code_of(getattr(function, "__func__", function))
        if code is None:
            return self._made_at(captured, node)
        return Place(code.co_filename, code.co_firstlineno)

    def _made_at(self, captured: Captured, node: int) -> Place | None:
        birth = captured.birth(node)
        return None if birth is None else place_of(birth.code, birth.lasti)

    def _lines_of_its_own(self, captured: Captured, node: int) -> list[Place]:
        """For an op made by a factory, whose closure is right for the other ops: the lines that
        its backward runs and theirs don't, the last of which may be a row of a table."""
        kind = captured.kind(node)
        # One method may serve all ops, whoever made the values.
        is_method = self.bench.engine.roles.backward_kind == "method"
        good = self.verdicts.good_nodes.items()
        others = [at for k, at in good if is_method or k[:2] == kind[:2]]
        others = [(c, i) for c, i in others if c.op_name(i) != kind[4]]
        ordinary = {
            place for c, i in others for place in lines_of_backward(self.bench, c.objects[i])
        }
        ran = lines_of_backward(self.bench, captured.objects[node]) if others else []
        return [place for place in ran if place not in ordinary]

    def _line_of_derivative(self, pending: Pending) -> Place | None:
        """The line that computes the derivative: where it is written, unless that line serves
        every op (a driver's), or only multiplies a variable computed before."""
        engine = self.bench.engine
        captured, node, fault = pending.captured, pending.node, pending.fault
        birth = captured.birth(node)
        write = fault.write
        closure = engine.closure(captured.objects[node])
        if write is None:
            code = getattr(closure, "__code__", None)
            own = self._lines_of_its_own(captured, node)
            if own:
                return own[-1]
            if code is None and engine.roles.backward_kind in ("method", "object"):
                function = engine.rule.of(captured.objects[node])
                code = code_of(getattr(function, "__func__", function))
            if code is not None and code.co_name != "<lambda>":
                return Place(code.co_filename, lines.return_line(code))
            if code is not None:
                return Place(code.co_filename, code.co_firstlineno)
            if birth is None:
                return None
            return place_of(birth.code, birth.lasti)
        if self.verdicts.good_lines.get(write.place, set()) - {captured.kind(node)[:2]}:
            # The line is right for other ops: what it was given is wrong.
            outer, lasti = write.outer_code, write.outer_lasti
            run = pending.trial.runs[fault.run]
            if outer is not None and outer.co_filename != write.code.co_filename and write.calls:
                # Of an operand's own backward, which the rule calls.
                outer, lasti = run.calls[write.calls - 1].code, run.calls[write.calls - 1].lasti
            if outer is not None and outer.co_filename == write.code.co_filename:
                line = lines.factor_line(outer, place_of(outer, lasti).line)
                return Place(outer.co_filename, line)
            if birth is not None:
                return place_of(birth.code, birth.lasti)
        own = self._lines_of_its_own(captured, node)
        if own and write.place not in own:
            return own[-1]
        line = lines.factor_line(write.code, write.place.line)
        return Place(write.place.file, line)
