"""A large graph is told of before it is examined, and little is done until then."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from gradviz.sources.foreign import examine
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.report import Report
from gradviz.sources.request import Request
from tests.sources.foreign.engines import LECTURE, run

_WIDE = """
w = Value(0.5)
terms = [(w * Value(0.01 * i)).tanh() for i in range(512)]
while len(terms) > 1:
    terms = [a + b for a, b in zip(terms[::2], terms[1::2])]
loss = terms[0]
loss.backward()
"""
_VALUES = 1 + 512 * 3 + 511


def test_the_operands_of_each_value_are_looked_up_twice_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To count what can be chosen from, and to take the graph."""
    observer, module = run(LECTURE + _WIDE)
    looked_up: Counter[int] = Counter()
    operands = Engine.operands

    def counted(self: Engine, obj: Any) -> list[Any]:
        looked_up[id(obj)] += 1
        return operands(self, obj)

    monkeypatch.setattr(Engine, "operands", counted)
    until_then: list[Counter[int]] = []

    def tell(report: Report) -> None:
        assert report.root_candidates[0].values == report.values == _VALUES
        until_then.append(looked_up.copy())

    examine(observer, vars(module), [], Request("wide.py"), tell)
    [counts] = until_then
    assert len(counts) == _VALUES
    assert counts.total() < 2 * _VALUES + 10  # a few more, to know the root
