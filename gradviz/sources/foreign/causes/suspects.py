"""Suspects: the lines and writes that a failing expression has and the right ones don't.

For engines whose driver does everything, so that no value's backward can be tried alone.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from gradviz.sources.foreign import driver_lines, line_questions, lines
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.spectrum import lines_run
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.trying import Trying, is_alone
from gradviz.sources.user_code import Place, is_own

if TYPE_CHECKING:
    from gradviz.sources.foreign.expressions import Expression
    from gradviz.sources.foreign.whole import Whole


def _ops_in(expression: Expression) -> set[str]:
    return set(re.findall(r"\*\*|[-+*/]|\.\w+\(", expression.text))


class Suspects:
    """What tells the op or the line behind a failed expression of a `Whole`."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.bench = whole.bench
        self._lines: dict[str, Counter[Place]] = {}

    def line_of_repeat(self, user: Twin) -> Place | None:
        """The last line on which an op writes into a mapping by operand, where a second entry
        for the same operand replaces the first."""
        engine = self.bench.engine
        birth = engine.births.get(id(user.obj))
        keyed = [x for x in attributes_of(user.obj).values() if type(x) is dict]
        if birth is None or not any(engine.is_value(key) for x in keyed for key in dict.keys(x)):
            return None
        methods = own_methods(engine.cls)
        helpers = [code_of(methods.get(name)) for name in birth.code.co_names]
        for code in (birth.code, *helpers):
            line = lines.last_item_assignment(code) if code is not None else None
            if code is not None and line is not None:
                return Place(code.co_filename, line)
        return None

    def line_of_record(self, user: Twin, wrong: Twin) -> Place | None:
        """Where an operator hands an operand to a helper that records it: `s.edge(o, slope)`."""
        birth = self.bench.engine.births.get(id(user.obj))
        slot = next((i for i, (x, _) in enumerate(user.terms) if x is wrong), None)
        if birth is None or slot is None or slot >= birth.code.co_argcount:
            return None
        name = birth.code.co_varnames[slot]
        line = lines.call_about(birth.code, name, place_of(birth.code, birth.lasti).line)
        return Place(birth.code.co_filename, line) if line is not None else None

    def strange_adjoint(self, trying: Trying) -> Place | None:
        """Where a value's backward is called with a gradient that isn't the value's own."""
        engine = self.bench.engine
        for call in trying.seen.calls:
            argument = call.arguments[0] if call.arguments else None
            if isinstance(argument, bool):
                continue  # whether it is the root, say, and no gradient
            given = engine.number_in(argument)
            target = engine.grad_owner(call.owner) if engine.is_value(call.owner) else None
            written = [w for w in trying.seen.writes if w.target is target]
            if any(w.running is call.owner for w in written):
                continue  # it adds what it is given to its own, and that is what it needs
            known = [w for w in trying.seen.writes[: call.writes] if w.target is target]
            own = engine.number_in(known[-1].after) if known else None
            if given is not None and own is not None and not close(given, own, 1e-6):
                return place_of(call.code, call.lasti)
        return None

    def own_line(self, trying: Trying, wrong: Twin | None = None) -> Place | None:
        """Of the lines that this op's pass runs and no pass without the op does that comes out
        right, the one that writes to the wrong operand, or has a helper do it; else the last."""
        others: list[Counter[Place]] = []
        ops = _ops_in(trying.expression) if not trying.expression.group else set()
        names = self._names(trying)
        for expression in self.whole.right:
            # `a * a` comes out right where `a * b` with its factors swapped doesn't.
            same = ops & _ops_in(expression) or (ops and names & self._names_of(expression))
            if not same and expression.text not in trying.expression.text:
                others.append(self._lines_of(expression))
        ran = self._lines_in_order(trying.expression)
        own = [p for p in ran if not any(p in other for other in others)]
        if others and not own and is_alone(trying):
            # A tape may have all that the program noted on it, which runs with every pass.
            always = {p: min(other[p] for other in others) for other in others for p in other}
            often = Counter(ran)
            own = [
                p for p in ran
                if often[p] > always[p] and all(other[p] == always[p] for other in others)
            ]  # fmt: skip
        writes = trying.writes_to(wrong.obj) if wrong is not None and others else []
        for write in reversed(writes):
            by_helper = (write.outer_code or write.code), write.outer_lasti
            for code, lasti in ((write.code, write.lasti), by_helper):
                place = place_of(code, lasti)
                if place in own:
                    return Place(place.file, lines.factor_line(code, place.line))
        return own[-1] if own and others else None

    def line_of_share(self, trying: Trying, wrong: Twin) -> Place | None:
        """Where a leaf was given its share: the call for the leaf, where values hand theirs on
        to one another; else the line that wrote it, unless other ops' shares, which are right,
        are written there too."""
        writes = [w for w in trying.writes_to(wrong.obj) if w.after != w.before]
        if not writes:
            return None
        calls = trying.seen.calls[: writes[-1].calls]
        if calls and calls[-1].owner is wrong.obj and is_own(calls[-1].code.co_filename):
            return place_of(calls[-1].code, calls[-1].lasti)
        place, ops = writes[-1].place, _ops_in(trying.expression)
        others = [e for e in self.whole.right if not ops & _ops_in(e)]
        if any(place in self._lines_of(expression) for expression in others):
            return None
        return Place(place.file, lines.factor_line(writes[-1].code, place.line))

    def line_that_ignores(self, trying: Trying, wrong: Twin) -> Place | None:
        """The driver's line that adds a share, in a loop over operands and their derivatives
        that never looks at the derivative."""
        writes = trying.writes_to(wrong.obj)
        if not writes or not driver_lines.ignores_its_loop(writes[-1].code, writes[-1].place.line):
            return None
        return writes[-1].place

    def rule_that_ignores(self, trying: Trying) -> Place | None:
        """The line of a rule, the only one that this pass runs of that kind, that returns what
        has nothing to do with the gradient it is given; or else that on which the driver gives
        a rule the number 1 instead of a gradient."""
        ran = list(dict.fromkeys(self._lines_in_order(trying.expression)))
        deaf = [place for place in ran if line_questions.returns_without_last(place)]
        given_1 = [place for place in ran if line_questions.gives_backward_1(place)]
        return next(iter(found[0] for found in (deaf, given_1) if len(found) == 1), None)

    def first_gradient(self) -> Place | None:
        """Where the constructor gives a value its gradient."""
        engine = self.bench.engine
        init = code_of(getattr(engine.cls, "__init__", None))
        line = lines.attribute_line(init, engine.roles.grad or "") if init is not None else None
        return Place(init.co_filename, line) if init is not None and line else None

    def table_row(self, op: str) -> Place | None:
        """The row of an op in the table of rules that the driver looks them up in."""
        code = code_of(self.bench.engine.driver.function) if op else None
        line = lines.entry_line(code, op) if code is not None else None
        return Place(code.co_filename, line) if code is not None and line is not None else None

    def _names(self, trying: Trying) -> set[str]:
        """What the engine calls the ops of an expression."""
        captured = trying.captured
        return {
            name for name, below in zip(captured.names, captured.operands, strict=True) if below
        } - {""}

    def _names_of(self, expression: Expression) -> set[str]:
        again, error = self.bench.attempt(partial(self.whole.build, expression))
        return set() if error is not None or again is None else self._names(again)

    def _lines_of(self, expression: Expression) -> Counter[Place]:
        if expression.text not in self._lines:
            self._lines[expression.text] = Counter(self._lines_in_order(expression))
        return self._lines[expression.text]

    def _lines_in_order(self, expression: Expression) -> list[Place]:
        again, error = self.bench.attempt(partial(self.whole.build, expression))
        if error is not None or again is None:
            return []
        return lines_run(self.bench, again.root.obj)

    def writes_too_often(self, trying: Trying) -> bool:
        """Whether a gradient was written more often than its value is used."""
        engine, captured = self.bench.engine, trying.captured
        uses = Counter(i for operands in captured.operands for i in operands)
        written = Counter(id(w.target) for w in trying.seen.writes if engine.number_in(w.after))
        return any(
            written[id(engine.grad_owner(captured.objects[i]))] > uses[i] + (i == captured.root)
            for i in range(len(captured))
        )
