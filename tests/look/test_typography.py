import pytest

from gradviz.look.typography import plain, typographic


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("-6", "−6"),
        ("-0.0", "−0.0"),
        ("-.5", "−.5"),
        ("1e-05", "1e−05"),
        ("-1.5e-300", "−1.5e−300"),
        ("-inf", "−inf"),
        ("-nan", "−nan"),
        ("-6 + 3 = -3", "−6 + 3 = −3"),
        ("(-2) × 1", "(−2) × 1"),
        ("−6", "−6"),
    ],
)
def test_negative_numbers_are_drawn_with_a_minus_sign(text: str, drawn: str) -> None:
    assert typographic(text) == drawn


@pytest.mark.parametrize("text", ["a-b", "step-back", "-infinite", "->", "-", "", "--help"])
def test_other_hyphens_stay(text: str) -> None:
    assert typographic(text) == text


@pytest.mark.parametrize("value", [-6.0, 1e-5, -1e-300, float("-inf"), 0.1 + 0.2, -0.0, 7.0])
def test_what_is_copied_can_be_read_by_python(value: float) -> None:
    assert plain(typographic(repr(value))) == repr(value)
    assert float(plain(typographic(repr(value)))) == value
