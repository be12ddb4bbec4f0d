"""Overwriting: where a pass replaces a gradient by another, or by 0."""

from __future__ import annotations

from gradviz.sources.foreign import driver_lines
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trying import Trying
from gradviz.sources.user_code import Place


class Overwriting:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def cleared(self, trying: Trying, wrong: Twin) -> Place | None:
        """The last write of 0 over a gradient, where that is what the gradient lacks."""
        number, writes = self.engine._number, trying.writes_to(wrong.obj)
        zeros = [w for w in writes if number(w.after) == 0.0 and number(w.before)]
        if not zeros:
            return None
        found, expected = trying.found[id(wrong.obj)] or 0.0, trying.truth[id(wrong.obj)]
        lost = [number(w.before) or 0.0 for w in zeros]
        is_lost = any(close(expected - found, x, 1e-5) for x in (lost[-1], sum(lost)))
        return zeros[-1].place if is_lost else None

    def replaced(self, trying: Trying, wrong: Twin) -> Place | None:
        """The last write to a gradient, where what is missing is what was there before it."""
        writes = trying.writes_to(wrong.obj)
        before = self.engine._number(writes[-1].before) if len(writes) > 1 else None
        found, expected = trying.found[id(wrong.obj)], trying.truth[id(wrong.obj)]
        if found is None or not before or not close(expected - found, before, 1e-5):
            return None
        return writes[-1].place

    def replaced_entry(self, at: Place | None) -> Place | None:
        """As `replaced`, where the driver, which is `at` a place, keeps the gradients in a mapping
        of its own."""
        code = code_of(self.engine.driver_function)
        line = driver_lines.replaced_entry(code) if code is not None else None
        return Place(at.file, line) if at is not None and line is not None else None
