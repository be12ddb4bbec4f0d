"""What has no finite answer follows IEEE 754 and is flagged; kinks follow PyTorch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.model.ieee import ieee_div, ieee_pow
from gradviz.model.ops import OPS, Op
from gradviz.model.recording import Recording
from gradviz.model.value import Value
from tests.model.bits import bits

if TYPE_CHECKING:
    from collections.abc import Callable

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("out", "data", "flag"),
    [
        (Value(0.0) ** -1, INF, "inf"),
        (Value(-0.0) ** -1, -INF, "inf"),
        (Value(-0.0) ** -2, INF, "inf"),
        (1 / Value(0.0), INF, "inf"),
        (Value(1.0) / 0.0, INF, "inf"),
        (Value(1.0) / 0, INF, "inf"),
        (0.0 / Value(0.0), NAN, "nan"),
        (Value(710.0).exp(), INF, "inf"),
        (Value(-800.0).exp(), 0.0, ""),
        (Value(0.0).log(), -INF, "inf"),
        (Value(-1.0).log(), NAN, "nan"),
        (Value(INF).log(), INF, "inf"),
        (Value(-8.0) ** (1 / 3), NAN, "nan"),
        (Value(-8.0) ** 3, -512.0, ""),
        (Value(-10.0) ** 309, -INF, "inf"),
        (Value(-10.0) ** 310, INF, "inf"),
        (Value(2.0) ** Value(1e10), INF, "inf"),
        (Value(1e200) * 1e200, INF, "inf"),
        (Value(INF) - INF, NAN, "nan"),
        (Value(INF) * 0.0, NAN, "nan"),
        (Value(-1.0).sqrt(), NAN, "nan"),
        (Value(-0.0).sqrt(), -0.0, ""),
        (Value(INF).sin(), NAN, "nan"),
        (Value(-INF).cos(), NAN, "nan"),
        (Value(1000.0).sigmoid(), 1.0, ""),
        (Value(-1000.0).sigmoid(), 0.0, ""),
        (Value(1000.0).tanh(), 1.0, ""),
        (Value(-1000.0).tanh(), -1.0, ""),
        (Value(NAN).relu(), NAN, "nan"),
        (Value(NAN).max(1.0), NAN, "nan"),
        (Value(1.0).min(NAN), NAN, "nan"),
        (Value(NAN) ** 0, 1.0, ""),
    ],
)
def test_results_follow_ieee_and_are_flagged(out: Value, data: float, flag: str) -> None:
    assert bits(out.data) == bits(data)
    assert out.flag == flag


anything = st.floats() | st.sampled_from([0.0, -0.0, 1.0, -1.0, 2.0, -8.0, 1 / 3, 710.0, 1e200])


@pytest.mark.parametrize("op", OPS[1:], ids=[op.name for op in OPS[1:]])
@settings(max_examples=200)
@given(x=anything, y=anything)
def test_no_operand_whatever_raises(op: Op, x: float, y: float) -> None:
    z = op.forward(x, y)
    assert type(z) is float
    assert [type(slope) for slope in op.local(x, y, z)] == [float, float]


@given(x=anything, y=anything)
def test_division_agrees_with_python_where_python_has_an_answer(x: float, y: float) -> None:
    try:
        expected = x / y
    except ZeroDivisionError:
        expected = NAN if x == 0.0 or x != x else math.copysign(INF, x) * math.copysign(1.0, y)
    assert bits(ieee_div(x, y)) == bits(expected)


@given(x=anything, y=st.integers(-5, 5))
def test_whole_powers_are_odd_or_even_at_the_extremes_too(x: float, y: int) -> None:
    sign = -1.0 if y % 2 else 1.0
    assert bits(ieee_pow(-x, float(y))) == bits(sign * ieee_pow(x, float(y)))


def test_the_first_value_that_is_not_finite_is_known() -> None:
    a = Value(0.0, label="a")
    safe = a + 1.0
    culprit = a.log()
    out = culprit * 0.0 + safe
    recording = Recording.of(out)
    assert recording.first_nonfinite is not None
    assert recording.graph.op(recording.first_nonfinite).name == "log"
    assert recording.nonfinite.sum() == 3


def test_all_finite_has_no_first() -> None:
    assert Recording.of(Value(1.0) + 2.0).first_nonfinite is None


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (lambda a: a**-1, -INF),
        (lambda a: a.log(), INF),
        (lambda a: a.sqrt(), INF),
        (lambda a: a**0.5, INF),
        (lambda a: a**0, 0.0),
        (lambda a: a**1, 1.0),
        (lambda a: a**2, 0.0),
    ],
)
def test_slopes_at_zero_are_the_limits(f: Callable[[Value], Value], slope: float) -> None:
    a = Value(0.0)
    f(a).backward()
    assert a.grad == slope


@pytest.mark.parametrize(
    ("f", "at", "slope"),
    [
        (Value.relu, 0.0, 0.0),
        (Value.relu, -0.0, 0.0),
        (Value.relu, 5e-324, 1.0),
        (Value.abs, 0.0, 0.0),
        (Value.abs, -5e-324, -1.0),
    ],
)
def test_kinks_follow_pytorch(f: Callable[[Value], Value], at: float, slope: float) -> None:
    a = Value(at)
    f(a).backward()
    assert a.grad == slope


@pytest.mark.parametrize("f", [Value.max, Value.min])
def test_a_tie_shares_the_gradient_half_and_half(f: Callable[[Value, Value], Value]) -> None:
    a, b = Value(2.0), Value(2.0)
    f(a, b).backward()
    assert (a.grad, b.grad) == (0.5, 0.5)
    same = Value(2.0)
    f(same, same).backward()
    assert same.grad == 1.0


def test_a_recording_knows_its_kinks() -> None:
    a, b = Value(0.0), Value(0.0)
    made = [a.relu(), a.abs(), a.max(b), a.min(b), a.tanh(), (a + 1.0).relu(), a.max(b + 1.0)]
    kinks = [Recording.of(out) for out in made]
    expected = [True, True, True, True, False, False, False]
    assert [r.at_kink(r.graph.root) for r in kinks] == expected
    assert not kinks[0].at_kink(0)
