"""What makes a long training loop cheap to watch changes nothing of what a program sees, and
keeps what may be asked for."""

from __future__ import annotations

import pytest

from gradviz.sources.foreign import ProgramObserver
from gradviz.sources.foreign.always_there import always_there
from gradviz.sources.foreign.log import CALL, WRITE, Pass
from tests.sources.foreign.engines import LECTURE, check, run

LOOP = LECTURE + (
    "w = Value(1.5, label='w')\n"
    "for step in range(6):\n"
    "    w.grad = 0.0\n"
    "    y = w * w + w\n"
    "    y.label = f'y{step}'\n"
    "    y.backward()\n"
    "    w.data -= 0.1 * w.grad\n"
)
ALWAYS = "def __init__(self, x):\n    self.grad = x if x else 0.0\n"


def test_a_gradient_that_is_missing_is_missing() -> None:
    """Where Python itself reads gradients, it must not find the hook."""
    assert run(LOOP + "del y.grad\nfound = hasattr(y, 'grad')\n")[1].found is False


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ALWAYS, True),
        ("def __init__(self, x):\n    if x:\n        self.grad = x\n", False),
        ("def __init__(self, x):\n    if not x:\n        return\n    self.grad = x\n", False),
        ("def __init__(self, x):\n    x.grad = 0.0\n", False),
        (ALWAYS + "def __getattr__(self, name):\n    return 0.0\n", False),
        (ALWAYS + "def copy(self):\n    return Value.__new__(Value)\n", False),
        ("__slots__ = ('grad',)\n" + ALWAYS, False),
        ("grad = 0.0\n", False),
    ],
)
def test_only_what_every_constructor_sets_is_always_there(body: str, expected: bool) -> None:
    space: dict[str, type] = {}
    exec("class Value:\n" + "".join(f"    {line}\n" for line in body.splitlines()), space)
    assert always_there(space["Value"], "grad") is expected
    exec("class Op(Value):\n def __init__(self, a):\n  super().__init__(a)\n", space)
    assert always_there(space["Op"], "grad") is expected
    exec("class Bare(Value):\n def __init__(self):\n  pass\n", space)
    assert always_there(space["Bare"], "grad") is False


def test_a_class_without_gradients_that_comes_late_has_none() -> None:
    late = "class Bare(Value):\n    def __init__(self): pass\nfound = hasattr(Bare(), 'grad')\n"
    assert run(LOOP + late)[1].found is False


def test_a_constructor_is_called_as_it_was() -> None:
    usual = 'data, _children=(), _op="", label=""):'
    assert usual in LOOP
    other = "data, /, _children=(), *rest, _op='', label='', **more):"
    text = LOOP.replace(usual, other).replace("(self, other), ", "(self, other), _op=")
    same = text + "try:\n    Value()\nexcept TypeError as problem:\n    said = str(problem)\n"
    alone: dict[str, object] = {}
    exec(same, alone)
    assert run(same)[1].said == alone["said"]


def test_of_the_passes_of_one_line_the_last_and_a_wanted_one_are_kept() -> None:
    observer, module = run(LOOP, ProgramObserver(wanted=2))
    passes = observer.watch.passes
    assert [seen.number for seen in passes if seen.root is not None] == [2, 5, 6]
    assert passes[-1].root is module.y
    assert passes[1].writes[0].after == 1.0
    assert len({seen.count for seen in passes}) == 1
    assert passes[1].data[id(module.w)] == pytest.approx(1.1)  # as it was during that pass


def test_every_pass_is_listed_with_its_name_and_its_writes() -> None:
    report = check(LOOP)
    assert [info.root for info in report.passes] == [f"y{step}" for step in range(6)]
    assert len({info.writes for info in report.passes}) == 1
    assert report.passes[0].writes > 0
    assert report.status == "correct"


def test_a_pass_that_was_stopped_while_it_let_go_of_its_older_half_can_be_read() -> None:
    """Its writes and calls count each other, and are let go of one after the other."""
    seen = Pass(None)
    seen.written += [None] * WRITE
    seen.written[6] = 9 * CALL
    seen.called += [None] * CALL
    seen.called[4] = 9 * WRITE
    assert [write.calls for write in seen.writes] == [1]
    assert [call.writes for call in seen.calls] == [1]
