from collections.abc import Callable

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from gradviz.look.fonts import FONT_FILES, MONO_FAMILY, UI_FAMILY, load_fonts, mono_font, ui_font
from gradviz.look.typography import MINUS
from gradviz.resource_files import resource_path

MakeFont = Callable[[int, int], QFont]
FONTS = [(ui_font, UI_FAMILY), (mono_font, MONO_FAMILY)]
SIGNS = "−×÷·→←∂Σ²³√≥≤½…–—≈≠∞±Δ₀₁₂₃"
"""The signs the program writes; Inter has no ▸ or ∇, so neither is used."""


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.mark.parametrize("weight", [400, 500, 600])
@pytest.mark.parametrize(("make", "family"), FONTS)
def test_text_is_drawn_in_the_shipped_fonts(make: MakeFont, family: str, weight: int) -> None:
    used = QFontInfo(make(13, weight))
    assert (used.family(), used.weight(), used.pixelSize()) == (family, weight, 13)
    assert used.exactMatch()


@pytest.mark.parametrize("weight", [400, 500, 600])
@pytest.mark.parametrize(("make", "family"), FONTS)
def test_all_digits_are_equally_wide(make: MakeFont, family: str, weight: int) -> None:
    metrics = QFontMetricsF(make(13, weight))
    widths = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
    assert max(widths) - min(widths) <= 1 / 32


def test_digits_would_differ_without_tabular_numerals() -> None:
    proportional = QFont(ui_font(13, 400))
    proportional.unsetFeature(QFont.Tag("tnum"))
    metrics = QFontMetricsF(proportional)
    assert metrics.horizontalAdvance("1") < metrics.horizontalAdvance("0") - 1


def test_the_minus_sign_is_as_wide_as_a_digit_in_the_number_font() -> None:
    metrics = QFontMetricsF(mono_font(13, 400))
    assert metrics.horizontalAdvance(MINUS) == metrics.horizontalAdvance("0")


@pytest.mark.parametrize(("make", "family"), FONTS)
def test_the_fonts_have_every_sign_the_program_writes(make: MakeFont, family: str) -> None:
    font = QFont(make(13, 400))
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    metrics = QFontMetricsF(font)
    assert [sign for sign in SIGNS if not metrics.inFontUcs4(ord(sign))] == []


def test_the_same_font_is_not_made_twice() -> None:
    assert ui_font(13, 600) is ui_font(13, 600)
    assert ui_font(13, 600) != ui_font(13, 500)


def test_each_font_comes_with_its_licence() -> None:
    for file in FONT_FILES:
        family = file.partition("-")[0]
        licence = resource_path("fonts", f"{family}-OFL.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert licence.startswith("Copyright")
