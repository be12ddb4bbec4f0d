"""In place: `x += y` and its like, where a class defines them.

One that returns a new value is an op as any other. One that changes the number of `x` itself
has to record what it did all the same, or `y` and whatever `x` was made from get the gradient
of another expression. So it is tried on a product, which is used once more:

    x = a * b;  x += c;  x * d
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import capture
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.uses import below
from gradviz.sources.foreign.wording import instead, with_advice
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
        found = _Try(whole, name, symbol, act, slopes).fault()
        out += [found] if found is not None else []
    return out


class _Try:
    """One in-place operator, tried on a product."""

    def __init__(
        self,
        whole: Whole,
        name: str,
        symbol: str,
        act: Callable[[Any, Any], Any],
        slopes: Callable[[Any, Any], Any],
    ) -> None:
        self.whole = whole
        self.bench: Bench = whole.bench
        self.name, self.symbol, self.act, self.slopes = name, symbol, act, slopes
        self.code = code_of(own_methods(self.bench.engine.cls)[name])

    def fault(self) -> Finding | None:
        engine, bench = self.bench.engine, self.bench
        first, second = map(engine.leaf, NUMBERS[:2])
        alone, error = bench.attempt(lambda: self.act(first, second))
        if error is None and alone is None:
            said = f"a {self.symbol} b gives nothing, so that a is lost."
            return self._finding("operator-error", said, self._place(first))
        if error is not None or not engine.is_value(alone):
            return None  # it refuses values
        bench.attempt(lambda: engine.settle(alone))
        found, due = engine.data(alone), self.act(*NUMBERS[:2])
        if found is None:
            return None
        if not close(found, due, 1e-5, 1e-9):
            said = f"a {self.symbol} b gives {instead(found, due)}."
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
        made, error = bench.attempt(lambda: self.act(product, c))
        root, failed = bench.attempt(lambda: made * d)
        if error is not None or failed is not None or not engine.is_value(root):
            return None
        engine.settle(root)
        reached = {id(x) for x in below(bench, root)}
        bench.backward(root, 1.0 if self.whole.caller_seeds else None)
        x, y = NUMBERS[0] * NUMBERS[1], NUMBERS[2]
        mine, theirs = (NUMBERS[3] * slope for slope in self.slopes(x, y))
        due = (theirs, mine * NUMBERS[1], mine * NUMBERS[0])
        for leaf, expected, letter in zip((c, a, b), due, "cab", strict=True):
            found = engine.grad(leaf) or 0.0
            if not close(found, expected, 1e-4, 1e-6):
                text = f"x = a * b; x {self.symbol} c; x * d"
                numbers = f"in {text} the gradient of {letter} is {instead(found, expected)}."
                cause, does = "wrong-local-derivative", "passes on a wrong derivative"
                if any(id(x) not in reached for x in (a, b, c)) or not engine.roles.operands:
                    cause, does = "lost-edge", "doesn't record all of its operands"
                    if made is product:
                        does = "changes x without recording what it did"
                elif not found:
                    cause, does = "missing-contribution", "passes nothing on"
                said = f"x {self.symbol} y {does}: {numbers}"
                return self._finding(cause, said, self._place(made), found, expected)
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
    ) -> Finding:
        return Finding(
            cause,
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice(cause, said),
            place,
            op=self.name.strip("_"),
            found=found,
            expected=expected,
        )
