"""How numbers are written and read."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.model import numbers
from gradviz.model.numbers import (
    brief_text,
    card_text,
    parse_number,
    plain_text,
    short_text,
    signed_text,
)
from tests.model.bits import bits


def test_the_examples_in_the_docstrings_are_true() -> None:
    outcome = doctest.testmod(numbers)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("x", "card", "short", "brief"),
    [
        (0.0, "0.0000", "0", "0.0"),
        (-0.0, "0.0000", "0", "-0.0"),
        (2.0, "2.0000", "2", "2.0"),
        (-3.0, "-3.0000", "-3", "-3.0"),
        (0.25, "0.2500", "0.25", "0.25"),
        (6.8813735870195432, "6.8814", "6.881", "6.881"),
        (0.70710678, "0.7071", "0.7071", "0.7071"),
        (0.005, "0.0050", "0.005", "0.005"),
        (0.0025, "0.0025", "0.0025", "0.0025"),
        (0.00251, "2.510e-03", "0.00251", "0.00251"),
        (1e-5, "1.000e-05", "1e-05", "1e-05"),
        (-1e-9, "-1.000e-09", "-1e-09", "-1e-09"),
        (12345.678, "12345.6780", "1.235e+04", "1.235e+04"),
        (123456.0, "1.235e+05", "1.235e+05", "123456.0"),
        (1e300, "1.000e+300", "1e+300", "1e+300"),
        (5e-324, "4.941e-324", "4.941e-324", "5e-324"),
        (math.inf, "inf", "inf", "inf"),
        (-math.inf, "-inf", "-inf", "-inf"),
        (math.nan, "nan", "nan", "nan"),
        (99999.99999, "100000.0000", "1e+05", "1e+05"),
    ],
)
def test_texts(x: float, card: str, short: str, brief: str) -> None:
    assert (card_text(x), short_text(x), brief_text(x)) == (card, short, brief)


@pytest.mark.parametrize(
    ("x", "text"),
    [(3.0, "+3"), (-3.0, "-3"), (0.0, "+0"), (-0.0, "+0"), (math.inf, "+inf"), (math.nan, "nan")],
)
def test_signed_text(x: float, text: str) -> None:
    assert signed_text(x) == text


@given(st.floats())
def test_plain_text_keeps_every_bit(x: float) -> None:
    read = parse_number(plain_text(x))
    assert read is not None
    assert bits(read) == bits(x)


@given(st.floats())
def test_every_text_is_ascii_short_and_close(x: float) -> None:
    for text in (card_text(x), short_text(x), brief_text(x), signed_text(x)):
        assert text.isascii()
        assert len(text) <= 11
        read = parse_number(text)
        assert read is not None
        assert read == pytest.approx(x, rel=1e-2, abs=0.0, nan_ok=True) or math.isinf(read)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_card_never_shows_zero_for_what_is_not(x: float) -> None:
    assert (float(card_text(x)) == 0.0) == (x == 0.0)
    assert not card_text(x).startswith("-0.0000")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-2", -2.0), ("1e-3", 1e-3), (" 3.5 ", 3.5), (".5", 0.5), ("5.", 5.0), ("+1", 1.0),
        ("inf", math.inf), ("-inf", -math.inf), ("Infinity", math.inf), ("−2", -2.0),
        ("1_000", 1e3), ("1e400", math.inf),
    ],
)  # fmt: skip
def test_float_literals_are_read(text: str, number: float) -> None:
    assert parse_number(text) == number


def test_nan_is_read() -> None:
    read = parse_number("nan")
    assert read is not None
    assert math.isnan(read)


@pytest.mark.parametrize("text", ["", " ", "two", "1,5", "1 2", "--2", "2*3", "1e", "0x10", "None"])
def test_anything_else_is_not_a_number(text: str) -> None:
    assert parse_number(text) is None
