"""Spread: what is told of many magnitudes."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gradviz.model.spread import Spread, histogram


def test_zero_and_what_is_not_finite_are_counted_apart() -> None:
    spread = Spread.of(np.array([-2.0, 0.0, 1e-9, math.nan, math.inf, 3.0]))
    assert (spread.count, spread.zeros, spread.not_finite) == (6, 1, 2)
    assert (spread.largest, spread.smallest) == (3.0, 1e-9)
    assert spread.median == (1e-9 + 2.0) / 2


def test_nothing_has_no_spread() -> None:
    spread = Spread.of(np.zeros(0))
    assert (spread.largest, spread.median, spread.smallest, spread.zeros) == (0.0, 0.0, 0.0, 0)


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=30))
def test_every_finite_magnitude_is_in_one_bar(numbers: list[float]) -> None:
    array = np.array(numbers)
    told = sum(math.isfinite(x) and x != 0.0 for x in numbers)
    assert histogram(array, -3, 1).sum() == told


def test_bars_are_half_decades() -> None:
    assert histogram(np.array([0.001, 0.002, 0.004, 5.0, 100.0]), -3, 1).tolist() == [
        2, 1, 0, 0, 0, 0, 0, 2,
    ]  # fmt: skip
