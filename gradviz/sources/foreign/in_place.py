"""In place: `x += y` and its like, where a class defines them.

One that returns a new value is an op as any other. One that changes the number of `x` itself
has to record what it did all the same, or `y` and whatever `x` was made from get the gradient
of another expression. So it is tried on a product, which is used once more:

    x = a * b;  x += c;  x * d

and with a plain number for c, by which a leaf may be changed and an optimizer does: there it is
right, and on anything else only an added number leaves the gradients as they should be.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import capture
from gradviz.sources.foreign.finding import Finding, Severity, exercise_finding
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.methods import names_used, own_methods
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.uses import below
from gradviz.sources.foreign.wording import instead
from gradviz.sources.user_code import Place

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole

NUMBERS = (1.3717, -0.6291, 0.8314, 1.9243)

_OPERATORS: tuple[tuple[str, str, Callable[[Any, Any], Any], Callable[[Any, Any], Any]], ...] = (
    ("__iadd__", "+=", operator.iadd, lambda x, y: (1.0, 1.0)),
    ("__isub__", "-=", operator.isub, lambda x, y: (1.0, -1.0)),
    ("__imul__", "*=", operator.imul, lambda x, y: (y, x)),
    ("__itruediv__", "/=", operator.itruediv, lambda x, y: (1 / y, -x / (y * y))),
)
"""Method, symbol, what to do, and the two derivatives."""


def try_in_place(whole: Whole) -> list[Finding]:
    """The faults of the in-place operators, in a class that is right without them."""
    bench, methods = whole.bench, own_methods(whole.bench.engine.cls)
    if whole.came_out_wrong or not bench.can_drive or "__mul__" not in whole.working.binary:
        return []
    out = []
    for name, symbol, act, slopes in _OPERATORS:
        method = methods.get(name)
        if method is None or method is methods.get(f"__{name[3:]}"):
            continue
        # One that reads the gradient takes a step: `w -= 0.1` means another thing there.
        steps = bench.engine.roles.grad in names_used(method)
        for plain in (False,) if steps else (False, True):
            found = _Try(whole, name, symbol, act, slopes, plain).fault()
            if found is not None:
                out.append(found)
                break
    return out


class _Try:
    """One in-place operator, tried on a product; with a plain number if that is what is asked."""

    def __init__(
        self,
        whole: Whole,
        name: str,
        symbol: str,
        act: Callable[[Any, Any], Any],
        slopes: Callable[[Any, Any], Any],
        plain: bool,
    ) -> None:
        self.whole = whole
        self.bench: Bench = whole.bench
        self.name, self.symbol, self.act, self.slopes = name, symbol, act, slopes
        self.plain = plain
        self.code = code_of(own_methods(self.bench.engine.cls)[name])

    def fault(self) -> Finding | None:
        engine, bench = self.bench.engine, self.bench
        first, second = map(engine.leaf, NUMBERS[:2])
        second = NUMBERS[1] if self.plain else second
        alone, error = bench.attempt(lambda: self.act(first, second))
        y = NUMBERS[1] if self.plain else "b"
        if error is None and alone is None:
            said = f"a {self.symbol} {y} gives nothing, so that a is lost."
            return self._finding("operator-error", said, self._place(first))
        if error is not None or not engine.is_value(alone):
            return None  # it refuses values, or numbers
        bench.attempt(lambda: engine.settle(alone))
        found, due = engine.data(alone), self.act(*NUMBERS[:2])
        if found is None:
            return None
        if not close(found, due, 1e-5, 1e-9):
            said = f"a {self.symbol} {y} gives {instead(found, due)}."
            return self._finding("wrong-forward", said, self._place(alone), found, due)
        told = alone is not first and self._is_wrong_alone(alone)
        return None if told else self._of_its_gradients()

    def _is_wrong_alone(self, made: Any) -> bool:
        """Whether a new value's own backward is wrong, of which the judge tells."""
        captured = capture(self.bench.engine, made)
        return self.whole.judge.examine(captured, all_derivatives(captured))

    def _of_its_gradients(self) -> Finding | None:
        engine, bench = self.bench.engine, self.bench
        leaves = [engine.leaf(x) for x in NUMBERS]
        a, b, c, d = leaves
        product = a * b
        made, error = bench.attempt(lambda: self.act(product, NUMBERS[2] if self.plain else c))
        root, failed = bench.attempt(lambda: made * d)
        if error is not None or failed is not None or not engine.is_value(root):
            return None
        engine.settle(root)
        reached = {id(x) for x in below(bench, root)}
        bench.backward(root, 1.0 if self.whole.caller_seeds else None)
        x, y = NUMBERS[0] * NUMBERS[1], NUMBERS[2]
        mine, theirs = (NUMBERS[3] * slope for slope in self.slopes(x, y))
        due = (theirs, mine * NUMBERS[1], mine * NUMBERS[0])
        expectations = list(zip((c, a, b), due, "cab", strict=True))[self.plain :]
        for leaf, expected, letter in expectations:
            found = engine.grad(leaf) or 0.0
            if not close(found, expected, 1e-4, 1e-6):
                y_text = NUMBERS[2] if self.plain else "c"
                text = f"x = a * b; x {self.symbol} {y_text}; x * d"
                numbers = f"in {text} the gradient of {letter} is {instead(found, expected)}."
                cause, does = "wrong-local-derivative", "passes on a wrong derivative"
                used = (a, b) if self.plain else (a, b, c)
                lost = any(id(x) not in reached for x in used) or made is product
                if lost or not engine.roles.operands:
                    cause, does = "lost-edge", "doesn't record all of its operands"
                    if made is product:
                        does = "changes x without recording what it did"
                elif not found:
                    cause, does = "missing-contribution", "passes nothing on"
                said = f"x {self.symbol} y {does}: {numbers}"
                for_leaves = self.plain and made is product
                severity = Severity.NOTE if for_leaves else Severity.ERROR
                return self._finding(cause, said, self._place(made), found, expected, severity)
        return None

    def _place(self, made: Any) -> Place | None:
        """Where the operator changes the number, or makes the value that it returns."""
        birth = self.bench.engine.births.get(id(made))
        if birth is not None and birth.code is self.code:
            return place_of(birth.code, birth.lasti)
        if self.code is None:
            return None
        line = lines.attribute_line(self.code, self.bench.engine.roles.data)
        return Place(self.code.co_filename, line or lines.return_line(self.code))

    def _finding(
        self,
        cause: str,
        said: str,
        place: Place | None,
        found: float | None = None,
        expected: float | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        return exercise_finding(
            cause,
            said,
            place,
            op=self.name.strip("_"),
            found=found,
            expected=expected,
            severity=severity,
        )
