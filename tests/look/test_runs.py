import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gradviz.look.fonts import load_fonts, mono_font, ui_font
from gradviz.look.runs import (
    ELLIPSIS,
    Run,
    elide_runs,
    paint_runs,
    runs_width,
    text_width,
)
from tests.look.pixels import ink, painted

BLACK, RED = QColor("black"), QColor("red")
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    load_fonts()


def sum_runs() -> list[Run]:
    return [
        Run("3 × 1 = ", BLACK, mono_font(12)),
        Run("+3", RED, mono_font(12, 600)),
        Run(" now", BLACK, ui_font(12)),
    ]


def test_runs_are_as_wide_as_their_texts() -> None:
    assert runs_width(sum_runs()) == pytest.approx(
        sum(text_width(run.text, run.font) for run in sum_runs())
    )


def test_what_fits_is_not_elided() -> None:
    runs = sum_runs()
    assert elide_runs(runs, runs_width(runs)) == runs


@pytest.mark.parametrize("width", range(0, 96, 3))
def test_elided_runs_fit_and_say_that_something_is_missing(width: int) -> None:
    runs = sum_runs()
    shown = elide_runs(runs, width)
    text = "".join(run.text for run in shown)
    assert runs_width(shown) <= width + 0.01
    assert not text or text.endswith(ELLIPSIS)
    assert "".join(run.text for run in runs).startswith(text.removesuffix(ELLIPSIS).rstrip())


@pytest.mark.parametrize(("align", "x"), [(LEFT, 10.0), (CENTRE, None), (RIGHT, None)])
def test_runs_lie_where_they_are_aligned(align: Qt.AlignmentFlag, x: float | None) -> None:
    runs, rect, places = sum_runs(), QRectF(10, 10, 180, 24), []
    painted(lambda p: places.append(paint_runs(p, rect, runs, align)), 200, 40)
    (place,) = places
    assert place.width() == pytest.approx(runs_width(runs))
    expected = {LEFT: rect.left(), RIGHT: rect.right() - place.width()}.get(align)
    assert place.left() == pytest.approx(expected or rect.center().x() - place.width() / 2)


def test_digits_sit_in_the_middle_of_their_box() -> None:
    rect = QRectF(0, 0, 40, 24)
    image = painted(lambda p: paint_runs(p, rect, [Run("8", BLACK, mono_font(13))]), 40, 24)
    ys = [y for _, y in ink(image)]
    assert abs((min(ys) + max(ys) + 1) / 2 - 12) <= 1


def test_a_strike_slants_and_lies_behind_the_digits() -> None:
    rect = QRectF(20, 0, 80, 30)

    def struck(color: QColor | None) -> set[tuple[int, int]]:
        run = Run("−6", BLACK, mono_font(16, 600), color)
        image = painted(lambda p: paint_runs(p, rect, [run]), 100, 30)
        return {
            (x, y)
            for x, y in ink(image)
            if image.pixelColor(x, y).red() > 150 and image.pixelColor(x, y).green() < 120
        }

    assert struck(None) == set()
    line = struck(RED)
    left, right = min(line), max(line)
    assert left[0] < 20, "it reaches out before the text"
    assert left[1] > right[1] + 5, "it rises from left to right"

    solid = painted(lambda p: paint_runs(p, rect, [Run("−6", BLACK, mono_font(16, 600))]), 100, 30)
    over = painted(
        lambda p: paint_runs(p, rect, [Run("−6", BLACK, mono_font(16, 600), RED)]), 100, 30
    )
    black = [spot for spot in ink(solid) if solid.pixelColor(*spot) == BLACK]
    assert black
    assert all(over.pixelColor(*spot) == BLACK for spot in black)


def test_neighbouring_struck_runs_get_one_line() -> None:
    rect = QRectF(10, 0, 120, 30)
    one = [Run("1 × 6", BLACK, mono_font(13), RED)]
    two = [Run("1 × ", BLACK, mono_font(13), RED), Run("6", BLACK, mono_font(13), RED)]
    assert painted(lambda p: paint_runs(p, rect, one)) == painted(
        lambda p: paint_runs(p, rect, two)
    )
