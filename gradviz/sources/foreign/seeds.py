"""Seeds: the gradient that a pass starts from at the result, which should be 1."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.log import Write
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trying import Trying

if TYPE_CHECKING:
    from gradviz.sources.foreign.whole import Whole


class Seeds:
    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.bench = whole.bench

    def common_factor(self, trying: Trying) -> float | None:
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
            seed = self.write(trying)
            value = engine._number(seed.after) if seed is not None else None
            if value is not None and close(value, ratios[0], 1e-6):
                return ratios[0]
            if value is None and ratios[0] == 0.0 and not trying.found[id(trying.root.obj)]:
                return 0.0
            alone = len(inner) == 1 and len(ratios) > 1 and not self.whole.verified
            if alone and ratios[0] and value != 1.0:
                return ratios[0]
        return None

    def at_its_call(self, trying: Trying) -> float | None:
        """The root's gradient when its own backward ran; None if that wasn't seen."""
        engine, root = self.bench.engine, trying.root.obj
        owner = engine.call_owner(root)
        at = next((i for i, c in enumerate(trying.seen.calls) if c.owner is owner), None)
        if at is None or self.whole.caller_seeds or engine.backward_takes == "adjoint":
            return None
        writes = [w for w in trying.writes_to(root) if w.calls <= at]
        return (engine._number(writes[-1].after) or 0.0) if writes else trying.began_with or 0.0

    def write(self, trying: Trying) -> Write | None:
        """The last write to the result's gradient."""
        writes = trying.writes_to(trying.root.obj)
        return writes[-1] if writes else None

    def misplaced(self, trying: Trying) -> Write | None:
        """The write of a 1 to another value than the result, by the driver itself: in the place
        of the result's own, or to whatever it lists."""
        engine, seen = self.bench.engine, trying.seen
        if self.whole.caller_seeds:
            return None
        owner = engine.grad_owner(trying.root.obj)
        numbers = [(w, engine._number(w.after)) for w in seen.writes]
        own = [w for w, x in numbers if w.target is owner and x]
        ones = [w for w, x in numbers if w.target is not owner and x == 1.0 and not w.calls]
        ones = [w for w in ones if _is_constant(w)]
        if own:  # what is written on the same line as the result's is no share
            ones = [w for w in ones if w.place == own[0].place and w.running is None]
            return ones[0] if ones else None
        first = next((w for w, x in numbers if x), None)
        return first if first in ones and not trying.began_with else None


def _is_constant(write: Write) -> bool:
    """Whether a gradient is set to what is written out on its line, which no share is."""
    function, line = lines.function_node(write.code), write.place.line
    for statement in lines.statements(function) if function is not None else ():
        if statement.lineno == line and isinstance(statement, (ast.Assign, ast.AugAssign)):
            value = statement.value
            inner = value.args[:1] if isinstance(value, ast.Call) else [value]
            return all(isinstance(x, ast.Constant) for x in inner)
    return False
