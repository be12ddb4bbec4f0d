"""What came with a newer Python is there for programs that were written for it."""

from __future__ import annotations

import pytest

from gradviz.sources import newer_names
from tests.sources.children import VALUE, Programs


def test_a_program_may_import_what_a_newer_python_has(programs: Programs) -> None:
    report = programs.run(
        "import math\nfrom itertools import batched\n"
        "from typing import ReadOnly, TypeIs, override\n"
        "from warnings import deprecated\n" + VALUE + "class Named(Value):\n"
        "    @override\n    def __repr__(self): return 'named'\n"
        "@deprecated('old')\ndef old(): return 1\n"
        "assert list(batched('abc', 2)) == [('a', 'b'), ('c',)]\n"
        "assert math.sumprod([1, 2], [3, 4]) == 11\n"
        "assert repr(Named(1.0)) == 'named' and old.__name__ == 'old'\n"
        "a, b = Value(2.0), Value(3.0)\n(a * b).backward()\n"
    )
    assert (report.status, report.troubles) == ("correct", ())


def test_they_do_what_they_do_there() -> None:
    with pytest.raises(ValueError, match="at least one"):
        next(newer_names._batched([1], 0))
    with pytest.raises(ValueError, match="incomplete"):
        list(newer_names._batched([1, 2, 3], 2, strict=True))
    with pytest.raises(ValueError, match="shorter"):
        newer_names._sumprod([1, 2], [1])


def test_what_python_has_itself_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    own = object()
    for module, name, _ in newer_names._NEWER:
        monkeypatch.setattr(module, name, own, raising=False)
    newer_names.provide()
    assert all(getattr(module, name) is own for module, name, _ in newer_names._NEWER)
